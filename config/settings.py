"""Onward's settings: one file, and the environment decides. See ``deploy/README.md`` for the variables."""

from pathlib import Path
from zoneinfo import available_timezones

import dj_database_url
import django.conf.locale
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import global_settings
from django.utils.translation import gettext_lazy as _

from config import env
from core import languages, styles

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.environment()
PRODUCTION, TESTING = ENVIRONMENT == "production", ENVIRONMENT == "test"
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))  # everything written while running: database, media, caches

# --- safety ---------------------------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY", None if PRODUCTION else "only-for-this-machine-never-in-production-0123456789")
SECRET_KEY_FALLBACKS = env.words("OLD_SECRET_KEYS", "")
# Who was erased, for when an older backup is restored: outside the database, best on another volume (accounts.tombstones).
ERASED_FILE = Path(env.text("ERASED_FILE", str(VAR_DIR / "erased" / "tombstones")))
ERASED_KEY = env.text("ERASED_KEY", SECRET_KEY)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", None if PRODUCTION else "127.0.0.1,localhost,testserver,[::1]")
if PRODUCTION:
    env.refuse_unsafe(secret_key=SECRET_KEY, allowed_hosts=ALLOWED_HOSTS, debug=DEBUG)

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 63072000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
# How many proxies of ours stand before us. Each adds to X-Forwarded-For; what a stranger wrote there first is never believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", int(env.flag("BEHIND_PROXY")))
# Not no-referrer: with it browsers send "Origin: null" on our own forms, and we could not tell them from a stranger's.
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
SESSION_COOKIE_AGE = 90 * 24 * 3600  # s, of learners; a phone is opened seldom on a journey
STAFF_SESSION = 12 * 3600  # s, since she last proved who she is: a working day (accounts.middleware)
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
CSRF_COOKIE_HTTPONLY = True
MESSAGES_COOKIE_NAME = "__Host-messages" if PRODUCTION else "messages"
MESSAGE_STORAGE = "core.messages.Messages"
LANGUAGE_COOKIE_NAME = "__Host-language" if PRODUCTION else "language"
VISITOR_COOKIE_NAME = "__Host-visitor" if PRODUCTION else "visitor"
AWAY_COOKIE_NAME = "__Host-away" if PRODUCTION else "away"  # static/js/page.js knows it too
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = VISITOR_COOKIE_AGE = 2 * 365 * 24 * 3600  # from the first lesson at home to well after arrival
CSRF_FAILURE_VIEW = "core.views.forbidden"
X_FRAME_OPTIONS = "DENY"  # the admin alone, which previews pages in a frame, says otherwise (core.middleware)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, styles.first_screen_hash()],
        "img-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["onward-worker", "onward-pages"],  # the address of our worker; pages from our own cache
    }
}
# Wagtail's admin: its editor writes style sheets and style attributes. No inline script: templates/wagtailadmin and
# core/wagtail_widgets.py replace the few that Wagtail has.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}

# --- apps -----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "programmes",
    "courses",
    "quizzes",
    "records",
    "accounts",
    "core",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
# Widgets' templates come from where pages' templates come from, so that ours in templates/wagtailadmin/widgets win.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
MIDDLEWARE = [
    "core.middleware.policies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.away.middleware",  # before the page cache: quick exit closes public pages too
    "core.page_cache.middleware",  # before sessions: a cached page knows nobody
    "csp.middleware.CSPMiddleware",
    "core.middleware.admin_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactor",
    "accounts.middleware.Patience",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.language",
            ],
            "builtins": ["core.templatetags.onward"],
        },
    }
]

# --- data -----------------------------------------------------------------------------------------------------------
DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{VAR_DIR / 'onward.sqlite3'}", conn_max_age=60)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "core.sqlite"  # writers queue instead of napping
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    # FULL: a commit is on disk before it returns. With WAL's usual NORMAL an acknowledged answer could vanish with the power.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is deleted is overwritten, so that nothing of an erased person stays in the file.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Sign-in limits: all processes of this machine count together.
    "default": {"BACKEND": "core.counts.Counts", "LOCATION": VAR_DIR / "limits", "KEY_FUNCTION": "core.counts.keyed"},
    # Rendered pages, public all of them, shared by all processes.
    "pages": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "pages",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 20000},
    },
    # What each process keeps for itself: the outline of the course.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
if redis := env.text("REDIS_URL", ""):
    shared = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis}
    CACHES |= {"default": {**shared, "KEY_PREFIX": "default", "KEY_FUNCTION": "core.counts.keyed"}}
    CACHES |= {"pages": {**shared, "KEY_PREFIX": "pages"}}

# --- people ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.EqualWork"]  # one: with two, each password would be worked on twice
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough"},
    {"NAME": "accounts.passwords.NotCommon"},
]
PASSWORD_HASHERS = ["accounts.hashing.CappedHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed: a test signs in often
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}  # staff give their email address; learners need none
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_FORMS = {
    "signup": "accounts.forms.SignupForm",
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ProveForm",
    "activate_totp": "accounts.forms.ActivateAppForm",
}
# A hostel of 200 signs in behind one address within a minute, some at the third try, for many come at once
# (accounts.hashing). Guessing is slowed by what fails, per address and per account.
ACCOUNT_RATE_LIMITS = {"signup": "1000/m/ip", "login": "1000/m/ip", "login_failed": "100/m/ip,5/300s/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # s; for who changes how she comes in
MFA_ADAPTER = "accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "1000/m/ip"}  # nothing to guess; allauth's 10 would stop a class
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
SMS_GATEWAY = env.text("SMS_GATEWAY", "" if PRODUCTION else "accounts.sms.Console")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost" if PRODUCTION else "")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.text("EMAIL_USER", ""), env.text("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_TLS")
EMAIL_TIMEOUT = 10  # s
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"  # never into production's log
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("FROM_EMAIL", "onward@localhost")

# --- languages ------------------------------------------------------------------------------------------------------
django.conf.locale.LANG_INFO.update(languages.django_lang_info())
LANGUAGES = [(language.code, _(language.english)) for language in languages.LANGUAGES]
LANGUAGES_BIDI = [*global_settings.LANGUAGES_BIDI, "ps", "fa-af"]
LANGUAGE_CODE = languages.DEFAULT
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "UTC"

# --- files ----------------------------------------------------------------------------------------------------------
STATIC_URL, MEDIA_URL = "/static/", "/media/"
STATIC_ROOT, MEDIA_ROOT = VAR_DIR / "static", VAR_DIR / "media"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "core.static_storage.PrecompressedStorage"
    },
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our files are for our pages
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG or TESTING

# --- Wagtail --------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Onward"
WAGTAILADMIN_BASE_URL = env.text("BASE_URL", None if PRODUCTION else "http://127.0.0.1:8000")
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no third party learns who our staff are
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_USER_TIME_ZONES = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")  # browsers know these
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]  # no uploaded SVG: it can carry script. Ours are static files
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILMEDIA = {"MEDIA_MODEL": "wagtailmedia.Media", "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg", "opus"]}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_WORKFLOW_ENABLED = True

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "core.logs.Discreet" if PRODUCTION else "logging.Formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Faults of ours. That someone asked for what is not there, from where and under which name, is not written down.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "CRITICAL"}},
}
