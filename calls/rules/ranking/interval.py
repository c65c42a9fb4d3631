"""How sure a share is: Wilson's interval for one, Newcombe's for the difference of two (Statistics in Medicine 1998)."""

from dataclasses import dataclass
from math import sqrt

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
class Difference:
    """Of two shares, with its interval."""

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
    if not (one.tells and other.tells) or None in (one.value, other.value):
        return None
    return _newcombe(*_known(one), *_known(other))


def _known(share: Share) -> tuple[float, float, float]:
    return share.value or 0.0, share.low or 0.0, share.high or 0.0


def _newcombe(
    one: float, one_low: float, one_high: float, other: float, other_low: float, other_high: float
) -> Difference:
    gap = one - other
    return Difference(
        gap,
        gap - sqrt((one - one_low) ** 2 + (other_high - other) ** 2),
        gap + sqrt((one_high - one) ** 2 + (other - other_low) ** 2),
    )
