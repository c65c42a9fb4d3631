"""Addresses below this package's prefix."""

from django.urls import path

from targets.views import desk, own, promotion, target

app_name = "targets"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("own/", own.own, name="own"),
    path("promotion/", promotion.results, name="promotion-results"),
    path("targets/", target.targets, name="targets"),
    path("targets/again/", target.targets_again, name="targets-again"),
    path("targets/new/", target.target_new, name="target-new"),
    path("targets/<int:target_id>/", target.target, name="target"),
    path("targets/<int:target_id>/withdraw/", target.target_withdraw, name="target-withdraw"),
]
