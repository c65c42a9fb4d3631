"""Substitutes and delivery rounds are kept here; orders, enquiries and what customers said are looked at."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from customers.rules.calendar import weekday_names
from orders.forms.round import RoundForm
from orders.models import (
    DeliveryRound,
    Enquiry,
    GivenUp,
    LostDemand,
    Order,
    OrderLine,
    RoundClosure,
    RoundCustomer,
    RoundCutOff,
    Substitute,
)

if TYPE_CHECKING:
    OrderAdminOf = admin.ModelAdmin[Order]
    LineInlineOf = admin.TabularInline[OrderLine, Order]
    EnquiryAdminOf = admin.ModelAdmin[Enquiry]
    SubstituteAdminOf = admin.ModelAdmin[Substitute]
    LostDemandAdminOf = admin.ModelAdmin[LostDemand]
    GivenUpAdminOf = admin.ModelAdmin[GivenUp]
    RoundAdminOf = admin.ModelAdmin[DeliveryRound]
    CutOffInlineOf = admin.TabularInline[RoundCutOff, DeliveryRound]
    ClosureInlineOf = admin.TabularInline[RoundClosure, DeliveryRound]
    RoundCustomerInlineOf = admin.TabularInline[RoundCustomer, DeliveryRound]
    ClosureAdminOf = admin.ModelAdmin[RoundClosure]
else:
    RoundAdminOf = ClosureAdminOf = admin.ModelAdmin
    CutOffInlineOf = ClosureInlineOf = RoundCustomerInlineOf = admin.TabularInline
    OrderAdminOf = EnquiryAdminOf = SubstituteAdminOf = LostDemandAdminOf = GivenUpAdminOf = admin.ModelAdmin
    LineInlineOf = admin.TabularInline


class ReadOnly:
    """Seen, never changed."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LineInline(ReadOnly, LineInlineOf):
    model = OrderLine
    extra = 0


@admin.register(Order)
class OrderAdmin(ReadOnly, OrderAdminOf):
    list_display = ["number", "customer", "state", "confirmed_at", "net_total", "taken_by"]
    list_filter = ["state"]
    list_select_related = ["customer", "taken_by"]
    search_fields = ["number", "customer__account_number", "customer__name"]
    show_full_result_count = False
    inlines = [LineInline]


@admin.register(Enquiry)
class EnquiryAdmin(ReadOnly, EnquiryAdminOf):
    list_display = ["due_at", "customer", "kind", "state", "owner"]
    list_filter = ["state", "kind"]
    list_select_related = ["customer", "owner"]
    search_fields = ["customer__account_number", "customer__name"]
    show_full_result_count = False


@admin.register(Substitute)
class SubstituteAdmin(SubstituteAdminOf):
    list_display = ["product", "substitute", "position"]
    list_select_related = ["product", "substitute"]
    search_fields = ["product__code", "product__name", "substitute__code", "substitute__name"]
    autocomplete_fields = ["product", "substitute"]
    show_full_result_count = False


@admin.register(LostDemand)
class LostDemandAdmin(ReadOnly, LostDemandAdminOf):
    list_display = ["asked_at", "customer", "product", "words", "quantity", "reason", "recorded_by"]
    list_filter = ["reason"]
    list_select_related = ["customer", "product", "recorded_by"]
    search_fields = ["product__code", "product__name", "words", "customer__account_number"]
    date_hierarchy = "asked_at"
    show_full_result_count = False


@admin.register(GivenUp)
class GivenUpAdmin(ReadOnly, GivenUpAdminOf):
    list_display = ["told_at", "customer", "product", "reason", "words", "recorded_by"]
    list_filter = ["reason"]
    list_select_related = ["customer", "product", "recorded_by"]
    search_fields = ["product__code", "product__name", "customer__account_number"]
    show_full_result_count = False


class CutOffInline(CutOffInlineOf):
    model = RoundCutOff
    extra = 0


class ClosureInline(ClosureInlineOf):
    model = RoundClosure
    extra = 0


class RoundCustomerInline(RoundCustomerInlineOf):
    model = RoundCustomer
    extra = 0
    autocomplete_fields = ["customer"]


@admin.register(DeliveryRound)
class DeliveryRoundAdmin(RoundAdminOf):
    form = RoundForm
    list_display = [
        "name",
        "postcode_areas",
        "driven_on",
        "lead_days",
        "is_strict",
        "least_total",
        "charge",
        "free_from_total",
    ]
    inlines = [CutOffInline, ClosureInline, RoundCustomerInline]

    @admin.display(description="Driven on")
    def driven_on(self, driven: DeliveryRound) -> str:
        return weekday_names(driven.weekdays) or "Monday to Friday"


@admin.register(RoundClosure)
class RoundClosureAdmin(ClosureAdminOf):
    """Days on which no round drives are entered here, without a round."""

    list_display = ["on", "words", "round"]
    list_select_related = ["round"]
    date_hierarchy = "on"
