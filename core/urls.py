from django.urls import path

from core import views

urlpatterns = [
    path("", views.door, name="door"),
    path("language/", views.choose_language, name="choose_language"),
    path("robots.txt", views.robots, name="robots"),
    path("media/<path:path>", views.media, name="media"),
]
