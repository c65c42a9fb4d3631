"""Colleagues and the record of whose data they looked at."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db import models
from django.forms import BaseModelForm
from django.http import HttpRequest

from staff.forms import RecordForm
from staff.models import AccessRecord, User

HOW_TO_SIGN_IN = "{name} has no password yet: they open the sign-in page, press “Forgotten your password?” and set one."


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes no parameter at run time
    """Add, change role, untick active; nobody is deleted, because their calls and orders keep their name."""

    form = RecordForm
    fields = ("email", "full_name", "role", "is_active", "shown")
    list_display = ("full_name", "email", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("full_name", "email")

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: User, form: BaseModelForm[User], change: bool) -> None:
        if change:
            obj.save(update_fields=form.changed_data or ["full_name"])
            return
        obj.set_unusable_password()
        obj.save(force_insert=True)
        messages.info(request, HOW_TO_SIGN_IN.format(name=obj.full_name))


@admin.register(AccessRecord)
class AccessRecordAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # likewise
    list_display = ("seen_at", "user", "record_type", "record_id", "page")
    list_filter = ("record_type",)
    list_select_related = ("user",)
    search_fields = ("user__full_name", "=record_id")
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
