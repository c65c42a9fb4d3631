"""What people type about orders, enquiries and quotes, read into values."""

from orders.forms.enquiry import AnswerForm, EnquiryForm, MoveForm
from orders.forms.order import (
    CancelForm,
    OrderFilter,
    QuantityUnreadable,
    TypedQuantity,
    typed_quantities,
)
from orders.forms.quote import LossForm, QuoteFilter, QuoteForm, QuoteLineForm, QuoteTermsForm

__all__ = [
    "AnswerForm",
    "CancelForm",
    "EnquiryForm",
    "LossForm",
    "MoveForm",
    "OrderFilter",
    "QuantityUnreadable",
    "QuoteFilter",
    "QuoteForm",
    "QuoteLineForm",
    "QuoteTermsForm",
    "TypedQuantity",
    "typed_quantities",
]
