"""Addresses below this package's prefix."""

from django.urls import URLPattern

app_name = "customers"
urlpatterns: list[URLPattern] = []
