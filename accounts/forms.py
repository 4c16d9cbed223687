"""Forms of coming in."""
from allauth.account.forms import SignupForm as AllauthSignupForm


class SignupForm(AllauthSignupForm):
    """A username and a password; no email, no name, no phone number."""
