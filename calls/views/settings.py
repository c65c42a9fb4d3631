"""How the desk works, as the Operations Director sets it."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from calls.actions import change_settings
from calls.forms.settings import SettingsForm
from calls.models import DeskSettings
from calls.reports import settings_history
from calls.reports.ranking import consequences
from calls.rules.settings import SettingsMoved
from staff.models import SignedInRequest
from staff.rules import Refusal


@permission_required("calls.direct_desk", raise_exception=True)
def settings(request: SignedInRequest) -> HttpResponse:
    """When somebody else was quicker, what was typed stays beside what stands now; `after` pages the history."""
    now_set = DeskSettings.objects.in_force()
    posted = request.POST.copy() if request.method == "POST" else None
    form = SettingsForm(posted, now_set=now_set.values(), version=now_set.version)
    if posted is not None and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            change_settings(values=form.values(), seen_version=seen, by=request.user, at=now())
        except SettingsMoved as moved:
            posted["version"] = str(now_set.version)
            form.add_error(None, moved.sentence)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Set. The queue goes by it within a minute.")
            return redirect("calls:settings")
    found = {"form": form, "history": settings_history(request.GET.get("after", "")), "consequences": consequences()}
    return render(request, "calls/settings.html", found, status=422 if form.errors else 200)
