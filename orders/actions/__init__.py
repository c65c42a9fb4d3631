"""Everything that is written of orders and enquiries."""

from orders.actions.cancel import cancel_order
from orders.actions.confirm import confirm_order
from orders.actions.draft import drop_draft, open_draft, save_details, set_quantity
from orders.actions.enquiry import answer_enquiry, record_enquiry

__all__ = [
    "answer_enquiry",
    "cancel_order",
    "confirm_order",
    "drop_draft",
    "open_draft",
    "record_enquiry",
    "save_details",
    "set_quantity",
]
