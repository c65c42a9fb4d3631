"""Addresses below this package's prefix."""

from django.urls import path

from promotions.views import promotion

app_name = "promotions"
urlpatterns = [
    path("", promotion.promotions, name="promotions"),
    path("new/<slug:mechanic>/", promotion.create, name="create"),
    path("<int:pk>/", promotion.promotion, name="promotion"),
    path("<int:pk>/edit/", promotion.edit, name="edit"),
    path("<int:pk>/start/", promotion.step, {"to": "start"}, name="start"),
    path("<int:pk>/pause/", promotion.step, {"to": "pause"}, name="pause"),
    path("<int:pk>/resume/", promotion.step, {"to": "resume"}, name="resume"),
    path("<int:pk>/end/", promotion.step, {"to": "end"}, name="end"),
]
