"""What a call was also for: news is told, a quote is followed up, a call of theirs is returned."""

import datetime as dt

from calls.actions.missed import close_returned
from calls.models import Call, QueueReason
from calls.rules.outcomes import is_reached
from calls.rules.vocabulary import GROUP_OF, Outcome, OutcomeGroup
from customers.actions import close_service_tasks
from orders.actions.quote import note_chased
from staff.models import User

# The call was about to be had, and was not: whoever answered has not heard the news.
NOT_TOLD = frozenset({OutcomeGroup.NOT_REACHED, OutcomeGroup.UNDECIDED})


def close_errands(call: Call, outcome: Outcome, *, by: User, at: dt.datetime) -> None:
    """Somebody was spoken to: the news that brought the customer up is told, and their quotes are rung about later.

    To be called in the transaction that saves the outcome; a quote that was ordered or lost in the call stays so.
    """
    reasons = list(QueueReason.objects.filter(entry=call.entry_id).values_list("service_task", "quote"))
    tasks, quotes = ([key for key in column if key] for column in zip(*reasons, strict=True)) if reasons else ([], [])
    if tasks and GROUP_OF[outcome] not in NOT_TOLD:
        close_service_tasks(task_ids=tasks, because=f"rung: {outcome.label.lower()}", by=by, at=at)
    if quotes and is_reached(outcome):
        note_chased(quote_ids=quotes, by=by, at=at)
    if is_reached(outcome):
        close_returned(call, because=outcome.label, at=at)
