"""Everything that is written of orders and enquiries."""

from orders.actions.amend import Amendment, amend_order, preview_amendment
from orders.actions.cancel import cancel_order
from orders.actions.confirm import confirm_order
from orders.actions.credit import credit_order, give_up_rest
from orders.actions.desk_price import clear_desk_price, set_hand_price, take_todays_price
from orders.actions.details import save_details
from orders.actions.draft import drop_draft, open_draft, set_quantity, type_quantities
from orders.actions.enquiry import answer_enquiry, move_enquiry, record_enquiry
from orders.actions.fulfil import close_order, fulfil_order, invoice_order
from orders.actions.holds import decide_hold, hold_order
from orders.actions.stock import allocate_order
from orders.rules.change import Wanted

__all__ = [
    "Amendment",
    "Wanted",
    "allocate_order",
    "amend_order",
    "answer_enquiry",
    "cancel_order",
    "clear_desk_price",
    "close_order",
    "confirm_order",
    "credit_order",
    "decide_hold",
    "drop_draft",
    "fulfil_order",
    "give_up_rest",
    "hold_order",
    "invoice_order",
    "move_enquiry",
    "open_draft",
    "preview_amendment",
    "record_enquiry",
    "save_details",
    "set_hand_price",
    "set_quantity",
    "take_todays_price",
    "type_quantities",
]
