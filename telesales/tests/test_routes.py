"""Who may open what: one table of routes by standing, and a walk that misses no route."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from conftest import signed_in
from staff.models import User
from staff.rules import Role
from staff.tests.make import make_user

pytestmark = pytest.mark.django_db

OK, MOVED, NONSENSE, FORBIDDEN, MISSING, GET_ONLY = 200, 302, 400, 403, 404, 405


class Route(NamedTuple):
    """What each standing is answered; `post` asks with POST. An id of 0 belongs to nothing: then 404 means allowed."""

    name: str
    coordinator: int
    director: int
    administrator: int
    privacy_officer: int
    arguments: dict[str, object] = {}
    post: bool = False


ROUTES = (
    Route("home", MOVED, MOVED, MOVED, MOVED),
    Route("staff:team", OK, OK, OK, FORBIDDEN),
    Route("staff:hours", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"user_id": 0}),
    Route("staff:absences", OK, OK, OK, OK),
    Route("staff:enter-absence", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("staff:decide-absence", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("staff:withdraw-absence", MISSING, MISSING, MISSING, MISSING, {"pk": 0}, post=True),
    Route("customers:look-up", OK, OK, OK, OK),
    Route("customers:customer", MISSING, MISSING, MISSING, MISSING, {"account_number": "none"}),
    Route("customers:letters", MISSING, MISSING, MISSING, MISSING, {"customer_id": 0}),
    Route("customers:letter-text", MISSING, MISSING, MISSING, MISSING, {"customer_id": 0, "message_id": 0}),
    Route("customers:note", MISSING, MISSING, MISSING, FORBIDDEN, {"customer_id": 0}, post=True),
    Route("customers:letter", MISSING, MISSING, MISSING, MISSING, {"token": "none"}),
    Route("customers:wordings", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("customers:wording", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN, {"kind": "quote"}),
    Route("customers:wording-forget", FORBIDDEN, MOVED, FORBIDDEN, FORBIDDEN, {"kind": "quote"}, post=True),
    Route("customers:outbox", FORBIDDEN, FORBIDDEN, OK, FORBIDDEN),
    Route("customers:resend", FORBIDDEN, FORBIDDEN, MOVED, FORBIDDEN, {"message_id": 0}, post=True),
    Route("promotions:promotions", OK, OK, OK, OK),
    Route("promotions:brief", OK, OK, OK, OK),
    Route("promotions:brief-read", MOVED, MOVED, MOVED, MOVED, post=True),
    Route("promotions:brief-new", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("promotions:brief-change", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("promotions:brief-withdraw", FORBIDDEN, MOVED, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("promotions:new", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("promotions:create", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN, {"mechanic": "percent_off"}),
    Route("promotions:promotion", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("promotions:edit", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("promotions:copy", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("promotions:start", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("promotions:pause", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("promotions:resume", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("promotions:end", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("orders:orders", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("orders:order", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}),
    Route("orders:cancel", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("orders:promotion-preview", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN),
    Route("calls:order-again", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("calls:quote-order", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("orders:account", MISSING, MISSING, FORBIDDEN, FORBIDDEN),
    Route("orders:approvals", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("orders:decide", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("orders:fulfilment", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("orders:unsold", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("orders:askings", MISSING, MISSING, FORBIDDEN, FORBIDDEN),
    Route("orders:given-up", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("orders:change", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}),
    Route("orders:hold", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("orders:release", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none", "pk": 0}, post=True),
    Route("orders:credit", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}),
    Route("orders:give-up", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("orders:fulfil", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}),
    Route("orders:allocate", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("orders:invoice", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("orders:close", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("orders:enquiries", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("orders:enquiry-new", MISSING, MISSING, FORBIDDEN, FORBIDDEN),
    Route("orders:enquiry", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("orders:enquiry-move", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("orders:quotes", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("orders:quote-new", MISSING, MISSING, FORBIDDEN, FORBIDDEN),
    Route("orders:quote", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}),
    Route("orders:quote-line", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("orders:quote-terms", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("orders:quote-send", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("orders:quote-decide", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("orders:quote-revise", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("orders:quote-lose", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"number": "none"}, post=True),
    Route("calls:day", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:next", MOVED, MOVED, FORBIDDEN, FORBIDDEN, post=True),
    Route("calls:day-end", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:ring-scheduled", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:forecast", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:reallocations", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:reallocate", FORBIDDEN, NONSENSE, FORBIDDEN, FORBIDDEN, post=True),
    Route("calls:reallocation", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:hand-over", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:put-off", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:hand-over-take", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:hand-over-decline", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:hand-over-take-back", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:callbacks", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:ranking", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:candidates", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:keep-promise", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:promise-change", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:promises-of", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"account_number": "none"}),
    Route("calls:settings", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:take", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"account_number": "none"}),
    Route("calls:caller", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:missed", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:missed-who", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:missed-ring", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:missed-new", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:missed-close", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:contradicting", OK, OK, OK, FORBIDDEN),
    Route("calls:overrides", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:left-out", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:why", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"account_number": "none"}),
    Route("calls:hand-draft", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:schedules", MISSING, MISSING, MISSING, FORBIDDEN, {"account_number": "none"}),
    Route("calls:schedule-new", MISSING, MISSING, MISSING, FORBIDDEN, {"account_number": "none"}),
    Route("calls:schedule", MISSING, MISSING, MISSING, FORBIDDEN, {"pk": 0}),
    Route("calls:schedule-end", MISSING, MISSING, MISSING, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:schedule-day", MISSING, MISSING, MISSING, FORBIDDEN, {"pk": 0}),
    Route("calls:schedule-usual", MISSING, MISSING, MISSING, FORBIDDEN, {"pk": 0, "on": "2026-12-01"}, post=True),
    Route("calls:closure", MISSING, MISSING, MISSING, FORBIDDEN, {"account_number": "none"}),
    Route("calls:closure-withdraw", MISSING, MISSING, MISSING, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:calendar", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:calendar-make", OK, OK, FORBIDDEN, FORBIDDEN, post=True),
    Route("calls:calendar-revoke", MOVED, MOVED, FORBIDDEN, FORBIDDEN, post=True),
    Route("calls:feed", MISSING, MISSING, MISSING, MISSING, {"token": "unknown"}),
    Route("calls:appointments", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("calls:appointment-new", MISSING, MISSING, FORBIDDEN, FORBIDDEN),
    Route("calls:appointment", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:appointment-move", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:appointment-cancel", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:appointment-file", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:call", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:notes", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:heartbeat", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:dial", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:quantity", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:search", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:row", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:offer", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:take-back", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:instead", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:lost", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:give-up", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:add", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:price", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:again", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:finish", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:details", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0, "order_id": 0}, post=True),
    Route("calls:confirm", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0, "order_id": 0}, post=True),
    Route("calls:outcome", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}, post=True),
    Route("calls:choices", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("calls:put-back", MISSING, MISSING, FORBIDDEN, FORBIDDEN, {"pk": 0}),
    Route("targets:desk", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("targets:own", OK, OK, FORBIDDEN, FORBIDDEN),
    Route("targets:promotion-results", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN),
    Route("targets:targets", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("targets:targets-again", FORBIDDEN, MOVED, FORBIDDEN, FORBIDDEN, post=True),
    Route("targets:target-new", FORBIDDEN, OK, FORBIDDEN, FORBIDDEN),
    Route("targets:target", FORBIDDEN, MISSING, FORBIDDEN, FORBIDDEN, {"target_id": 0}),
    Route("targets:target-withdraw", FORBIDDEN, MOVED, FORBIDDEN, FORBIDDEN, {"target_id": 0}, post=True),
)

# Who has the address may open it: it holds a secret, and their own tests ask what it shows.
BY_SECRET_ADDRESS = {"calls:feed", "customers:letter"}
# allauth and the admin decide for themselves; their own tests are below.
BY_PREFIX = ("account_", "mfa_", "usersessions_", "admin:")


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}"
        else:
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def answer_to(client: Client, route: Route) -> HttpResponse:
    address = reverse(route.name, kwargs=route.arguments)
    return client.post(address) if route.post else client.get(address)  # type: ignore[return-value]  # test responses


def test_every_route_has_its_row() -> None:
    known = {route.name for route in ROUTES}
    unknown = [name for name in names(get_resolver()) if name not in known and not name.startswith(BY_PREFIX)]
    assert not unknown, f"routes without a row: {unknown}"


@pytest.mark.parametrize("standing", Role.values)
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_each_role_is_answered_as_the_table_says(route: Route, standing: str) -> None:
    client = signed_in(make_user(role=standing))
    assert answer_to(client, route).status_code == getattr(route, standing)


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.name not in BY_SECRET_ADDRESS], ids=lambda route: route.name
)
def test_nobody_gets_in_without_signing_in(route: Route) -> None:
    answer = answer_to(Client(), route)
    assert answer.status_code == MOVED
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", sorted(BY_SECRET_ADDRESS))
def test_a_made_up_secret_opens_nothing(name: str) -> None:
    (route,) = (route for route in ROUTES if route.name == name)
    assert answer_to(Client(), route).status_code == MISSING


@pytest.mark.parametrize("route", [route for route in ROUTES if route.post], ids=lambda route: route.name)
def test_what_changes_something_is_not_done_by_a_link(route: Route, director: User) -> None:
    answer = signed_in(director).get(reverse(route.name, kwargs=route.arguments))
    assert answer.status_code == GET_ONLY


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.COORDINATOR, MOVED), (Role.DIRECTOR, MOVED), (Role.ADMINISTRATOR, OK), (Role.PRIVACY_OFFICER, OK)],
)
def test_the_admin_site_opens_for_those_who_keep_records(role: Role, status: int) -> None:
    assert signed_in(make_user(role=role)).get(reverse("admin:index")).status_code == status


def test_somebody_who_has_left_is_signed_out(director: User) -> None:
    client = signed_in(director)
    User.objects.filter(pk=director.pk).update(is_active=False)
    assert client.get(reverse("targets:desk")).status_code == MOVED


@pytest.mark.parametrize(
    "address", ["/calls/why/a%00/", "/orders/%00/", "/calls/appointments/new/?customer=%00", "/calls/caller/?q=%00"]
)
def test_at_an_address_with_a_nul_there_is_nothing(director: User, address: str) -> None:
    assert signed_in(director).get(address).status_code == MISSING
