"""What becomes of orders and enquiries when a customer asks what we hold, or to be forgotten.

The law on accounts asks for orders and invoices six years long; they stay, and name nobody.
"""

from customers.privacy import register
from customers.rules.privacy import Erasure
from orders.models import Enquiry, Order, OrderLine, OrderVat

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
        "closed_at",
        "owner__full_name",
        "contact__name",
    ),
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
    export=("order__number", "product__code", "product__name", "quantity", "unit_price", "saving_total", "net_total"),
    erase=Erasure.KEEP,
)
register(
    OrderVat,
    path="order__customer",
    export=("order__number", "rate", "net_total", "vat_total"),
    erase=Erasure.KEEP,
)
