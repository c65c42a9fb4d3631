"""The words for who a customer is, what happened to them, and what we send them."""

from django.db.models import IntegerChoices, TextChoices


class LegalForm(TextChoices):
    COMPANY = "company", "Limited company"
    LLP = "llp", "Limited liability partnership"
    SCOTTISH_PARTNERSHIP = "scottish_partnership", "Scottish partnership"
    PUBLIC_BODY = "public_body", "Public body"
    PARTNERSHIP = "partnership", "Partnership"
    SOLE_TRADER = "sole_trader", "Sole trader"
    UNKNOWN = "unknown", "Not known"


# The regulations' corporate subscribers; a partnership in England and a sole trader count as individuals.
CORPORATE_FORMS = frozenset({LegalForm.COMPANY, LegalForm.LLP, LegalForm.SCOTTISH_PARTNERSHIP, LegalForm.PUBLIC_BODY})


class CustomerKind(TextChoices):
    CUSTOMER = "customer", "Customer"
    PROSPECT = "prospect", "Prospect"


class CustomerStatus(TextChoices):
    ACTIVE = "active", "Active"
    ON_STOP = "on_stop", "On stop"
    CLOSED = "closed", "Closed"


class Nation(TextChoices):
    ENGLAND = "england", "England"
    SCOTLAND = "scotland", "Scotland"
    WALES = "wales", "Wales"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"
    UNKNOWN = "unknown", "Not known"


class SubscriberType(TextChoices):
    """Who subscribes to a telephone line; anybody who is not known to be corporate is individual (PECR)."""

    CORPORATE = "corporate", "Corporate"
    INDIVIDUAL = "individual", "Individual"
    UNKNOWN = "unknown", "Not known (treated as individual)"


class Weekday(IntegerChoices):
    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


class AddressKind(TextChoices):
    DELIVERY = "delivery", "Delivery"
    INVOICE = "invoice", "Invoice"


class Purpose(TextChoices):
    """Why we ring: to sell, or about something the customer already has with us."""

    MARKETING = "marketing", "To sell"
    SERVICE = "service", "About their order or question"


class EventKind(TextChoices):
    """What a line in a customer's history is about."""

    CALL = "call", "Call"
    NOTE = "note", "Note"
    ORDER = "order", "Order"
    ENQUIRY = "enquiry", "Enquiry"
    MESSAGE = "message", "Message"
    PROMISE = "promise", "Promise"
    PERMISSION = "permission", "Permission"
    RECORD = "record", "Record changed"


class MessageKind(TextChoices):
    ACKNOWLEDGEMENT = "acknowledgement", "Order acknowledgement"
    CANCELLATION = "cancellation", "Order cancelled"
    CHANGE = "change", "Order changed"
    PART_DESPATCH = "part_despatch", "Part of an order despatched"
    DELAY = "delay", "Order delayed"
    GOODS_IN = "goods_in", "Goods of an order came in"
    BACK_IN_STOCK = "back_in_stock", "Back in stock"
    QUOTE = "quote", "Quote"
    APPOINTMENT = "appointment", "Appointment"
    APPOINTMENT_MOVED = "appointment_moved", "Appointment moved"
    APPOINTMENT_CANCELLED = "appointment_cancelled", "Appointment cancelled"
    ENQUIRY_RECEIVED = "enquiry_received", "Enquiry received"


class Answer(TextChoices):
    """What a customer said by the link in a letter."""

    CONFIRMED = "confirmed", "Confirmed"
    QUERIED = "queried", "Queried"


class LetterState(TextChoices):
    """How a letter stands; read from its times, never stored."""

    WAITING = "waiting", "Waiting to go"
    TRIED = "tried", "Being tried again"
    SENT = "sent", "Sent"
    CONFIRMED = "confirmed", "Confirmed by them"
    QUERIED = "queried", "Queried by them"
    BOUNCED = "bounced", "Came back"
    FAILED = "failed", "Not sent"
    WITHDRAWN = "withdrawn", "Withdrawn"
