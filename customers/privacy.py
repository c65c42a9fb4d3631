"""The register: each table that leads to a customer, how it is exported, and what erasure does to it.

Each app fills in its own part in its privacy.py; a test walks the models and fails on a table that is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.utils.module_loading import autodiscover_modules

from customers.models import Address, Closure, Contact, Customer, Event, Message, PhoneLine, ServiceTask
from customers.rules.privacy import Erasure

Rows = Iterator[dict[str, object]]


@dataclass(frozen=True)
class Entry:
    """One table. `path` leads from a row to the customer; `names` are the columns emptied under KEEP_WITHOUT_NAMES."""

    model: type[models.Model]
    path: str
    export: tuple[str, ...]
    erase: Erasure
    names: tuple[str, ...] = ()

    def rows_of(self, customer_id: int) -> Rows:
        """What we hold in this table about one customer, as plain values."""
        return (
            self.model._default_manager.filter(**{self.path: customer_id})
            .order_by("pk")
            .values(*self.export)
            .iterator()
        )


_register: dict[type[models.Model], Entry] = {}


def register(
    model: type[models.Model],
    *,
    path: str,
    export: tuple[str, ...],
    erase: Erasure,
    names: tuple[str, ...] = (),
) -> None:
    """Say how a table that leads to Customer by `path` (a lookup, for example "order__customer") is treated."""
    _register[model] = Entry(model, path, export, erase, names)


def entries() -> tuple[Entry, ...]:
    """The whole register; reads every app's privacy.py the first time."""
    autodiscover_modules("privacy")
    return tuple(_register.values())


def export(customer_id: int) -> dict[str, list[dict[str, object]]]:
    """Everything held about one customer, by table."""
    return {entry.model._meta.label_lower: list(entry.rows_of(customer_id)) for entry in entries()}


register(
    Customer,
    path="pk",
    export=(
        "account_number",
        "name",
        "legal_form",
        "kind",
        "status",
        "owner__full_name",
        "segment__name",
        "price_list__name",
        "nation",
        "delivery_days",
        "credit_terms_days",
        "credit_limit",
        "order_reference_required",
        "do_not_mention",
        "source",
        "created_at",
    ),
    erase=Erasure.KEEP_WITHOUT_NAMES,
    names=("name", "do_not_mention"),
)
register(
    Contact,
    path="customer",
    export=("name", "say_name", "job_title", "email", "may_order", "is_buyer", "left_at"),
    erase=Erasure.DELETE,
)
register(
    PhoneLine,
    path="customer",
    export=("number", "label", "subscriber_type", "is_main", "do_not_call_at", "wrong_number_at", "contact__name"),
    erase=Erasure.DELETE,
)
register(Address, path="customer", export=("kind", "lines", "postcode", "ended_at"), erase=Erasure.DELETE)
register(
    Closure, path="customer", export=("from_on", "until_on", "words", "made_at", "withdrawn_at"), erase=Erasure.DELETE
)
register(
    Event,
    path="customer",
    export=("happened_at", "kind", "sentence", "by__full_name"),
    erase=Erasure.DELETE,
)
register(
    Message,
    path="customer",
    export=(
        "promised_at",
        "kind",
        "to",
        "subject",
        "text",
        "calendar",
        "sent_at",
        "failed_at",
        "withdrawn_at",
        "bounced_at",
        "answered_at",
        "answer",
        "answer_words",
    ),
    erase=Erasure.DELETE,
)
register(
    ServiceTask,
    path="customer",
    export=("opened_at", "about", "words", "due_at", "closed_at", "closed_because"),
    erase=Erasure.DELETE,
)
