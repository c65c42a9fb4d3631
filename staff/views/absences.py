"""Asking to be away, entering it for a colleague, deciding, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from staff.actions import ask_absence, decide_absence, enter_absence, withdraw_absence
from staff.forms import AbsenceForm, DecisionForm, EnterAbsenceForm
from staff.models import Absence, SignedInRequest
from staff.reports import own_absences
from staff.rules import AbsenceKind, Refusal


def own(request: SignedInRequest) -> HttpResponse:
    """One's own absences, `after` for the next page, and a form to ask for another."""
    at, form = now(), AbsenceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kind, words = AbsenceKind(form.cleaned_data["kind"]), form.cleaned_data["words"]
        try:
            ask_absence(user=request.user, span=form.span(), kind=kind, words=words, at=at)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Asked. It counts once it is agreed; you see it here.")
            return redirect("staff:absences")
    found = {"form": form, "page": own_absences(request.user, at, after=request.GET.get("after", ""))}
    return render(request, "staff/absences.html", found, status=422 if form.errors else 200)


@permission_required("staff.direct_team", raise_exception=True)
def enter(request: SignedInRequest) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    form = EnterAbsenceForm(posted, initial={"user": request.GET.get("who", "")})
    if posted is not None and form.is_valid():
        given, at = form.cleaned_data, now()
        person, kind, words = given["user"], AbsenceKind(given["kind"]), given["words"]
        try:
            enter_absence(user_id=person.pk, span=form.span(), kind=kind, words=words, by=request.user, at=at)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"{person} is entered as away. Their calls go to the others within a minute.")
            return redirect("staff:team")
    return render(request, "staff/enter_absence.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@permission_required("staff.direct_team", raise_exception=True)
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    absence, form = get_object_or_404(Absence, pk=pk), DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose Agree or Decline; a reason has at most 200 characters.")
        return redirect("staff:team")
    agrees, words = form.cleaned_data["agrees"], form.cleaned_data["words"]
    try:
        decide_absence(absence_id=absence.pk, agrees=agrees, words=words, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "Agreed." if agrees else "Declined.")
    return redirect("staff:team")


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """A colleague's is as if it were not there, unless one directs the team."""
    theirs = Absence.objects.all() if request.user.has_perm("staff.direct_team") else request.user.absences
    absence = withdraw_absence(absence_id=get_object_or_404(theirs, pk=pk).pk, by=request.user, at=now())
    messages.success(request, "Taken back.")
    return redirect("staff:absences" if absence.user_id == request.user.pk else "staff:team")
