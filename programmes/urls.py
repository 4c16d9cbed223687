"""Joining, and the office's pages."""

from django.urls import path

from programmes.views import cohorts, joining, offices, people, posters

urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/agree/", joining.agree, name="join_agree"),
    path("my-learning/group/<uuid:registration>/stop/", joining.leave, name="group_leave"),
    path("my-learning/group/<uuid:registration>/again/", joining.return_to, name="group_return"),
    path("office/", offices.home, name="office"),
    path("office/new/", offices.open_office, name="office_open"),
    path("office/figures/", people.figures, name="office_figures"),
    path("office/<uuid:uuid>/people/", offices.people, name="office_people"),
    path("office/<uuid:uuid>/people/<uuid:membership>/end/", offices.end, name="office_end"),
    path("office/<uuid:uuid>/open/", cohorts.open_cohort, name="cohort_open"),
    path("office/group/<uuid:uuid>/", cohorts.cohort, name="cohort"),
    path("office/group/<uuid:uuid>/edit/", cohorts.edit_cohort, name="cohort_edit"),
    path("office/group/<uuid:uuid>/close/", cohorts.close, name="cohort_close"),
    path("office/group/<uuid:uuid>/poster/", posters.poster, name="cohort_poster"),
    path("office/group/<uuid:uuid>/cards/", posters.cards, name="cohort_cards"),
    path("office/group/<uuid:uuid>/end-code/", posters.end_code, name="cohort_end_code"),
    path("office/person/<uuid:registration>/", people.person, name="person"),
    path("office/person/<uuid:registration>/part/<uuid:merge>/", people.part, name="person_part"),
]
