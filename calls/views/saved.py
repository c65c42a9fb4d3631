"""How a save from a page that is still open is answered."""

import datetime as dt

from django.http import HttpRequest, HttpResponse

from customers.rules.calendar import LONDON


def stamp(response: HttpResponse, at: dt.datetime, version: int) -> HttpResponse:
    """Say when it was saved, by the UK wall clock, and which version it is now."""
    response["X-Saved-At"] = f"{at.astimezone(LONDON):%H:%M:%S}"
    response["X-Version"] = str(version)
    return response


def saved_answer(request: HttpRequest, at: dt.datetime, version: int) -> HttpResponse | None:
    """The answer to htmx; None for a plain form, which goes back to its page."""
    if not request.headers.get("HX-Request"):
        return None
    return stamp(HttpResponse(status=204), at, version)
