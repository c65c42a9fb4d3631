"""The addresses that the parts of the call page post to."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from calls.models import Call

OF_THE_PAD = ("quantity", "search", "row", "offer", "take_back", "finish", "instead", "lost", "give_up", "again")


@dataclass(frozen=True, slots=True)
class PadLinks:
    """Handed to the order pad, which knows nothing of calls; `price` is empty for whoever may set none by hand."""

    page: str
    quantity: str
    search: str
    row: str
    offer: str
    take_back: str
    finish: str
    instead: str
    lost: str
    give_up: str
    again: str
    price: str


@dataclass(frozen=True, slots=True)
class ReadBackLinks:
    """Handed to the read-back of one order."""

    page: str
    details: str
    confirm: str


def pad_links(call: Call) -> PadLinks:
    to = {name: reverse(f"calls:{name.replace('_', '-')}", args=[call.pk]) for name in OF_THE_PAD}
    may_price = call.coordinator.has_perm("orders.set_hand_price")
    return PadLinks(page=page_url(call), price=reverse("calls:price", args=[call.pk]) if may_price else "", **to)


def read_back_links(call: Call, order_id: int) -> ReadBackLinks:
    to = {name: reverse(f"calls:{name}", args=[call.pk, order_id]) for name in ("details", "confirm")}
    return ReadBackLinks(page=page_url(call), **to)


def page_url(call: Call) -> str:
    return reverse("calls:call", args=[call.pk])


def enquiry_url(call: Call) -> str:
    """Where what they ask is written down; from there it goes back to the call."""
    told = {"customer": call.customer.account_number, "back": page_url(call)}
    return f"{reverse('orders:enquiry-new')}?{urlencode(told)}"
