from django.urls import path

from records import views

urlpatterns = [
    path("sync/", views.sync, name="sync"),
    path("sync/sealed/", views.sealed, name="sync_sealed"),
    path("sync/openapi.json", views.openapi, name="sync_openapi"),
]
