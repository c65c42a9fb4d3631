"""What an order may still take of a promotion: its allocation, and what one customer may have of it."""

from dataclasses import dataclass

from staff.rules import Refusal


class AllocationGone(Refusal):
    """A promotion has less left than the order takes of it."""


@dataclass(frozen=True, slots=True)
class Allotment:
    """What a promotion gives in all and to one customer, and what of it is taken; None: no limit."""

    name: str
    allocation: int | None
    taken: int
    cap_per_customer: int | None
    taken_by_customer: int

    @property
    def left(self) -> int | None:
        return None if self.allocation is None else max(0, self.allocation - self.taken)

    @property
    def left_for_customer(self) -> int | None:
        return None if self.cap_per_customer is None else max(0, self.cap_per_customer - self.taken_by_customer)


def check_take(allotment: Allotment, uses: int) -> None:
    """Raises AllocationGone when `uses` more are not left; giving back is always possible."""
    if uses <= 0:
        return
    for left, whose in ((allotment.left, ""), (allotment.left_for_customer, " for this customer")):
        if left is not None and uses > left:
            said = f"only {left} left" if left else "nothing left"
            raise AllocationGone(f"{allotment.name} has {said}{whose}. Read the order back with today's prices.")
