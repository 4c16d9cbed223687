"""How a learner comes to a group, leaves it, and comes back."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_from_request
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.api import learner_of, learner_or_new, remember_visitor
from core.languages import BY_CODE
from core.origin import same_origin
from core.page_cache import public_page
from programmes import api, guesses
from programmes.codes import BadCode, Fault
from programmes.consent import words_for
from programmes.forms import FAULTS, CalledForm
from programmes.models import Cohort, Enrolment


@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Where a poster's square leads: on, in her language. The code stands behind “#”, which browsers keep to themselves."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    language = chosen if chosen in BY_CODE else get_language_from_request(request)
    response = redirect(f"/{language}/join/")
    response["Vary"] = "Accept-Language, Cookie"
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


@same_origin
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def join(request: HttpRequest) -> HttpResponse:
    """Type the code; then read what joining means."""
    if request.method != "POST":
        return render(request, "programmes/join.html")
    opened = _opened(request)
    return _ask(request, opened, CalledForm()) if isinstance(opened, Cohort) else opened


@same_origin
@require_POST
def agree(request: HttpRequest) -> HttpResponse:
    """She agrees, and belongs to the group."""
    opened = _opened(request)
    if not isinstance(opened, Cohort):
        return opened
    form = CalledForm(request.POST)
    if not form.is_valid():
        return _ask(request, opened, form, status=422)
    learner, language, at = learner_or_new(request), get_language() or "en", timezone.now()
    called, how = form.cleaned_data["called"], _how(request)
    api.join(learner=learner, cohort=opened, called=called, how=how, language=language, at=at)
    response = _to_group()
    remember_visitor(response, learner)
    return response


def _opened(request: HttpRequest) -> Cohort | HttpResponse:
    """The group that the code in a form opens, or what is answered instead."""
    text = request.POST.get("code", "")[:100]
    if guesses.too_many(request):
        refusal = render(request, "429.html", status=429)
        refusal["Retry-After"] = str(guesses.RETRY_AFTER)
        return refusal
    try:
        return api.find_cohort(text, at=timezone.now())
    except BadCode as bad:
        if bad.fault == Fault.UNKNOWN:
            guesses.count_one(request)
        error = FAULTS[bad.fault] % {"n": bad.length} if bad.fault == Fault.LENGTH else FAULTS[bad.fault]
        return render(request, "programmes/join.html", {"error": error, "code": text}, status=422)


def _ask(request: HttpRequest, cohort: Cohort, form: Any, status: int = 200) -> HttpResponse:
    words = {"cohort": cohort, "words": words_for(cohort), "code": request.POST["code"], "how": _how(request), "form": form}
    response = render(request, "programmes/join_agree.html", words, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _how(request: HttpRequest) -> str:
    return Enrolment.How.SCANNED if request.POST.get("how") == Enrolment.How.SCANNED else Enrolment.How.TYPED


@same_origin
@require_POST
def leave(request: HttpRequest, registration: UUID) -> HttpResponse:
    """Stop sharing, at once."""
    api.leave(learner=_learner(request), registration=registration, at=timezone.now())
    return _to_group()


@same_origin
@require_POST
def return_to(request: HttpRequest, registration: UUID) -> HttpResponse:
    """Undo that."""
    language = get_language() or "en"
    api.return_to(learner=_learner(request), registration=registration, language=language, at=timezone.now())
    return _to_group()


def _learner(request: HttpRequest) -> Any:
    if (learner := learner_of(request)) is None:
        raise Http404
    return learner


def _to_group() -> HttpResponse:
    response = HttpResponseRedirect(f"{reverse('my_learning')}#group")
    response.status_code = 303
    return response
