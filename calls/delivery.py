"""Dials: the attempt is written down, the telephone system is asked, its answer is noted, each on its own."""

import datetime as dt

from django.conf import settings

from calls.actions.dial import log_attempt, note_dialling
from calls.models import Attempt
from calls.telephony import Dialling, DiallingFailed, dialler
from staff.models import User


def dial(*, call_id: int, line_id: int, token: int, by: User, at: dt.datetime) -> Attempt:
    """Ring `line_id` for the holder of the call. Raises what `log_attempt` raises; a system that fails is noted.

    The network lies between two short transactions. A crash there leaves an attempt without a reference: it counts,
    since nobody can say that the telephone did not ring.
    """
    attempt, is_new = log_attempt(call_id=call_id, line_id=line_id, token=token, by=by, at=at)
    if not is_new:
        return attempt
    asked = Dialling(
        key=f"attempt-{attempt.pk}",
        number=attempt.number,
        caller_id=settings.COMPANY_CALLER_ID,
        extension=by.email,
    )
    try:
        attempt.reference = dialler().dial(asked)
    except DiallingFailed as failure:
        attempt.failed_because = str(failure)
    note_dialling(attempt_id=attempt.pk, reference=attempt.reference, failed_because=attempt.failed_because)
    return attempt
