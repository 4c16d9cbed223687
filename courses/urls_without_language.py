from django.urls import path

from courses.views.sitemap import sitemap

urlpatterns = [path("sitemap.xml", sitemap, name="sitemap")]
