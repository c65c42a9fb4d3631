"""Addresses below this package's prefix."""

from django.urls import path

from promotions.views import brief, promotion

app_name = "promotions"
urlpatterns = [
    path("", promotion.promotions, name="promotions"),
    path("brief/", brief.brief, name="brief"),
    path("brief/read/", brief.acknowledge, name="brief-read"),
    path("brief/new/", brief.brief_new, name="brief-new"),
    path("brief/<int:pk>/", brief.brief_change, name="brief-change"),
    path("brief/<int:pk>/withdraw/", brief.brief_withdraw, name="brief-withdraw"),
    path("new/", promotion.new, name="new"),
    path("new/<slug:mechanic>/", promotion.create, name="create"),
    path("<int:pk>/", promotion.promotion, name="promotion"),
    path("<int:pk>/edit/", promotion.edit, name="edit"),
    path("<int:pk>/copy/", promotion.copy, name="copy"),
    path("<int:pk>/start/", promotion.step, {"to": "start"}, name="start"),
    path("<int:pk>/pause/", promotion.step, {"to": "pause"}, name="pause"),
    path("<int:pk>/resume/", promotion.step, {"to": "resume"}, name="resume"),
    path("<int:pk>/end/", promotion.step, {"to": "end"}, name="end"),
]
