"""Sets promotions, and moves them through their life."""

from datetime import datetime
from typing import Any

from django.db import transaction

from promotions.models import Promotion, PromotionVersion
from promotions.rules.life import Plan, check_plan, check_step
from promotions.rules.terms import Terms, parse_terms, terms_to_json
from promotions.rules.vocabulary import PromotionState
from staff.models import User

COPIED = (
    "name",
    "starts_at",
    "ends_at",
    "script",
    "objection_answer",
    "priority",
    "combinability",
    "includes_contracts",
    "goal_quantity",
)


@transaction.atomic
def create_promotion(*, plan: Plan, by: User, at: datetime) -> Promotion:
    """A draft with the plan's terms as its first version. Raises PromotionRefused or TermsRefused."""
    terms = _checked_terms(plan, PromotionState.DRAFT, at)
    promotion = Promotion.objects.create(created_by=by, created_at=at, **_copied(plan))
    promotion.segments.set(plan.segment_ids)
    _add_version(promotion, terms, by, at)
    return promotion


@transaction.atomic
def edit_promotion(*, promotion_id: int, plan: Plan, by: User, at: datetime) -> Promotion:
    """Makes a promotion that has not ended say what the plan says; other price terms start a new version.

    The same plan twice changes nothing the second time. Locks the promotion. Raises PromotionRefused or TermsRefused.
    """
    promotion = _locked(promotion_id)
    terms = _checked_terms(plan, promotion.state, at)
    is_priced_otherwise = _price_terms(promotion) != (plan.combinability, plan.includes_contracts, terms)
    for name, value in _copied(plan).items():
        setattr(promotion, name, value)
    promotion.save(update_fields=list(COPIED))
    promotion.segments.set(plan.segment_ids)
    if is_priced_otherwise:
        _add_version(promotion, terms, by, at)
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
    return Promotion.objects.select_for_update(of=("self",)).select_related("current").get(pk=promotion_id)


def _checked_terms(plan: Plan, state: str, at: datetime) -> Terms:
    check_plan(plan, state=state, at=at)
    return parse_terms(plan.mechanic, plan.terms, products=plan.product_ids)


def _price_terms(promotion: Promotion) -> tuple[str, bool, Terms | None]:
    """What decides a price in the version in force."""
    version = promotion.current
    if version is None:
        return promotion.combinability, promotion.includes_contracts, None
    products = version.products.values_list("pk", flat=True)
    terms = parse_terms(version.mechanic, version.terms, products=products)
    return promotion.combinability, promotion.includes_contracts, terms


def _add_version(promotion: Promotion, terms: Terms, by: User, at: datetime) -> None:
    """Starts the next version of a promotion that is new or locked."""
    stored = terms_to_json(terms)
    stored.pop("products", None)
    version = PromotionVersion.objects.create(
        promotion=promotion,
        number=promotion.versions.count() + 1,
        mechanic=terms.mechanic,
        terms=stored,
        created_by=by,
        created_at=at,
    )
    version.products.set(terms.products)
    promotion.current = version
    promotion.save(update_fields=["current"])


def _copied(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in COPIED}
