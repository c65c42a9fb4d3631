"""The order promotion: from a spend on the order, something off, a free product or free delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from promotions.rules.deals import Ware, to_reach
from promotions.rules.money import TICKS_IN_A_PENNY, half_up, pence, say_pence, say_percent, say_pounds
from promotions.rules.price import PriceBook, is_near
from promotions.rules.vocabulary import Mechanic, Reward


@dataclass(frozen=True, slots=True)
class SpendReward:
    """From `spend` pounds of goods, one reward an order; no products named means all goods.

    Goods that the promotion may not touch (hand prices, contract prices unless included) do not count either.
    `percent`, `amount` or `product` is set as the reward asks; `incidental` goods take the main goods' VAT rate
    (HMRC's linked-goods concession).
    """

    mechanic: ClassVar[Mechanic] = Mechanic.SPEND_REWARD
    products: frozenset[int]
    spend: Decimal
    reward: Reward
    percent: Decimal | None = None
    amount: Decimal | None = None
    product: int | None = None
    quantity: int = 1
    incidental: bool = False

    def words(self) -> str:
        return f"from {say_pounds(self.spend)}: {self.reward_words()}"

    def reward_words(self) -> str:
        if self.percent is not None:
            return f"{say_percent(self.percent)} off"
        if self.amount is not None:
            return f"{say_pounds(self.amount)} off"
        return "a free product" if self.reward == Reward.FREE_PRODUCT else "free delivery"

    def is_reached(self, goods: int) -> bool:
        """Whether so many pence of goods, after line promotions, are enough."""
        return goods >= pence(self.spend)

    def saving(self, goods: int) -> int:
        """Pence off what is left of the goods, for the two rewards that lower their price."""
        if self.percent is not None:
            return half_up(goods * int(self.percent * 100), 100 * 100)
        return min(goods, pence(self.amount)) if self.amount is not None else 0

    def why_not(self, goods: int) -> str:
        if not self.is_reached(goods):
            return f"it starts at {say_pounds(self.spend)}, this order has {say_pence(goods)} that counts"
        return "there is nothing left for it to save"

    def hint(self, goods: int, book: PriceBook) -> str:
        """What is one step away: "£1.00 more: 5 % off"."""
        missing = pence(self.spend) - goods
        if not is_near(missing, pence(self.spend)):
            return ""
        free = book.products.get(self.product) if self.product is not None else None
        reward = f"{self.quantity} {free.name} free" if free else self.reward_words()
        return f"{say_pence(missing)} more: {reward}"

    def next_step(self, goods: int, ware: Ware) -> Mapping[int, int]:
        """The packs to add for the spend to be reached; empty until half of it is there, and once it is."""
        missing = pence(self.spend) - goods
        return to_reach(missing * TICKS_IN_A_PENNY, ware) if 0 < missing <= goods else {}
