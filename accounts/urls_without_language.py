from django.urls import path

from accounts.views.cards import scanned

urlpatterns = [path("card/", scanned, name="card")]
