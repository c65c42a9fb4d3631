"""The parts of the call page that orders give: what they post, and that an answer never draws a typed field anew."""

import datetime as dt
from types import SimpleNamespace

from django.template.loader import render_to_string

from orders.reports import pad, read_back
from orders.tests.make import make_draft
from promotions.reports import search_products
from promotions.rules.vocabulary import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User

LINKS = SimpleNamespace(
    page="/calls/1/",
    quantity="/calls/1/quantity/",
    search="/calls/1/search/",
    row="/calls/1/row/",
    offer="/calls/1/offer/",
    finish="/calls/1/finish/",
    details="/calls/1/details/",
    confirm="/calls/1/confirm/",
)


def test_each_row_posts_its_quantity_and_what_it_showed(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(name="Salt & <Vinegar>")
    order = make_draft(by=coordinator, at=noon, lines={tea: 4})
    shown = pad(customer_id=order.customer_id, order_id=order.pk, at=noon)
    html = render_to_string("orders/_pad.html", {"pad": shown, "links": LINKS, "csrf_token": "x"})
    assert f'name="quantity-{tea.pk}"' in html
    assert f'name="was-{tea.pk}"' in html
    assert 'hx-post="/calls/1/quantity/"' in html
    assert "Salt &amp; &lt;Vinegar&gt;" in html


def test_an_answer_holds_no_field_that_is_typed_into(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product()
    terms = {"percent": "10"}
    make_promotion(by=coordinator, at=noon, mechanic=Mechanic.PERCENT_OFF, terms=terms, products=[make_product()])
    order = make_draft(by=coordinator, at=noon, lines={tea: 4})
    shown = pad(customer_id=order.customer_id, order_id=order.pk, at=noon)
    told = {"pad": shown, "rows": shown.rows_to_refresh([tea.pk]), "links": LINKS, "csrf_token": "x"}
    html = render_to_string("orders/_pad_changed.html", told)
    assert "quantity-" not in html.replace("prompt-quantity-", "")
    assert html.count("hx-swap-oob") == 11


def test_the_read_back_posts_the_version_that_was_read(coordinator: User, noon: dt.datetime) -> None:
    order = make_draft(by=coordinator, at=noon, lines={make_product(): 4})
    told = {"back": read_back(order.pk, noon), "links": LINKS, "csrf_token": "x"}
    html = render_to_string("orders/_read_back.html", told)
    assert " ".join(html.split()).count(f'name="seen_version" value="{order.version}"') == 1


def test_matches_are_options_that_add_a_row(db: None) -> None:
    tea = make_product(name="Tea")
    html = render_to_string("orders/_product_matches.html", {"matches": search_products("tea"), "links": LINKS})
    assert f'data-row="pad-row-{tea.pk}"' in html
