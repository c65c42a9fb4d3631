"""What a call was also for: news is told, a quote is followed up, a call of theirs is returned."""

import datetime as dt

from calls.actions.missed import close_returned
from calls.models import Call, QueueReason
from calls.rules.offers import was_buyer_reached
from calls.rules.vocabulary import GROUP_OF, Outcome, OutcomeGroup
from customers.actions import close_service_tasks
from orders.actions.quote import note_chased
from staff.models import User

# The call was about to be had, and was not: whoever answered has not heard the news.
NOT_TOLD = frozenset({OutcomeGroup.NOT_REACHED, OutcomeGroup.UNDECIDED})


def close_errands(call: Call, outcome: Outcome, *, by: User, at: dt.datetime) -> None:
    """The news that brought the customer up is told, their quotes are rung about later, their call is returned.

    Each only when this outcome says so: with the buyer out, the next try is still for all of it. News that came while
    the card was open was on nobody's screen. To be called in the transaction that saves the outcome; a quote that was
    ordered or lost in the call stays so.
    """
    is_told = GROUP_OF[outcome] not in NOT_TOLD
    reasons = QueueReason.objects.filter(entry=call.entry_id)
    known = reasons.filter(service_task__opened_at__lte=call.opened_at).values_list("service_task", flat=True)
    if is_told and (tasks := list(known)):
        close_service_tasks(task_ids=tasks, because=f"rung: {outcome.label.lower()}", by=by, at=at)
    chased = reasons.filter(quote__isnull=False).values_list("quote", flat=True)
    # With a promise they have said when to talk about it.
    if (is_told or outcome == Outcome.PROMISE) and (quotes := list(chased)):
        note_chased(quote_ids=quotes, by=by, at=at)
    if was_buyer_reached(outcome):
        close_returned(call, because=outcome.label, at=at)
