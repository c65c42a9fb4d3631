"""A customer or prospect, the people there, their numbers and addresses."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat, Replace, Reverse, Upper
from django.utils import timezone

from customers.rules.accounts import LONGEST, MAY_HOLD, PATTERN
from customers.rules.numbers import for_people
from customers.rules.search import APOSTROPHES, FOLD_FROM, FOLD_TO
from customers.rules.vocabulary import (
    AddressKind,
    CustomerKind,
    CustomerStatus,
    LegalForm,
    Nation,
    SubscriberType,
    Weekday,
)


def words_of(column: str) -> models.GeneratedField:
    """The words of `column` without accents or punctuation, kept by the database itself for look-up by word.

    A word with an apostrophe is kept in its parts and in one.
    """
    text = models.TextField()
    in_one = Func(F(column), Value(APOSTROPHES), Value(""), function="translate", output_field=text)
    both = Concat(F(column), Value(" "), in_one, output_field=text)
    plain = Func(both, Value(FOLD_FROM), Value(FOLD_TO), function="translate", output_field=text)
    return models.GeneratedField(
        expression=SearchVector(plain, config="simple"), output_field=SearchVectorField(), db_persist=True
    )


class Segment(models.Model):
    """A kind of trade that promotions are aimed at: cafés, schools, builders."""

    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PriceList(models.Model):
    """The terms a customer buys on; the prices on it are kept with the products."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class CustomerQuerySet(models.QuerySet["Customer"]):
    def open(self) -> CustomerQuerySet:
        """Those we still deal with."""
        return self.exclude(status=CustomerStatus.CLOSED)

    def customers(self) -> CustomerQuerySet:
        return self.filter(kind=CustomerKind.CUSTOMER)

    def prospects(self) -> CustomerQuerySet:
        return self.filter(kind=CustomerKind.PROSPECT)


class Customer(models.Model):
    """An account that buys from us, or one that may."""

    account_number = models.CharField(
        max_length=LONGEST,
        unique=True,
        validators=[RegexValidator(PATTERN, f"“%(value)s” cannot be an account number. {MAY_HOLD}")],
    )
    name = models.CharField(max_length=160)
    legal_form = models.CharField(max_length=24, choices=LegalForm, default=LegalForm.UNKNOWN)
    kind = models.CharField(max_length=12, choices=CustomerKind, default=CustomerKind.CUSTOMER)
    status = models.CharField(max_length=12, choices=CustomerStatus, default=CustomerStatus.ACTIVE)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_customers",
        help_text="The coordinator who looks after them; empty for the pool.",
    )
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, null=True, blank=True)
    price_list = models.ForeignKey(
        PriceList, on_delete=models.PROTECT, null=True, blank=True, help_text="Empty: list prices."
    )
    nation = models.CharField(
        max_length=20, choices=Nation, default=Nation.UNKNOWN, help_text="Decides which public holidays are theirs."
    )
    delivery_days = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        default=list,
        blank=True,
        help_text="The weekdays we deliver to them, 0 for Monday; empty for Monday to Friday.",
    )
    credit_terms_days = models.PositiveSmallIntegerField(
        default=30, validators=[MaxValueValidator(180)], help_text="Days to pay; 0 for payment with the order."
    )
    credit_limit = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="In pounds; empty for no limit."
    )
    order_reference_required = models.BooleanField(
        default=False, help_text="They need their own purchase order number on each order."
    )
    do_not_mention = models.CharField(
        max_length=200, blank=True, help_text="Shown beside the name: what not to bring up on a call."
    )
    source = models.CharField(max_length=60, blank=True, help_text="Where this record came from.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    search_words = words_of("name")

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["account_number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(account_number=""),
                name="customers_account_number_is_given",
                violation_error_message="Give them an account number.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CustomerKind.values),
                name="customers_kind_is_known",
                violation_error_message="Choose whether they are a customer or a prospect.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CustomerStatus.values),
                name="customers_status_is_known",
                violation_error_message="Choose one of the states.",
            ),
            models.CheckConstraint(
                condition=Q(credit_limit__isnull=True) | Q(credit_limit__gte=0),
                name="customers_credit_limit_is_not_negative",
                violation_error_message="The credit limit is zero or more; empty is no limit.",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "account_number"], name="customers_by_owner"),
            models.Index(OpClass(Upper("account_number"), "text_pattern_ops"), name="customers_by_account"),
            GinIndex(fields=["search_words"], name="customers_by_name"),
        ]
        permissions = [
            ("ring", "May ring customers"),
            ("look_up", "May look up customers"),
            ("add_note", "May write in a customer's history"),
            ("import_customers", "May import customers"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.account_number})"

    @property
    def is_closed(self) -> bool:
        return self.status == CustomerStatus.CLOSED

    @property
    def is_on_stop(self) -> bool:
        return self.status == CustomerStatus.ON_STOP


class Contact(models.Model):
    """A person at a customer."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=120)
    say_name = models.CharField(max_length=120, blank=True, help_text="How to say it, for example “shi-VAWN”.")
    job_title = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    may_order = models.BooleanField(default=True, help_text="They may place orders for this account.")
    is_buyer = models.BooleanField(default=False, help_text="The person we ask for first.")
    left_at = models.DateTimeField(null=True, blank=True, help_text="When they left; empty while they are there.")
    search_words = words_of("name")

    class Meta:
        ordering = ["-is_buyer", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(is_buyer=True, left_at=None),
                name="customers_one_buyer_per_customer",
                violation_error_message="They have a buyer already. Untick the other one first.",
            ),
        ]
        indexes = [GinIndex(fields=["search_words"], name="customers_by_contact_name")]

    def __str__(self) -> str:
        return self.name


class PhoneLine(models.Model):
    """A telephone number at a customer. Who subscribes to it is a fact of the line, not of the customer."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="lines")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="lines")
    number = models.CharField(max_length=16, help_text="In E.164, for example +442079460101.")
    label = models.CharField(max_length=40, blank=True, help_text="Switchboard, mobile, stores …")
    subscriber_type = models.CharField(max_length=12, choices=SubscriberType, default=SubscriberType.UNKNOWN)
    is_main = models.BooleanField(default=False, help_text="The number we ring first.")
    do_not_call_at = models.DateTimeField(
        null=True, blank=True, help_text="When they told us not to ring this number; empty if they have not."
    )
    wrong_number_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-is_main", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["customer", "number"], name="customers_number_once_per_customer"),
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(is_main=True),
                name="customers_one_main_line_per_customer",
                violation_error_message="They have a main number already. Untick the other one first.",
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^\+[1-9][0-9]{6,14}$"),
                name="customers_number_is_e164",
                violation_error_message="Type the number as 020 7946 0101, or with + and the country.",
            ),
        ]
        indexes = [
            models.Index(fields=["number"], name="customers_by_number"),
            models.Index(OpClass("number", "varchar_pattern_ops"), name="customers_by_number_start"),
            models.Index(OpClass(Reverse("number"), "text_pattern_ops"), name="customers_by_number_end"),
        ]

    def __str__(self) -> str:
        return for_people(self.number)


class AddressQuerySet(models.QuerySet["Address"]):
    def for_deliveries(self) -> AddressQuerySet:
        """Where goods may go, the usual one of a customer first."""
        return self.filter(kind=AddressKind.DELIVERY, ended_at=None).order_by("customer", "pk")


class Address(models.Model):
    """Where goods or invoices go."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=12, choices=AddressKind, default=AddressKind.DELIVERY)
    lines = models.TextField(help_text="As it stands on the label, without the postcode.")
    postcode = models.CharField(max_length=10, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Since when nothing goes there any more.")

    objects = AddressQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name_plural = "addresses"
        indexes = [
            models.Index(
                OpClass(Upper(Replace("postcode", Value(" "), Value(""))), "text_pattern_ops"),
                name="customers_by_postcode",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lines.splitlines()[0] if self.lines else ''}, {self.postcode}"

    @property
    def in_one_line(self) -> str:
        """All of it, as it is read out."""
        return ", ".join(filter(None, (*(line.strip(" ,") for line in self.lines.splitlines()), self.postcode)))
