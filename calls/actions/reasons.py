"""An entry's reasons as the card uses them: the sentence, the number to ring, whom to ask for, and to what purpose."""

from dataclasses import dataclass

from calls.models import Call, QueueEntry, QueueReason
from calls.rules.vocabulary import Level
from calls.rules.why import Cause
from customers.models import Contact, PhoneLine
from customers.rules.vocabulary import Purpose


@dataclass(frozen=True, slots=True)
class Errand:
    """What we ring about: to sell, or about something the customer has with us, which `service_link` names."""

    purpose: Purpose
    service_link: str = ""


def reasons_of(entry: QueueEntry) -> list[QueueReason]:
    """In the published order, with all that the card shows of them."""
    causes = ("schedule__line", "schedule__contact", "callback__owner", "callback__contact", "enquiry__contact")
    service = ("service_task__contact", "quote__contact")
    about = ("promotion", "product")
    return list(entry.reasons.select_related(*causes, *service, *about).order_by("level", "rank", "pk"))


def cause_of(reason: QueueReason) -> Cause:
    callback, enquiry = reason.callback, reason.enquiry
    return Cause(
        level=Level(reason.level),
        rank=reason.rank,
        due_on=reason.due_on,
        due_at=reason.due_at,
        promised_from=callback.window_from if callback else None,
        is_exact=callback.is_exact if callback else False,
        promised_by=callback.owner.first_name if callback else "",
        words=(callback.words if callback else "") or (enquiry.words[:80] if enquiry else ""),
        usual_total=reason.usual_total,
        expected_on=reason.expected_on,
        proposed_as=reason.proposed_as,
        about=str(reason.promotion or reason.product or ""),
        errand=_errand_words(reason),
    )


def _errand_words(reason: QueueReason) -> str:
    """What we ring to say, for news and for a quote that waits."""
    if reason.service_task is not None:
        return f"about {reason.service_task.about}: {reason.service_task.words}"
    return f"our quote {reason.quote.number} waits for their answer" if reason.quote is not None else ""


def errand_of(reasons: list[QueueReason]) -> Errand:
    """The first reason decides: what the customer has with us makes it a service call, all else is to sell."""
    link = _link_of(reasons[0]) if reasons else ""
    return Errand(Purpose.SERVICE, link) if link else Errand(Purpose.MARKETING)


def _link_of(reason: QueueReason) -> str:
    """What of theirs it is about: their question, their order, the quote they asked for; empty: nothing of theirs."""
    if reason.enquiry_id is not None:
        return f"enquiry {reason.enquiry_id}"
    if reason.service_task is not None:
        return reason.service_task.about
    asked_for = reason.quote is not None and reason.quote.enquiry_id is not None
    return f"quote {reason.quote}" if asked_for else ""


def line_for(customer_id: int, reasons: list[QueueReason]) -> PhoneLine | None:
    """The number a schedule names, else the main one; a number that is stopped or wrong only when there is no other.

    None when the customer has no number at all.
    """
    named = {reason.schedule.line_id for reason in reasons if reason.schedule is not None}
    lines = PhoneLine.objects.filter(customer=customer_id).select_related("customer", "contact")
    return min(
        lines,
        key=lambda line: (
            line.wrong_number_at is not None,
            line.do_not_call_at is not None,
            line.pk not in named,
            not line.is_main,
            line.pk,
        ),
        default=None,
    )


def contact_for(reasons: list[QueueReason], line: PhoneLine | None) -> Contact | None:
    """Whom the promise or the schedule names, else whoever answers that number."""
    for reason in reasons:
        cause = reason.callback or reason.enquiry or reason.service_task or reason.quote or reason.schedule
        if cause is not None and cause.contact is not None:
            return cause.contact
    return line.contact if line else None


def service_link(call: Call) -> str:
    """What a service call is about: what of theirs brought the customer up. Empty for a call to sell."""
    if call.purpose != Purpose.SERVICE:
        return ""
    reasons = QueueReason.objects.filter(entry=call.entry_id).select_related("service_task", "quote")
    return next((link for reason in reasons.order_by("level", "rank", "pk") if (link := _link_of(reason))), "")
