"""Products, their groups, and their prices on each price list."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from customers.models import PriceList
from promotions.models.search import SHORTEST_INSIDE, SearchWords, Told, WordsQuery, query_words
from promotions.rules.vocabulary import VatRate


class ProductGroup(models.Model):
    """A shelf of the catalogue: hot drinks, cleaning, fixings."""

    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ProductQuerySet(models.QuerySet["Product"]):
    def on_sale(self) -> ProductQuerySet:
        return self.filter(ended_at=None)

    def named_by(self, text: str) -> ProductQuerySet:
        """Those in which each word of `text` begins a word of the name, or part of the code or barcode."""
        words = query_words(text)
        return self.filter(search_words=WordsQuery(words)) if words else self.none()

    def holding(self, text: str) -> ProductQuerySet:
        """The same, and those in which words of three characters or more stand anywhere inside code or name."""
        words = query_words(text)
        found = self.filter(search_words=WordsQuery(words, inside=True)).alias(told=Told("code", "name"))
        for word in words:
            # A word of three is its only three, and one that is shorter was asked for as it stands.
            if len(word) > SHORTEST_INSIDE:
                found = found.filter(Q(told__contains=word) | Q(search_words=WordsQuery([word])))
        return found if words else self.none()


class Product(models.Model):
    """A line we sell, by the pack. Prices are in pounds for one pack, without VAT."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=160)
    group = models.ForeignKey(ProductGroup, on_delete=models.PROTECT, related_name="products")
    barcode = models.CharField(max_length=14, blank=True, db_index=True)
    unit = models.CharField(max_length=24, default="each", help_text="What one pack is called: each, case, roll.")
    pack_size = models.PositiveIntegerField(default=1, help_text="How many pieces are in one pack.")
    order_least = models.PositiveIntegerField(
        default=1, db_default=1, help_text="The fewest packs that one order may hold."
    )
    order_multiple = models.PositiveIntegerField(
        default=1, db_default=1, help_text="Packs are sold in multiples of this: 1 for any number."
    )
    vat_rate = models.CharField(max_length=12, choices=VatRate, default=VatRate.STANDARD)
    list_price = models.DecimalField(max_digits=10, decimal_places=4)
    floor_price = models.DecimalField(
        max_digits=10, decimal_places=4, null=True, blank=True, help_text="Below this an order needs approval."
    )
    stock_free = models.IntegerField(default=0, help_text="Packs free to sell.")
    stock_due_on = models.DateField(null=True, blank=True, help_text="When more is expected.")
    preferred_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when we would rather sell this line; empty if not."
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it left the range; empty while on sale.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    search_words = models.GeneratedField(
        expression=SearchWords("code", "name", "barcode"),
        output_field=SearchVectorField(),
        db_persist=True,
        help_text="The words by which a product is found; kept by the database.",
    )

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(list_price__gte=0),
                name="promotions_list_price_is_not_negative",
                violation_error_message="The list price is zero or more.",
            ),
            models.CheckConstraint(
                condition=Q(pack_size__gte=1),
                name="promotions_pack_holds_something",
                violation_error_message="A pack holds one or more.",
            ),
            models.CheckConstraint(
                condition=Q(order_least__gte=1, order_multiple__gte=1),
                name="promotions_order_size_is_positive",
                violation_error_message="It is sold by one pack or more, in multiples of one or more.",
            ),
            models.CheckConstraint(
                condition=Q(floor_price=None) | Q(floor_price__lte=F("list_price")),
                name="promotions_floor_is_not_above_list",
                violation_error_message="The floor is above the list price. Set a lower floor or a higher list price.",
            ),
        ]
        indexes = [GinIndex(fields=["search_words"], name="promotions_products_by_word")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def pack(self) -> str:
        """The pack in words: “case of 12”, “each”."""
        return self.unit if self.pack_size == 1 else f"{self.unit} of {self.pack_size}"


class ListedPrice(models.Model):
    """The price of a product on a price list, from a quantity of packs up."""

    price_list = models.ForeignKey(PriceList, on_delete=models.CASCADE, related_name="prices")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="listed_prices")
    from_quantity = models.PositiveIntegerField(default=1)
    unit_price = models.DecimalField(max_digits=10, decimal_places=4)

    class Meta:
        ordering = ["price_list", "product", "from_quantity"]
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "product", "from_quantity"], name="promotions_one_price_per_break"
            ),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0),
                name="promotions_listed_price_is_not_negative",
                violation_error_message="A price is zero or more.",
            ),
            models.CheckConstraint(
                condition=Q(from_quantity__gte=1),
                name="promotions_break_starts_at_one",
                violation_error_message="A break starts at one pack or more.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.price_list} from {self.from_quantity}"
