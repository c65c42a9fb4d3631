"""What the Director of the made-up wholesaler is pushing, has pushed, and is still thinking about."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from customers.models import Segment
from promotions.models import Promotion, PromotionVersion
from promotions.rules import parse_terms, terms_to_json
from promotions.rules.each import percent_of
from promotions.rules.money import TICKS_IN_A_PENNY, half_up
from promotions.rules.vocabulary import Mechanic, PromotionState
from staff.models import User
from telesales.demo.catalogue import Catalogue

LONDON = ZoneInfo("Europe/London")
DRAFT, LIVE, PAUSED, ENDED = PromotionState


@dataclass(frozen=True, slots=True)
class Plan:
    """A promotion as the Director would put it; days count from the day of the demo."""

    name: str
    state: PromotionState
    first_day: int
    last_day: int
    mechanic: Mechanic
    terms: dict[str, Any]
    products: str
    script: str
    segments: tuple[str, ...] = ()
    priority: int = 5
    goal: int | None = None
    objection_answer: str = ""


PLANS = (
    Plan(
        "Coffee month", LIVE, -12, 18, Mechanic.PERCENT_OFF, {"percent": "10"}, "ground coffee",
        "Our ground coffee is ten per cent off this month: shall I put a case in with this delivery?",
        priority=1, goal=400, objection_answer="It keeps for a year unopened, so a second case loses you nothing.",
    ),
    Plan(
        "Paper rolls at £14.95", LIVE, -6, 8, Mechanic.PROMOTION_PRICE, {"price": "14.95"}, "paper roll",
        "Paper rolls are £14.95 a case until the end of next week, white or blue. How many shall I add?",
        ("Garages", "Cafés", "Care homes", "Schools"), priority=2, goal=250,
    ),
    Plan(
        "Three boxes of screws", LIVE, -3, 25, Mechanic.GROUP_FOR, {"size": 3, "price": "21.00"}, "wood screws",
        "Any three boxes of wood screws are £21.00: which sizes are you running low on?",
        ("Builders",), priority=3, goal=90,
    ),
    Plan(
        "Biscuits: sixth case free", LIVE, -10, 10, Mechanic.BUY_GET_FREE, {"buy": 5, "get": 1}, "biscuits",
        "With five cases of biscuits the sixth is free, any mixture.",
        ("Cafés", "Offices", "Village shops"), priority=4, goal=120,
    ),
    Plan(
        "Try our cake slices", LIVE, -20, 40, Mechanic.INTRODUCTION_PRICE, {"price": "9.95"}, "cake slices",
        "You have not had our cake slices yet: the first box is £9.95.", ("Cafés",), priority=6,
    ),
    Plan(
        "Compostable cups first", LIVE, -30, 60, Mechanic.PUSH, {}, "Compostable cups",
        "Have you thought of our compostable cups? The price is the same as last year’s.",
        ("Cafés", "Offices"), priority=8,
    ),
    Plan(
        "Winter warmers", PAUSED, -15, 30, Mechanic.BUY_GET_AT, {"buy": 4, "get": 1, "percent": "50"}, "logs",
        "The fifth net of logs is half price.", ("Village shops",),
    ),
    Plan(
        "Frying day", DRAFT, 7, 35, Mechanic.BUNDLE_FOR, {"price": "62.00"}, "Rapeseed oil",
        "A drum of oil and two sacks of flour for £62.00.", ("Pubs and restaurants",),
    ),
    Plan(
        "Free delivery from £250", DRAFT, 14, 44, Mechanic.SPEND_REWARD, {"spend": "250.00", "reward": "free_delivery"},
        "", "Orders from £250 are delivered free.",
    ),
    Plan(
        "Back to school paper", ENDED, -95, -60, Mechanic.PERCENT_OFF, {"percent": "12.5"}, "copier paper",
        "Copier paper is an eighth off before term starts.", ("Schools", "Offices"), goal=200,
    ),
    Plan(
        "Summer cans", ENDED, -170, -110, Mechanic.PROMOTION_PRICE, {"price": "8.50"}, "330 ml cans",
        "All our cans are £8.50 a case for the summer.", goal=600,
    ),
    Plan(
        "Spring clean", ENDED, -260, -215, Mechanic.PERCENT_OFF, {"percent": "15"}, "cleaner 5 litre",
        "Fifteen per cent off our cleaners while you spring clean.", goal=300,
    ),
    Plan(
        "Gloves by the case", ENDED, -330, -300, Mechanic.TIERS,
        {"basis": "quantity", "steps": [{"at_least": 5, "percent": "5"}, {"at_least": 10, "percent": "10"}]}, "gloves",
        "Five cases of gloves save you five per cent, ten save ten.",
    ),
    Plan(
        "Christmas chocolate", ENDED, -350, -335, Mechanic.AMOUNT_OFF, {"amount": "2.00"}, "chocolate bars",
        "Two pounds off every case of chocolate before Christmas.", ("Village shops", "Cafés", "Offices"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Push:
    """A promotion as baskets need it: days are ordinal numbers, the last one no longer counts."""

    version_id: int
    name: str
    first: int
    before: int
    segments: frozenset[str]
    products: frozenset[int]
    saving: Callable[[int, int], int] | None

    def is_for(self, segment: str, day: int) -> bool:
        return self.first <= day < self.before and (not self.segments or segment in self.segments)


def make_pushes(catalogue: Catalogue, segments: dict[str, Segment], director: User, as_of: dt.date) -> list[Push]:
    """Write the promotions with one version each; those that ran or run come back for the orders of their time."""
    pushes = []
    for plan in PLANS:
        promotion = _promotion(plan, director, as_of)
        promotion.segments.set([segments[name] for name in plan.segments])
        version = _version(plan, promotion, catalogue)
        products = frozenset(version.products.values_list("pk", flat=True))
        if plan.state in (LIVE, ENDED):
            first, before = (as_of.toordinal() + day for day in (plan.first_day, plan.last_day))
            saving = _saving(plan)
            pushes.append(Push(version.pk, plan.name, first, before, frozenset(plan.segments), products, saving))
    return pushes


def _promotion(plan: Plan, director: User, as_of: dt.date) -> Promotion:
    starts_at, ends_at = (_midnight(as_of, day) for day in (plan.first_day, plan.last_day))
    return Promotion.objects.create(
        name=plan.name,
        starts_at=starts_at,
        ends_at=ends_at,
        priority=plan.priority,
        script=plan.script,
        objection_answer=plan.objection_answer,
        goal_quantity=plan.goal,
        created_by=director,
        created_at=min(starts_at, _midnight(as_of, 0)) - dt.timedelta(days=5),
    )


def _midnight(as_of: dt.date, days: int) -> dt.datetime:
    return dt.datetime.combine(as_of + dt.timedelta(days=days), dt.time(0), tzinfo=LONDON)


def _version(plan: Plan, promotion: Promotion, catalogue: Catalogue) -> PromotionVersion:
    products = [ware.id for ware in catalogue.find(plan.products)] if plan.products else []
    terms = plan.terms
    if plan.mechanic == Mechanic.BUNDLE_FOR:
        products += [ware.id for ware in catalogue.find("Plain flour")]
        terms = terms | {"items": [{"product": pk, "quantity": n} for pk, n in zip(products, (1, 2), strict=True)]}
    checked = terms_to_json(parse_terms(plan.mechanic, terms, products=products))
    checked.pop("products", None)
    version = PromotionVersion.objects.create(
        promotion=promotion,
        number=1,
        mechanic=plan.mechanic,
        terms=checked,
        created_by=promotion.created_by,
        created_at=promotion.created_at,
    )
    version.products.set(products)
    promotion.current, promotion.state = version, plan.state
    promotion.save(update_fields=["current", "state"])
    return version


def _saving(plan: Plan) -> Callable[[int, int], int] | None:
    """Pence saved on so many packs at a price in ticks, as promotions.rules has it; None where orders leave it out."""
    match plan.mechanic:
        case Mechanic.PERCENT_OFF:
            return percent_of(Decimal(plan.terms["percent"]))
        case Mechanic.PROMOTION_PRICE:
            asked = int(Decimal(plan.terms["price"]) * 100) * TICKS_IN_A_PENNY
            return lambda price, units: half_up(max(0, price - asked) * units, TICKS_IN_A_PENNY)
    return None
