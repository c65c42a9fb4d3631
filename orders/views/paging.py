"""An address that was not made by us is no page."""

from collections.abc import Generator
from contextlib import contextmanager

from django.http import Http404


@contextmanager
def addressed() -> Generator[None]:
    """404 instead of an error for a page key or an id that cannot be read."""
    try:
        yield
    except ValueError as unreadable:
        raise Http404 from unreadable
