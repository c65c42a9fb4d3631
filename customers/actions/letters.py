"""Tells customers what happened: by letter as the Director worded it, by telephone where a letter is not enough."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from customers.actions.answers import link_token
from customers.actions.messages import promise_message
from customers.actions.service_tasks import open_service_task
from customers.models import Contact, Customer, LetterWording, Message, ServiceTask
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.letters import IN_EVERY_LETTER, LINK, SORTS, Sort, link_ends
from customers.rules.vocabulary import MessageKind
from customers.rules.wording import Block, Facts, Wording, Written, check_wording, write
from staff.models import User


@dataclass(frozen=True, slots=True)
class Told:
    """How a customer hears of a fact: by the letter, by the call, or by both."""

    message: Message | None
    task: ServiceTask | None

    @property
    def in_words(self) -> str:
        by_letter = f"email to {self.message.to}" if self.message else "no email address on record"
        return f"{by_letter}, to be told by telephone" if self.task else by_letter


@transaction.atomic
def promise_letter(
    *,
    kind: MessageKind,
    fact_key: str,
    customer_id: int,
    facts: Facts,
    about: str,
    tells: str,
    at: dt.datetime,
    first_to: int | None = None,
    is_bad_news: bool = False,
    was_said: bool = False,
    calendar: str = "",
    holds_until: dt.date | None = None,
) -> Told:
    """Tell a customer one fact, in the transaction of its cause; exactly once, however often it is asked.

    `fact_key` names the fact (order-17-confirmed-1); the same again gives back how they were told, though an email
    address has been added since. `facts` are what `customers.rules.letters.SORTS[kind]` names. `about` is what a
    service call names ("order SO-2026-000017"), `tells` the news in one sentence for whoever rings. The letter goes to
    the contact `first_to`, else the buyer, else whoever else may order. A call is promised too when nobody there has an
    email address, unless it `was_said` to them already, and when it `is_bad_news`. Its link may be used for as
    long as `customers.rules.letters.link_ends` says of `holds_until`. Locks the customer.
    """
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
    told = _told_before(fact_key)
    if told is not None:
        return told
    reader = reader_of(customer_id, first_to)
    message = None
    if reader is not None:
        token = link_token(fact_key, link_ends(at, holds_until))
        written = write(wording_of(kind), _facts(customer, reader, facts, kind, token))
        message = _promise(kind, fact_key, reader, written, about=about, tells=tells, calendar=calendar, at=at)
    task = None
    if is_bad_news or (message is None and not was_said):
        contact_id = reader.pk if reader else first_to
        task = open_service_task(
            key=fact_key,
            customer_id=customer_id,
            contact_id=contact_id,
            message=message,
            about=about,
            words=tells,
            at=at,
        )
    return Told(message, task)


@transaction.atomic
def word_letter(*, kind: MessageKind, subject: str, body: str, by: User, at: dt.datetime) -> LetterWording:
    """Word the letters of a kind that are promised from now on. Raises WordingRefused, CardNumberFound."""
    sort = SORTS[kind]
    check_wording(Wording(subject, body), words=sort.words, blocks=sort.blocks)
    refuse_card_numbers(subject, field="subject")
    refuse_card_numbers(body, field="body")
    wording, _ = LetterWording.objects.update_or_create(
        kind=kind, defaults={"subject": subject, "body": body, "worded_by": by, "worded_at": at}
    )
    return wording


@transaction.atomic
def forget_wording(*, kind: MessageKind) -> None:
    """Back to our own words. Asking twice is safe."""
    LetterWording.objects.filter(kind=kind).delete()


def wording_of(kind: MessageKind) -> Wording:
    """The Director's words for a kind of letter, or ours."""
    own = LetterWording.objects.filter(kind=kind).first()
    return Wording(own.subject, own.body) if own else SORTS[kind].wording


def reader_of(customer_id: int, first_to: int | None) -> Contact | None:
    """Whom a letter goes to: `first_to`, else the buyer, else whoever may order; of those with an email address."""
    here = Contact.objects.filter(customer_id=customer_id, left_at=None).exclude(email="")
    people = sorted(here, key=lambda person: (person.pk != first_to, not person.is_buyer, person.pk))
    return next((person for person in people if person.may_order or person.pk == first_to), None)


def letter_link(sort: Sort, address: str) -> Block:
    """The part of a letter that asks the customer back."""
    asks = f"{sort.confirm} - or tell us what is wrong, with one click and without signing in:"
    text = f"{asks}\n{address}"
    return Block(text, format_html('<p>{} <br><a href="{}">{}</a></p>', asks, address, address))


def company_facts() -> dict[str, str]:
    """Who we are, as each letter says at its foot."""
    return {
        "name": settings.COMPANY_TRADING_NAME,
        "legal_name": settings.COMPANY_LEGAL_NAME,
        "address": settings.COMPANY_ADDRESS,
        "phone": settings.COMPANY_PHONE,
        "number": settings.COMPANY_NUMBER,
        "vat_number": settings.COMPANY_VAT_NUMBER,
    }


def _promise(
    kind: MessageKind,
    key: str,
    reader: Contact,
    written: Written,
    *,
    about: str,
    tells: str,
    calendar: str,
    at: dt.datetime,
) -> Message:
    return promise_message(
        key=key,
        customer_id=reader.customer_id,
        kind=kind,
        to=reader.email,
        subject=written.subject[:200],
        text=_whole(written, "txt"),
        html=_whole(written, "html"),
        contact_id=reader.pk,
        about=about,
        tells=tells,
        calendar=calendar,
        at=at,
    )


def _told_before(key: str) -> Told | None:
    message, task = Message.objects.filter(key=key).first(), ServiceTask.objects.filter(key=key).first()
    return Told(message, task) if message or task else None


def _facts(customer: Customer, reader: Contact, facts: Facts, kind: MessageKind, token: str) -> Facts:
    sort = SORTS[kind]
    address = settings.PUBLIC_URL.rstrip("/") + reverse("customers:letter", args=[token])
    known = {
        "reader": reader.name,
        "customer": customer.name,
        "account": customer.account_number,
        "company": settings.COMPANY_TRADING_NAME,
        "phone": settings.COMPANY_PHONE,
    }
    missing = IN_EVERY_LETTER.keys() - known.keys() | sort.examples.keys() - facts.keys()
    if missing:
        raise ValueError(f"a letter of the kind {kind} speaks of {sorted(missing)}")
    return {**facts, **known} | ({LINK: letter_link(sort, address)} if sort.confirm else {})


def _whole(written: Written, form: str) -> str:
    body = mark_safe(written.html) if form == "html" else written.text  # noqa: S308  escaped paragraph by paragraph
    told = {"subject": written.subject, "body": body, "company": company_facts()}
    return render_to_string(f"customers/mail/letter.{form}", told)
