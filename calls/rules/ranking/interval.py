"""How sure a figure is: Wilson's interval for one, Newcombe's for the difference of two (Stat Med 17:873)."""

from dataclasses import dataclass
from math import hypot, sqrt

# 95 of 100 such intervals hold the truth.
Z = 1.959964
FEWEST_TO_TELL = 30


@dataclass(frozen=True, slots=True)
class Share:
    """So many of n, with the interval; all None for n = 0."""

    of: int
    n: int
    value: float | None
    low: float | None
    high: float | None

    @property
    def tells(self) -> bool:
        """Whether n is enough to say anything."""
        return self.n >= FEWEST_TO_TELL


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of n values, with the standard error of it; both None for n = 0."""

    n: int
    value: float | None
    error: float | None

    @property
    def tells(self) -> bool:
        return self.n >= FEWEST_TO_TELL


@dataclass(frozen=True, slots=True)
class Difference:
    """Of two shares or two means, with its interval."""

    value: float
    low: float
    high: float

    @property
    def is_plain(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.low > 0 or self.high < 0


def wilson(of: int, n: int) -> Share:
    if n == 0:
        return Share(of, n, None, None, None)
    share = of / n
    centre = share + Z * Z / (2 * n)
    half = Z * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    return Share(of, n, share, max((centre - half) / scale, 0.0), min((centre + half) / scale, 1.0))


def difference(one: Share, other: Share) -> Difference | None:
    """`one` less `other`; None when either has too few cases to tell."""
    if not (one.tells and other.tells):
        return None
    (a, a_low, a_high), (b, b_low, b_high) = _known(one), _known(other)
    return Difference(a - b, a - b - hypot(a - a_low, b_high - b), a - b + hypot(a_high - a, b - b_low))


def _known(share: Share) -> tuple[float, float, float]:
    return share.value or 0.0, share.low or 0.0, share.high or 0.0


def mean(n: int, total: float, squares: float) -> Mean:
    """From the sum of the values and the sum of their squares."""
    if n == 0:
        return Mean(n, None, None)
    value = total / n
    variance = max(squares - n * value * value, 0.0) / max(n - 1, 1)
    return Mean(n, value, sqrt(variance / n))


def mean_difference(one: Mean, other: Mean) -> Difference | None:
    """`one` less `other` (Welch); None when either has too few cases to tell."""
    if not (one.tells and other.tells):
        return None
    gap, half = (one.value or 0.0) - (other.value or 0.0), Z * hypot(one.error or 0.0, other.error or 0.0)
    return Difference(gap, gap - half, gap + half)
