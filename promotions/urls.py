"""Addresses below this package's prefix."""

from django.urls import URLPattern

app_name = "promotions"
urlpatterns: list[URLPattern] = []
