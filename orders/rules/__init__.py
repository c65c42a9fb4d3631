"""The words of orders and enquiries, and what may be done with them, without a database."""

from orders.rules.vocabulary import EnquiryKind, EnquiryState, OrderState

__all__ = ["EnquiryKind", "EnquiryState", "OrderState"]
