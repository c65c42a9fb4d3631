"""Who is in today, and the hours each person works."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from staff.actions import set_hours
from staff.forms import WeekForm
from staff.models import SignedInRequest, User
from staff.reports import absences_to_come, absences_to_decide, attendance_on, week_of
from staff.rules import Refusal


@require_safe
@permission_required("staff.view_team", raise_exception=True)
def team(request: SignedInRequest) -> HttpResponse:
    """Why somebody is away is told only to who decides on it; `asked` and `coming` are next pages of their lists."""
    at, asked = now(), request.GET
    found: dict[str, object] = {"people": attendance_on(at), "at": at}
    if request.user.has_perm("staff.direct_team"):
        found |= {"to_decide": absences_to_decide(at, after=asked.get("asked", ""))}
        found |= {"to_come": absences_to_come(at, after=asked.get("coming", ""))}
    return render(request, "staff/team.html", found)


@permission_required("staff.direct_team", raise_exception=True)
def hours(request: SignedInRequest, user_id: int) -> HttpResponse:
    person = get_object_or_404(User.objects.active(), pk=user_id)
    form = WeekForm(request.POST if request.method == "POST" else None, week=week_of(person))
    if request.method == "POST" and form.is_valid():
        try:
            set_hours(user_id=person.pk, week=form.week())
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"The hours of {person} are set.")
            return redirect("staff:team")
    return render(request, "staff/hours.html", {"person": person, "form": form}, status=422 if form.errors else 200)
