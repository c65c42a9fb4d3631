"""Addresses below this package's prefix."""

from django.urls import path

from promotions import views

app_name = "promotions"
urlpatterns = [
    path("", views.promotions, name="promotions"),
    path("new/<slug:mechanic>/", views.create, name="create"),
    path("<int:pk>/", views.promotion, name="promotion"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/start/", views.step, {"to": "start"}, name="start"),
    path("<int:pk>/pause/", views.step, {"to": "pause"}, name="pause"),
    path("<int:pk>/resume/", views.step, {"to": "resume"}, name="resume"),
    path("<int:pk>/end/", views.step, {"to": "end"}, name="end"),
]
