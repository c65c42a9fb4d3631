"""What people type about orders, enquiries and quotes, read into values."""

from orders.forms.enquiry import AnswerForm, EnquiryForm, MoveForm
from orders.forms.order import CancelForm, OrderFilter
from orders.forms.quote import LossForm, QuoteFilter, QuoteForm, QuoteLineForm, QuoteTermsForm

__all__ = [
    "AnswerForm",
    "CancelForm",
    "EnquiryForm",
    "LossForm",
    "MoveForm",
    "OrderFilter",
    "QuoteFilter",
    "QuoteForm",
    "QuoteLineForm",
    "QuoteTermsForm",
]
