"""Setting, changing and withdrawing targets."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from staff.models import SignedInRequest
from staff.rules import Refusal
from targets import actions, reports, tasks
from targets.forms import ChangeForm, TargetForm
from targets.models import Target

directs_targets = permission_required("targets.direct_targets", raise_exception=True)


@require_safe
@directs_targets
def targets(request: SignedInRequest) -> HttpResponse:
    at = timezone.now()
    found = {"rows": reports.progress_of_all(at=at), "again": actions.targets_to_ask_again(at)}
    return render(request, "targets/targets.html", found)


@require_POST
@directs_targets
def targets_again(request: SignedInRequest) -> HttpResponse:
    """What was asked in the month before is asked this month."""
    made = actions.ask_again(by=request.user, at=timezone.now())
    for target in made:
        tasks.nudge_progress(target.pk)
    messages.success(request, f"{len(made)} target{'s' if len(made) != 1 else ''} set. Change what should differ.")
    return redirect("targets:targets")


@require_http_methods(["GET", "HEAD", "POST"])
@directs_targets
def target_new(request: SignedInRequest) -> HttpResponse:
    """The form, and setting the target; what was refused comes back as it was typed."""
    at = timezone.now()
    form = TargetForm(request.POST) if request.method == "POST" else TargetForm.for_month_of(timezone.localdate(at))
    if form.is_valid():
        try:
            target = actions.set_target(asked=form.asked(), by=request.user, at=at)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            tasks.nudge_progress(target.pk)
            messages.success(request, "The target is set.")
            return redirect("targets:targets")
    return render(request, "targets/target_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@directs_targets
def target(request: SignedInRequest, target_id: int) -> HttpResponse:
    """One target: another amount for it, or withdrawing it."""
    found = get_object_or_404(Target.objects.standing().select_related("person", "promotion"), pk=target_id)
    form = ChangeForm(request.POST or None, initial={"value": found.value, "was": found.value})
    if form.is_valid():
        try:
            actions.change_target(target_id=target_id, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "The target is changed.")
            return redirect("targets:targets")
    return render(request, "targets/target.html", {"target": found, "form": form}, status=422 if form.errors else 200)


@require_POST
@directs_targets
def target_withdraw(request: SignedInRequest, target_id: int) -> HttpResponse:
    actions.withdraw_target(target_id=target_id, at=timezone.now())
    messages.success(request, "The target is withdrawn.")
    return redirect("targets:targets")
