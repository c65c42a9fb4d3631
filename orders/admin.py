"""Substitutes are kept here; orders, enquiries and what customers said of products are looked at."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from orders.models import Enquiry, GivenUp, LostDemand, Order, OrderLine, Substitute

if TYPE_CHECKING:
    OrderAdminOf = admin.ModelAdmin[Order]
    LineInlineOf = admin.TabularInline[OrderLine, Order]
    EnquiryAdminOf = admin.ModelAdmin[Enquiry]
    SubstituteAdminOf = admin.ModelAdmin[Substitute]
    LostDemandAdminOf = admin.ModelAdmin[LostDemand]
    GivenUpAdminOf = admin.ModelAdmin[GivenUp]
else:
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
