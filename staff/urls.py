"""Addresses below this package's prefix."""

from django.urls import URLPattern

app_name = "staff"
urlpatterns: list[URLPattern] = []
