"""What becomes of a customer's own prices and promotions when they ask what we hold, or to be forgotten."""

from customers.privacy import register
from customers.rules.privacy import Erasure
from promotions.models import ContractPrice, CustomerUses, NamedCustomer

register(
    ContractPrice,
    path="customer",
    export=("product__code", "product__name", "from_quantity", "unit_price", "starts_on", "ends_on", "reference"),
    erase=Erasure.DELETE,
)
register(
    CustomerUses,
    path="customer",
    export=("promotion__name", "uses"),
    erase=Erasure.KEEP,
)
register(
    NamedCustomer,
    path="customer",
    export=("promotion__name", "is_left_out"),
    erase=Erasure.DELETE,
)
