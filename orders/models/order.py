"""An order from the first typed quantity on; its lines keep the price that the customer was told."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When

from customers.models import Address, Contact, Customer, Message
from orders.rules import OrderState, life
from promotions.models import Product
from promotions.rules.vocabulary import PriceKind, VatRate

IN_MOTION = sorted(life.IN_THE_WAREHOUSE | {OrderState.HELD})


class OrderSequence(models.Model):
    """The last order number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class OrderQuerySet(models.QuerySet["Order"]):
    def drafts(self) -> OrderQuerySet:
        return self.filter(state=OrderState.DRAFT)

    def in_motion(self) -> OrderQuerySet:
        """Confirmed and not despatched in full yet."""
        return self.filter(state__in=IN_MOTION)

    def placed(self) -> OrderQuerySet:
        """Orders that count: confirmed and not cancelled."""
        return self.filter(confirmed_at__isnull=False, cancelled_at=None)


class Order(models.Model):
    """What one customer buys in one go. Totals are pounds; net is after savings, without delivery and VAT."""

    number = models.CharField(max_length=20, null=True, unique=True, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="orders")
    state = models.CharField(max_length=16, choices=OrderState, default=OrderState.DRAFT)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="orders_taken",
        help_text="Empty: brought over from an earlier system.",
    )
    ordered_by = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="orders_placed"
    )
    address = models.ForeignKey(
        Address,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="orders",
        help_text="Where it is delivered; empty where that was never said.",
    )
    purchase_order_number = models.CharField(max_length=40, blank=True, help_text="The customer's own number.")
    delivery_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="Printed on the acknowledgement.")
    version = models.PositiveIntegerField(
        default=0, help_text="Counts the changes of lines and prices, so that what was read back is what is confirmed."
    )
    revision = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text="Counts what was confirmed: 1, and one more with each change after it."
    )
    opened_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancel_reason = models.CharField(max_length=200, blank=True)
    net_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    delivery_total = models.DecimalField(max_digits=8, decimal_places=2, default=Decimal(0))
    vat_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    gross_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    saving_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    quoted = models.ForeignKey(
        "orders.QuoteRevision",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="orders",
        help_text="The quote it was made of: its prices stay while they hold.",
    )
    credited_total = models.DecimalField(
        max_digits=12, decimal_places=2, default=Decimal(0), db_default=Decimal(0), help_text="Net, of what came back."
    )
    counted_total = models.GeneratedField(
        expression=F("net_total") - F("credited_total"),
        output_field=models.DecimalField(max_digits=12, decimal_places=2),
        db_persist=True,
        help_text="What figures count: net of credits.",
    )
    invoice_number = models.CharField(max_length=40, blank=True, db_default="")
    acknowledgement = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    trace = models.JSONField(
        default=list,
        db_default=Value([], output_field=models.JSONField()),
        help_text="Of each promotion on the whole order: its sentence, and whether the order has it or had it.",
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(state=OrderState.DRAFT), name="orders_one_draft_per_customer"
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.DRAFT, number=None, confirmed_at=None)
                | ~Q(state=OrderState.DRAFT) & Q(number__isnull=False, confirmed_at__isnull=False),
                name="orders_only_a_draft_has_no_number",
            ),
            models.CheckConstraint(
                condition=Q(state=OrderState.CANCELLED, cancelled_at__isnull=False)
                | ~Q(state=OrderState.CANCELLED) & Q(cancelled_at=None),
                name="orders_cancelled_says_when",
            ),
            models.CheckConstraint(
                condition=Q(gross_total=F("net_total") + F("delivery_total") + F("vat_total")),
                name="orders_totals_add_up",
            ),
            models.CheckConstraint(
                condition=Q(credited_total__gte=0, credited_total__lte=F("net_total")),
                name="orders_credits_stay_within_the_order",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-confirmed_at"], name="orders_by_customer"),
            models.Index(fields=["-confirmed_at", "-id"], name="orders_by_time"),
            models.Index(fields=["taken_by", "-confirmed_at"], name="orders_by_taker"),
            models.Index(fields=["delivery_on", "id"], condition=Q(state__in=IN_MOTION), name="orders_in_motion"),
            models.Index(fields=["cancelled_at"], condition=Q(cancelled_at__isnull=False), name="orders_cancelled"),
        ]
        permissions = [
            ("take_orders", "May take orders"),
            ("approve_orders", "May release held orders"),
            ("fulfil_orders", "May move orders on in the warehouse"),
            ("set_hand_price", "May set a price by hand"),
        ]

    def __str__(self) -> str:
        return self.number or f"Draft for {self.customer_id}"

    @property
    def is_draft(self) -> bool:
        return self.state == OrderState.DRAFT


class OrderLineQuerySet(models.QuerySet["OrderLine"]):
    def sold(self) -> OrderLineQuerySet:
        """Those that figures count: of orders that count, gifts left out; `kept` is their packs less the credited."""
        standing = self.filter(order__confirmed_at__isnull=False, order__cancelled_at=None, is_gift=False)
        return standing.annotate(kept=F("quantity") - F("credited_quantity"))


class OrderLine(models.Model):
    """One row of an order. A unit is a pack; `unit_price` is before `saving_total`, `net_total` after it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="order_lines")
    position = models.PositiveSmallIntegerField()
    quantity = models.PositiveIntegerField()
    unit_price = models.DecimalField(max_digits=10, decimal_places=4)
    price_kind = models.CharField(max_length=12, choices=PriceKind, default=PriceKind.LIST)
    price_basis = models.CharField(
        max_length=12,
        choices=PriceKind,
        blank=True,
        db_default="",
        help_text="The kind that an agreed price had when it was agreed; promotions go by it.",
    )
    saving_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    net_total = models.DecimalField(max_digits=12, decimal_places=2)
    vat_rate = models.CharField(max_length=12, choices=VatRate)
    is_gift = models.BooleanField(default=False, help_text="Given by a promotion, not asked for.")
    instead_of = models.ForeignKey(
        Product,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What they asked for, when this is a substitute.",
    )
    note = models.CharField(max_length=200, blank=True, default="", db_default="", help_text="Printed with it.")
    credited_quantity = models.PositiveIntegerField(default=0, db_default=0, help_text="Packs that came back.")
    trace = models.JSONField(default=list, help_text="How the price came about, sentence by sentence.")

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        ordering = ["order", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_line_quantity_is_positive"),
            models.CheckConstraint(
                condition=Q(credited_quantity__lte=F("quantity")), name="orders_line_credits_stay_within_it"
            ),
            models.CheckConstraint(condition=Q(net_total__gte=0), name="orders_line_is_not_below_zero"),
            models.CheckConstraint(condition=Q(saving_total__gte=0), name="orders_saving_is_not_negative"),
        ]
        indexes = [models.Index(fields=["product", "order"], name="orders_lines_by_product")]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.product_id}"


class OrderVatQuerySet(models.QuerySet["OrderVat"]):
    def by_rate(self) -> OrderVatQuerySet:
        """As they are read out: the highest rate first."""
        places = [When(rate=rate, then=Value(place)) for place, rate in enumerate(VatRate)]
        return self.order_by(Case(*places, output_field=models.IntegerField()))


class OrderVat(models.Model):
    """The VAT of an order at one rate, worked out once on the net at that rate."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="vat_rows")
    rate = models.CharField(max_length=12, choices=VatRate)
    net_total = models.DecimalField(max_digits=12, decimal_places=2)
    vat_total = models.DecimalField(max_digits=12, decimal_places=2)

    objects = OrderVatQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["order", "rate"], name="orders_one_vat_row_per_rate")]

    def __str__(self) -> str:
        return f"{self.rate}: {self.vat_total}"
