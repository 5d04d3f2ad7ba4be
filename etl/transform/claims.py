"""Claims: figures that say the same thing of one measure, countries, period, unit and value are mentions of one claim."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from etl.language.phrases import fold_lower
from etl.records import Figure

_Key = tuple[object, ...]


def with_claims(figures: Sequence[Figure], subject: Callable[[str | None], str]) -> list[Figure]:
    """Return the figures with their `claim_id`, a hash of what they say; `subject` gives what a measure's phrase says beyond the measure.

    A figure without a period of its own has that of the one figure of the same document that says the same with a
    period: who repeats a number from a sentence ago leaves out when.
    """
    periods: dict[_Key, set[tuple[str | None, str | None]]] = {}
    for figure in figures:
        if figure.period is not None:
            periods.setdefault(_said(figure, subject), set()).add((figure.period_start, figure.period_end))
    result = []
    for figure in figures:
        said = _said(figure, subject)
        period = (figure.period_start, figure.period_end)
        known = periods.get(said, set())
        if figure.period is None and len(known) == 1 and figure.measure_id is not None:
            period = next(iter(known))
        digest = hashlib.sha256(json.dumps([*said, *period], ensure_ascii=False).encode()).hexdigest()[:16]
        result.append(replace(figure, claim_id=f"c{digest}"))
    return result


def _said(figure: Figure, subject: Callable[[str | None], str]) -> _Key:
    of = f"{figure.measure_id} {subject(figure.measure)}" if figure.measure_id else None
    measure = of or fold_lower(figure.measure or "").strip() or f"{figure.document_id} {figure.start_char}"
    return (measure, " ".join(figure.countries), figure.unit, figure.value, figure.value_max, figure.change, figure.represents)
