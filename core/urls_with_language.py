from django.urls import path

from core import measures, views

urlpatterns = [
    path("measures/", measures.measures, name="measures"),
    path("this-phone/", views.this_phone, name="this_phone"),
]
