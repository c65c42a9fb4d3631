"""The words of the price and promotion rules, as choices that models and forms share."""

from decimal import Decimal

from django.db.models import TextChoices


class VatRate(TextChoices):
    """The rates of UK VAT. Zero-rated and exempt both charge nothing, but are reported apart."""

    STANDARD = "standard", "Standard, 20 %"
    REDUCED = "reduced", "Reduced, 5 %"
    ZERO = "zero", "Zero-rated"
    EXEMPT = "exempt", "Exempt"

    @property
    def percent(self) -> Decimal:
        return VAT_PERCENT[self]


VAT_PERCENT = {
    VatRate.STANDARD: Decimal(20),
    VatRate.REDUCED: Decimal(5),
    VatRate.ZERO: Decimal(0),
    VatRate.EXEMPT: Decimal(0),
}


class Mechanic(TextChoices):
    """How a promotion changes what is paid."""

    PERCENT_OFF = "percent_off", "% off"
    AMOUNT_OFF = "amount_off", "£ off each"
    PROMOTION_PRICE = "promotion_price", "Promotion price"
    BUY_GET_FREE = "buy_get_free", "Buy some, get some free"
    BUY_GET_AT = "buy_get_at", "Buy some, get some at a price or % off"
    GROUP_FOR = "group_for", "Several for one price, mix and match"
    TIERS = "tiers", "More off the more is bought"
    BUNDLE_FOR = "bundle_for", "Named products together for one price"
    SPEND_REWARD = "spend_reward", "Reward from a spend on the order"
    INTRODUCTION_PRICE = "introduction_price", "Introduction price for a first purchase"
    PUSH = "push", "Push, no change of price"


# What each brings, for whoever chooses one.
MECHANIC_HINTS = {
    Mechanic.PERCENT_OFF: "So many per cent off each pack.",
    Mechanic.AMOUNT_OFF: "So many pounds off each pack.",
    Mechanic.PROMOTION_PRICE: "One price for each pack while it runs.",
    Mechanic.BUY_GET_FREE: "Five cases, the sixth free; of one product or of several.",
    Mechanic.BUY_GET_AT: "The next packs at a price or at a percentage off.",
    Mechanic.GROUP_FOR: "Any three for £20.00, of one product or of several.",
    Mechanic.TIERS: "5 % off from ten packs, 8 % from twenty; or by what they come to.",
    Mechanic.BUNDLE_FOR: "A drum of oil and two sacks of flour for one price.",
    Mechanic.SPEND_REWARD: "From a spend on the order: % off, £ off, a free product, free delivery.",
    Mechanic.INTRODUCTION_PRICE: "A price for who has never bought the product.",
    Mechanic.PUSH: "A line we would rather sell, at the price it has.",
}


class Combinability(TextChoices):
    """Whether a promotion may stand on an order beside others."""

    COMBINES = "combines", "Combines with others"
    EXCLUSIVE = "exclusive", "Stands alone on the order"


class PromotionState(TextChoices):
    """The life of a promotion; only a live one changes a price."""

    DRAFT = "draft", "Draft"
    LIVE = "live", "Live"
    PAUSED = "paused", "Paused"
    ENDED = "ended", "Ended"


class LastBought(TextChoices):
    """Whom a promotion is for by when they last bought one of its products; without products, anything."""

    WITHIN = "within", "Bought in the last"
    OVER = "over", "Bought before, but not in the last"


class Funding(TextChoices):
    """Who pays for what a promotion gives."""

    OURS = "ours", "We do"
    SUPPLIER = "supplier", "The supplier does"
    SHARED = "shared", "Both of us"


class Reward(TextChoices):
    """What a spend on the order brings."""

    PERCENT_OFF = "percent_off", "% off"
    AMOUNT_OFF = "amount_off", "£ off"
    FREE_PRODUCT = "free_product", "A free product"
    FREE_DELIVERY = "free_delivery", "Free delivery"


class TierBasis(TextChoices):
    """What a tier counts."""

    QUANTITY = "quantity", "Quantity"
    VALUE = "value", "Value"


class PriceKind(TextChoices):
    """Where a unit price comes from."""

    HAND = "hand", "Hand price"
    AGREED = "agreed", "Agreed price"
    CONTRACT = "contract", "Contract price"
    PRICE_LIST = "price_list", "Price list price"
    LIST = "list", "List price"
