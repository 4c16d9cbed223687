"""Every address of Onward, on one screen."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from accounts.views.staff import admin_door

urlpatterns = [
    path("cms/login/", admin_door),  # there is one sign-in
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("core.urls")),
    path("", include("records.urls")),
    path("", include("accounts.urls_without_language")),
    path("", include("programmes.urls_without_language")),
    path("", include("courses.urls_without_language")),
    *i18n_patterns(
        path("", include("core.urls_with_language")),
        path("account/", include("accounts.urls")),
        path("my-learning/", include("accounts.urls_mine")),
        path("", include("accounts.urls_phone")),
        path("", include("programmes.urls")),
        path("", include("courses.urls")),
    ),
]

handler404 = "core.views.not_found"
handler500 = "core.views.broken"
handler403 = "core.views.forbidden"
handler400 = "core.views.bad_request"
