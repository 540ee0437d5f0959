"""Points as HTML: the article of each, and how other parts of the page point to them.

There are thousands, on a page that is made at every run, and a template takes six times as long for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from themes.records import Document, Unit
from themes.report import wording
from themes.report.page_groups import repairs_of
from themes.report.page_layers import layers_of
from themes.report.page_rows import PageRows, shortened, speaker, unit_place
from themes.report.run_tables import Point
from themes.words import page as words
from themes.words import shared


def escaped(text: str) -> str:
    """Text as HTML holds it, also between quotes.

    >>> escaped("<b> & 'c'")
    '&lt;b&gt; &amp; &#39;c&#39;'
    """
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&#34;").replace("'", "&#39;")


class References:
    """Links to points. `where` gives the file that holds a point, '' for this one; `most` are named in a list."""

    def __init__(self, where: Mapping[str, str], most: int) -> None:
        self._where, self._most = where, most

    def one(self, number: str) -> Markup:
        """A link to a point."""
        return Markup(self._link(number))

    def all(self, numbers: Sequence[str]) -> Markup:
        """Links to all of these points."""
        return Markup(", ".join(map(self._link, numbers)))

    def some(self, numbers: Sequence[str]) -> Markup:
        """Links to the first of these points, and how many there are more."""
        rest = len(numbers) - self._most
        more = f" {escaped(words.AND_MORE.format(n=rest))}" if rest > 0 else ""
        return self.all(numbers[: self._most]) + Markup(more)

    def _link(self, number: str) -> str:
        return f'<a href="{escaped(self._where.get(number, ""))}#p{number}">{number}</a>'


def degree(found: str) -> Markup:
    """How a plan speaks of something: a sign and a word."""
    sign = f'<span aria-hidden="true">{shared.FOUND_SIGN[found]}</span>'
    return Markup(f'<span class="f f-{found}">{sign} {escaped(shared.FOUND[found])}</span>')


class Articles:
    """The articles of points.

    Parameters
    ----------
    pictures : data URIs by the number of the point. home : file of the page when this is a part of it, else ''.
    """

    def __init__(self, rows: PageRows, references: References, *, pictures: Mapping[str, str], home: str) -> None:
        self._rows, self._references, self._pictures, self._home = rows, references, pictures, escaped(home)
        self._layers = layers_of(rows)
        self._degrees = {found: degree(found) for found in shared.FOUND}

    def of_document(self, nr: int, document: Document, points: Sequence[tuple[int, Point]]) -> Markup:
        """The articles of the (entry number, point) pairs of a report, which is number `nr`."""
        about = f'data-d="{nr}" data-w="{escaped(speaker(document))}"'
        return Markup("".join([self._article(about, document, at, point) for at, point in points]))

    def _article(self, about: str, document: Document, at: int, point: Point) -> str:
        number = point.number
        codes = " ".join(dict.fromkeys(coding.code_id for coding in point.codings))
        return (
            f'<article class="p" id="p{number}" data-i="{at}" data-t="{escaped(codes)}" data-f="{point.found}" {about} '
            f'aria-labelledby="n{number}">\n'
            f'<h4 id="n{number}">{escaped(words.POINT.format(number=number))}</h4>\n'
            f'<div class="said">\n{self._said(document, point)}</div>\n'
            f'<div class="plan">\n{self._plan(point)}</div>\n</article>\n'
        )

    def _said(self, document: Document, point: Point) -> str:
        """What was said, where, its themes, and where it was said again."""
        unit = point.unit
        made = f'<blockquote class="q">{escaped(unit.text)}</blockquote>\n{_small(_spot(unit, document))}'
        if unit.lead_in:
            made = (
                f'<p class="small">{escaped(words.UNDER)} ‘<span class="s">{escaped(unit.lead_in)}</span>’</p>\n{made}'
            )
        made += f'<p class="small">{self._themes(point)}</p>\n'
        if point.said_again:
            again = self._references.all(point.said_again)
            made += f'<p class="small">{escaped(words.SAID_AGAIN)} {again}</p>\n'
        repairs = repairs_of(unit)
        if repairs:
            made += _small(words.REPAIRED.format(repairs=repairs))
        picture = self._pictures.get(point.number)
        if picture is not None:
            told = words.PICTURE_OF.format(file=unit.source, page=unit.page_start, number=point.number)
            image = f'<img src="{escaped(picture)}" alt="{escaped(told)}">'
            made += f'<details class="pic"><summary>{escaped(words.SEE_PLACE)}</summary>{image}</details>\n'
        return made

    def _themes(self, point: Point) -> str:
        themes = [
            f'<a href="{self._home}#t-{escaped(code.id)}">{escaped(code.label)}</a> ({escaped(why)})'
            for code, why in self._rows.codes_of(point)
        ]
        return f"{escaped(words.THEME_IS)} {'; '.join(themes) or escaped(shared.NO_THEME.lower())}"

    def _plan(self, point: Point) -> str:
        """What a plan says of it, what is near, and the layers of people."""
        made = f"<p>{self._degrees[point.found]}</p>\n"
        trace, place = point.trace, point.place
        if place is not None and point.found != "none":
            made += f'<blockquote class="q">{escaped(place.quote)}</blockquote>\n'
            made += _small(self._rows.place_line(place, point.found))
        if point.found in ("none", "unsure", "approach") and point.nearest:
            head = words.NEAREST if point.found == "none" else words.ALSO_LIKE
            made += f'<details class="near"><summary>{escaped(head)}</summary>\n'
            if trace is not None and trace.searched:
                made += _small(words.SEARCHED.format(words=trace.searched))
            near = "".join(
                f'<li>‘{escaped(shortened(place.quote))}’ <span class="small">'
                f"{escaped(wording.place_text(place.source, place.page, place.line))}</span></li>\n"
                for place in point.nearest[:3]
            )
            made += f"<ol>\n{near}</ol></details>\n"
        certainty, handling, opinion = self._layers(point)
        made += _small(words.LAYERS_LINE.format(certainty=certainty.lower(), handling=handling, opinion=opinion))
        if trace is not None and trace.elsewhere:
            made += _small(words.ELSEWHERE.format(places=trace.elsewhere))
        return made


def _small(text: str) -> str:
    return f'<p class="small">{escaped(text)}</p>\n'


def _spot(unit: Unit, document: Document) -> str:
    """Where a point stands in its report, and its stance."""
    parts = [unit_place(unit)]
    if unit.item and len(unit.item) < 5 and unit.item[:1].isalnum():
        parts.append(words.ITEM.format(item=unit.item))
    if unit.group and unit.group != document.title:
        parts.append(unit.group)
    if unit.section:
        parts.append(words.UNDER_HEADING.format(heading=unit.section.split(" > ")[-1]))
    if unit.stance:
        parts.append(shared.STANCE[unit.stance])
    return " · ".join(parts)
