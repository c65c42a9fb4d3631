"""What becomes of orders and enquiries when a customer asks what we hold, or to be forgotten.

The law on accounts asks for orders and invoices six years long; they stay, and name nobody.
"""

from customers.privacy import register
from customers.rules.privacy import Erasure
from orders.models import (
    Credit,
    DeskPrice,
    Enquiry,
    GivenUp,
    Hold,
    LedgerBalance,
    LineFulfilment,
    LinePromotion,
    LostDemand,
    Order,
    OrderLine,
    OrderPromotion,
    OrderRevision,
    OrderStep,
    OrderVat,
    Quote,
    QuoteLine,
    QuoteRevision,
    RoundCustomer,
)

register(
    Enquiry,
    path="customer",
    export=(
        "received_at",
        "kind",
        "words",
        "state",
        "due_at",
        "answer",
        "lost_reason",
        "competitor",
        "competitor_price",
        "closed_at",
        "owner__full_name",
        "contact__name",
    ),
    erase=Erasure.DELETE,
)
register(
    Quote,
    path="customer",
    export=(
        "number",
        "state",
        "opened_at",
        "follow_up_on",
        "closed_at",
        "outcome_words",
        "lost_reason",
        "competitor",
        "competitor_price",
        "owner__full_name",
        "contact__name",
    ),
    erase=Erasure.DELETE,
)
register(
    QuoteRevision,
    path="quote__customer",
    export=(
        "quote__number",
        "number",
        "valid_until",
        "lead_time_days",
        "note",
        "sent_at",
        "net_total",
        "delivery_total",
        "vat_total",
        "gross_total",
    ),
    erase=Erasure.DELETE,
)
register(
    QuoteLine,
    path="revision__quote__customer",
    export=("revision__quote__number", "product__code", "product__name", "quantity", "unit_price", "net_total"),
    erase=Erasure.DELETE,
)
register(
    Order,
    path="customer",
    export=(
        "number",
        "state",
        "ordered_by__name",
        "taken_by__full_name",
        "purchase_order_number",
        "delivery_on",
        "note",
        "opened_at",
        "confirmed_at",
        "cancelled_at",
        "cancel_reason",
        "net_total",
        "delivery_total",
        "vat_total",
        "gross_total",
        "saving_total",
    ),
    erase=Erasure.KEEP_WITHOUT_NAMES,
    names=("note", "cancel_reason"),
)
register(
    OrderLine,
    path="order__customer",
    export=(
        "order__number",
        "product__code",
        "product__name",
        "quantity",
        "unit_price",
        "saving_total",
        "net_total",
        "note",
    ),
    erase=Erasure.KEEP_WITHOUT_NAMES,
    names=("note",),
)
register(
    OrderVat,
    path="order__customer",
    export=("order__number", "rate", "net_total", "vat_total"),
    erase=Erasure.KEEP,
)
register(
    OrderStep,
    path="order__customer",
    export=("order__number", "state", "revision", "at", "by__full_name", "words"),
    erase=Erasure.KEEP_WITHOUT_NAMES,
    names=("words",),
)
register(
    OrderRevision,
    path="order__customer",
    export=("order__number", "number", "made_at", "lines", "delivery_on", "gross_total", "changes"),
    erase=Erasure.KEEP,
)
register(
    Hold,
    path="order__customer",
    export=("order__number", "kind", "words", "message__subject", "placed_at", "decision", "decided_at", "reason"),
    erase=Erasure.KEEP_WITHOUT_NAMES,
    names=("words", "reason"),
)
register(
    LineFulfilment,
    path="line__order__customer",
    export=("line__order__number", "line__product__code", "picked", "despatched", "given_up", "due_on"),
    erase=Erasure.KEEP,
)
register(
    Credit,
    path="order__customer",
    export=("order__number", "line__product__code", "quantity", "net_total", "reason", "made_at"),
    erase=Erasure.KEEP_WITHOUT_NAMES,
    names=("reason",),
)
register(
    LedgerBalance,
    path="customer",
    export=("balance", "overdue", "overdue_since", "taken_from__as_of"),
    erase=Erasure.DELETE,
)
register(RoundCustomer, path="customer", export=("round__name",), erase=Erasure.DELETE)
register(
    LostDemand,
    path="customer",
    export=("product__code", "product__name", "words", "quantity", "reason", "asked_at", "recorded_by__full_name"),
    erase=Erasure.DELETE,
)
register(
    GivenUp,
    path="customer",
    export=("product__code", "product__name", "reason", "words", "told_at", "recorded_by__full_name"),
    erase=Erasure.DELETE,
)
register(
    DeskPrice,
    path="order__customer",
    export=("order__number", "product__code", "unit_price", "reason", "set_by__full_name", "set_at"),
    erase=Erasure.KEEP_WITHOUT_NAMES,
    names=("reason",),
)
register(
    LinePromotion,
    path="line__order__customer",
    export=(
        "line__order__number",
        "line__product__code",
        "version__promotion__name",
        "quantity",
        "saving_total",
        "net_total",
    ),
    erase=Erasure.KEEP,
)
register(
    OrderPromotion,
    path="order__customer",
    export=(
        "order__number",
        "version__promotion__name",
        "uses",
        "uses_given_back",
        "saving_total",
        "delivery_saving",
    ),
    erase=Erasure.KEEP,
)
