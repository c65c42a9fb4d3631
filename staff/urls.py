"""Addresses below this package's prefix."""

from django.urls import path

from staff.views import absences, team

app_name = "staff"
urlpatterns = [
    path("", team.team, name="team"),
    path("<int:user_id>/hours/", team.hours, name="hours"),
    path("absences/", absences.own, name="absences"),
    path("absences/enter/", absences.enter, name="enter-absence"),
    path("absences/<int:pk>/decide/", absences.decide, name="decide-absence"),
    path("absences/<int:pk>/withdraw/", absences.withdraw, name="withdraw-absence"),
]
