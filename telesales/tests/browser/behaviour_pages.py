"""Small pages in the real frame, for watching what the browser does; served only to the tests of static/js/."""

import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import RequestContext, Template
from django.urls import include, path
from django.utils import timezone

PRODUCTS = {"CT1001": "Blue roll 2-ply", "CT1002": "Blue roll 3-ply", "NG2001": "Nitrile gloves"}


@dataclass
class Kept:
    """What the pretended server knows, and how it is to behave."""

    values: dict[str, str] = field(default_factory=dict)
    version: int = 1
    failing: bool = False
    refuses: str = ""
    seconds: float = 0
    locked: bool = False
    added: list[str] = field(default_factory=list)
    sent: int = 0
    held: bool = True
    idle: list[int] = field(default_factory=list)


kept = Kept()

CELL = """<input name="{name}" aria-label="{name}" value="{{{{ values.{name} }}}}" data-cell data-saves
  data-kept="was-{name}"
  {{% if locked %}}disabled{{% endif %}}
  hx-post="/save/" hx-trigger="change, save"
  hx-swap="none" hx-sync="closest form:queue all" hx-include="[data-version]">
  <input type="hidden" name="was-{name}" value="{{{{ values.{name} }}}}">"""

PAGE = """
{% extends "base.html" %}
{% block title %}Behaviour{% endblock %}
{% block main %}
  <a href="/page/?left=60" data-key="f">On</a>
  <a href="/page/?left=60" data-key="k" data-needs="rows">Read back</a>
  <p data-unkept="rows" hidden>Not kept yet. <button type="button" data-puts-back="rows">Put back</button></p>
  <button data-key="n" data-key-label="Count" id="count" data-opens="dialog">Open</button>
  <form id="rows" data-draft-key="draft-1">
    <input type="hidden" name="version" value="{{ version }}" data-version>
    <table data-grid data-grid-end="find"><tbody>
      <tr><td>FIRST</td></tr><tr><td>SECOND</td></tr>
    </tbody></table>
    <textarea name="notes" aria-label="notes" data-saves hx-post="/save/" hx-trigger="input changed delay:100ms, save"
      hx-swap="none" hx-sync="closest form:queue all" hx-include="[data-version]">{{ values.notes }}</textarea>
    <span data-saved></span><div data-unsent></div>
  </form>
  <input id="find" name="q" aria-label="find" data-typeahead role="combobox" aria-expanded="false" aria-controls="found"
    hx-get="/find/" hx-trigger="input changed delay:50ms" hx-target="#found" hx-sync="this:replace">
  <ul id="found" role="listbox" aria-label="Products"></ul><p id="added"></p>
  {% if beats %}<p data-heartbeat-url="/beat/" data-lease-lost hidden></p>
    <p data-when-lost hidden>Hand it on</p>{% endif %}
  <span id="cut-off" data-deadline="{{ cut_off }}" data-past="has passed">12:00</span>
  <details><summary data-key="v">Ring back</summary><input aria-label="moment"></details>
  <button data-key="u" data-key-label="Unseen" id="unseen">Unseen</button>
  <form method="post" action="/once/" data-once data-keep-first>
    {% csrf_token %}<input name="packs" aria-label="packs" value="2"><button>Keep</button>
  </form>
  <form method="post" action="/once/">{% csrf_token %}<button>Other</button></form>
  <dialog id="dialog" aria-label="Outcome">
    <form method="post" action="/once/" data-once>
      {% csrf_token %}
      <fieldset data-choose>
        <input type="radio" name="group" value="1" data-digit="1">
        <input type="radio" name="group" value="2" data-digit="2">
      </fieldset>
      <fieldset data-choose>
        <input type="radio" name="reason" value="1" data-digit="1">
        <input type="radio" name="reason" value="3" data-digit="3">
      </fieldset>
      <button>Save</button>
    </form>
  </dialog>
{% endblock %}
""".replace("FIRST", CELL.format(name="first")).replace("SECOND", CELL.format(name="second"))

FOUND = """{% for code, name in found %}<li role="option" id="option-{{ code }}" hx-post="/add/" hx-target="#added"
  hx-vals='{"code": "{{ code }}"}'>{{ name }}</li>{% endfor %}"""


def page(request: HttpRequest) -> HttpResponse:
    cut_off = timezone.now() + timedelta(seconds=float(request.GET.get("left", "3900")))
    context = {
        "values": kept.values,
        "version": kept.version,
        "cut_off": cut_off.isoformat(),
        "beats": "beats" in request.GET,
        "locked": kept.locked,
    }
    return HttpResponse(Template(PAGE).render(RequestContext(request, context)))


def save(request: HttpRequest) -> HttpResponse:
    if kept.failing:
        return HttpResponse(status=503)
    time.sleep(kept.seconds)
    if kept.refuses and request.POST.get(kept.refuses):
        return HttpResponse(status=422)
    if request.POST["version"] != str(kept.version):
        return HttpResponse(status=409)
    kept.values |= {name: str(request.POST[name]) for name in ("first", "second", "notes") if name in request.POST}
    kept.version += 1
    return HttpResponse(headers={"X-Saved-At": "14:02:31", "X-Version": str(kept.version)})


def find(request: HttpRequest) -> HttpResponse:
    time.sleep(0.2)
    words = request.GET["q"].lower()
    found = [(code, name) for code, name in PRODUCTS.items() if words in name.lower()]
    return HttpResponse(Template(FOUND).render(RequestContext(request, {"found": found})))


def add(request: HttpRequest) -> HttpResponse:
    kept.added.append(request.POST["code"])
    return HttpResponse(request.POST["code"])


def once(request: HttpRequest) -> HttpResponse:
    kept.sent += 1
    time.sleep(0.3)
    return HttpResponse("<title>Sent</title>sent")


def beat(request: HttpRequest) -> JsonResponse:
    kept.idle.append(int(request.POST["idle"]))
    return JsonResponse(
        {"held": kept.held, "words": "Dev Patel has this customer now.", "now": timezone.now().isoformat()}
    )


urlpatterns = [
    path("page/", login_not_required(page)),
    path("save/", login_not_required(save)),
    path("find/", login_not_required(find)),
    path("add/", login_not_required(add)),
    path("once/", login_not_required(once)),
    path("beat/", login_not_required(beat)),
    path("", include("telesales.urls")),
]
