"""Joining, and the office's pages."""

from django.urls import path

from programmes.views import cohorts, joining, new_cards, offices, people, posters

urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/agree/", joining.agree, name="join_agree"),
    path("my-learning/group/<uuid:registration>/stop/", joining.leave, name="group_leave"),
    path("my-learning/group/<uuid:registration>/again/", joining.return_to, name="group_return"),
    path("office/", offices.home, name="office"),
    path("office/new/", offices.open_office, name="office_open"),
    path("office/figures/", people.figures, name="office_figures"),
    path("office/new-cards/", new_cards.office_cards, name="office_cards"),
    path("office/new-cards/<uuid:card>/agree/", new_cards.agree, name="new_card_agree"),
    path("office/new-cards/<uuid:card>/call-off/", new_cards.call_off, name="new_card_call_off"),
    path("office/<uuid:uuid>/people/", offices.people, name="office_people"),
    path("office/<uuid:uuid>/people/<uuid:membership>/end/", offices.end, name="office_end"),
    path("office/<uuid:uuid>/people/<uuid:invitation>/take-back/", offices.take_back, name="office_take_back"),
    path("my-learning/invitation/<uuid:invitation>/", offices.answer, name="invitation_answer"),
    path("office/<uuid:uuid>/open/", cohorts.open_cohort, name="cohort_open"),
    path("office/group/<uuid:uuid>/", cohorts.cohort, name="cohort"),
    path("office/group/<uuid:uuid>/edit/", cohorts.edit_cohort, name="cohort_edit"),
    path("office/group/<uuid:uuid>/close/", cohorts.close, name="cohort_close"),
    path("office/group/<uuid:uuid>/poster/", posters.poster, name="cohort_poster"),
    path("office/group/<uuid:uuid>/cards/", posters.cards, name="cohort_cards"),
    path("office/group/<uuid:uuid>/end-code/", posters.end_code, name="cohort_end_code"),
    path("office/person/<uuid:registration>/", people.person, name="person"),
    path("office/person/<uuid:registration>/new-card/", new_cards.new_card, name="person_new_card"),
    path("office/person/<uuid:registration>/part/<uuid:merge>/", people.part, name="person_part"),
]
