"""What was made in a call: what its outcome may say of it."""

from django.db.models import Exists, OuterRef, Q

from calls.models import Appointment, Call
from calls.rules.outcomes import Need
from orders.models import Enquiry, OrderRevision, Quote


def made_in(call: Call) -> frozenset[Need]:
    """What whoever has the card made for the customer since it was opened; one statement.

    A quote counts when it was begun, revised or sent, an appointment when it was made or moved and stands.
    """
    theirs, since, by = {"customer": OuterRef("customer")}, OuterRef("opened_at"), OuterRef("coordinator")
    priced = Q(revisions__made_at__gte=since, revisions__made_by=by) | Q(revisions__sent_at__gte=since)
    added = OrderRevision.objects.filter(order__customer=OuterRef("customer"), number__gt=1, made_by=by)
    found = {
        Need.ADDITION: Exists(added.filter(made_at__gte=since)),
        Need.ENQUIRY: Exists(Enquiry.objects.filter(**theirs, received_at__gte=since, recorded_by=by)),
        Need.QUOTE: Exists(Quote.objects.filter(priced, **theirs)),
        Need.APPOINTMENT: Exists(Appointment.objects.standing().filter(**theirs, changed_at__gte=since)),
    }
    is_made = Call.objects.filter(pk=call.pk).values_list(*found.values()).get()
    made = {need for need, is_there in zip(found, is_made, strict=True) if is_there}
    return frozenset(made | {Need.ORDER} if call.order_id is not None else made)
