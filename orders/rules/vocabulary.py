"""The words for an order's life and for what customers ask."""

from django.db.models import TextChoices


class OrderState(TextChoices):
    """Where an order is. A draft is still being typed; a confirmed one has been read back and promised.

    An order with nothing against it goes from confirmed to the warehouse; one that was held is released first.
    """

    DRAFT = "draft", "Draft"
    CONFIRMED = "confirmed", "Confirmed"
    HELD = "held", "Held"
    RELEASED = "released", "Released"
    ALLOCATED = "allocated", "Allocated"
    PART_ALLOCATED = "part_allocated", "Part allocated"
    PICKED = "picked", "Picked"
    DESPATCHED = "despatched", "Despatched"
    PART_DESPATCHED = "part_despatched", "Part despatched"
    INVOICED = "invoiced", "Invoiced"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


class HoldKind(TextChoices):
    """What keeps a confirmed order from the warehouse."""

    CREDIT = "credit", "Credit"
    PRICE = "price", "Price approval"
    STOCK = "stock", "Stock"
    QUERY = "query", "Query"


class Decision(TextChoices):
    """What became of a hold. One that is withdrawn went with a change of the order, or with the order."""

    RELEASED = "released", "Released"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class AcknowledgementState(TextChoices):
    """How the customer stands to what we wrote of the order; apart from where the order is."""

    NOT_SENT = "not_sent", "Not sent"
    SENT = "sent", "Sent"
    BOUNCED = "bounced", "Came back"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    QUERIED = "queried", "Queried by them"
    SETTLED = "settled", "Queried, and settled"


class QuoteState(TextChoices):
    """Where a quote is. It is with the customer while quoted or followed up."""

    BEING_PRICED = "being_priced", "Being priced"
    QUOTED = "quoted", "With the customer"
    FOLLOWED_UP = "followed_up", "Followed up"
    WON = "won", "Won"
    LOST = "lost", "Lost"
    EXPIRED = "expired", "Expired"


class LostReason(TextChoices):
    """Why a customer said no."""

    PRICE = "price", "Price"
    LEAD_TIME = "lead_time", "Delivery takes too long"
    UNAVAILABLE = "unavailable", "We did not have it"
    SPECIFICATION = "specification", "Not the product they need"
    SERVICE = "service", "Service or quality"
    NOT_NEEDED = "not_needed", "No longer needed"
    NO_ANSWER = "no_answer", "They no longer answer"
    OTHER = "other", "Another reason"


class EnquiryKind(TextChoices):
    PRICE = "price", "A price"
    AVAILABILITY = "availability", "Availability or a delivery date"
    PRODUCT = "product", "A product we may not stock"
    ACCOUNT = "account", "Their account or an invoice"
    OTHER = "other", "Something else"


class EnquiryState(TextChoices):
    NEW = "new", "New"
    BEING_PRICED = "being_priced", "Being priced"
    QUOTED = "quoted", "Quoted"
    FOLLOWED_UP = "followed_up", "Followed up"
    WON = "won", "Won"
    LOST = "lost", "Lost"
    EXPIRED = "expired", "Expired"


class UnsoldReason(TextChoices):
    """Why what was asked for could not be sold."""

    SHORT = "short", "Short of stock"
    ENDED = "ended", "No longer in the range"
    NOT_STOCKED = "not_stocked", "Not stocked"


class GivenUpReason(TextChoices):
    """Why a customer no longer buys what they used to, in the order of the digits."""

    ELSEWHERE = "elsewhere", "Buys it elsewhere"
    PRICE = "price", "Too dear"
    MENU = "menu", "Menu or range changed"
    OTHER_PRODUCT = "other_product", "Uses another product"
    QUALITY = "quality", "Was not happy with it"
    NOT_NEEDED = "not_needed", "No longer needed"
    OTHER = "other", "Another reason"


class RewardState(TextChoices):
    """How a promotion on the whole order stands to it. Stopped: the order had it, and has it no more."""

    USED = "used", "Used"
    STOPPED = "stopped", "Stopped"
    NOT_USED = "not_used", "Not used"
