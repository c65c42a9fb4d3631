"""Where each package's pages stand."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from telesales import views

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # allauth's documented way
admin.site.site_header = "Customer records"
admin.site.site_title = "Customer records"
admin.site.index_title = "Records"

urlpatterns = [
    path("", views.home, name="home"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("team/", include("staff.urls")),
    path("customers/", include("customers.urls")),
    path("promotions/", include("promotions.urls")),
    path("orders/", include("orders.urls")),
    path("calls/", include("calls.urls")),
    path("desk/", include("targets.urls")),
]
