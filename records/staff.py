"""Where staff see what is kept for repair, and try it again."""

from typing import Any

import django_filters
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView, PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.api import look
from accounts.models import Look, Role
from records.models import Kept, KeptQuerySet
from records.reasons import IN_WORDS, WHAT_TO_DO, Reason
from records.sync.replay import replay
from records.telling import tell, text_of

PERMISSION = "records.change_kept"
TRIED_AT_ONCE = 300  # a few seconds' work
TRIED_TO = "kept_tried_to"  # in the session: the last that was tried, when there were more


class KeptFilterSet(WagtailFilterSet):
    """By what is in the way, and by whether it still is. Nothing chosen: what waits."""

    state = django_filters.ChoiceFilter(
        label="State", choices=[("stored", "Stored since then"), ("all", "All")], method="by_state", empty_label="Waiting"
    )
    reason = django_filters.ChoiceFilter(label="What is in the way", choices=list(IN_WORDS.items()), empty_label="Anything")

    class Meta:
        model = Kept
        fields: list[str] = []

    def by_state(self, kept: KeptQuerySet, name: str, value: str) -> KeptQuerySet:
        return kept.exclude(replayed=None) if value == "stored" else kept


class ForRepairers(PermissionCheckedMixin):
    """Open to those who may try again."""

    permission_policy = ModelPermissionPolicy(Kept)
    permission_required = "change"


class KeptList(ForRepairers, BaseListingView):
    """What waits, how much of it, and what to do about it."""

    model = Kept
    page_title = "Kept for repair"
    header_icon = "resubmit"
    template_name = "records/kept_list.html"
    filterset_class = KeptFilterSet
    index_url_name = "kept:list"
    index_results_url_name = "kept:results"
    default_ordering = "-received"
    paginate_by = 25

    @cached_property
    def columns(self) -> list[Column]:  # type: ignore[override]
        columns = [
            TitleColumn("reason", label="What is in the way", accessor="get_reason_display", url_name="kept:detail"),
            Column("about", label="What it is about", accessor="told.in_short"),
            DateColumn("received", label="Came", sort_key="received"),
        ]
        if self.request.GET.get("state"):
            columns.append(DateColumn("replayed", label="Stored", sort_key="replayed"))
        return columns

    @cached_property
    def no_results_message(self) -> str:
        return "Nothing like that is kept." if self.is_filtering else "Nothing waits for repair."

    def get_base_queryset(self) -> KeptQuerySet:
        kept: KeptQuerySet = super().get_base_queryset()
        return kept if self.request.GET.get("state") else kept.waiting()

    def get_table(self, object_list: Any) -> Any:
        rows = list(object_list)
        told = tell(rows)
        for kept in rows:
            kept.told = told[kept.pk]
        return super().get_table(rows)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        counts = waiting_by_reason()
        ways: dict[str, list[tuple[Reason, str, int]]] = {}
        for reason, count in counts.items():
            ways.setdefault(WHAT_TO_DO[reason], []).append((reason, IN_WORDS[reason], count))
        return super().get_context_data(*args, **kwargs) | {"ways": ways, "waiting": sum(counts.values())}


class KeptDetail(ForRepairers, WagtailAdminTemplateMixin, TemplateView):
    """One of them, as it came."""

    template_name = "records/kept_detail.html"
    page_title = "Kept for repair"
    header_icon = "resubmit"

    @cached_property
    def kept(self) -> Kept:
        return get_object_or_404(Kept.objects.select_related("learner"), pk=self.kwargs["pk"])

    @transaction.atomic
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """It shows what one learner answered, so it is written down for her that someone looked."""
        if self.kept.learner:
            user = request.user
            role = Role.ADMINISTRATOR if user.is_superuser else Role.TRAINER
            what, why = Look.What.ANSWER, Look.Why.REPAIR
            look(by=user, learners=[self.kept.learner], what=what, why=why, role=role, at=timezone.now())
        return super().get(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return f"No. {self.kept.pk}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = [{"url": reverse("kept:list"), "label": self.page_title}, {"url": "", "label": self.get_page_subtitle()}]
        return [*self.breadcrumbs_items, *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = tell([self.kept])[self.kept.pk]
        edit = AdminURLFinder(self.request.user).get_edit_url(told.where) if told.where else None
        return super().get_context_data(**kwargs) | {
            "kept": self.kept,
            "told": told,
            "edit": edit,
            "to_do": WHAT_TO_DO[Reason(self.kept.reason)],
            "text": text_of(self.kept),
        }


@permission_required(PERMISSION)
@require_POST
def try_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Try one again, and say what became of it."""
    kept = get_object_or_404(Kept.objects.select_related("learner"), pk=pk)
    if kept.replayed or replay([kept], at=timezone.now()):
        messages.success(request, "Stored. It counts now.")
        return redirect("kept:list")
    reason = Reason(kept.reason)
    messages.warning(request, f"It still waits. {IN_WORDS[reason]}. {WHAT_TO_DO[reason]}")
    return redirect("kept:detail", pk)


@permission_required(PERMISSION)
@require_POST
def try_all(request: HttpRequest) -> HttpResponse:
    """Try again all that waits, or as much of it as can be done at once, and say what became of it."""
    waiting = Kept.objects.waiting()
    rest = waiting.filter(pk__gt=request.session.pop(TRIED_TO, 0)).order_by("pk").select_related("learner")
    tried = list(rest[: TRIED_AT_ONCE + 1])
    more = len(tried) > TRIED_AT_ONCE
    tried = tried[:TRIED_AT_ONCE]
    stored, left = replay(tried, at=timezone.now()), waiting.count()
    if more:
        request.session[TRIED_TO] = tried[-1].pk
    words = f"Stored: {stored:,}. Still waiting: {left:,}."
    if more:
        messages.warning(request, f"{words} Not all have been tried yet: press “Try all again” once more.")
    elif left:
        messages.warning(request, f"{words} What to do about them stands here.")
    else:
        messages.success(request, words)
    return redirect("kept:list")


def waiting_by_reason() -> dict[Reason, int]:
    """How many wait, by what is in the way; most first. One query."""
    rows = Kept.objects.waiting().values_list("reason").annotate(count=Count("pk")).order_by("-count", "reason")
    return {Reason(reason): count for reason, count in rows}
