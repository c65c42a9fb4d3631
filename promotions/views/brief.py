"""The brief: read by the desk, written by the Director."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from promotions import actions, reports
from promotions.forms import BriefForm
from promotions.models import Brief
from staff.models import SignedInRequest
from staff.rules import Refusal
from staff.views.back import way_back

READ = re.compile(r"(?P<id>\d{1,18})-(?P<version>\d{1,4})")
writes_brief = permission_required("promotions.direct_promotions", raise_exception=True)


@require_safe
def brief(request: SignedInRequest) -> HttpResponse:
    page = reports.brief_page(request.user, timezone.now())
    directs = request.user.has_perm("promotions.direct_promotions")
    return render(request, "promotions/brief.html", {"page": page, "directs": directs})


@require_POST
def acknowledge(request: SignedInRequest) -> HttpResponse:
    """The notes that were on the page, each with the wording that it showed; back to where it was read."""
    found = [READ.fullmatch(value) for value in request.POST.getlist("note")]
    read = {int(each["id"]): int(each["version"]) for each in found if each}
    actions.acknowledge_brief(read=read, user=request.user, at=timezone.now())
    return redirect(way_back(request, reverse("promotions:brief")))


@require_http_methods(["GET", "HEAD", "POST"])
@writes_brief
def brief_new(request: SignedInRequest) -> HttpResponse:
    at = timezone.now()
    form = BriefForm(request.POST or None, initial=BriefForm.fresh(timezone.localdate(at)))
    if form.is_valid():
        try:
            actions.write_brief(note=form.note(), by=request.user, at=at)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "The note is in the brief.")
            return redirect("promotions:brief")
    return render(request, "promotions/brief_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@writes_brief
def brief_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another wording is asked to be read again."""
    found = get_object_or_404(Brief, pk=pk, withdrawn_at=None)
    form = BriefForm(request.POST or None, initial=BriefForm.of(found))
    if form.is_valid():
        try:
            seen = form.cleaned_data["version"]
            actions.change_brief(brief_id=pk, note=form.note(), seen_version=seen, at=timezone.now())
        except Refusal as refusal:
            form.add_refusal(refusal, found)
        else:
            messages.success(request, "The note is changed.")
            return redirect("promotions:brief")
    found_too = {"form": form, "brief": found}
    return render(request, "promotions/brief_form.html", found_too, status=422 if form.errors else 200)


@require_POST
@writes_brief
def brief_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.withdraw_brief(brief_id=pk, at=timezone.now())
    messages.success(request, "The note is withdrawn.")
    return redirect("promotions:brief")
