"""Sets promotions, and moves them through their life."""

from datetime import datetime
from typing import Any

from django.db import transaction

from promotions.models import NamedCustomer, Promotion, PromotionVersion
from promotions.rules.audience import BuyingHabit
from promotions.rules.life import Audience, Plan, PromotionMoved, check_allocation, check_plan, check_step
from promotions.rules.terms import Terms, parse_terms, terms_to_json
from promotions.rules.vocabulary import Combinability, LastBought, Mechanic, PromotionState
from staff.models import User

COPIED = (
    "name",
    "starts_at",
    "ends_at",
    "script",
    "objection_answer",
    "priority",
    "goal_quantity",
    "weekdays",
    "cap_per_order",
    "cap_per_customer",
    "allocation",
    "funding",
    "funder",
    "last_bought",
    "last_bought_days",
)
LONGEST_NAME = 120


@transaction.atomic
def create_promotion(*, plan: Plan, by: User, at: datetime) -> Promotion:
    """A draft with the plan's terms as its first version. Raises PromotionRefused or TermsRefused."""
    terms = _checked_terms(plan, PromotionState.DRAFT, at)
    promotion = Promotion.objects.create(created_by=by, created_at=at, **_copied(plan))
    _aim(promotion, plan.audience)
    _add_version(promotion, plan, terms, by, at)
    return promotion


@transaction.atomic
def copy_promotion(*, promotion_id: int, by: User, at: datetime) -> Promotion:
    """A draft that says what this one says, starting now and running as long. Asked twice there are two."""
    origin = Promotion.objects.select_related("current").get(pk=promotion_id)
    version = origin.current
    promotion = Promotion.objects.create(
        created_by=by,
        created_at=at,
        **{name: getattr(origin, name) for name in COPIED}
        | {
            "name": f"Copy of {origin.name}"[:LONGEST_NAME],
            "starts_at": at,
            "ends_at": at + (origin.ends_at - origin.starts_at),
        },
    )
    _aim(promotion, audience_of(origin))
    if version is not None:
        fresh = PromotionVersion.objects.create(
            promotion=promotion,
            number=1,
            created_by=by,
            created_at=at,
            **{name: getattr(version, name) for name in ("mechanic", "terms", "combinability", "includes_contracts")},
        )
        fresh.products.set(version.products.all())
        promotion.current = fresh
        promotion.save(update_fields=["current"])
    return promotion


@transaction.atomic
def edit_promotion(
    *, promotion_id: int, plan: Plan, by: User, at: datetime, seen_edition: int | None = None
) -> Promotion:
    """Makes a promotion that has not ended say what the plan says; other price terms start a new version.

    `seen_edition` is the one that the plan was made of, None does not ask. The same plan twice changes nothing the
    second time. Locks the promotion. Raises PromotionRefused or TermsRefused; PromotionMoved when somebody else was
    quicker.
    """
    promotion = _locked(promotion_id)
    terms = _checked_terms(plan, promotion.state, at)
    check_allocation(plan.allocation, promotion.taken)
    is_priced_otherwise = _price_terms(promotion) != (plan.combinability, plan.includes_contracts, terms)
    if not is_priced_otherwise and _says(promotion, plan):
        return promotion
    if seen_edition not in (None, promotion.edition):
        raise PromotionMoved(str(promotion.changed_by or ""))
    for name, value in _copied(plan).items():
        setattr(promotion, name, value)
    promotion.edition, promotion.changed_by = promotion.edition + 1, by
    promotion.save(update_fields=[*COPIED, "edition", "changed_by"])
    _aim(promotion, plan.audience)
    if is_priced_otherwise:
        _add_version(promotion, plan, terms, by, at)
    return promotion


def start_promotion(*, promotion_id: int, by: User, at: datetime) -> Promotion:
    """Makes a draft live: from its start to its end it changes prices. Started twice it is started once."""
    return _move(promotion_id, PromotionState.LIVE, at)


def pause_promotion(*, promotion_id: int, by: User, at: datetime) -> Promotion:
    """Takes a live promotion out of prices and prompts until it is resumed. Paused twice it is paused once."""
    return _move(promotion_id, PromotionState.PAUSED, at)


def resume_promotion(*, promotion_id: int, by: User, at: datetime) -> Promotion:
    """Makes a paused promotion live again. Resumed twice it is resumed once."""
    return _move(promotion_id, PromotionState.LIVE, at)


def end_promotion(*, promotion_id: int, by: User, at: datetime) -> Promotion:
    """Ends a promotion for good. Ended twice it is ended once."""
    return _move(promotion_id, PromotionState.ENDED, at)


@transaction.atomic
def _move(promotion_id: int, to: PromotionState, at: datetime) -> Promotion:
    promotion = _locked(promotion_id)
    if promotion.state == to:
        return promotion
    check_step(promotion.state, to, ends_at=promotion.ends_at, at=at)
    promotion.state = to
    promotion.save(update_fields=["state"])
    return promotion


def _locked(promotion_id: int) -> Promotion:
    return Promotion.objects.select_for_update().get(pk=promotion_id)


def _checked_terms(plan: Plan, state: str, at: datetime) -> Terms:
    check_plan(plan, state=state, at=at)
    return parse_terms(plan.mechanic, plan.terms, products=plan.product_ids)


def _price_terms(promotion: Promotion) -> tuple[str, bool, Terms | None]:
    """What decides a price in the version in force."""
    version = promotion.current
    if version is None:
        return "", False, None
    products = version.products.values_list("pk", flat=True)
    terms = parse_terms(version.mechanic, version.terms, products=products)
    return version.combinability, version.includes_contracts, terms


def _says(promotion: Promotion, plan: Plan) -> bool:
    """Whether it says all of the plan already, its price terms apart."""
    same = all(getattr(promotion, name) == value for name, value in _copied(plan).items())
    return same and audience_of(promotion) == plan.audience


def plan_of(promotion: Promotion) -> Plan:
    """What a promotion that is there says, as a plan would."""
    version = promotion.current
    copied: dict[str, Any] = {
        name: getattr(promotion, name) for name in COPIED if name not in ("last_bought", "last_bought_days", "weekdays")
    }
    return Plan(
        **copied,
        weekdays=tuple(promotion.weekdays),
        mechanic=Mechanic(version.mechanic if version else Mechanic.PUSH),
        terms=version.terms if version else {},
        product_ids=frozenset(version.products.values_list("pk", flat=True)) if version else frozenset(),
        combinability=Combinability(version.combinability if version else Combinability.COMBINES),
        includes_contracts=version is not None and version.includes_contracts,
        audience=audience_of(promotion),
    )


def audience_of(promotion: Promotion) -> Audience:
    """Whom a promotion is for, as its plan would say it."""
    named = list(promotion.named_customers.values_list("customer_id", "is_left_out"))
    days = promotion.last_bought_days
    return Audience(
        segments=frozenset(promotion.segments.values_list("pk", flat=True)),
        customers=frozenset(customer for customer, is_left_out in named if not is_left_out),
        without_segments=frozenset(promotion.excluded_segments.values_list("pk", flat=True)),
        without_customers=frozenset(customer for customer, is_left_out in named if is_left_out),
        habit=BuyingHabit(LastBought(promotion.last_bought), days) if promotion.last_bought and days else None,
    )


def _aim(promotion: Promotion, audience: Audience) -> None:
    promotion.segments.set(audience.segments)
    promotion.excluded_segments.set(audience.without_segments)
    promotion.named_customers.all().delete()
    NamedCustomer.objects.bulk_create(
        NamedCustomer(promotion=promotion, customer_id=customer, is_left_out=customer in audience.without_customers)
        for customer in sorted(audience.customers | audience.without_customers)
    )


def _add_version(promotion: Promotion, plan: Plan, terms: Terms, by: User, at: datetime) -> None:
    """Starts the next version of a promotion that is new or locked."""
    stored = terms_to_json(terms)
    stored.pop("products", None)
    version = PromotionVersion.objects.create(
        promotion=promotion,
        number=promotion.versions.count() + 1,
        mechanic=terms.mechanic,
        terms=stored,
        combinability=plan.combinability,
        includes_contracts=plan.includes_contracts,
        created_by=by,
        created_at=at,
    )
    version.products.set(terms.products)
    promotion.current = version
    promotion.save(update_fields=["current"])


def _copied(plan: Plan) -> dict[str, Any]:
    habit = plan.audience.habit
    asked = {"last_bought": habit.kind if habit else "", "last_bought_days": habit.days if habit else None}
    same = {name: getattr(plan, name) for name in COPIED if name not in asked}
    return {**same, "weekdays": list(plan.weekdays), **asked}
