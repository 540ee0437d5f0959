"""Words that carry no theme in minutes: function words, and what every report of a meeting says."""

from __future__ import annotations

from themes.language.listed import listed

# function words, after the Dutch stop lists of spaCy (MIT) and Snowball (BSD); forms and lemmas
FUNCTION_WORDS = listed(
    """
    aan aangaande aangezien achter achterna af afgelopen al aldaar aldus alhoewel alias alle allebei alleen allen alles
    als alsnog altijd altoos ander andere anderen anders anderszins behalve behoudens beide beiden ben beneden bent
    bepaald betreffende bij bijna bijv bijvoorbeeld binnen binnenin blijkbaar blijken boven bovenal bovendien
    bovengenoemd bovenstaand bovenvermeld buiten bv daar daaraan daarbij daardoor daarheen daarin daarmee daarna
    daarnaast daarnet daarom daaronder daarop daarover daartoe daaruit daarvan daarvoor dan dat de deze dezelfde den
    der des die dikwijls dit doch doen door doorgaand doorgaans dus echter een één eens eer eerdat eerder eerlang
    eerst elk elke elkaar elkander en enig enige enigszins enkel enkele enz er eraan erbij erdoor erdoorheen erin
    ermee erna ernaar ernaast erom eronder erop erover ertoe eruit ervan ervoor erg etc etcetera even eveneens evenwel
    gauw ge gedurende geen gehad gekund geleden gelijk gemoeten gemogen geweest gewoon gewoonweg haar haarzelf had
    hadden hare heb hebben hebt heeft heel hem hemzelf hen het hetzelfde hetgeen hetwelk hier hierbeneden hierboven
    hierbij hierdoor hierin hiermee hiermede hierna hierom hierop hierover hiertoe hiervan hiervoor hij hijzelf hoe
    hoeveel hoewel hun hunne ieder iedere iedereen iemand iets ik ikzelf in inderdaad ingevolge inmiddels inzake is ja
    je jezelf jij jijzelf jou jouw jouwe juist jullie kan klaar kon konden krachtens kun kunnen kunt laatst later
    liever maar mag me meer meerdere men met mezelf mij mijn mijzelf minder misschien mocht mochten moest moesten moet
    moeten mogen mogelijkerwijs na naar naargelang nadat name namelijk nabij naderhand nergens net niemand niet niets
    niks noch nochtans nog nogal nooit nu o of ofschoon om omdat omhoog omlaag omstreeks omtrent omver ondanks onder
    ondertussen ongeveer ons onszelf onze ook op opdat open opnieuw opzij over overal overigens pas per precies qua
    reeds rond rondom samen sedert sinds sindsdien sommig sommige soms steeds 't te tegen tegenover ten tenzij ter
    terwijl thans tijdens toch toe toen toenmaals toenmalig tot totdat tussen u uit uitgezonderd uw uwe vaak van vanaf
    vandaan vandaar vanuit vanwege veel veeleer verder vervolgens via vol volgens voor vooraf vooral vooralsnog
    voorbij voordat voordien voorheen voorop voort voortdurend vooruit vrij vroeg waar waaraan waarbij waardoor
    waarheen waarin waarmee waarna waarom waaronder waarop waarover waartoe waaruit waarvan waarvoor wanneer want
    waren was wat we weer weg wegens weinig wel weldra welk welke werd werden wezen wie wiens wier wij wijzelf wil
    willen worden wordt zal ze zeer zelf zelfde zelfs zich zichzelf zij zijn zijne zijnde zo zoals zodat zodra
    zogenaamd zonder zou zouden zowat zowel zulk zulke zullen zult 'n 's 'm 'r m'n z'n d'r zo'n ene ergens hoezeer
    ietwat mee nl o.a o.a. d.w.z d.w.z. m.b.t m.b.t. n.a.v n.a.v. i.v.m i.v.m. t.a.v t.a.v. e.d e.d. a.d.h.v. d.m.v
    d.m.v. i.p.v. i.p.v ipv m.n. m.n t.o.v. t.b.v. v.w.b. jl bijv. enz. etc. twee drie
    """
)

# verbs, nouns and adjectives that every report is full of and that name no subject; lemmas and common forms
MINUTES_WORDS = listed(
    """
    aangeven aanwezig aanwezige agenda aantal avond bijeenkomst blijven brengen dag deelnemer deelsessie denken ding
    dingen duidelijk echt eigenlijk ervaren gaan gebeuren geven goed graag groepje groot heten hoog horen houden idee
    inbrengen ingaan jaar keer kijken klein komen krijgen kwijt laag lang laten leggen liggen lijken lopen maand maken
    manier meedoen mens middag moeilijk mogelijk naam nemen nieuw nodig noemen nvt ochtend onderwerp opmerken
    opmerking overig paar plaatsvinden praten punt reactie reageren sessie slecht soort spreken staan stellen stuk
    tafel terugkomen thematafel tijd uitspraak verschillend verslag vinden voelen volgend vorig vraag vragen week
    werkconferentie werkgroep weten woord zaak zeggen zetten zien zitten zoeken
    """
)

STOP_WORDS: frozenset[str] = FUNCTION_WORDS | MINUTES_WORDS
