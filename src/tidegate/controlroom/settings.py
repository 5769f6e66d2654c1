"""Every setting of the control room, read from the environment here and nowhere else.

| variable | meaning | default |
| --- | --- | --- |
| ``TIDEGATE_HOME`` | where the database, snapshots, plans and the key live | ``./var`` |
| ``DATABASE_URL`` | the database | SQLite in ``TIDEGATE_HOME`` |
| ``TIDEGATE_SECRET_KEY`` | signs sessions | made once, readable by its owner only |
| ``TIDEGATE_HOSTS`` | names under which it is reached, comma-separated | this machine only |
| ``TIDEGATE_HTTPS`` | ``1`` when served over HTTPS: secure cookies, HSTS, redirects | off |
| ``TIDEGATE_API_RATE`` | calls that one token may make of one web process | ``1200/m`` |
| ``TIDEGATE_OCDS_PREFIX`` | prefix of contracts told in open contracting data | a trial one |
| ``TIDEGATE_DEBUG`` | ``1`` shows tracebacks in the browser; never in service | off |
| ``TIDEGATE_DEMO`` | ``1`` marks every page as a demonstration | on where the home is a demo's |
| ``TIDEGATE_COLLECTED_STATIC`` | ``1`` when collectstatic has run (``serve`` sets it) | off |
"""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from tidegate.controlroom.secret_key import secret_key
from tidegate.exchange.demo.note import holds_demo


def _on(variable: str) -> bool:
    return os.environ.get(variable, "").strip().lower() in {"1", "true", "yes", "on"}


CONTROLROOM = Path(__file__).resolve().parent
TIDEGATE_HOME = Path(os.environ.get("TIDEGATE_HOME", "var")).resolve()
# Never only as the variable says: whoever opens a demo's home again may not think of setting it.
TIDEGATE_DEMO = _on("TIDEGATE_DEMO") or holds_demo(TIDEGATE_HOME)

DEBUG = _on("TIDEGATE_DEBUG")
SECRET_KEY = secret_key(TIDEGATE_HOME)
ALLOWED_HOSTS = [
    host.strip()
    for host in os.environ.get("TIDEGATE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]
ROOT_URLCONF = "tidegate.controlroom.urls"
WSGI_APPLICATION = "tidegate.controlroom.wsgi.application"

ROOMS = (
    "accounts", "directory", "log", "waiting", "matching", "transfers", "pressure", "contracts",
    "registers", "surge", "board", "api", "demo",
)  # fmt: skip
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    *(f"tidegate.controlroom.{room}" for room in ROOMS),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tidegate.controlroom.middleware.permissions_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tidegate.controlroom.middleware.no_nul_byte",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Nobody sees a page without signing in, unless the view says that it is public.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "tidegate.controlroom.middleware.viewer",
    # Last, as its authors ask: it turns a lockout into its page.
    "axes.middleware.AxesMiddleware",
]

# --- Database ---------------------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{TIDEGATE_HOME / 'tidegate.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        # Take the write lock when a transaction begins: one that reads first and then writes
        # would otherwise fail at once with "database is locked", whatever the timeout.
        "transaction_mode": "IMMEDIATE",
        # Wait for another writer this many seconds before giving up.
        "timeout": 10,
        "init_command": (
            # Readers and one writer do not block each other.
            "PRAGMA journal_mode=WAL;"
            # An entry of the record that was acknowledged survives a power cut, too.
            "PRAGMA synchronous=FULL;"
            # Off by default in SQLite, whatever the schema says.
            "PRAGMA foreign_keys=ON;"
            # 16 MB of pages in memory.
            "PRAGMA cache_size=-16000;"
        ),
    }
    # A file, not memory, so that tests meet WAL and locks; one per process, so that runs side by
    # side do not meet each other.
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"tidegate-test-{os.getpid()}.sqlite3")
    }
# Never per request: services open their own transactions, and a page that only reads takes no lock.
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # an invitation waits this long
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
OTP_TOTP_ISSUER = "Tidegate"

# Five wrong passwords for one account from one address close the door for 15 minutes.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "email"  # as it is called in what ``authenticate`` is given
AXES_LOCKOUT_CALLABLE = "tidegate.controlroom.accounts.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 8 * 60 * 60  # one shift
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tidegate.controlroom.error_pages.form_expired"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Transport and browser --------------------------------------------------------------------
if _on("TIDEGATE_HTTPS"):
    SECURE_SSL_REDIRECT = True
    # The proxy in front must set this header itself and drop the one that a client sends.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # A host that begins with a dot stands for itself and every name under it.
    CSRF_TRUSTED_ORIGINS = [
        f"https://{name}"
        for host in ALLOWED_HOSTS
        if host != "*"
        for name in ((host[1:], f"*{host}") if host.startswith(".") else (host,))
    ]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Interface --------------------------------------------------------------------------------
API_RATE = os.environ.get("TIDEGATE_API_RATE", "1200/m")
# Given to a publisher by the helpdesk of the standard; none: the one for trying out.
OCDS_PREFIX = os.environ.get("TIDEGATE_OCDS_PREFIX", "").strip()

# --- Pages ------------------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [CONTROLROOM / "templates", *(CONTROLROOM / room / "templates" for room in ROOMS)],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "tidegate.controlroom.jinja_environment.environment",
            "context_processors": ["tidegate.controlroom.page_context.page_context"],
        },
    },
]
STATIC_URL = "static/"
STATICFILES_DIRS = [CONTROLROOM / "static"]
# ``tidegate serve`` collects the files under hashed names and says so; otherwise, in tests and
# while developing, they are served from where they lie.
COLLECTED = _on("TIDEGATE_COLLECTED_STATIC")
STATIC_ROOT = TIDEGATE_HOME / "static" if COLLECTED else None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "tidegate.controlroom.static_files.HashedStaticFiles"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True  # stored in UTC, shown in the time of England
TIME_ZONE = "Europe/London"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "axes": {"level": "ERROR"},
        # A page refused or not found is an answer, not a fault: no traceback for it.
        "django.request": {"level": "ERROR"},
        # Nor for a request to a host that is not ours: scanners send them all day.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
