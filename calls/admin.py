"""Schedules are reference data; the queue, calls and promises can be looked at here and are worked at the desk."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import now

from calls.actions import set_schedule
from calls.forms.schedule_record import ScheduleRecordForm, who_of
from calls.models import Call, Callback, QueueEntry, QueueReason, Schedule
from calls.reports.delivery import contradictions
from calls.reports.schedule import year_ahead
from calls.rules.cut_off import does_not_fit
from calls.rules.schedule import london_day
from staff.models import User


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
    form = ScheduleRecordForm
    list_display = ["customer", "__str__", "owner", "valid_from", "valid_until"]
    list_filter = ["repeats", "on_holiday", "owner"]
    list_select_related = ["customer", "owner"]
    search_fields = ["customer__account_number", "customer__name"]
    autocomplete_fields = ["customer"]
    raw_id_fields = ["contact", "line", "address"]
    readonly_fields = ["does_not_fit", "year_ahead"]

    class Media:
        css = {"all": ["css/tokens.css", "css/schedule.css"]}

    def get_readonly_fields(self, request: HttpRequest, obj: Schedule | None = None) -> list[str]:
        """A customer's schedule does not become another's."""
        return ["customer", "does_not_fit", "year_ahead"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Schedule | None = None) -> bool:
        """One that has begun is ended, by its last day: with it would go what was scheduled on the days that passed."""
        has_begun = obj is None or obj.valid_from <= london_day(now())
        return not has_begun and super().has_delete_permission(request, obj)

    @admin.display(description="Their delivery")
    def does_not_fit(self, schedule: Schedule) -> str:
        return " ".join(map(does_not_fit, contradictions(schedule.customer, now()))) or "Their next call fits it."

    @admin.display(description="The year ahead")
    def year_ahead(self, schedule: Schedule) -> str:
        return render_to_string("calls/_schedule_year.html", {"year": year_ahead([schedule], london_day(now()))})

    def save_model(self, request: HttpRequest, obj: Schedule, form: Any, change: bool) -> None:
        """Through the action that the desk uses, so that the calls are laid out and the history knows."""
        kept = set_schedule(
            customer_id=obj.customer_id,
            plan=obj.plan,
            who=who_of(form.cleaned_data),
            by=cast(User, request.user),
            at=now(),
            schedule_id=obj.pk,
        )
        obj.pk = kept.pk
        for words in contradictions(kept.customer, now()):
            messages.warning(request, does_not_fit(words))


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
