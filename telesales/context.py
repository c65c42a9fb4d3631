"""What every page knows: the company's name, the server's clock, and what lower packages may not name themselves."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from calls.reports.own_card import own_card


def page(request: HttpRequest) -> dict[str, object]:
    return {
        "company_name": settings.COMPANY_TRADING_NAME,
        "server_now": timezone.now(),
        # My day belongs to calls, which knows nothing of targets: it shows what this address answers.
        "own_targets_url": reverse("targets:own"),
        # In the same way a promotion's page shows what orders and targets know of it.
        "promotion_preview_url": reverse("orders:promotion-preview"),
        "promotion_results_url": reverse("targets:promotion-results"),
        # A quote's page leads back to the call in which it is made; asked only by the pages that show it.
        "own_card": SimpleLazyObject(lambda: own_card(request.user.pk)),
    }
