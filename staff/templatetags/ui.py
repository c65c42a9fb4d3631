"""How money, moments, days, shares and icons are written on every screen."""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from django import template
from django.contrib.auth.context_processors import PermWrapper
from django.contrib.staticfiles import finders
from django.template.defaultfilters import date as written
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

LONDON = ZoneInfo("Europe/London")
NOTHING = "–"
MINUS = "−"
ORDER, QUOTE = re.compile(r"\bSO-\d{4}-\d{6,}\b"), re.compile(r"\bQU-\d{4}-\d{6,}\b")
PICTURE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@register.filter
def money(amount: Decimal | int | None, style: str = "") -> str:
    """£1,234.50, to the penny; `"signed"` writes + before a gain as well as − before a loss; None is a dash."""
    if amount is None:
        return NOTHING
    pence = Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)
    sign = MINUS if pence < 0 else "+" if style == "signed" and pence > 0 else ""
    return f"{sign}£{abs(pence):,.2f}"


@register.filter
def unit_price(price: Decimal | int | None) -> str:
    """As `money`, but a third and fourth place are shown where the price has them: £0.1275."""
    if price is None:
        return NOTHING
    exact = f"{Decimal(price).quantize(Decimal('0.0001'), ROUND_HALF_UP):,.4f}"
    pounds, places = exact.removeprefix("-").split(".")
    return f"{MINUS if exact.startswith('-') else ''}£{pounds}.{places.rstrip('0').ljust(2, '0')}"


@register.filter
def wall(at: datetime | None, style: str = "") -> str:
    """The UK wall clock at an aware moment: "Mon 23 Nov 14:02"; `"time"` 14:02; `"seconds"` 14:02:31."""
    if at is None:
        return NOTHING
    return written(at.astimezone(LONDON), {"time": "H:i", "seconds": "H:i:s"}.get(style, "D j M H:i"))


@register.filter
def clock(moment: datetime | None, at: datetime) -> str:
    """The UK wall clock at `moment`, with the day in front where that is not the day of `at`; None is a dash."""
    return wall(moment, "time" if moment is not None and day(moment, "year") == day(at, "year") else "")


@register.filter
def begins(at: datetime) -> str:
    """A moment from which something holds, as people say it: of midnight only the day."""
    return day(at) if wall(at, "time") == "00:00" else wall(at)


@register.filter
def ends(at: datetime) -> str:
    """The first moment at which something is over, as people say it: of midnight the day before, which still counts."""
    return day(at - timedelta(microseconds=1)) if wall(at, "time") == "00:00" else wall(at)


@register.filter
def with_links(sentence: str, perms: PermWrapper) -> SafeString:
    """The sentence, in which the number of an order or a quote leads to its page for those who may open it."""
    said = str(conditional_escape(sentence))
    if "orders.take_orders" in perms:
        said = ORDER.sub(partial(_linked, "orders:order"), said)
    if "orders.make_quotes" in perms:
        said = QUOTE.sub(partial(_linked, "orders:quote"), said)
    return mark_safe(said)  # noqa: S308  escaped above


def _linked(place: str, number: re.Match[str]) -> str:
    return format_html('<a href="{}">{}</a>', reverse(place, args=[number[0]]), number[0])


@register.filter
def day(on: date | None, style: str = "") -> str:
    """The day: "Mon 23 Nov"; `"year"` "Mon 23 Nov 2026". Of a moment, the day it is in the UK."""
    if on is None:
        return NOTHING
    local = on.astimezone(LONDON).date() if isinstance(on, datetime) else on
    return written(local, "D j M Y" if style == "year" else "D j M")


@register.filter
def percent(share: Decimal | float | None, places: int = 0) -> str:
    """0.834 as "83 %" (a space that does not break between them); `places` after the point; None is a dash."""
    if share is None:
        return NOTHING
    hundredths = (Decimal(str(share)) * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{hundredths:,.{places}f}\N{NO-BREAK SPACE}%"


@cache
def picture(name: str) -> SafeString:
    """The shapes inside the icon file `name`; ours, so safe. Raises LookupError when there is none."""
    found = finders.find(f"vendor/bootstrap-icons/{name}.svg")
    shapes = PICTURE.search(Path(found).read_text(encoding="utf-8")) if found else None
    if shapes is None:
        raise LookupError(f"No icon named {name!r} in static/vendor/bootstrap-icons/.")
    return mark_safe(shapes[1].strip())  # noqa: S308  read from a file of this repository


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """The icon drawn in the text's own size and colour; hidden from screen readers unless it has a `label`."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" viewBox="0 0 16 16" focusable="false" {}>{}</svg>', spoken, picture(name))
