"""Who may do what: one table from role to permissions, and the backend that answers from it."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import models

from staff.models import User
from staff.rules import Role

COORDINATOR = frozenset(
    {
        "customers.ring",
        "customers.look_up",
        "customers.add_note",
        "orders.take_orders",
        "orders.set_hand_price",
        "orders.record_enquiries",
        "orders.make_quotes",
        "calls.keep_schedules",
        "calls.work_queue",
        "staff.view_team",
        "targets.view_own_progress",
    }
)
DIRECTOR = COORDINATOR | {
    "calls.direct_desk",
    "calls.override_queue",
    "customers.word_letters",
    "orders.approve_orders",
    "orders.fulfil_orders",
    "promotions.direct_promotions",
    "staff.direct_team",
    "targets.direct_targets",
    "targets.view_desk",
}
CUSTOMER_RECORDS = frozenset(
    f"{app}.{verb}_{model}"
    for app, model in (
        ("customers", "customer"),
        ("customers", "contact"),
        ("customers", "phoneline"),
        ("customers", "address"),
        ("customers", "segment"),
        ("customers", "pricelist"),
        ("promotions", "product"),
        ("promotions", "productgroup"),
        ("promotions", "listedprice"),
        ("promotions", "listbreak"),
        ("promotions", "contractprice"),
        ("orders", "substitute"),
        ("orders", "deliveryround"),
        ("orders", "roundcutoff"),
        ("orders", "roundclosure"),
        ("orders", "roundcustomer"),
        ("calls", "schedule"),
        ("staff", "user"),
    )
    for verb in ("view", "add", "change", "delete")
)
SEEN_IN_ADMIN = frozenset(
    f"{app}.view_{model}"
    for app, model in (
        ("customers", "message"),
        ("customers", "event"),
        ("promotions", "promotion"),
        ("promotions", "promotionversion"),
        ("orders", "order"),
        ("orders", "orderline"),
        ("orders", "enquiry"),
        ("orders", "lostdemand"),
        ("orders", "givenup"),
        ("calls", "queueentry"),
        ("calls", "call"),
        ("calls", "callback"),
        ("staff", "accessrecord"),
    )
)
ADMINISTRATOR = (
    CUSTOMER_RECORDS
    | SEEN_IN_ADMIN
    | {
        "staff.open_admin_site",
        "calls.keep_schedules",
        "customers.look_up",
        "customers.add_note",
        "customers.resend_message",
        "staff.view_team",
    }
)
PRIVACY_OFFICER = frozenset(
    {
        "staff.open_admin_site",
        "staff.view_accessrecord",
        "customers.look_up",
        "customers.view_customer",
        "customers.view_contact",
        "customers.view_phoneline",
        "customers.view_event",
        "customers.view_message",
    }
)

PERMISSIONS_OF: dict[Role, frozenset[str]] = {
    Role.COORDINATOR: COORDINATOR,
    Role.DIRECTOR: frozenset(DIRECTOR),
    Role.ADMINISTRATOR: frozenset(ADMINISTRATOR),
    Role.PRIVACY_OFFICER: PRIVACY_OFFICER,
}


class RoleBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth carries no types
    """Signs people in by email and password and reads what they may do from the table above."""

    def get_all_permissions(self, user_obj: Any, obj: models.Model | None = None) -> set[str]:
        if not isinstance(user_obj, User) or not user_obj.is_active or obj is not None:
            return set()
        return set(PERMISSIONS_OF[Role(user_obj.role)])

    def has_perm(self, user_obj: Any, perm: str, obj: models.Model | None = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(perm.startswith(f"{app_label}.") for perm in self.get_all_permissions(user_obj))
