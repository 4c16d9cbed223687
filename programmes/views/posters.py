"""What is printed for a group: posters with its code, and learning cards."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_POST

from accounts.api import new_cards, square
from core.languages import Language
from programmes import api
from programmes.codes import in_groups
from programmes.forms import CardsForm, PosterForm
from programmes.views.gate import for_staff


@require_POST
@for_staff
def poster(request: HttpRequest, uuid: UUID, at: datetime) -> HttpResponse:
    """A poster with a fresh code. It can be shown only now: of the code we keep no more than we need to recognise it."""
    cohort = api.get_cohort_for(request.user, uuid, at=at)
    form = PosterForm(request.POST)
    if not cohort.is_open(at) or not form.is_valid():
        return render(request, "programmes/poster_form.html", {"cohort": cohort, "form": form}, status=422)
    code, digits = api.new_join_code(by=request.user, cohort=cohort, at=at)
    door = request.build_absolute_uri(reverse("join_door"))
    context = {"cohort": cohort, "expires": code.expires, "digits": in_groups(digits), "square": square(f"{door}#{digits}")}
    context |= {"address": door.split("://", 1)[1], "texts": [_text(one) for one in form.cleaned_data["languages"]]}
    return render(request, "programmes/poster.html", context)


def _text(language: Language) -> dict[str, Any]:
    """What a poster says, in one of its languages. Nothing on it says who it is for."""
    with override(language.code):
        return {
            "language": language,
            "title": gettext("Learn on your phone. Free."),
            "steps": [
                gettext("Open the camera of your phone. Point it at the square."),
                gettext("No camera? Open the address and type the digits."),
                gettext("Read what the group sees. Then choose yes or no."),
            ],
        }


@require_POST
@for_staff
def cards(request: HttpRequest, uuid: UUID, at: datetime) -> HttpResponse:
    """A sheet of learning cards to hand out: new accounts, nobody's yet, and in no group before their owners say yes."""
    cohort = api.get_cohort_for(request.user, uuid, at=at)
    form = CardsForm(request.POST)
    if not cohort.is_open(at) or not form.is_valid():
        return render(request, "programmes/cards_form.html", {"cohort": cohort, "form": form}, status=422)
    door = request.build_absolute_uri(reverse("card"))
    made = new_cards(by=request.user, at=at, **form.cleaned_data)
    sheet = [{"groups": groups, "square": square(f"{door}#{code}")} for code, groups in made]
    return render(request, "programmes/cards.html", {"cohort": cohort, "cards": sheet})


@require_POST
@for_staff
def end_code(request: HttpRequest, uuid: UUID, at: datetime) -> HttpResponse:
    """The group's posters let nobody in any more."""
    cohort = api.get_cohort_for(request.user, uuid, at=at)
    api.end_join_codes(by=request.user, cohort=cohort, at=at)
    return redirect("cohort", cohort.uuid)
