"""Whatever is typed into whichever form is answered in sentences of this product, never in those of its framework."""

import datetime as dt
import gettext
import inspect
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO
from itertools import chain
from pathlib import Path

import allauth
import pytest
import time_machine
from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.postgres.forms import array
from django.core import validators
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import base, constraints, fields
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from conftest import signed_in
from customers.tests.make import make_customer
from promotions.rules.vocabulary import Mechanic
from staff.models import User
from staff.rules import Role
from staff.tests.make import make_user
from telesales.tests.browser.test_every_page import pages_of_things
from telesales.tests.test_routes import OK, ROUTES

FRAMEWORKS = re.compile(
    r"This field|Select a valid|Enter a |Ensure th|Null char|not a valid|in the array|already exists|must be either"
)
NONSENSE = ("", "nonsense", "-1", "9" * 30, "1e400", "0.00001", "x" * 5000, "\0", "2026-02-30")
SEVERAL = (forms.MultiValueField, forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


def every_form(of: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    for form in of.__subclasses__():
        yield form
        yield from every_form(form)


def product_forms() -> dict[str, type[forms.BaseForm]]:
    """All forms that the routes import, by their name."""
    get_resolver().url_patterns  # noqa: B018  imports the views and with them their forms
    ours = ("calls.", "customers.", "orders.", "promotions.", "staff.", "targets.", "telesales.")
    return {f"{one.__module__}.{one.__name__}": one for one in every_form() if one.__module__.startswith(ours)}


def said(field: forms.Field) -> list[str]:
    """All that the field answers to nonsense and to nothing."""
    sentences: list[str] = []
    values = [[each, each] for each in NONSENSE] if isinstance(field, SEVERAL) else list(NONSENSE)
    for value in [*values, None]:
        try:
            field.clean(value)
        except ValidationError as refused:
            sentences += refused.messages
    return sentences


def foreign(sentences: list[str]) -> set[str]:
    return {sentence for sentence in sentences if FRAMEWORKS.search(sentence)}


@pytest.mark.django_db
def test_every_field_of_every_form_answers_in_our_sentences() -> None:
    found = product_forms()
    assert len(found) > 50
    every = chain.from_iterable(getattr(form, "base_fields", {}).values() for form in found.values())
    assert foreign([sentence for field in every for sentence in said(field)]) == set()


@pytest.mark.django_db
def test_every_field_of_the_admin_site_answers_in_our_sentences(administrator: User) -> None:
    request = RequestFactory().get("/")
    request.user = administrator
    for kept in admin.site._registry.values():
        edited = [
            kept.get_form(request),
            *(each.get_formset(request).form for each in kept.get_inline_instances(request)),
        ]
        for form in edited:
            answers = [said(field) for field in form.base_fields.values()]
            assert foreign(list(chain.from_iterable(answers))) == set(), form


class Forms(HTMLParser):
    """The forms of a page that are posted: their addresses, with the names of the fields and what hidden ones hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: dict[str, str] = {}
        self.named: dict[str, dict[str, str]] = {}
        self.forms: dict[str, dict[str, str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = {} if said.get("method", "").lower() != "post" else self._begun(said)
        elif tag in ("input", "select", "textarea") and said.get("name"):
            form = self.named.get(said["form"], {}) if "form" in said else self.open
            form[said["name"]] = said.get("value", "") if said.get("type") == "hidden" else "nonsense"

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = {}

    def _begun(self, said: dict[str, str]) -> dict[str, str]:
        form = self.forms.setdefault(said.get("action", ""), {})
        self.named[said.get("id", "")] = form
        return form


def pages_of(standing: Role) -> list[str]:
    routes = [route for route in ROUTES if not route.post and getattr(route, standing) == OK]
    return [reverse(route.name, kwargs=route.arguments) for route in routes]


def answers_to_forms_on(client: Client, address: str) -> Iterator[str]:
    """What each form of the page is answered when it is sent empty, and with nonsense in each field."""
    for action, named in Forms(client.get(address).text).forms.items():
        if action == reverse("account_logout"):
            continue
        empty = {name: "" if value == "nonsense" else value for name, value in named.items()}
        for typed in (empty, named):
            answer = client.post(action or address, typed)
            assert answer.status_code < 500
            yield answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("standing", [Role.COORDINATOR, Role.DIRECTOR, Role.ADMINISTRATOR])
def test_every_form_of_a_plain_page_is_answered_in_our_sentences(standing: Role) -> None:
    user = make_user(role=standing)
    kinds = [reverse("promotions:create", args=[mechanic]) for mechanic in Mechanic.values]
    for address in pages_of(standing) + (kinds if standing == Role.DIRECTOR else []):
        for answer in answers_to_forms_on(signed_in(user), address):
            assert foreign(re.findall(r">([^<>]+)<", answer)) == set(), address


@pytest.fixture
def wholesaler(noon: dt.datetime) -> Iterator[None]:
    with time_machine.travel(noon, tick=True):
        call_command("demo", customers=25, as_of=noon.date(), stdout=StringIO())
        yield


@pytest.mark.django_db
def test_every_form_on_the_page_of_a_thing_is_answered_in_our_sentences(wholesaler: None) -> None:
    director = signed_in(User.objects.filter(role=Role.DIRECTOR)[0])
    pages = pages_of_things()
    answers = {(page, answer) for page in pages for answer in answers_to_forms_on(director, page)}
    assert len(answers) > len(pages)
    assert [page for page, answer in answers if foreign(re.findall(r">([^<>]+)<", answer))] == []


@pytest.mark.django_db
def test_every_form_of_an_open_card_is_answered_in_our_sentences(wholesaler: None) -> None:
    coordinator = signed_in(User.objects.filter(role=Role.COORDINATOR)[0])
    card = coordinator.post(reverse("calls:next")).headers["Location"]
    answers = list(answers_to_forms_on(coordinator, card))
    assert len(answers) > 10
    assert [answer for answer in answers if foreign(re.findall(r">([^<>]+)<", answer))] == []


@pytest.mark.django_db
def test_every_record_of_the_admin_site_is_refused_in_our_sentences(administrator: User) -> None:
    request = RequestFactory().get("/")
    request.user = administrator
    addable = [model for model, kept in admin.site._registry.items() if kept.has_add_permission(request)]
    assert len(addable) > 8
    for model in addable:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
        for answer in answers_to_forms_on(signed_in(administrator), address):
            assert foreign(re.findall(r">([^<>]+)<", answer)) == set(), address


def test_the_same_account_number_twice_is_refused_in_our_sentence(administrator_client: Client) -> None:
    there = make_customer(account_number="C77")
    typed = {"account_number": there.account_number, "name": "Another"}
    page = administrator_client.post(reverse("admin:customers_customer_add"), typed).text
    assert "Another Customer has this Account number already." in page


def test_the_sentences_in_force_are_those_that_are_written() -> None:
    """The compiled table is what Django reads, the written one what people change: `make sentences` makes them one."""
    folder = settings.LOCALE_PATHS[0] / "en_GB" / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as compiled:
        read = gettext.GNUTranslations(compiled)
    written = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (folder / "django.po").read_text(), re.MULTILINE)
    assert len(written) > 40
    assert {read.gettext(theirs) for theirs, _ in written} == {ours for _, ours in written}


def test_every_written_sentence_is_one_that_a_framework_says() -> None:
    sources = (forms.fields, forms.models, forms.formsets, validators, base, constraints, fields, array)
    pages = (path for path in Path(allauth.__file__).parent.rglob("*") if path.suffix in {".html", ".py"})
    said = chain((inspect.getsource(source) for source in sources), (path.read_text() for path in pages))
    framework = re.sub(r'"\s+"', "", "".join(said))
    written = (settings.LOCALE_PATHS[0] / "en_GB" / "LC_MESSAGES" / "django.po").read_text()
    theirs = re.findall(r'^msgid(?:_plural)? "(.+)"$', written, re.MULTILINE)
    assert [sentence for sentence in theirs if sentence not in framework] == []
