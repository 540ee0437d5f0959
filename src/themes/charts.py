"""Charts that always bring their table and a description: static SVG for pages and documents, Plotly for notebooks.

A chart is made from a frame; the numbers stand in the drawing, colours never carry meaning alone, and the description
(alt text, plain Dutch) says what a reader who doesn't see the drawing needs. The same frame gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import textwrap
from collections.abc import Callable, Mapping, Sequence
from html import escape
from numbers import Real
from typing import TYPE_CHECKING, Any

from themes.records import digest
from themes.words import charts as words

if TYPE_CHECKING:
    import pandas as pd

INK, PAPER, LINE = "#1b1b1b", "#ffffff", "#767676"
SHADES = ("#0b3c5d", "#3f7fb0", "#a9cce3", "#e8e8e8", "#f6e3a1", "#c98b2c")  # told apart in grey too
_DARK = {"#0b3c5d", "#3f7fb0"}
_WIDTH, _LABEL, _ROW, _TOP = 720, 230, 34, 34


@dataclasses.dataclass(frozen=True)
class Chart:
    """A drawing with its table. `alt` describes it in words; `svg` is the drawing, without scripts or fonts."""

    title: str
    frame: pd.DataFrame
    alt: str
    svg: str
    _figure: Callable[[], Any] = dataclasses.field(repr=False, compare=False)

    @property
    def plot(self) -> Any:
        """The same chart as a Plotly figure, for a notebook."""
        return self._figure()

    @property
    def html(self) -> str:
        """Drawing, description and table as one HTML figure that needs nothing else."""
        return (
            f'<figure class="chart"><figcaption>{escape(self.title)}</figcaption>{self.svg}'
            f"<details><summary>{words.TABLE_BESIDE}</summary>{_table(self.frame, self.title)}</details></figure>"
        )

    def _repr_html_(self) -> str:
        return self.html


def bars(frame: pd.DataFrame, label: str, value: str, title: str, *, unit: str = words.POINTS) -> Chart:
    """Horizontal bars, one a row of `frame` in its order; `value` is a column of numbers of 0 and up.

    `unit` is what is counted, for the description. Raises ValueError for negative numbers.
    """
    return stacked(frame, label, {value: unit}, title, unit=unit)


def stacked(
    frame: pd.DataFrame, label: str, parts: Mapping[str, str], title: str, *, unit: str = words.POINTS
) -> Chart:
    """Horizontal bars of parts that add up; `parts` is column -> name in the legend, at most six.

    Raises ValueError for negative or missing numbers and for more than six parts.
    """
    if len(parts) > len(SHADES) or not parts:
        message = f"between 1 and {len(SHADES)} parts, got {len(parts)}"
        raise ValueError(message)
    table = frame[[label, *parts]].rename(columns=dict(parts))
    numbers = frame[[*parts]].astype(float)
    if not (numbers >= 0).all().all():
        raise ValueError("numbers must be 0 or more, and none may be missing")
    labels = [str(name) for name in frame[label]]
    rows = [[float(number) for number in row] for row in numbers.to_numpy()]
    names = list(parts.values())
    alt = _bars_alt(title, labels, rows, names, unit)
    return Chart(
        title,
        table,
        alt,
        _bars_svg(title, alt, labels, rows, names),
        lambda: _bars_figure(title, alt, labels, rows, names),
    )


def grid(frame: pd.DataFrame, row: str, column: str, value: str, title: str, *, unit: str = words.POINTS) -> Chart:
    """A table as a heat map, the number in each cell; combinations that `frame` doesn't hold are 0.

    Rows and columns keep the order in which they come in `frame`.
    """
    import pandas as pd

    rows, columns = list(dict.fromkeys(frame[row])), list(dict.fromkeys(frame[column]))
    wide = frame.pivot_table(index=row, columns=column, values=value, aggfunc="sum", fill_value=0)
    wide = wide.reindex(index=rows, columns=columns, fill_value=0)
    table = wide.reset_index()
    table.columns = pd.Index([str(name) for name in table.columns])
    cells = [[float(number) for number in line] for line in wide.to_numpy()]
    found = [(number, str(rows[r]), str(columns[c])) for r, line in enumerate(cells) for c, number in enumerate(line)]
    most = sorted((cell for cell in found if cell[0] > 0), key=lambda cell: (-cell[0], cell[1], cell[2]))[:3]
    highest = [words.CELL.format(row=one, column=other, number=dutch(n), unit=unit) for n, one, other in most]
    told = "; ".join(highest) or words.ALL_ZERO
    alt = words.GRID.format(title=title, n_rows=len(rows), n_columns=len(columns), most=told)
    labels, heads = [str(name) for name in rows], [str(name) for name in columns]
    return Chart(
        title,
        table,
        alt,
        _grid_svg(title, alt, labels, heads, cells),
        lambda: _grid_figure(title, alt, labels, heads, cells),
    )


def line(frame: pd.DataFrame, x: str, y: str, title: str, *, unit: str = words.CODES) -> Chart:
    """A line through the rows of `frame` in their order, each point with its number; missing numbers are left out."""
    import pandas as pd

    known = frame[frame[y].notna()]
    labels, values = [str(name) for name in known[x]], [float(number) for number in known[y]]
    if values:
        told = words.LINE.format(
            first=dutch(values[0]), first_label=labels[0], last=dutch(values[-1]), last_label=labels[-1], unit=unit
        )
    else:
        told = words.NO_NUMBERS
    alt = words.LINE_ALT.format(title=title, n=len(values), told=told)
    table = pd.DataFrame(frame[[x, y]])
    return Chart(
        title, table, alt, _line_svg(title, alt, labels, values), lambda: _line_figure(title, alt, labels, values)
    )


def dutch(number: float) -> str:
    """A number as Dutch readers write it: whole when it is whole, else a decimal comma.

    >>> dutch(3.0), dutch(0.256)
    ('3', '0,26')
    """
    return str(int(number)) if number == int(number) else f"{number:.2f}".replace(".", ",")


def _bars_alt(
    title: str, labels: Sequence[str], rows: Sequence[Sequence[float]], names: Sequence[str], unit: str
) -> str:
    totals = sorted(((sum(row), label) for label, row in zip(labels, rows, strict=True)), key=lambda t: (-t[0], t[1]))
    longest = [words.BAR.format(label=label, number=dutch(total), unit=unit) for total, label in totals[:3]]
    told = "; ".join(longest) or words.NO_BARS
    last, label = totals[-1] if totals else (0.0, "")
    least = words.SHORTEST.format(label=label, number=dutch(last), unit=unit) if len(totals) > 3 else ""
    parts = ""
    if len(names) > 1:
        sums = [sum(row[at] for row in rows) for at in range(len(names))]
        each = "; ".join(words.PART.format(name=name, number=dutch(n)) for name, n in zip(names, sums, strict=True))
        parts = words.TOGETHER.format(parts=each)
    return words.BARS_ALT.format(title=title, n=len(labels), most=told, least=least, parts=parts)


def _svg(title: str, alt: str, height: float, body: str, width: int = _WIDTH) -> str:
    name = f"figuur-{digest(title, alt, body)}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:.0f}" width="{width}" '
        f'height="{height:.0f}" role="img" aria-labelledby="{name}-t {name}-d" lang="nl" '
        f'font-family="sans-serif" font-size="13" fill="{INK}" style="max-width:100%;height:auto">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(alt)}</desc>'
        f'<rect width="{width}" height="{height:.0f}" fill="{PAPER}"/>{body}</svg>'
    )


def _text(x: float, y: float, words: str, *, anchor: str = "start", fill: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}">{escape(words)}</text>'


def _label(x: float, y: float, words: str, *, width: int = 32) -> str:
    """Up to two lines of a label that ends at x; what doesn't fit is in the table."""
    lines = textwrap.wrap(words, width, max_lines=2, placeholder=" …") or [""]
    start = y - 7 * (len(lines) - 1)
    return "".join(_text(x, start + 14 * n, row, anchor="end") for n, row in enumerate(lines))


def _bars_svg(
    title: str, alt: str, labels: Sequence[str], rows: Sequence[Sequence[float]], names: Sequence[str]
) -> str:
    most = max((sum(row) for row in rows), default=0) or 1
    scale = (_WIDTH - _LABEL - 70) / most
    body, top = [], 10.0
    if len(names) > 1:
        x = 10.0
        for name, shade in zip(names, SHADES, strict=False):
            wide = 32 + 7.4 * len(name)
            if x + wide > _WIDTH:
                x, top = 10.0, top + 24
            body.append(f'<rect x="{x:.1f}" y="{top:.1f}" width="14" height="14" fill="{shade}" stroke="{LINE}"/>')
            body.append(_text(x + 20, top + 12, name))
            x += wide
        top += 30
    for number, (label, row) in enumerate(zip(labels, rows, strict=True)):
        y, x = top + number * _ROW, float(_LABEL)
        body.append(_label(_LABEL - 8, y + 19, label))
        for amount, shade in zip(row, SHADES, strict=False):
            wide = amount * scale
            if amount:
                body.append(
                    f'<rect x="{x:.1f}" y="{y + 4:.1f}" width="{wide:.1f}" height="{_ROW - 10}" fill="{shade}" '
                    f'stroke="{LINE}"/>'
                )
                if len(names) > 1 and wide >= 9 * len(dutch(amount)) + 4:
                    fill = PAPER if shade in _DARK else INK
                    body.append(_text(x + wide / 2, y + 21, dutch(amount), anchor="middle", fill=fill))
            x += wide
        body.append(_text(x + 6, y + 21, dutch(sum(row))))
    return _svg(title, alt, top + len(labels) * _ROW + 10, "".join(body))


def _grid_svg(
    title: str, alt: str, labels: Sequence[str], heads: Sequence[str], cells: Sequence[Sequence[float]]
) -> str:
    most = max((number for row in cells for number in row), default=0) or 1
    wide = max(44.0, min(110.0, (_WIDTH - _LABEL - 10) / max(1, len(heads))))
    width = max(_WIDTH, round(_LABEL + wide * len(heads) + 10))
    body: list[str] = []
    top: float = 120 if any(len(head) * 7.2 > wide for head in heads) else 30
    for at, head in enumerate(heads):
        x = _LABEL + wide * (at + 0.5)
        if top == 30:
            body.append(_text(x, 20, head, anchor="middle"))
        else:
            short = textwrap.shorten(head, 24, placeholder=" …") or head[:24]
            body.append(f'<g transform="translate({x:.1f},112) rotate(-40)">{_text(0, 0, short)}</g>')
    for at, (label, row) in enumerate(zip(labels, cells, strict=True)):
        y = top + at * 28.0
        body.append(_label(_LABEL - 8, y + 18, label))
        for c, number in enumerate(row):
            strength = number / most
            red, green, blue = (round(255 - strength * (255 - part)) for part in (11, 60, 93))
            fill = PAPER if strength > 0.55 else INK
            body.append(
                f'<rect x="{_LABEL + c * wide:.1f}" y="{y:.1f}" width="{wide:.1f}" height="28" '
                f'fill="#{red:02x}{green:02x}{blue:02x}" stroke="{LINE}" stroke-width="0.5"/>'
            )
            body.append(_text(_LABEL + (c + 0.5) * wide, y + 19, dutch(number), anchor="middle", fill=fill))
    return _svg(title, alt, top + len(labels) * 28 + 10, "".join(body), width)


def _line_svg(title: str, alt: str, labels: Sequence[str], values: Sequence[float]) -> str:
    height, left, right = 260.0, 75.0, _WIDTH - 75.0
    most = max(values, default=0) or 1
    step = (right - left) / max(1, len(values) - 1)
    points = [(left + n * step, height - 70 - value / most * (height - 110)) for n, value in enumerate(values)]
    body = [f'<line x1="{left}" y1="{height - 70}" x2="{right}" y2="{height - 70}" stroke="{LINE}"/>']
    if points:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        body.append(f'<polyline points="{path}" fill="none" stroke="{SHADES[0]}" stroke-width="2"/>')
    wide = min(18, max(4, int(step / 7.5)))
    for (x, y), value, label in zip(points, values, labels, strict=True):
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{SHADES[0]}"/>')
        body.append(_text(x, y - 10, dutch(value), anchor="middle"))
        for n, row in enumerate(textwrap.wrap(label, wide, max_lines=4, placeholder="…")):
            body.append(_text(x, height - 52 + 14 * n, row, anchor="middle"))
    return _svg(title, alt, height, "".join(body))


def _layout(figure: Any, title: str, alt: str, height: int) -> Any:
    figure.update_layout(
        title=title,
        height=height,
        template="plotly_white",
        margin={"l": 10, "r": 10, "t": 50, "b": 90},
        annotations=[
            {
                "text": "<br>".join(escape(row) for row in textwrap.wrap(alt, 120)),
                "xref": "paper",
                "yref": "paper",
                "x": 0,
                "y": 0,
                "yshift": -85,
                "showarrow": False,
                "align": "left",
                "font": {"size": 11},
            }
        ],
        meta={"alt": alt},
    )
    return figure


def _bars_figure(
    title: str, alt: str, labels: Sequence[str], rows: Sequence[Sequence[float]], names: Sequence[str]
) -> Any:
    import plotly.graph_objects as go

    figure = go.Figure()
    for at, name in enumerate(names):
        values = [row[at] for row in rows]
        text = [dutch(value) for value in values]
        figure.add_bar(y=list(labels), x=values, name=name, orientation="h", text=text, marker_color=SHADES[at])
    figure.update_layout(barmode="stack", yaxis={"autorange": "reversed", "automargin": True})
    return _layout(figure, title, alt, 170 + 26 * len(labels))


def _grid_figure(
    title: str, alt: str, labels: Sequence[str], heads: Sequence[str], cells: Sequence[Sequence[float]]
) -> Any:
    import plotly.graph_objects as go

    text = [[dutch(number) for number in row] for row in cells]
    trace = go.Heatmap(
        z=[list(row) for row in cells],
        x=list(heads),
        y=list(labels),
        text=text,
        texttemplate="%{text}",
        colorscale="Blues",
    )
    figure = go.Figure(trace)
    figure.update_layout(yaxis={"autorange": "reversed", "automargin": True}, xaxis={"side": "top", "automargin": True})
    return _layout(figure, title, alt, 260 + 26 * len(labels))


def _line_figure(title: str, alt: str, labels: Sequence[str], values: Sequence[float]) -> Any:
    import plotly.graph_objects as go

    text = [dutch(value) for value in values]
    figure = go.Figure(
        go.Scatter(x=list(labels), y=list(values), mode="lines+markers+text", text=text, textposition="top center")
    )
    figure.update_layout(yaxis={"rangemode": "tozero"})
    return _layout(figure, title, alt, 420)


def _table(frame: pd.DataFrame, caption: str) -> str:
    head = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in frame.columns)
    body = []
    for row in frame.itertuples(index=False):
        first, *rest = (_cell(value) for value in row)
        body.append(f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>")
    head = f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
    return f"<table>{head}<tbody>{''.join(body)}</tbody></table>"


def _cell(value: object) -> str:
    if value is None or value != value:
        return ""
    return dutch(float(value)) if isinstance(value, Real) else escape(str(value))
