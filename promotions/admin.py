"""Products, groups and price lists are kept here; promotions are only looked at."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from customers.rules.calendar import weekday_names
from promotions.models import ContractPrice, ListBreak, ListedPrice, Product, ProductGroup, Promotion, PromotionVersion
from staff.forms import RecordForm

if TYPE_CHECKING:
    ProductAdminOf = admin.ModelAdmin[Product]
    GroupAdminOf = admin.ModelAdmin[ProductGroup]
    PriceInlineOf = admin.TabularInline[ListedPrice, Product]
    BreakInlineOf = admin.TabularInline[ListBreak, Product]
    ContractAdminOf = admin.ModelAdmin[ContractPrice]
    PromotionAdminOf = admin.ModelAdmin[Promotion]
    VersionInlineOf = admin.TabularInline[PromotionVersion, Promotion]
else:
    ProductAdminOf = GroupAdminOf = PromotionAdminOf = ContractAdminOf = admin.ModelAdmin
    PriceInlineOf = BreakInlineOf = VersionInlineOf = admin.TabularInline


class ListBreakInline(BreakInlineOf):
    form = RecordForm
    model = ListBreak
    extra = 1


class ListedPriceInline(PriceInlineOf):
    form = RecordForm
    model = ListedPrice
    extra = 1


@admin.register(ProductGroup)
class ProductGroupAdmin(GroupAdminOf):
    search_fields = ["name"]


@admin.register(Product)
class ProductAdmin(ProductAdminOf):
    form = RecordForm
    list_display = ["code", "name", "group", "pack", "list_price", "vat_rate", "stock_free", "ended_at"]
    list_filter = ["group", "vat_rate", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["group"]
    search_fields = ["code", "name", "barcode"]
    exclude = ["search_words"]
    inlines = [ListBreakInline, ListedPriceInline]
    show_full_result_count = False


@admin.register(ContractPrice)
class ContractPriceAdmin(ContractAdminOf):
    form = RecordForm
    list_display = ["customer", "product", "from_quantity", "unit_price", "starts_on", "ends_on", "reference"]
    list_filter = ["starts_on", "ends_on"]
    list_select_related = ["customer", "product"]
    search_fields = ["customer__account_number", "customer__name", "product__code", "product__name", "reference"]
    autocomplete_fields = ["customer", "product"]
    date_hierarchy = "ends_on"
    show_full_result_count = False


class ReadOnly:
    """Seen, never changed: what it holds is changed where its rules are asked."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class VersionInline(ReadOnly, VersionInlineOf):
    model = PromotionVersion
    fk_name = "promotion"
    extra = 0
    fields = ["number", "mechanic", "terms", "created_by", "created_at"]


@admin.register(Promotion)
class PromotionAdmin(ReadOnly, PromotionAdminOf):
    list_display = ["name", "state", "starts_at", "ends_at", "priority"]
    list_filter = ["state"]
    search_fields = ["name"]
    inlines = [VersionInline]
    exclude = ["weekdays"]
    readonly_fields = ["runs_on"]

    @admin.display(description="Runs on")
    def runs_on(self, promotion: Promotion) -> str:
        return weekday_names(promotion.weekdays) or "Every day"
