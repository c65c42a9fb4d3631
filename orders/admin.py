"""Orders and enquiries are looked at here; they are changed where their rules are asked."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from orders.models import Enquiry, Order, OrderLine

if TYPE_CHECKING:
    OrderAdminOf = admin.ModelAdmin[Order]
    LineInlineOf = admin.TabularInline[OrderLine, Order]
    EnquiryAdminOf = admin.ModelAdmin[Enquiry]
else:
    OrderAdminOf = EnquiryAdminOf = admin.ModelAdmin
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
