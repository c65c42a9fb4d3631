"""Addresses below this package's prefix."""

from django.urls import path

from calls.views import call, callbacks, day, feed, finish, outcome, pad, schedule, schedule_days, settings, take

app_name = "calls"
urlpatterns = [
    path("", day.day, name="day"),
    path("next/", day.take_next, name="next"),
    path("callbacks/", callbacks.callbacks, name="callbacks"),
    path("callbacks/<int:pk>/keep/", callbacks.keep, name="keep-promise"),
    path("settings/", settings.settings, name="settings"),
    path("take/<str:account_number>/", take.take, name="take"),
    path("schedules/of/<path:account_number>/", schedule.schedules, name="schedules"),
    path("schedules/new/<path:account_number>/", schedule.new, name="schedule-new"),
    path("schedules/<int:pk>/", schedule.change, name="schedule"),
    path("schedules/<int:pk>/end/", schedule.end, name="schedule-end"),
    path("schedules/<int:pk>/day/", schedule_days.day, name="schedule-day"),
    path("schedules/<int:pk>/usual/<str:on>/", schedule_days.usual, name="schedule-usual"),
    path("closures/of/<path:account_number>/", schedule_days.closure, name="closure"),
    path("closures/<int:pk>/withdraw/", schedule_days.reopen, name="closure-withdraw"),
    path("calendar/", feed.calendar, name="calendar"),
    path("calendar/make/", feed.make, name="calendar-make"),
    path("calendar/revoke/", feed.revoke, name="calendar-revoke"),
    path("calendar/<str:token>.ics", feed.feed, name="feed"),
    path("<int:pk>/", call.call, name="call"),
    path("<int:pk>/notes/", call.notes, name="notes"),
    path("<int:pk>/heartbeat/", call.heartbeat, name="heartbeat"),
    path("<int:pk>/dial/", call.ring, name="dial"),
    path("<int:pk>/quantity/", pad.quantity, name="quantity"),
    path("<int:pk>/search/", pad.search, name="search"),
    path("<int:pk>/row/", pad.row, name="row"),
    path("<int:pk>/offer/", pad.offer, name="offer"),
    path("<int:pk>/finish/", finish.finish, name="finish"),
    path("<int:pk>/details/<int:order_id>/", finish.details, name="details"),
    path("<int:pk>/confirm/<int:order_id>/", finish.confirm, name="confirm"),
    path("<int:pk>/outcome/", outcome.outcome, name="outcome"),
    path("<int:pk>/outcome/choices/", outcome.choices, name="choices"),
    path("<int:pk>/put-back/", outcome.give_back, name="put-back"),
]
