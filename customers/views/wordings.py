"""The words of the letters that customers get: the list, one kind with its preview, back to ours."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers import actions
from customers.forms import WordingForm
from customers.reports.wordings import preview, wording_rows, wording_sheet
from customers.rules.letters import SORTS
from customers.rules.vocabulary import MessageKind
from customers.rules.wording import Wording
from staff.models import SignedInRequest
from staff.rules import Refusal

may_word = permission_required("customers.word_letters", raise_exception=True)


@require_safe
@may_word
def wordings(request: SignedInRequest) -> HttpResponse:
    return render(request, "customers/wordings.html", {"rows": wording_rows()})


@require_http_methods(["GET", "HEAD", "POST"])
@may_word
def wording(request: SignedInRequest, kind: str) -> HttpResponse:
    """The form with the letter as it would look; posted with `look` it is only looked at, else kept."""
    sort = _known(kind)
    if request.method != "POST":
        stands = wording_sheet(sort).wording
        return _page(request, sort, WordingForm(initial={"subject": stands.subject, "body": stands.body}), stands)
    form = WordingForm(request.POST)
    typed = Wording(form.data.get("subject", ""), form.data.get("body", ""))
    if "look" in request.POST:
        return _page(request, sort, form, typed)
    try:
        actions.word_letter(kind=sort, subject=typed.subject, body=typed.body, by=request.user, at=timezone.now())
    except Refusal:
        return _page(request, sort, form, typed)
    messages.success(request, f"{sort.label}: these words are used from now on.")
    return redirect("customers:wordings")


@require_POST
@may_word
def forget(request: SignedInRequest, kind: str) -> HttpResponse:
    actions.forget_wording(kind=_known(kind))
    messages.success(request, f"{MessageKind(kind).label}: the usual words are used again.")
    return redirect("customers:wording", kind)


def _page(request: SignedInRequest, kind: MessageKind, form: WordingForm, shown: Wording) -> HttpResponse:
    """With the preview, or with what is wrong beside the field."""
    written = None
    try:
        written = preview(kind, shown)
    except Refusal as refusal:
        form.full_clean()
        form.add_error(refusal.field, refusal.sentence)
    found = {"sheet": wording_sheet(kind), "form": form, "written": written}
    status = 200 if written else 422
    return render(request, "customers/wording.html", found, status=status)


def _known(kind: str) -> MessageKind:
    if kind not in SORTS:
        raise Http404
    return MessageKind(kind)
