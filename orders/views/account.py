"""What a customer owes, as a part of their page or by itself."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from customers.models import Customer
from orders.reports.account import account_sheet
from staff.models import SignedInRequest


@require_safe
def account(request: SignedInRequest) -> HttpResponse:
    """Of the customer whose account the address names; for who takes orders, or decides about held ones."""
    if not (request.user.has_perm("orders.take_orders") or request.user.has_perm("orders.approve_orders")):
        raise PermissionDenied
    customer = get_object_or_404(Customer.objects.only("name"), account_number=request.GET.get("customer", ""))
    page = "orders/_account.html" if request.headers.get("HX-Request") else "orders/account.html"
    return render(request, page, {"account": account_sheet(customer.pk, timezone.now()), "customer": customer})
