"""Who works at the made-up wholesaler: five coordinators, a Director, an administrator."""

from django.contrib.auth.hashers import make_password

from staff.models import User
from staff.rules import Role
from telesales.demo import names
from telesales.up.sign_ins import ADMINISTRATOR, COORDINATOR, DIRECTOR, PASSWORD


def make_people() -> dict[Role, list[User]]:
    """Those who are not there yet, by role. All have the one password that `up` prints, hashed once for speed."""
    first, *others = names.COORDINATORS
    domain = COORDINATOR.email.partition("@")[2]
    people = [
        (COORDINATOR.email, first, Role.COORDINATOR),
        *((f"{name.split()[0].lower()}@{domain}", name, Role.COORDINATOR) for name in others),
        (DIRECTOR.email, names.DIRECTOR, Role.DIRECTOR),
        (ADMINISTRATOR.email, names.ADMINISTRATOR, Role.ADMINISTRATOR),
    ]
    password = make_password(PASSWORD)
    User.objects.bulk_create(
        [User(email=email, full_name=name, role=role, password=password) for email, name, role in people],
        ignore_conflicts=True,
    )
    made = User.objects.filter(email__in=[email for email, _name, _role in people]).order_by("pk")
    return {role: [user for user in made if user.role == role] for role in Role}
