"""How alike coders code the same statements, per code and over all codes, with intervals and the list to discuss.

A decision is one code on one statement: yes or no. A person has looked at a statement when there is a row of that
person for it, if only the row 'geen-code'; `rules` and `model` look at every statement and question.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from themes.records import NO_CODE, Coding, Finding, Unit
from themes.words import coding as words

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from themes.charts import Chart

MACHINES = ("rules", "model")
COMPUTER = "computer"  # the machine coders as one: what either gave
ALL_CODES = words.ALL_CODES
FEW = 10  # statements with a code under which its figures say little
FEWEST_DOCUMENTS = 3
MEASURES = ("cohen_kappa", "fleiss_kappa", "alpha", "brennan_prediger", "gwet_ac1")


@dataclasses.dataclass(frozen=True, slots=True)
class AgreementRow:
    """Agreement on one code (or 'alle codes': all decisions together).

    `n` decisions that all coders took, `n_yes` of these with a yes of at least one coder, `n_both` with a yes of all;
    `share_same` all pairs of coders that gave the same answer, `positive` the same for the yeses only. A measure that
    can't be computed is None and `reason` says why. `_low` and `_high` are a 95% interval by drawing documents anew.
    """

    code_id: str
    n: int
    n_yes: int
    n_both: int
    share_same: float | None
    positive: float | None
    cohen_kappa: float | None
    fleiss_kappa: float | None
    alpha: float | None
    brennan_prediger: float | None
    gwet_ac1: float | None
    cohen_kappa_low: float | None = None
    cohen_kappa_high: float | None = None
    alpha_low: float | None = None
    alpha_high: float | None = None
    gwet_ac1_low: float | None = None
    gwet_ac1_high: float | None = None
    reason: str = ""
    warning: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Disagreement:
    """One code that some coders gave a statement and others did not. Names are joined by ', '."""

    unit_id: str
    code_id: str
    given_by: str
    not_given_by: str
    text: str
    quote: str
    source: str
    line_start: int


@dataclasses.dataclass(frozen=True)
class Agreement:
    """What `agreement` found: `rows` (first all codes together, then each code), `disagreements`, and what to mind.

    `share_same_set` is the share of statements on which all coders gave exactly the same codes.
    """

    coders: tuple[str, ...]
    n_units: int
    share_same_set: float | None
    rows: tuple[AgreementRow, ...]
    disagreements: tuple[Disagreement, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def frame(self) -> pd.DataFrame:
        """A row a code; undefined measures are missing."""
        import pandas as pd

        names = [field.name for field in dataclasses.fields(AgreementRow)]
        return pd.DataFrame([dataclasses.astuple(row) for row in self.rows], columns=names)

    @property
    def disagreement_frame(self) -> pd.DataFrame:
        """A row a disagreement, in the order of the statements."""
        import pandas as pd

        names = [field.name for field in dataclasses.fields(Disagreement)]
        return pd.DataFrame([dataclasses.astuple(row) for row in self.disagreements], columns=names)

    @property
    def plot(self) -> Chart:
        """Per code how often all coders gave it and how often not all did, with table and description."""
        from themes.charts import stacked

        frame = self.frame[["code_id", "n_yes", "n_both"]]
        frame = frame[(frame["code_id"] != ALL_CODES) & (frame["n_yes"] > 0)]
        frame = frame.assign(n_apart=frame["n_yes"] - frame["n_both"])
        parts = {"n_both": words.BY_ALL, "n_apart": words.NOT_BY_ALL}
        title = words.AGREEMENT_PER_CODE.format(coders=words.AND.join(self.coders))
        return stacked(frame, "code_id", parts, title, unit=words.STATEMENTS)

    def row(self, code_id: str = ALL_CODES) -> AgreementRow:
        """The row of a code. Raises KeyError when there is none."""
        for row in self.rows:
            if row.code_id == code_id:
                return row
        raise KeyError(code_id)

    def __repr__(self) -> str:
        return f"<Agreement of {' and '.join(self.coders)} on {self.n_units} statements>"

    def _repr_html_(self) -> str:
        return str(self.frame.to_html(index=False, na_rep="", float_format=lambda value: f"{value:.2f}"))


def agreement(
    codings: Iterable[Coding],
    units: Sequence[Unit],
    coder_a: str,
    coder_b: str,
    *more: str,
    codes: Sequence[str] | None = None,
    looked_at: Mapping[str, Collection[str]] | None = None,
    seed: int = 7,
    n_draws: int = 500,
) -> Agreement:
    """Agreement of two or more coders on the statements that all of them looked at.

    Parameters
    ----------
    codings : of all coders, others are left out; the coder 'computer' is the machine coders as one. units : the
        statements, for text, place and document.
    codes : code ids to report, in this order; None takes those that occur.
    looked_at : coder -> unit ids, where it is known better than the codings tell.
    seed, n_draws : of the intervals (bootstrap by document, percentiles 2.5 and 97.5); 0 draws gives none.

    Raises ValueError when a coder is named twice.
    """
    coders = (coder_a, coder_b, *more)
    if len(set(coders)) < len(coders):
        message = f"every coder once, got {', '.join(coders)}"
        raise ValueError(message)
    given: dict[str, dict[str, dict[str, str]]] = {coder: defaultdict(dict) for coder in coders}
    for coding in codings:
        if coding.coder in given:
            given[coding.coder][coding.unit_id][coding.code_id] = coding.quote
        if COMPUTER in given and coding.coder in MACHINES:
            given[COMPUTER][coding.unit_id].setdefault(coding.code_id, coding.quote)
    seen = {coder: _looked_at(coder, given[coder], units, looked_at or {}) for coder in coders}
    shared = [unit for unit in units if all(unit.unit_id in seen[coder] for coder in coders)]
    occurring = sorted({code for own in given.values() for row in own.values() for code in row} - {NO_CODE})
    chosen = list(codes) if codes is not None else occurring
    table = _decisions(shared, coders, given, chosen)
    draws = _draws([unit.document_id for unit in shared], n_draws, seed)
    rows = [_row(ALL_CODES, table, draws), *(_row(code, table[:, [i], :], draws) for i, code in enumerate(chosen))]
    same = (table == table[:, :, :1]).all(axis=(1, 2)) if shared else []
    return Agreement(
        coders,
        len(shared),
        round(float(sum(same)) / len(shared), 4) if shared else None,
        tuple(rows),
        tuple(_disagreements(shared, coders, given, chosen)),
        tuple(_findings(coders, seen, shared, rows)),
    )


def _looked_at(
    coder: str, own: Mapping[str, object], units: Sequence[Unit], known: Mapping[str, Collection[str]]
) -> set[str]:
    if coder in known:
        return set(known[coder])
    if coder in (COMPUTER, *MACHINES):
        return {unit.unit_id for unit in units if unit.kind in ("statement", "question")} | own.keys()
    return set(own)


def _decisions(
    units: Sequence[Unit], coders: Sequence[str], given: Mapping[str, Mapping[str, Mapping[str, str]]], codes: list[str]
) -> np.ndarray:
    """(units, codes, coders) bool."""
    import numpy as np

    table = np.zeros((len(units), len(codes), len(coders)), dtype=bool)
    for u, unit in enumerate(units):
        for k, coder in enumerate(coders):
            own = given[coder].get(unit.unit_id, {})
            for c, code in enumerate(codes):
                table[u, c, k] = code in own
    return table


def _draws(documents: Sequence[str], n_draws: int, seed: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Document number of each unit, and how often each of the documents is drawn in each draw (n_draws, documents)."""
    import numpy as np

    names = sorted(set(documents))
    if len(names) < FEWEST_DOCUMENTS or n_draws < 1:
        return None
    place = {name: number for number, name in enumerate(names)}
    drawn = np.random.default_rng(seed).multinomial(len(names), [1 / len(names)] * len(names), size=n_draws)
    return np.array([place[name] for name in documents]), drawn


def _row(code_id: str, table: np.ndarray, draws: tuple[np.ndarray, np.ndarray] | None) -> AgreementRow:
    """All measures of some decisions, table (units, codes, coders)."""
    import numpy as np

    _, n_codes, n_coders = table.shape
    flat = table.reshape(-1, n_coders)
    yes = flat.sum(axis=1)
    sums = _sums(flat)
    values = _measures(sums.sum(axis=0), n_coders)
    reasons = []
    if not len(flat):
        reasons.append(words.NONE_SHARED)
    elif not yes.any():
        reasons.append(words.NOBODY_GAVE)
    elif yes.min() == n_coders:
        reasons.append(words.EVERYBODY_GAVE)
    if n_coders > 2:
        reasons.append(words.COHEN_FOR_TWO)
    values["alpha"] = _alpha(flat)
    intervals: dict[str, float | None] = {}
    if draws is None:
        reasons.append(words.NO_MARGIN.format(n=FEWEST_DOCUMENTS))
    else:
        document, drawn = draws
        per_document = np.zeros((drawn.shape[1], sums.shape[1]))
        np.add.at(per_document, np.repeat(document, n_codes), sums)
        again = [_measures(total, n_coders) for total in drawn @ per_document]
        for name in ("cohen_kappa", "alpha", "gwet_ac1"):
            found = [value for row in again if (value := row[name]) is not None]
            known = values[name] is not None and len(found) >= len(again) / 2
            low, high = np.percentile(found, [2.5, 97.5]) if known else (None, None)
            intervals |= {f"{name}_low": _rounded(low), f"{name}_high": _rounded(high)}
    n_yes = int((yes > 0).sum())
    return AgreementRow(
        code_id=code_id,
        n=len(flat),
        n_yes=n_yes,
        n_both=int((yes == n_coders).sum()),
        **{name: _rounded(value) for name, value in values.items()},  # type: ignore[arg-type]
        **intervals,
        reason="; ".join(reasons),
        warning=words.TOO_FEW_EXAMPLES.format(n=n_yes) if n_yes < FEW else "",
    )


def _rounded(value: Any) -> float | None:
    return None if value is None else round(float(value), 4)


def _sums(flat: np.ndarray) -> np.ndarray:
    """What the measures need of each decision (n, 5 + coders), so that sums over decisions suffice.

    Columns: 1, pairs that say the same, pairs of yeses, yeses, disagreeing pairs, then the yes of each coder.
    """
    import numpy as np

    m = flat.shape[1]
    yes = flat.sum(axis=1).astype(float)
    no = m - yes
    pairs = m * (m - 1) / 2
    same = (yes * (yes - 1) + no * (no - 1)) / 2 / pairs
    return np.column_stack([np.ones(len(flat)), same, yes * (yes - 1) / 2, yes, yes * no, flat.astype(float)])


def _measures(total: np.ndarray, m: int) -> dict[str, float | None]:
    """The measures of m coders from the summed columns of `_sums`.

    Sources: Cohen 1960; Fleiss 1971; Krippendorff 2004 (nominal); Brennan and Prediger 1981; Gwet 2008; positive
    agreement after Cicchetti and Feinstein 1990.
    """
    n, same, both, yes, apart = (float(value) for value in total[:5])
    result: dict[str, float | None] = dict.fromkeys(("share_same", "positive", *MEASURES))
    if n == 0:
        return result
    observed, rate = same / n, yes / (n * m)
    result["share_same"] = observed
    if yes:
        result["positive"] = 2 * both / (yes * (m - 1))
    result["brennan_prediger"] = 2 * observed - 1
    by_chance = 2 * rate * (1 - rate)
    result["gwet_ac1"] = (observed - by_chance) / (1 - by_chance)
    if 0 < rate < 1:
        result["fleiss_kappa"] = (observed - (1 - by_chance)) / by_chance
        values = n * m
        result["alpha"] = 1 - (values - 1) * (apart / (m - 1)) / (yes * (values - yes))
    if m == 2:
        first, second = float(total[5]) / n, float(total[6]) / n
        expected = first * second + (1 - first) * (1 - second)
        if expected < 1:
            result["cohen_kappa"] = (observed - expected) / (1 - expected)
    return result


def _alpha(flat: np.ndarray) -> float | None:
    """Krippendorff's alpha, nominal, by the library; None where it is not defined (a single answer throughout)."""
    import krippendorff

    if not len(flat) or flat.all() or not flat.any():
        return None
    return float(krippendorff.alpha(reliability_data=flat.T.astype(int), level_of_measurement="nominal"))


def _disagreements(
    units: Sequence[Unit], coders: Sequence[str], given: Mapping[str, Mapping[str, Mapping[str, str]]], codes: list[str]
) -> Iterable[Disagreement]:
    for unit in units:
        for code in codes:
            yes = [coder for coder in coders if code in given[coder].get(unit.unit_id, {})]
            if yes and len(yes) < len(coders):
                no = [coder for coder in coders if coder not in yes]
                quote = given[yes[0]][unit.unit_id][code]
                yield Disagreement(
                    unit.unit_id, code, ", ".join(yes), ", ".join(no), unit.text, quote, unit.source, unit.line_start
                )


def _findings(
    coders: Sequence[str], seen: Mapping[str, set[str]], shared: Sequence[Unit], rows: Sequence[AgreementRow]
) -> list[Finding]:
    result = []
    if not shared:
        counts = ", ".join(f"{coder} {len(seen[coder])}" for coder in coders)
        message = words.NO_SHARED_STATEMENTS.format(counts=counts)
        result.append(Finding("warning", "agreement", ", ".join(coders), message, words.SAME_STATEMENTS))
    few = [row.code_id for row in rows[1:] if row.n_yes < FEW]
    if few:
        message = words.FEW_EXAMPLES.format(n=len(few), few=FEW, codes=", ".join(few))
        result.append(Finding("note", "agreement", "", message, words.DO_NOT_JUDGE))
    return result


def agreement_between_all(
    codings: Sequence[Coding], units: Sequence[Unit], **options: Any
) -> dict[tuple[str, ...], Agreement]:
    """Agreement of every pair of coders that occurs, and of all people together when there are three or more.

    The machine coders count as one, 'computer': rules and model fill in for each other.
    """
    names = sorted({coding.coder for coding in codings})
    people = [name for name in names if name not in (COMPUTER, *MACHINES)]
    computer = [COMPUTER] if len(people) < len(names) else []
    pairs: list[tuple[str, ...]] = [*itertools.combinations([*people, *computer], 2)]
    if len(people) > 2:
        pairs.append(tuple(people))
    return {pair: agreement(codings, units, *pair, **options) for pair in pairs}
