"""What is said of topics that the program finds by itself."""

# Topics
NO_CODE = "geen code"
NO_TOPIC = "geen onderwerp"
TEXTS_AND_VECTORS = "Er zijn {n} stukken tekst en {n_vectors} vectoren; dat moet gelijk zijn."
ONE_VECTOR_EACH = "Geef voor elk stuk tekst één vector, in dezelfde volgorde."
FROM_A_SAMPLE = (
    "De onderwerpen zijn gemaakt uit {n_sample} van de {n_statements} uitspraken; de rest is erbij geplaatst."
)
RARE_MAY_MISS = "Een onderwerp dat in weinig uitspraken voorkomt, kan ontbreken. Kijk daarvoor naar de codes."
STATEMENTS = "uitspraken"
STATEMENTS_PER_TOPIC = "Uitspraken per onderwerp"
NO_SUCH_TOPICS = "Deze onderwerpen bestaan niet of staan in twee groepen: {numbers}."
EACH_TOPIC_ONCE = "Noem elk onderwerp één keer, met het nummer uit de tabel topics."
TOPIC_NUMBER = "onderwerp {number}"
TOO_FEW = "Er zijn {n} verschillende uitspraken. Dat is te weinig om onderwerpen in te vinden: nodig zijn er {fewest}."
TOO_FEW_ALIKE = (
    "Van {n} verschillende uitspraken lijken er {alike} op een andere. Dat is te weinig om onderwerpen in te vinden."
)
USE_THEMES = "Gebruik de thema's uit het codeboek, of voeg verslagen toe."
TOO_FEW_FOR_TOPICS = "te weinig uitspraken voor onderwerpen"
BY_CHANCE = "De onderwerpen hangen af van het toeval: overeenkomst {agreement} tussen herhalingen (1 is gelijk)."
FIRST_IMPRESSION = "Lees de onderwerpen als een eerste indruk."
CODES_SAY_MORE = "Er zijn {n} uitspraken. Onder de 300 zeggen de codes meer dan de onderwerpen."
FIND_CODES = "Gebruik de onderwerpen om codes te vinden die nog ontbreken."
IN_NO_TOPIC = "{n_without} van de {n} uitspraken passen in geen enkel onderwerp."
PLACE_ALL = "Ze staan apart. Met place_outliers = true onder [topics] in themes.toml krijgen ze er een."
