"""“Was it you?”: asked once, when someone comes in where somebody had learned before without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.api import earlier_visits, next_of
from core.origin import same_origin
from courses.outline import outline
from records.api import progress_of


@same_origin
@never_cache
@login_required
def was_it_you(request: HttpRequest) -> HttpResponse:
    """Yes or no, then on to where she was going. There may be another, from another phone."""
    question, onward = earlier_visits.question_for(request.user), next_of(request)  # type: ignore[arg-type]
    if question and request.method == "POST" and request.POST.get("visit") == str(question.pk):
        was_she = "yes" in request.POST
        earlier_visits.say(question, was_she=was_she, user=request.user, at=timezone.now())  # type: ignore[arg-type]
        said = _("It is with your learning now.") if was_she else _("It stays apart. Nothing of it is in yours.")
        messages.success(request, said)
        question = earlier_visits.question_for(request.user)  # type: ignore[arg-type]
    if question is None:
        return redirect(onward or "my_learning")
    known = {lesson.key for lesson in outline(get_language()).lessons()}
    count = len(known & set(progress_of(question.visitor)))
    return render(request, "courses/was_it_you.html", {"question": question, "count": count, "next": onward})
