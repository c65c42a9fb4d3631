"""What customers asked for and what they bought, at the price they were told."""

from orders.models.credit import Hold, LedgerBalance, LedgerImport
from orders.models.delivery import DeliveryRound, RoundClosure, RoundCustomer, RoundCutOff
from orders.models.demand import GivenUp, LostDemand, Substitute
from orders.models.enquiry import Enquiry
from orders.models.fulfilment import Credit, LineFulfilment, OrderRevision, OrderStep
from orders.models.line_promotion import LinePromotion
from orders.models.order import Order, OrderLine, OrderSequence, OrderVat
from orders.models.popularity import Popularity
from orders.models.price import DeskPrice, OrderPromotion
from orders.models.quote import Quote, QuoteLine, QuoteRevision, QuoteSequence

__all__ = [
    "Credit",
    "DeliveryRound",
    "DeskPrice",
    "Enquiry",
    "GivenUp",
    "Hold",
    "LedgerBalance",
    "LedgerImport",
    "LineFulfilment",
    "LinePromotion",
    "LostDemand",
    "Order",
    "OrderLine",
    "OrderPromotion",
    "OrderRevision",
    "OrderSequence",
    "OrderStep",
    "OrderVat",
    "Popularity",
    "Quote",
    "QuoteLine",
    "QuoteRevision",
    "QuoteSequence",
    "RoundClosure",
    "RoundCustomer",
    "RoundCutOff",
    "Substitute",
]
