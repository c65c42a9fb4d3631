"""What the head of the list would bring under each weight of order value, and how many stand on each list."""

import datetime as dt
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Count, Q

from calls.actions.ranking.learn import due_table, score_values
from calls.actions.ranking.outlook_sql import HEADS
from calls.models import Candidate, CandidateTally, DeskSettings, Outlook
from calls.rules.ranking.vocabulary import CandidateKind
from calls.rules.schedule import london_day

TOP = 100
ALPHAS = (0.0, 0.25, 0.5, 0.75, 1.0)


@transaction.atomic
def work_out_outlook(*, at: dt.datetime) -> None:
    """Under each of ALPHAS and the one in force. Goes through all scores: for the night, and for a changed weight."""
    now_set = float(DeskSettings.objects.in_force().alpha)
    asked = score_values(london_day(at), due_table(), now_set)
    asked |= {"alphas": sorted({*ALPHAS, now_set}), "top": TOP}
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE calls_outlook IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(HEADS, asked)
        rows = [
            Outlook(
                alpha=alpha,
                in_force=alpha == now_set,
                n=n,
                orders=orders,
                value=Decimal(round(value)),
                shared=shared,
                worked_out_at=at,
            )
            for alpha, n, orders, value, shared in cursor.fetchall()
        ]
    Outlook.objects.all().delete()
    Outlook.objects.bulk_create(rows)


def tally_candidates(*, at: dt.datetime) -> None:
    """Count them by kind. To be called by whoever has found them, in the same transaction and alone."""
    counted = Candidate.objects.values_list("kind").annotate(
        ranked=Count("pk", filter=Q(is_control=False)), control=Count("pk", filter=Q(is_control=True))
    )
    found = {kind: (ranked, control) for kind, ranked, control in counted}
    tallies = []
    for kind in CandidateKind:
        ranked, control = found.get(kind.value, (0, 0))
        tallies.append(CandidateTally(kind=kind, ranked=ranked, control=control, counted_at=at))
    CandidateTally.objects.bulk_create(
        tallies, update_conflicts=True, unique_fields=["kind"], update_fields=["ranked", "control", "counted_at"]
    )
