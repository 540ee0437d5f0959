"""Dutch abbreviations with a full stop, by what may come after them. Written without their last full stop."""

from __future__ import annotations

from themes.language.listed import listed

# what follows belongs to them ('bijv. Humanitas', 'max. 10.000'): no sentence ends here
OPEN = listed(
    """
    aanw afb afd afz alg art betr bijl bijv blz bv ca cf circ dd dhr div dr dra drs ds evt excl fa fam fig geb gebr gem
    get hfst incl ing inw ir jhr jkvr lic maj max mej mevr mgr min mld mln mr mw mwe nl no nr nrs ong p pag par plm plv
    pp prof prov q resp secr sg st stct tab tel toel ts v vb vbn verg vgl vlg vnl voorz vs vz wed weth wnd zgn zr
    burg dir gen cap kol lt vert ipv ivm mbt nav tav tbv obv ism icm mn oa dmv dwz
    a.d.h.v a.g.v a.h.w b.g.g b.v b.v.d c.q d.d d.i d.m.v d.w.z h.h i.c i.c.m i.e i.g.v i.h.a i.h.b i.h.k.v i.m i.o
    i.o.v i.p.v i.r.t i.s.m i.t.t i.v.m i.z k.k l.s m.a.w m.b.t m.b.v m.i m.i.v m.m m.m.v m.n m.u.v n.a.v n.o o.a o.b.v
    o.g.v o.i o.l.v o.m o.v.v p.a q.q r.k t.a.v t.b.v t.e.m t.g.v t.h.v t.k.v t.l.v t.m t.n.v t.o.v t.w t.w.v u.a v.a
    v.d v.h v.l.n.r v.w.b w.o w.v z.g z.g.n
    """
)
# of these, the ones that are also words: a sentence ends after them when a word follows that often starts one
ALSO_WORDS = listed("art bijl cap dir div gem gen get ing kol lic maj max min no ong p par tab tel vert vs")
# days and months: open before a number ('21 jan. 2024') only
BEFORE_NUMBER = listed("jan feb febr mrt apr jun jul aug sep sept okt nov dec ma di wo do vr za zo")
# they close a list or a date ('enz.', 'jl.'): a sentence ends here when a capital follows
CLOSING = listed(
    """
    a.s a.u.b ajb aub b.v.b c.a c.s chr d.v e.a e.d e.e.a e.o e.v e.v.a enz etc i.d i.i.d i.i.g jl jr ll n.chr n.o.t.k
    n.v n.v.t nvt o.i.d p.j p.m p.p p.w s.j s.v.p sr svp t.z.t v.chr v.o.f z.o.z z.s.m a.o
    """
)
# names start with these after an initial: 'J. de Vries', 'A. Van Dijk'
NAME_PARTICLES = listed("de den der het in la le op 't te ten ter van vande vanden vander von 's")
QUESTION_WORDS = listed(
    "hoe hoeveel hoezo waar waarmee waarom waarvoor waardoor waarin waaraan wanneer wat welk welke wie wiens"
)


def is_abbreviation(word: str) -> bool:
    """Whether a word without its last full stop is one of the abbreviations of the lists.

    >>> is_abbreviation("bijv"), is_abbreviation("Enz"), is_abbreviation("buurt")
    (True, True, False)
    """
    return word.lower() in OPEN or word.lower() in BEFORE_NUMBER or word.lower() in CLOSING
