"""Every kind of page names the desk's icon, so that no browser asks for one that is not there."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse


@pytest.mark.parametrize("page", ["500.html", "403_csrf.html"])
def test_pages_that_stand_alone_name_it(page: str) -> None:
    assert "img/favicon.svg" in render_to_string(page)


def test_the_admin_site_names_it(administrator_client: Client) -> None:
    assert "img/favicon.svg" in administrator_client.get(reverse("admin:index")).text
