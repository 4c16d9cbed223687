"""Forms of the office's pages and of joining, in plain words."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from core.languages import BY_CODE, LANGUAGES
from courses.api import outline
from courses.models import Phase
from programmes.codes import Fault
from programmes.countries import countries
from programmes.joining import CALLED_MAX
from programmes.models import Cohort, Membership, Office

FAULTS = {
    Fault.EMPTY: _("Write the 12 digits of the code."),
    Fault.LETTERS: _("The code has digits only. Look at it again."),
    Fault.LENGTH: _("The code has 12 digits. Here are %(n)s."),
    Fault.SLIP: _("One digit is not right. Look at the code again."),
    Fault.UNKNOWN: _("No group has this code. Ask the person who gave it to you."),
    Fault.EXPIRED: _("This code is too old. Ask for a new one."),
    Fault.ENDED: _("This code has ended. Ask for a new one."),
}


class PlainForm(forms.Form):
    """Says what is missing in plain words, and ties each field to its help and its error."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("Please fill this in.")
            if isinstance(field.widget, forms.TextInput | forms.Select) and not isinstance(field.widget, forms.DateInput):
                field.widget.attrs["dir"] = "auto"

    def describe(self) -> None:
        """Once all words are known: to ask for errors fixes them."""
        for name, field in self.fields.items():
            described = [f"id_{name}_help"] if field.help_text else []
            if self.is_bound and name in self.errors:
                described.append(f"id_{name}_error")
                field.widget.attrs["aria-invalid"] = "true"
            if described:
                field.widget.attrs["aria-describedby"] = " ".join(described)


class OfficeForm(PlainForm):
    """A new office."""

    name = forms.CharField(label=_("Name of the office"), max_length=80)
    country = forms.ChoiceField(label=_("Country"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", ""), *countries()]  # type: ignore[attr-defined]
        self.describe()

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if Office.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("There is an office with this name already."))
        return name


class AppointForm(PlainForm):
    """Someone who has an account already is asked to work here."""

    user = forms.CharField(label=_("Name or email address of the account"), max_length=254)
    role = forms.ChoiceField(label=_("Works as"))

    def __init__(self, *args: Any, roles: tuple[Any, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["user"].widget.attrs |= {"autocapitalize": "none", "autocomplete": "off"}
        self.describe()

    def clean_user(self) -> str:
        """As it was typed: whether there is such an account is not said."""
        return self.cleaned_data["user"].strip()


class CohortForm(PlainForm):
    """A group: what it is called, when it is, what it does and who follows it."""

    name = forms.CharField(
        label=_("Name of the group"), max_length=80, help_text=_("Learners see it. Choose a name that says nothing about them.")
    )
    phase = forms.ChoiceField(label=_("Where they are on their way"), choices=Phase.choices)
    starts = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    modules = forms.TypedMultipleChoiceField(label=_("What they learn"), coerce=UUID, widget=forms.CheckboxSelectMultiple)
    followers = forms.ModelMultipleChoiceField(
        label=_("Who follows the group"),
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see what each person has done."),
    )

    def __init__(self, *args: Any, office: Office, at: datetime, cohort: Cohort | None = None, **kwargs: Any):
        initial = kwargs.pop("initial", {}) | (self._of(cohort) if cohort else {})
        super().__init__(*args, initial=initial, **kwargs)
        courses = outline(get_language() or "en").courses
        by_phase = [
            (label, [(module.key, module.title) for course in courses for module in course.children if module.phase == phase])
            for phase, label in Phase.choices
        ]
        self.fields["modules"].choices = [group for group in by_phase if group[1]]  # type: ignore[attr-defined]
        coordinators = office.memberships.running(at).as_a(Role.COORDINATOR).select_related("user")  # type: ignore[attr-defined]
        self.fields["followers"].queryset = coordinators  # type: ignore[attr-defined]
        self.fields["followers"].label_from_instance = lambda membership: membership.name  # type: ignore[attr-defined]
        self.describe()

    @staticmethod
    def _of(cohort: Cohort) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(cohort, name) for name in ("name", "phase", "starts", "ends")}
        values["modules"] = list(cohort.modules.values_list("module", flat=True))
        values["followers"] = list(cohort.followers.values_list("pk", flat=True))
        return values

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", _("The last day is before the first."))
        return data


class PosterForm(PlainForm):
    """In which languages a poster says what to do: up to three."""

    MAX = 3

    languages = forms.MultipleChoiceField(
        label=_("Languages on the poster"),
        choices=[(language.code, language.name) for language in LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose 3 languages at most."),
    )

    def clean_languages(self) -> list[Any]:
        codes = self.cleaned_data["languages"]
        if len(codes) > self.MAX:
            raise forms.ValidationError(_("Choose 3 languages at most."))
        return [BY_CODE[code] for code in codes]


class CardsForm(PlainForm):
    """How many learning cards a sheet has."""

    MOST = 40

    number = forms.IntegerField(
        label=_("How many cards?"), min_value=1, max_value=MOST, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        words = _("Write a number from 1 to 40.")
        self.fields["number"].error_messages |= dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)
        self.describe()


class CalledForm(PlainForm):
    """What a learner lets those who follow the group call her."""

    called = forms.CharField(
        label=_("What may they call you?"),
        max_length=CALLED_MAX,
        required=False,
        help_text=_("A first name or any other name. You can leave it empty."),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["called"].widget.attrs |= {"autocomplete": "off"}
        self.describe()
