"""What customers asked for and what they bought, at the price they were told."""

from orders.models.enquiry import Enquiry
from orders.models.order import Order, OrderLine, OrderSequence, OrderVat

__all__ = ["Enquiry", "Order", "OrderLine", "OrderSequence", "OrderVat"]
