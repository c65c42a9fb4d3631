"""The letter that tells a customer what they ordered, and the one that tells them it is cancelled."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from customers.actions import promise_message
from customers.models import Contact, Message
from customers.rules.vocabulary import MessageKind
from orders.models import Order


def promise_acknowledgement(order: Order, at: datetime) -> Message | None:
    """Promises the acknowledgement of a confirmed order, once a version; None when nobody there has an address."""
    return _promise(order, MessageKind.ACKNOWLEDGEMENT, f"order-{order.pk}-confirmed-{order.version}", "Your order", at)


def promise_cancellation(order: Order, at: datetime) -> Message | None:
    """Promises the letter that the order is cancelled, once; None when nobody there has an address."""
    return _promise(order, MessageKind.CANCELLATION, f"order-{order.pk}-cancelled", "Cancelled: your order", at)


def _promise(order: Order, kind: MessageKind, key: str, subject: str, at: datetime) -> Message | None:
    reader = _reader(order)
    if reader is None:
        return None
    told = {
        "order": order,
        "customer": order.customer,
        "reader": reader,
        "lines": list(order.lines.select_related("product").order_by("position", "pk")),
        "vat_rows": list(order.vat_rows.order_by("pk")),
        "company": {
            "name": settings.COMPANY_TRADING_NAME,
            "legal_name": settings.COMPANY_LEGAL_NAME,
            "address": settings.COMPANY_ADDRESS,
            "phone": settings.COMPANY_PHONE,
            "number": settings.COMPANY_NUMBER,
            "vat_number": settings.COMPANY_VAT_NUMBER,
        },
    }
    template = f"orders/mail/{kind.value}"
    return promise_message(
        key=key,
        customer_id=order.customer_id,
        kind=kind,
        to=reader.email,
        subject=f"{subject} {order.number} with {settings.COMPANY_TRADING_NAME}",
        text=render_to_string(f"{template}.txt", told),
        html=render_to_string(f"{template}.html", told),
        at=at,
    )


def _reader(order: Order) -> Contact | None:
    """Who placed it, else the buyer, else whoever else may order; of those who have an email address."""
    here = Contact.objects.filter(customer_id=order.customer_id, left_at=None).exclude(email="")
    people = sorted(here, key=lambda person: (person.pk != order.ordered_by_id, not person.is_buyer, person.pk))
    able = [person for person in people if person.may_order or person.pk == order.ordered_by_id]
    return able[0] if able else None
