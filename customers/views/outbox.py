"""The letters that have not gone, and sending them again."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from customers import actions, reports
from customers.forms import ResendForm
from staff.models import SignedInRequest
from staff.rules import Refusal


@require_safe
@permission_required("customers.resend_message", raise_exception=True)
def outbox(request: SignedInRequest) -> HttpResponse:
    """Letters that were lost, or with `show=waiting` those that have not gone yet."""
    is_waiting, mark = request.GET.get("show") == "waiting", request.GET.get("after")
    page = reports.waiting_letters(after=mark) if is_waiting else reports.lost_letters(before=mark)
    return render(request, "customers/outbox.html", {"page": page, "is_waiting": is_waiting})


@require_POST
@permission_required("customers.resend_message", raise_exception=True)
def resend(request: SignedInRequest, message_id: int) -> HttpResponse:
    """Try a failed letter again, to another address when one is given."""
    form = ResendForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, f"“{request.POST.get('to', '')}” is not an email address. The letter was not sent again."
        )
        return redirect("customers:outbox")
    try:
        letter = actions.resend_message(
            message_id=message_id, by=request.user, at=timezone.now(), to=form.cleaned_data["to"]
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("customers:outbox")
    messages.success(request, f"It goes to {letter.to} again now.")
    return redirect("customers:outbox")
