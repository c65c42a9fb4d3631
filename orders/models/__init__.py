"""What customers asked for and what they bought, at the price they were told."""

from orders.models.enquiry import Enquiry
from orders.models.order import Order, OrderLine, OrderSequence, OrderVat
from orders.models.quote import Quote, QuoteLine, QuoteRevision, QuoteSequence

__all__ = [
    "Enquiry",
    "Order",
    "OrderLine",
    "OrderSequence",
    "OrderVat",
    "Quote",
    "QuoteLine",
    "QuoteRevision",
    "QuoteSequence",
]
