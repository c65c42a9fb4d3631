"""The page behind the link in a letter: a customer says that it is right, or what is not, without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from customers import actions
from customers.actions.answers import letter_of
from customers.actions.letters import company_facts
from customers.models import Message
from customers.reports import answerable
from customers.rules.answers import LinkEnded
from customers.rules.vocabulary import Answer
from staff.rules import Refusal


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: mail programs and their scanners open every link. A press counts."""
    at = timezone.now()
    if request.method != "POST":
        return _page(request, token)
    answer = Answer.QUERIED if request.POST.get("answer") == Answer.QUERIED else Answer.CONFIRMED
    typed = request.POST.get("words", "") if answer == Answer.QUERIED else ""
    try:
        actions.answer_letter(token=token, answer=answer, words=typed, at=at)
    except Message.DoesNotExist as unknown:
        raise Http404 from unknown
    except Refusal as refusal:
        return _page(request, token, typed=request.POST.get("words", ""), refusal=refusal)
    return redirect("customers:letter", token)


def _page(request: HttpRequest, token: str, typed: str = "", refusal: Refusal | None = None) -> HttpResponse:
    shown: dict[str, object] = {"company": company_facts(), "typed": typed, "refusal": refusal}
    status = 422 if refusal else 200
    try:
        shown["shown"] = answerable(letter_of(token, timezone.now()))
    except Message.DoesNotExist as unknown:
        raise Http404 from unknown
    except LinkEnded as ended:
        shown["refusal"], status = ended, 410
    response = render(request, "customers/letter.html", shown, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
