"""Whom the ranking proposes, what it goes by, and how well it foresees."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from calls.models import DeskSettings
from calls.reports import ranking as reports
from calls.rules.ranking.vocabulary import CandidateKind
from staff.models import SignedInRequest

directs_desk = permission_required("calls.direct_desk", raise_exception=True)


@require_safe
@directs_desk
def ranking(request: SignedInRequest) -> HttpResponse:
    at = now()
    found = {
        "quality": reports.quality(at=at),
        "consequences": reports.consequences(),
        "due": reports.due_rows(),
        "points": reports.point_rows(),
        "counts": reports.candidate_counts(),
    }
    return render(request, "calls/ranking.html", found)


@require_safe
@directs_desk
def candidates(request: SignedInRequest) -> HttpResponse:
    """The list of one kind; an unknown kind is the first."""
    asked = request.GET.get("kind", "")
    kind = CandidateKind(asked) if asked in CandidateKind.values else CandidateKind.OVERDUE
    page = reports.candidate_rows(kind, after=request.GET.get("after", ""))
    found = {"kind": kind, "kinds": list(CandidateKind), "page": page, "set": DeskSettings.objects.in_force()}
    return render(request, "calls/candidates.html", found)
