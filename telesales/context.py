"""What every page knows: the company's name and the server's clock."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def page(request: HttpRequest) -> dict[str, object]:
    return {"company_name": settings.COMPANY_TRADING_NAME, "server_now": timezone.now()}
