"""Takes uses off promotions for an order, and gives them back, exact however many do so at once."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F

from promotions.models import CustomerUses, Promotion
from promotions.rules.allocation import Allotment, check_take


def lock_promotions(promotion_ids: Iterable[int]) -> list[Promotion]:
    """The promotions, locked until the transaction ends, always in the order of their ids so that nobody waits in a
    circle. Others may point at them meanwhile.
    """
    chosen = Promotion.objects.filter(pk__in=set(promotion_ids)).order_by("pk")
    return list(chosen.select_for_update(no_key=True))


@transaction.atomic
def take_uses(*, customer_id: int, uses: Mapping[int, int]) -> None:
    """Takes so many more uses of each promotion for a customer; fewer than none gives back.

    All or nothing. Locks the promotions, and with them what each customer has of them. Raises AllocationGone when more
    is asked than is left.
    """
    changes = {promotion: more for promotion, more in uses.items() if more}
    promotions = lock_promotions(changes)
    of_customer = dict(
        CustomerUses.objects.filter(customer=customer_id, promotion__in=changes).values_list("promotion", "uses")
    )
    for promotion in promotions:
        allotment = Allotment(
            name=promotion.name,
            allocation=promotion.allocation,
            taken=promotion.taken,
            cap_per_customer=promotion.cap_per_customer,
            taken_by_customer=of_customer.get(promotion.pk, 0),
        )
        check_take(allotment, changes[promotion.pk])
    for promotion in promotions:
        more = changes[promotion.pk]
        Promotion.objects.filter(pk=promotion.pk).update(taken=F("taken") + more)
        _count(promotion.pk, customer_id, more, is_known=promotion.pk in of_customer)


def _count(promotion_id: int, customer_id: int, more: int, *, is_known: bool) -> None:
    if is_known:
        CustomerUses.objects.filter(promotion=promotion_id, customer=customer_id).update(uses=F("uses") + more)
    else:
        CustomerUses.objects.create(promotion_id=promotion_id, customer_id=customer_id, uses=more)
