"""What accounts knows of somebody: how she comes in, what she chose and agreed to, who looked at her learning."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import notices
from accounts.gathering import Chapter, Fact, chapter, fact, for_machines_only
from accounts.models import (
    Consent,
    LearningCard,
    LockedPhone,
    Look,
    Merge,
    NewCard,
    Notice,
    Phone,
    Preference,
    SecretPictures,
    SignIn,
    User,
)
from accounts.person import Person
from accounts.signals import gathering
from accounts.usernames import is_nameless
from core.languages import BY_CODE

WAYS = {
    SignIn.Way.PASSWORD: gettext_lazy("Name and password"),
    SignIn.Way.CARD: gettext_lazy("Learning card"),
    SignIn.Way.CODE: gettext_lazy("A code"),
    SignIn.Way.PASSKEY: gettext_lazy("Passkey"),
    SignIn.Way.PICTURES: gettext_lazy("Pictures on a phone"),
}
DEVICES = {SignIn.Device.PHONE: gettext_lazy("A phone"), SignIn.Device.COMPUTER: gettext_lazy("A computer")}
CHOICES = {
    Preference.Name.DESTINATION: gettext_lazy("The country you chose"),
    Preference.Name.AUDIO: gettext_lazy("Voices taken along"),
}


@receiver(gathering)
def what_accounts_knows(sender: type, person: Person, **kwargs: Any) -> list[Chapter]:
    """In the order in which she reads it."""
    return [
        chapter("account", _("Your account"), _account(person)),
        chapter("ways_in", _("Ways in"), _ways(person)),
        chapter("signed_in", _("Where you are signed in"), map(_sign_in, SignIn.objects.filter(user__in=person.users))),
        chapter("notices", _("What changed in your account"), map(_notice, Notice.objects.filter(user__in=person.users))),
        chapter("choices", _("What you chose"), map(_choice, Preference.objects.filter(learner__in=person.learners))),
        chapter("consents", _("What you agreed to"), map(_consent, Consent.objects.filter(learner__in=person.learners))),
        chapter("looks", _("Who looked"), map(_look, _looks(person))),
        chapter("new_cards", _("New cards that an office made for you"), map(_new_card, _new_cards(person))),
        chapter("locked_phones", _("Phones that pictures open"), map(_locked_phone, _locked_phones(person))),
        chapter("put_together", _("Visits and accounts that were put together with yours"), map(_merge, _merges(person))),
    ]


def _account(person: Person) -> Iterable[list[Fact]]:
    for user in person.users:
        yield [
            fact("name", _("Your name here"), "" if is_nameless(user.username) else user.username),
            fact("full_name", _("Your name as someone who works here"), user.get_full_name()),
            fact("email", _("Email"), user.email),
            fact("began", _("Since"), user.date_joined),
            fact("last_signed_in", _("You came in last"), user.last_login),
            fact("open", _("It is open"), user.is_active),
            fact("groups", _("Rights"), [group.name for group in user.groups.all()]),
            for_machines_only("number", user.uuid),
        ]
    for learner in person.learners:
        yield [fact("record", _("The number of your record"), learner.uuid), fact("joined", _("Since"), learner.merged_at)]


def _ways(person: Person) -> Iterable[list[Fact]]:
    for card in LearningCard.objects.filter(user__in=person.users).select_related("made_by").order_by("made_at"):
        yield [
            fact("way", _("Way in"), "card", _("Learning card")),
            fact("since", _("Since"), card.made_at),
            fact("made_by", _("Made by"), card.made_by and _name(card.made_by)),
            fact("until", _("Until"), card.voided_at),
            fact("wrong_tries", _("Wrong pictures in a row"), card.wrong_tries),
        ]
    for email in EmailAddress.objects.filter(user__in=person.users):
        yield [fact("way", _("Way in"), "email", _("Email")), fact("email", _("Email"), email.email)]
    for phone in Phone.objects.filter(user__in=person.users):
        yield [fact("way", _("Way in"), "phone", _("Phone number")), fact("since", _("Since"), phone.added_at)]
    kinds = {"webauthn": _("Passkey"), "totp": _("Codes from an app"), "recovery_codes": _("Codes for emergencies")}
    for one in Authenticator.objects.filter(user__in=person.users):
        yield [
            fact("way", _("Way in"), one.type, kinds[one.type]),
            fact("called", _("Its name"), str(one) if one.type == Authenticator.Type.WEBAUTHN else ""),
            fact("since", _("Since"), one.created_at),
            fact("last_used", _("Used last"), one.last_used_at),
        ]

    for one in SecretPictures.objects.filter(learner__in=person.learners):
        yield [
            fact("way", _("Way in"), "secret_pictures", _("Secret pictures")),
            fact("since", _("Since"), one.chosen_at),
            fact("wrong_tries", _("Wrong pictures in a row"), one.wrong_tries),
        ]


def _name(user: User) -> str:
    return user.get_full_name() or user.username


def _sign_in(one: SignIn) -> list[Fact]:
    return [
        fact("at", _("When"), one.at),
        fact("way", _("Way in"), one.way, WAYS.get(one.way, one.way)),
        fact("device", _("On"), one.device, DEVICES.get(one.device, one.device)),
    ]


def _notice(one: Notice) -> list[Fact]:
    words = notices.WORDS.get(one.kind, one.kind)
    return [fact("at", _("When"), one.at), fact("what", _("What"), one.kind, words), fact("seen", _("You saw it"), one.seen_at)]


def _choice(one: Preference) -> list[Fact]:
    words = CHOICES.get(one.name, one.name)
    return [
        fact("name", _("What"), one.name, words),
        fact("value", _("Your choice"), one.value),
        fact("at", _("When"), one.stored),
    ]


def _consent(one: Consent) -> list[Fact]:
    language = BY_CODE.get(one.language)
    purposes = {Consent.Purpose.GROUP: _("Those who look after your group see what you have done.")}
    return [
        fact("purpose", _("What"), one.purpose, purposes.get(one.purpose, one.purpose)),
        for_machines_only("about", one.about),
        fact("given", _("You agreed"), one.given_at),
        fact("until", _("Until"), one.until),
        fact("withdrawn", _("You took it back"), one.withdrawn_at),
        fact("language", _("Language"), one.language, language.name if language else one.language),
        for_machines_only("version", one.version),
    ]


def _looks(person: Person) -> Iterable[Look]:
    return Look.objects.at_record_of(person.learner) if person.learner else Look.objects.none()


def _look(one: Look) -> list[Fact]:
    return [
        fact("at", _("When"), one.at),
        fact("who", _("Who"), one.who),
        fact("role", _("As"), one.role, one.get_role_display()),
        fact("office", _("Office"), one.office),
        fact("what", _("What"), one.what, one.get_what_display()),
        fact("why", _("Why:"), one.why, one.because),
    ]


def _new_cards(person: Person) -> Iterable[NewCard]:
    return NewCard.objects.filter(learner__in=person.learners).select_related("asked_by", "agreed_by").order_by("asked_at")


def _new_card(one: NewCard) -> list[Fact]:
    return [
        fact("asked", _("When"), one.asked_at),
        fact("office", _("Office"), one.office_name),
        fact("reason", _("Why:"), one.reason, one.get_reason_display()),
        fact("asked_by", _("Made by"), one.asked_by and _name(one.asked_by)),
        fact("agreed_by", _("Agreed by"), one.agreed_by and _name(one.agreed_by)),
        fact("agreed", _("Agreed"), one.agreed_at),
        fact("works_from", _("It works from"), one.works_from),
        fact("until", _("Until"), one.ended_at),
        fact("ended_as", _("How it ended"), one.ended_as),
        fact("how", _("How"), one.how),
    ]


def _locked_phones(person: Person) -> Iterable[LockedPhone]:
    return LockedPhone.objects.filter(learner__in=person.learners).order_by("locked_at")


def _locked_phone(one: LockedPhone) -> list[Fact]:
    return [fact("since", _("Since"), one.locked_at), fact("opened", _("Used last"), one.opened_on)]


def _merges(person: Person) -> Iterable[Merge]:
    return Merge.objects.filter(Q(kept__in=person.learners) | Q(joined__in=person.learners)).order_by("at")


def _merge(one: Merge) -> list[Fact]:
    return [fact("at", _("When"), one.at), fact("undone", _("Undone"), one.undone_at)]
