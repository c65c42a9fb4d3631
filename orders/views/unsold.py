"""What we could not sell, who asked for it, and what customers gave up."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from orders.reports.unsold import asking_rows, given_up_rows, unsold_rows
from orders.views.paging import addressed
from promotions.models import Product
from staff.models import SignedInRequest

takes_orders = permission_required("orders.take_orders", raise_exception=True)


@require_safe
@takes_orders
def unsold(request: SignedInRequest) -> HttpResponse:
    with addressed():
        page = unsold_rows(now(), after=request.GET.get("after", ""))
    return render(request, "orders/unsold.html", {"page": page})


@require_safe
@takes_orders
def askings(request: SignedInRequest) -> HttpResponse:
    """Of one product, or of what the address calls it in `words`."""
    asked, words = request.GET.get("product", ""), request.GET.get("words", "")
    with addressed():
        product = get_object_or_404(Product, pk=int(asked)) if len(asked) <= 18 and asked else None
        if product is None and not words.strip():
            raise Http404
        page = asking_rows(
            now(), product_id=product.pk if product else None, words=words, after=request.GET.get("after", "")
        )
    return render(request, "orders/askings.html", {"page": page, "name": str(product) if product else words})


@require_safe
@takes_orders
def given_up(request: SignedInRequest) -> HttpResponse:
    with addressed():
        page = given_up_rows(after=request.GET.get("after", ""))
    return render(request, "orders/given_up.html", {"page": page})
