"""The one settings file: everything that differs between machines comes from the environment (see .env.example).

With no DATABASE_URL it is a trial on this machine: `manage.py up` brings the servers and the secrets live in the
data folder. With one it is production, and what production must not guess is asked for by name.
"""

from email.utils import formataddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

from telesales.up import places

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

TRIAL = not env.str("DATABASE_URL", default="")


def from_environment(name: str, *, trial: str, need: str) -> str:
    """The value of `name`; in a trial `trial` stands in for it, in production its lack stops the start."""
    value: str = env.str(name, default="").strip()
    if value:
        return value
    if TRIAL:
        return trial
    raise ImproperlyConfigured(f"{name} is missing: set it in the environment to {need}. See .env.example.")


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    try:
        value: int = env.int(name, default=default)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}. See .env.example.")
    return value


def switch(name: str, *, default: bool) -> bool:
    value = env.str(name, default="on" if default else "off").strip().lower()
    if value not in {"on", "off", "true", "false", "1", "0", "yes", "no"}:
        raise ImproperlyConfigured(f"{name} must be on or off, not {value!r}. See .env.example.")
    return value in {"on", "true", "1", "yes"}


DEBUG = False
SECRET_KEY = (
    places.secret_key()
    if TRIAL and not env.str("SECRET_KEY", default="")
    else from_environment("SECRET_KEY", trial="", need="a long random text that only this installation knows")
)
ALLOWED_HOSTS = [
    host.strip()
    for host in from_environment(
        "ALLOWED_HOSTS", trial="localhost,127.0.0.1,[::1]", need="the host names people open, separated by commas"
    ).split(",")
]
HTTPS = switch("HTTPS", default=not TRIAL)
# Where customers open the links of our letters; `manage.py up` says where it listens.
PUBLIC_URL = from_environment(
    "PUBLIC_URL", trial="http://localhost:8000", need="the address that customers' links open, such as https://…"
)

# The company that calls: shown to customers, said on the telephone, printed on acknowledgements.
COMPANY_LEGAL_NAME = from_environment("COMPANY_LEGAL_NAME", trial="Calder Trade Supplies Ltd", need="the legal name")
COMPANY_TRADING_NAME = env.str("COMPANY_TRADING_NAME", default="") or COMPANY_LEGAL_NAME
COMPANY_ADDRESS = from_environment(
    "COMPANY_ADDRESS", trial="Unit 4, Canal Wharf, Leeds LS11 5PS", need="the postal address"
)
COMPANY_PHONE = from_environment("COMPANY_PHONE", trial="0113 496 0100", need="the number customers ring")
COMPANY_CALLER_ID = from_environment("COMPANY_CALLER_ID", trial="0113 496 0100", need="the number customers see")
COMPANY_EMAIL = from_environment("COMPANY_EMAIL", trial="orders@calder-trade.example", need="the address we write from")
COMPANY_NUMBER = env.str("COMPANY_NUMBER", default="")
COMPANY_VAT_NUMBER = env.str("COMPANY_VAT_NUMBER", default="")

INSTALLED_APPS = [
    "telesales",
    "targets",
    "calls",
    "orders",
    "promotions",
    "customers",
    "staff",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "telesales.middleware.ContentSecurityPolicy",
    "telesales.middleware.NothingWithoutAName",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "telesales.middleware.SecondFactorByRole",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "telesales.urls"
WSGI_APPLICATION = "telesales.wsgi.application"

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
                "telesales.context.page",
            ],
        },
    }
]

# PostgreSQL 15 or newer; no extension is needed.
DATABASES = {"default": env.db_url_config(env.str("DATABASE_URL", default="") or places.database_url())}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database: postgresql://user:password@host/name.")
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The cache and the sessions live in the database: nobody is signed out because Redis is down.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "telesales_cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if switch("BEHIND_PROXY", default=False) else None
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
X_FRAME_OPTIONS = "DENY"

# Named as in Django 6, so that its own middleware can take over.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "manifest-src": ["'self'"],
}

AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = ["telesales.roles.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "telesales.sign_in.StaffAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("TRUSTED_PROXIES", 0, least=0, most=5)
USERSESSIONS_TRACK_ACTIVITY = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = COMPANY_TRADING_NAME
MFA_REQUIRED_ROLES = env.list("MFA_REQUIRED_ROLES", default=[])

LANGUAGE_CODE = "en-gb"
# What Django says at a field of its own accord, in our words.
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = places.data_folder() / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Without EMAIL_URL letters are written as files into the data folder, to be looked at.
EMAIL_URL = from_environment(
    "EMAIL_URL", trial="", need="the mail server, for example smtp+tls://user:password@host:587"
)
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = places.data_folder() / "mail"
EMAIL_TIMEOUT = 10
# Where letters come back to; the adapter goes by how it is reached.
BOUNCES_URL = env.str("BOUNCES_URL", default="")
IMAP = dict.fromkeys(["imaps", "imap+tls", "imap"], "customers.delivery.imap.ImapMailbox")
BOUNCES_MAILBOX = ({"": "customers.delivery.no_mailbox.NoMailbox"} | IMAP).get(urlsplit(BOUNCES_URL).scheme, "")
if not BOUNCES_MAILBOX or (BOUNCES_URL and not (urlsplit(BOUNCES_URL).hostname and urlsplit(BOUNCES_URL).username)):
    raise ImproperlyConfigured("BOUNCES_URL must look like imaps://user:password@host/INBOX. See .env.example.")
DEFAULT_FROM_EMAIL = formataddr((COMPANY_TRADING_NAME, COMPANY_EMAIL))
SERVER_EMAIL = COMPANY_EMAIL

# Redis carries nudges only: what must not be lost is a row. A broker that is down is noticed at once.
CELERY_BROKER_URL = env.str("REDIS_URL", default="") or places.redis_url()
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 570
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "deliver messages": {"task": "customers.tasks.deliver_due_messages", "schedule": 5.0},
    "read returned letters": {"task": "customers.tasks.read_returned_letters", "schedule": 120.0},
    "fill the queue": {"task": "calls.tasks.fill_queue", "schedule": 60.0},
    "lay out schedules": {"task": "calls.tasks.lay_out_schedules", "schedule": crontab(hour="2", minute="30")},
    "compare schedules": {"task": "calls.tasks.compare_schedules", "schedule": 900.0},
    "keep the ranking": {"task": "calls.tasks.keep_ranking", "schedule": 60.0},
    "find candidates": {"task": "calls.tasks.find_candidates", "schedule": 3600.0},
    "hold what is queried": {"task": "orders.tasks.hold_what_is_queried", "schedule": 30.0},
    "hand out what came in": {"task": "orders.tasks.hand_out_what_came_in", "schedule": 60.0},
    "tell what is back in stock": {"task": "orders.tasks.tell_what_is_back_in_stock", "schedule": 900.0},
    "close expired quotes": {"task": "orders.tasks.close_expired_quotes", "schedule": 3600.0},
    "count popular products": {"task": "orders.tasks.count_popular_products", "schedule": 3600.0},
    "compute target progress": {"task": "targets.tasks.compute_all_progress", "schedule": 60.0},
}

# What counts orders stands in packages above `orders` and is named to it here: run after each that comes or goes.
AFTER_ORDER_TASKS = ["targets.tasks.compute_all_progress", "calls.tasks.keep_ranking"]
# The desk's response standards are set above `orders` too; this says by when a new enquiry is answered.
ANSWER_BY = "calls.reports.standards.answer_by"
# What a letter is about stands above `customers`: run when a customer queries one by its link.
AFTER_QUERY_TASKS = ["orders.tasks.hold_what_is_queried"]

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

DIALLER = env.str("DIALLER", default="calls.telephony.fake.FakeDialler")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
