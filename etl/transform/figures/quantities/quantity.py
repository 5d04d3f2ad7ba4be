"""A number with its unit."""

from dataclasses import dataclass

from etl.records import Date


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit. `start` to `end` are number and unit; `noun` is where a counted noun starts."""

    start: int
    end: int
    number_end: int
    value: float
    unit: str | None
    kind: str
    rule: str
    value_max: float | None = None
    value_from: float | None = None
    modifier: str | None = None
    noun: int | None = None
    date: Date | None = None
    sentence: tuple[int, int] = (0, 0)
    definite: bool = False
    """Whether the number only names things that are known ("the two countries")."""
    equals: int | None = None
    """Where the quantity starts that says the same before a bracket: "5 miles (8 km)"."""
