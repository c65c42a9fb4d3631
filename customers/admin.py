"""Customer records for administrators; letters and history are shown and not edited."""

from __future__ import annotations

import json
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.db import models
from django.forms import BaseModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from customers.actions.records import make_way_for_first, note_record_change
from customers.forms import (
    AddressForm,
    ContactForm,
    CustomerForm,
    FirstOfSeveral,
    NumbersOfOne,
    PhoneLineForm,
    not_rung,
)
from customers.models import Address, Contact, Customer, Event, Message, PhoneLine, PriceList, Segment
from customers.rules.calendar import weekday_names
from staff.models import User


class ContactInline(admin.TabularInline):  # type: ignore[type-arg]  # takes no parameter at run time
    model = Contact
    form = ContactForm
    formset = FirstOfSeveral
    extra = 0


class PhoneLineInline(admin.TabularInline):  # type: ignore[type-arg]  # likewise
    model = PhoneLine
    form = PhoneLineForm
    formset = NumbersOfOne
    extra = 0
    readonly_fields = ("do_not_call_at", "wrong_number_at")


class AddressInline(admin.TabularInline):  # type: ignore[type-arg]  # likewise
    model = Address
    form = AddressForm
    extra = 0


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # likewise
    form = CustomerForm
    inlines = (ContactInline, PhoneLineInline, AddressInline)
    list_display = ("account_number", "name", "kind", "status", "owner", "segment", "delivered_on")
    list_filter = ("kind", "status", "segment", "nation", "owner")
    list_select_related = ("owner", "segment")
    search_fields = ("account_number__istartswith", "name", "lines__number", "addresses__postcode")
    autocomplete_fields = ("owner",)
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description="Delivered on")
    def delivered_on(self, customer: Customer) -> str:
        return weekday_names(customer.delivery_days) or "Monday to Friday"

    def view_on_site(self, obj: Customer) -> str:
        """Their page: what was said, bought and promised, and whether their numbers may be rung."""
        return reverse("customers:customer", args=[obj.account_number])

    def save_model(self, request: HttpRequest, obj: Customer, form: BaseModelForm[Customer], change: bool) -> None:
        if not change:
            obj.save(force_insert=True)
        elif form.changed_data:
            obj.save(update_fields=form.changed_data)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        several = [formset for formset in formsets if isinstance(formset, FirstOfSeveral)]
        if any(formset.moves_first() for formset in several):
            make_way_for_first(customer_id=form.instance.pk)
            for formset in several:
                formset.save_first_anew()
        super().save_related(request, form, formsets, change)
        for sentence in not_rung(formsets):
            messages.warning(request, sentence)

    def log_addition(self, request: HttpRequest, obj: Customer, message: Any) -> LogEntry:
        note_record_change(customer_id=obj.pk, what="Record made", by=cast(User, request.user), at=timezone.now())
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Customer, message: Any) -> LogEntry:
        if message:
            what = LogEntry(change_message=json.dumps(message)).get_change_message()
            note_record_change(customer_id=obj.pk, what=what, by=cast(User, request.user), at=timezone.now())
        return super().log_change(request, obj, message)


@admin.register(Segment)
class SegmentAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # likewise
    search_fields = ("name",)


@admin.register(PriceList)
class PriceListAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # likewise
    list_display = ("code", "name")
    search_fields = ("code", "name")


class ShownOnly(admin.ModelAdmin):  # type: ignore[type-arg]  # likewise
    """What is written by its cause alone."""

    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ShownOnly):
    list_display = ("happened_at", "customer", "kind", "sentence", "by")
    list_filter = ("kind",)
    list_select_related = ("customer", "by")
    search_fields = ("customer__account_number__istartswith", "customer__name")


@admin.register(Message)
class MessageAdmin(ShownOnly):
    list_display = ("promised_at", "customer", "kind", "to", "sent_at", "failed_at", "attempts")
    list_filter = ("kind", ("failed_at", admin.EmptyFieldListFilter), ("sent_at", admin.EmptyFieldListFilter))
    list_select_related = ("customer",)
    search_fields = ("customer__account_number__istartswith", "to")
