"""The words for an order's life and for what customers ask."""

from django.db.models import TextChoices


class OrderState(TextChoices):
    """Where an order is. A draft is still being typed; a confirmed one has been read back and promised."""

    DRAFT = "draft", "Draft"
    CONFIRMED = "confirmed", "Confirmed"
    CANCELLED = "cancelled", "Cancelled"


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
