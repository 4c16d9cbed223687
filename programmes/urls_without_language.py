from django.urls import path

from programmes.views import joining

urlpatterns = [path("join/", joining.door, name="join_door")]
