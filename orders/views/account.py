"""What a customer owes and what they still wait for, as a part of their page or by itself."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from customers.models import Customer
from orders.reports.account import account_sheet
from orders.reports.outstanding import outstanding
from staff.models import SignedInRequest


@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    """Of the customer whose account the address names; for who takes orders, or decides about held ones."""
    if not (request.user.has_perm("orders.take_orders") or request.user.has_perm("orders.approve_orders")):
        raise PermissionDenied
    account_number, at = request.GET.get("customer", ""), timezone.now()
    customer = get_object_or_404(Customer.objects.only("name", "account_number"), account_number=account_number)
    page = "orders/_account.html" if request.headers.get("HX-Request") else "orders/account.html"
    found = {
        "account": account_sheet(customer.pk, at),
        "outstanding": outstanding(customer.pk, at),
        "customer": customer,
        "at": at,
    }
    return render(request, page, found)
