"""Addresses below this package's prefix."""

from django.urls import path

from customers.views import correspondence, customer, letters, look_up, outbox, wordings

app_name = "customers"
urlpatterns = [
    path("", look_up.look_up, name="look-up"),
    path("letters/<str:token>/", letters.letter, name="letter"),
    path("wordings/", wordings.wordings, name="wordings"),
    path("wordings/<str:kind>/", wordings.wording, name="wording"),
    path("wordings/<str:kind>/forget/", wordings.forget, name="wording-forget"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<int:message_id>/resend/", outbox.resend, name="resend"),
    path("<int:customer_id>/letters/", correspondence.letters, name="letters"),
    path("<int:customer_id>/letters/<int:message_id>/", correspondence.text, name="letter-text"),
    path("<int:customer_id>/notes/", customer.note, name="note"),
    path("account/<path:account_number>/", customer.customer, name="customer"),
]
