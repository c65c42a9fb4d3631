"""Quotes as the desk lists them, and one quote with its revisions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from customers.reports.letters import letter_state
from customers.rules.vocabulary import Answer, LetterState
from orders.actions.delivery import delivery_terms
from orders.models import Quote, QuoteLine, QuoteRevision
from orders.reports.lists import PAGE, KeyedPage, read_key, write_key
from orders.rules.quote import OUT, QuotedPrice, differences, is_expired, lead_time_words, may_become
from orders.rules.vocabulary import Decision, LostReason, QuoteState
from promotions.reports import ProductCard
from promotions.rules import VatRate
from promotions.rules.promotion import london_day

EVERY = "every"


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One quote of the list; what it holds is that of its last revision."""

    number: str
    customer: str
    account_number: str
    state: str
    state_label: str
    owner: str
    opened_at: datetime
    valid_until: date
    follow_up_on: date | None
    net_total: Decimal
    is_late: bool


@dataclass(frozen=True, slots=True)
class QuoteSheetLine:
    """One product at its price; `hand_price` is set where the price was typed."""

    product_id: int
    code: str
    name: str
    pack: str
    quantity: int
    unit_price: Decimal
    net_total: Decimal
    vat_rate: str
    hand_price: Decimal | None
    hand_reason: str
    is_below_floor: bool
    trace: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RevisionSheet:
    """One revision. `letter` says what became of it at the customer; empty before it is sent."""

    number: int
    version: int
    valid_until: date
    lead_time_days: int
    lead_time: str
    note: str
    made_by: str
    sent_at: datetime | None
    sent_to: str
    letter: str
    answer: str
    answer_words: str
    is_expired: bool
    is_below_floor: bool
    decision: str
    decided_by: str
    decided_at: datetime | None
    decision_reason: str
    lines: tuple[QuoteSheetLine, ...]
    net_total: Decimal
    delivery_total: Decimal
    vat_total: Decimal
    gross_total: Decimal
    remarks: tuple[str, ...]

    @property
    def waits_for_approval(self) -> bool:
        return self.is_below_floor and self.decision != Decision.RELEASED


@dataclass(frozen=True, slots=True)
class QuoteSheet:
    """A quote: `draft` is being priced, `sent` is what the customer has, `earlier` what they had before.

    `changes` say what differs between the two, old beside new; `delivery_hints` what the draft lacks to a delivery.
    """

    id: int
    number: str
    state: str
    state_label: str
    customer: str
    account_number: str
    contact: str
    deliver_to: str
    owner: str
    enquiry_id: int | None
    enquiry_words: str
    opened_at: datetime
    follow_up_on: date | None
    closed_at: datetime | None
    outcome_words: str
    lost_reason: str
    competitor: str
    competitor_price: Decimal | None
    order_number: str
    draft: RevisionSheet | None
    sent: RevisionSheet | None
    earlier: tuple[RevisionSheet, ...]
    changes: tuple[str, ...]
    delivery_hints: tuple[str, ...]

    @property
    def is_out(self) -> bool:
        return self.state in OUT

    def with_packs(self, cards: Iterable[ProductCard]) -> list[tuple[ProductCard, int]]:
        """These products, each with its packs on the revision that is being priced."""
        packs = {line.product_id: line.quantity for line in self.draft.lines} if self.draft else {}
        return [(card, packs.get(card.id, 0)) for card in cards]

    @property
    def may_be_lost(self) -> bool:
        return may_become(self.state, QuoteState.LOST)

    @property
    def may_be_taken_over(self) -> bool:
        return self.is_out and self.sent is not None and not self.sent.is_expired


def quote_rows(at: datetime, *, state: str = "", owner_id: int | None = None, after: str = "") -> KeyedPage[QuoteRow]:
    """Quotes, the newest first: open ones, those in one state, or EVERY one; of one person or all. One statement."""
    chosen = Quote.objects.all() if state == EVERY else Quote.objects.filter(state=state)
    quotes = chosen if state else Quote.objects.open()
    if owner_id is not None:
        quotes = quotes.filter(owner_id=owner_id)
    if after:
        moment, pk = read_key(after)
        quotes = quotes.filter(Q(opened_at__lt=moment) | Q(opened_at=moment, pk__lt=pk))
    last = QuoteRevision.objects.filter(quote=OuterRef("pk")).order_by("-number")
    shown = quotes.select_related("customer", "owner").annotate(
        net_total=Subquery(last.values("net_total")[:1]), valid_until=Subquery(last.values("valid_until")[:1])
    )
    found = list(shown.order_by("-opened_at", "-pk")[: PAGE + 1])
    following = write_key(found[PAGE - 1].opened_at, found[PAGE - 1].pk) if len(found) > PAGE else ""
    return KeyedPage(tuple(_row(quote, london_day(at)) for quote in found[:PAGE]), following)


def quote_sheet(number: str, at: datetime) -> QuoteSheet | None:
    """The quote of this number; None when there is none. Five statements, however many revisions."""
    related = ("customer", "contact", "owner", "enquiry", "address")
    quote = Quote.objects.select_related(*related).filter(number=number).first()
    if quote is None:
        return None
    revisions = quote.revisions.select_related("made_by", "decided_by", "message").order_by("-number")
    lines = QuoteLine.objects.filter(revision__quote=quote).select_related("product").order_by("position", "pk")
    by_revision: dict[int, list[QuoteLine]] = {}
    for line in lines.defer("product__search_words"):
        by_revision.setdefault(line.revision_id, []).append(line)
    sheets = [_revision(each, by_revision.get(each.pk, []), london_day(at)) for each in revisions]
    draft = next((sheet for sheet in sheets if sheet.sent_at is None), None)
    sent = [sheet for sheet in sheets if sheet.sent_at is not None]
    return QuoteSheet(
        id=quote.pk,
        number=number,
        state=quote.state,
        state_label=quote.get_state_display(),
        customer=quote.customer.name,
        account_number=quote.customer.account_number,
        contact=str(quote.contact or ""),
        deliver_to=quote.address.in_one_line if quote.address else "",
        owner=str(quote.owner),
        enquiry_id=quote.enquiry_id,
        enquiry_words=quote.enquiry.words if quote.enquiry else "",
        opened_at=quote.opened_at,
        follow_up_on=quote.follow_up_on,
        closed_at=quote.closed_at,
        outcome_words=quote.outcome_words,
        lost_reason=LostReason(quote.lost_reason).label if quote.lost_reason else "",
        competitor=quote.competitor,
        competitor_price=quote.competitor_price,
        order_number=_order_number(quote),
        draft=draft,
        sent=sent[0] if sent else None,
        earlier=tuple(sent[1:]),
        changes=_changes(sent[0], draft) if sent and draft else (),
        delivery_hints=_delivery_hints(quote, draft.net_total, at) if draft else (),
    )


def _delivery_hints(quote: Quote, goods: Decimal, at: datetime) -> tuple[str, ...]:
    return delivery_terms(quote.customer, at, address_id=quote.address_id).charges.hints(goods)


def _order_number(quote: Quote) -> str:
    placed = QuoteRevision.objects.filter(quote=quote, orders__number__isnull=False, orders__cancelled_at=None)
    return placed.values_list("orders__number", flat=True).first() or ""


def _changes(before: RevisionSheet, now: RevisionSheet) -> tuple[str, ...]:
    old, new = (
        {
            line.product_id: QuotedPrice(line.name, line.quantity, line.unit_price, line.net_total)
            for line in sheet.lines
        }
        for sheet in (before, now)
    )
    return tuple(change.words for change in differences(old, new))


def _row(quote: Any, today: date) -> QuoteRow:
    is_out = quote.state in OUT
    return QuoteRow(
        number=quote.number,
        customer=quote.customer.name,
        account_number=quote.customer.account_number,
        state=quote.state,
        state_label=quote.get_state_display(),
        owner=str(quote.owner),
        opened_at=quote.opened_at,
        valid_until=quote.valid_until,
        follow_up_on=quote.follow_up_on if is_out else None,
        net_total=quote.net_total,
        is_late=is_out and quote.follow_up_on < today,
    )


def _revision(revision: QuoteRevision, lines: list[QuoteLine], today: date) -> RevisionSheet:
    message = revision.message
    return RevisionSheet(
        number=revision.number,
        version=revision.version,
        valid_until=revision.valid_until,
        lead_time_days=revision.lead_time_days,
        lead_time=lead_time_words(revision.lead_time_days),
        note=revision.note,
        made_by=str(revision.made_by),
        sent_at=revision.sent_at,
        sent_to=message.to if message else "",
        letter=_letter_words(revision),
        answer=message.answer if message else "",
        answer_words=message.answer_words if message else "",
        is_expired=is_expired(revision.valid_until, today),
        is_below_floor=any(line.is_below_floor for line in lines),
        decision=revision.decision,
        decided_by=str(revision.decided_by or ""),
        decided_at=revision.decided_at,
        decision_reason=revision.decision_reason,
        lines=tuple(map(_line, lines)),
        net_total=revision.net_total,
        delivery_total=revision.delivery_total,
        vat_total=revision.vat_total,
        gross_total=revision.gross_total,
        remarks=tuple(revision.remarks),
    )


def _letter_words(revision: QuoteRevision) -> str:
    if revision.sent_at is None:
        return ""
    message = revision.message
    if message is None:
        return "no email address: told by telephone"
    if message.answer == Answer.CONFIRMED:
        return "they say: go ahead"
    if message.answer == Answer.QUERIED:
        return "they query it"
    state = letter_state(message)
    return {LetterState.WAITING: "on its way", LetterState.TRIED: "on its way"}.get(state, state.label.lower())


def _line(line: QuoteLine) -> QuoteSheetLine:
    return QuoteSheetLine(
        product_id=line.product_id,
        code=line.product.code,
        name=line.product.name,
        pack=line.product.pack,
        quantity=line.quantity,
        unit_price=line.unit_price,
        net_total=line.net_total,
        vat_rate=VatRate(line.vat_rate).label,
        hand_price=line.unit_price if line.hand_reason else None,
        hand_reason=line.hand_reason,
        is_below_floor=line.is_below_floor,
        trace=tuple(line.trace),
    )
