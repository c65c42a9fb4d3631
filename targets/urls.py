"""Addresses below this package's prefix."""

from django.urls import URLPattern

app_name = "targets"
urlpatterns: list[URLPattern] = []
