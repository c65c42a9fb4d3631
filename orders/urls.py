"""Addresses below this package's prefix."""

from django.urls import path

from orders.views import enquiries, orders

app_name = "orders"
urlpatterns = [
    path("", orders.orders, name="orders"),
    path("enquiries/", enquiries.enquiries, name="enquiries"),
    path("enquiries/new/", enquiries.new_enquiry, name="enquiry-new"),
    path("enquiries/<int:pk>/", enquiries.enquiry, name="enquiry"),
    path("<str:number>/", orders.order, name="order"),
    path("<str:number>/cancel/", orders.cancel, name="cancel"),
]
