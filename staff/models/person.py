"""The people who work here, and the record of whose data they looked at."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils import timezone

from staff.rules import Role


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def coordinators(self) -> UserQuerySet:
        return self.active().filter(role=Role.COORDINATOR)


class UserAccounts(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]  # built at run time
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Add a person who signs in with `email`; without a password they must set one by reset."""
        user = User(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(force_insert=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """What `manage.py createsuperuser` asks for: here, an administrator."""
        return self.create_user(email, password, **fields | {"role": Role.ADMINISTRATOR})

    def get_by_natural_key(self, username: str | None) -> User:
        user: User = self.get(email__iexact=username or "")
        return user


class User(AbstractBaseUser):
    """A person who works here. What they may do follows from `role` alone (see telesales.roles)."""

    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role, default=Role.COORDINATOR)
    is_active = models.BooleanField(
        default=True, help_text="Untick instead of deleting: their calls and orders keep their name."
    )
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserAccounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = ["full_name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="staff_one_person_per_email",
                violation_error_message="Somebody with this email is here already. Look them up under Users.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="staff_role_is_known",
                violation_error_message="Choose one of the roles.",
            ),
        ]
        permissions = [("open_admin_site", "May open the admin site"), ("view_team", "May see who is in")]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def first_name(self) -> str:
        return self.full_name.split(" ")[0]

    @property
    def is_staff(self) -> bool:
        return self.has_perm("staff.open_admin_site")

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        return self.is_active and any(backend.has_perm(self, perm, obj) for backend in get_backends())

    def has_perms(self, perm_list: list[str], obj: models.Model | None = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and any(
            perm.startswith(f"{app_label}.") for backend in get_backends() for perm in backend.get_all_permissions(self)
        )


class SignedInRequest(HttpRequest):
    """A request that LoginRequiredMiddleware has let through: views name it to say whose press it is."""

    user: User


class AccessRecord(models.Model):
    """Who saw which customer's record, when: names only the record, never what was in it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="access_records")
    record_type = models.CharField(max_length=40, help_text="For example customers.customer")
    record_id = models.BigIntegerField()
    page = models.CharField(max_length=60, help_text="The route that showed it")
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["record_type", "record_id", "-seen_at"], name="staff_access_by_record"),
            models.Index(fields=["user", "-seen_at"], name="staff_access_by_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} saw {self.record_type} {self.record_id}"
