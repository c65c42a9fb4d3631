"""What to say first when an order is read back: where it is unlike this customer."""

from decimal import Decimal

from orders.rules.usual import Habit, is_unusual
from promotions.rules.money import say_pounds


def differences(quantity: int, unit_price: Decimal, habit: Habit | None) -> tuple[str, ...]:
    """What is new, unusual or priced otherwise about a line, each in words; empty when it is as always."""
    if habit is None:
        return ("New for them.",)
    said = []
    if is_unusual(quantity, habit):
        spread = f"{habit.least}" if habit.least == habit.most else f"{habit.least} to {habit.most}"
        said.append(f"Unusual quantity: they usually take {habit.usual} ({spread} in {habit.times} orders).")
    if unit_price != habit.last_price:
        said.append(f"Price changed: {say_pounds(habit.last_price)} last time, {say_pounds(unit_price)} today.")
    return tuple(said)
