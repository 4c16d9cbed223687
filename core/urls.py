from django.urls import path

from core import installing, measures, views

urlpatterns = [
    path("", views.door, name="door"),
    path("language/", views.choose_language, name="choose_language"),
    path("robots.txt", views.robots, name="robots"),
    path("ruler.svg", measures.ruler, name="ruler"),
    path("sw.js", installing.worker, name="worker"),
    path("manifest/<slug:language>/<slug:look>.webmanifest", installing.manifest, name="manifest"),
    path("media/<path:path>", views.media, name="media"),
]
