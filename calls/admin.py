"""Schedules are reference data; the queue, calls and promises can be looked at here and are worked at the desk."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from calls.models import Call, Callback, QueueEntry, QueueReason, Schedule


class LookedAt:
    """Nothing may be added, changed or deleted here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Schedule)
class ScheduleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the type checker only
    list_display = ["customer", "__str__", "window_from", "window_until", "owner", "valid_from", "valid_until"]
    list_filter = ["owner"]
    list_select_related = ["customer", "owner"]
    search_fields = ["customer__account_number", "customer__name"]
    autocomplete_fields = ["customer"]
    raw_id_fields = ["contact", "line"]


class ReasonInline(LookedAt, admin.TabularInline):  # type: ignore[type-arg]  # generic for the type checker only
    model = QueueReason
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perm("calls.view_queueentry")


@admin.register(QueueEntry)
class QueueEntryAdmin(LookedAt, admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the type checker only
    list_display = ["customer", "level", "owner", "ready_at", "due_at", "held_back_code", "closed_as", "closed_code"]
    list_filter = ["level", "closed_as", "held_back_code"]
    list_select_related = ["customer", "owner"]
    search_fields = ["customer__account_number", "customer__name"]
    inlines = [ReasonInline]
    show_full_result_count = False


@admin.register(Call)
class CallAdmin(LookedAt, admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the type checker only
    list_display = ["customer", "coordinator", "direction", "opened_at", "outcome", "saved_at", "order"]
    list_filter = ["outcome", "direction", "coordinator"]
    list_select_related = ["customer", "coordinator", "order"]
    search_fields = ["customer__account_number", "customer__name"]
    date_hierarchy = "opened_at"
    show_full_result_count = False


@admin.register(Callback)
class CallbackAdmin(LookedAt, admin.ModelAdmin):  # type: ignore[type-arg]  # generic for the type checker only
    list_display = ["customer", "owner", "window_from", "window_until", "is_exact", "first_attempt_at", "closed_at"]
    list_filter = ["owner", "is_exact"]
    list_select_related = ["customer", "owner"]
    search_fields = ["customer__account_number", "customer__name"]
    show_full_result_count = False
