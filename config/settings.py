"""All settings, in one file. What an operator may change is an environment variable with a default.

A value that cannot be read stops the start with one line that names the variable and the reason.
Variables may also be set in a file `.env` beside manage.py; the environment overrides the file.
"""

import sys
from email.utils import formataddr
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.urls import reverse_lazy
from environs import Env, EnvError, validate

from config.desk_theme import unfold_settings
from config.environment import (
    check_time_zone,
    parse_cache_url,
    parse_database_url,
    parse_language,
    parse_mail_url,
    parse_sender,
    parse_site_url,
    read_or_make_secret_key,
)

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env(eager=True)
env.read_env(BASE_DIR / ".env", recurse=False)

try:
    # Where it runs
    VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")
    DEBUG = env.bool("DEBUG", False)
    SITE_NAME = env.str("SITE_NAME", "Curation Desk")
    SITE_TAGLINE = env.str("SITE_TAGLINE", "We read everything so that you need not.")
    SITE_URL = parse_site_url(
        "SITE_URL", env.str("SITE_URL", f"http://127.0.0.1:{env.int('PORT', 8000)}")
    )
    SITE_HOST = urlsplit(SITE_URL).hostname
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]", SITE_HOST])
    TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0))
    SECRET_KEY = env.str("SECRET_KEY", "") or read_or_make_secret_key(VAR_DIR)

    # What it keeps
    DATABASES = parse_database_url(env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}"))
    CACHES = parse_cache_url(env.str("CACHE_URL", "locmem://"))
    MEDIA_ROOT = Path(env.str("MEDIA_ROOT", "") or VAR_DIR / "media")
    STATIC_ROOT = Path(env.str("STATIC_ROOT", "") or VAR_DIR / "static")
    S3_BUCKET = env.str("S3_BUCKET", "")
    S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", "") or None
    S3_PUBLIC_HOST = env.str("S3_PUBLIC_HOST", "") or None

    # How it speaks
    TIME_ZONE = check_time_zone("TIME_ZONE", env.str("TIME_ZONE", "UTC"))
    LANGUAGE_CODE = parse_language("LANGUAGE_CODE", env.str("LANGUAGE_CODE", "en-gb"))
    LOG_LEVEL = env.log_level("LOG_LEVEL", "WARNING")

    # How it mails
    MAIL_GOES_OUT = bool(env.str("MAIL_URL", ""))  # otherwise each mail becomes a file
    mail = parse_mail_url(env.str("MAIL_URL", "") or (VAR_DIR / "mail").absolute().as_uri())
    EMAIL_BACKEND = mail.backend
    EMAIL_HOST = mail.host
    EMAIL_PORT = mail.port
    EMAIL_HOST_USER = mail.host_user
    EMAIL_HOST_PASSWORD = mail.host_password
    EMAIL_USE_SSL = mail.use_ssl
    EMAIL_USE_TLS = mail.use_tls
    EMAIL_FILE_PATH = mail.file_path
    MAIL_FROM = env.str("MAIL_FROM", "")
    DEFAULT_FROM_EMAIL = SERVER_EMAIL = (
        parse_sender("MAIL_FROM", MAIL_FROM)
        if MAIL_FROM
        else formataddr((SITE_NAME, f"noreply@{SITE_HOST.encode('idna').decode()}"))
    )
    DIGEST_HOUR = env.int("DIGEST_HOUR", 7, validate=validate.Range(min=0, max=23))

    # Rate limits for each sender: an e-mail address, an IP address, a partner
    SENDS_PER_HOUR = env.int("SENDS_PER_HOUR", 5, validate=validate.Range(min=1))
    SENDS_PER_DAY = env.int("SENDS_PER_DAY", 20, validate=validate.Range(min=1))
    PARTNER_SENDS_PER_HOUR = env.int("PARTNER_SENDS_PER_HOUR", 100, validate=validate.Range(min=1))
    PARTNER_SENDS_PER_DAY = env.int("PARTNER_SENDS_PER_DAY", 1000, validate=validate.Range(min=1))
    # A form that is sent back sooner was filled in by a program.
    SEND_MIN_SECONDS = env.int("SEND_MIN_SECONDS", 3, validate=validate.Range(min=0))

    # How it cleans links
    # A rule file of the ClearURLs project, which its licence forbids to ship
    CLEARURLS_RULES = env.str("CLEARURLS_RULES", "") or None

    # What a first start does
    LOAD_SAMPLE = env.bool("LOAD_SAMPLE", True)

    # gunicorn reads it itself, but its message for a bad value is less clear.
    env.int("WEB_CONCURRENCY", 1, validate=validate.Range(min=1))

    # Hosts inside the network that may be fetched all the same (host or host:port): for tests and
    # development only. Everything else inside is refused, against server-side request forgery.
    FETCH_ALLOW_PRIVATE_HOSTS = env.list("FETCH_ALLOW_PRIVATE_HOSTS", [])
except (EnvError, ValueError) as error:
    sys.exit(f"Curation Desk cannot start: {error}")

# ---------------------------------------------------------------- the parts

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_filters",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "taggit",
    "media",
    "taxonomy",
    "offerings",
    "curation",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.DeskPolicyMiddleware",
    "config.middleware.Utf8Middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "curation.site.caching.CacheControlMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "curation.site.redirects.RedirectFallbackMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# An article's path has no final slash, a list's has one: `curation.site.redirects` decides.
APPEND_SLASH = False

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
                "curation.site.context_processors.publication",
            ],
        },
    },
]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": S3_ENDPOINT_URL,
            "custom_domain": S3_PUBLIC_HOST,
            "file_overwrite": True,
            "querystring_auth": S3_PUBLIC_HOST is None,
        },
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000  # an article's form carries ordered rows

EMAIL_TIMEOUT = 20  # seconds, for each step of talking to the mail server

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ---------------------------------------------------------------- people

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = reverse_lazy("admin:login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")

# ---------------------------------------------------------------- words and times

USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True

# ---------------------------------------------------------------- safety

HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
if not HTTPS and SITE_HOST in ("127.0.0.1", "localhost", "::1"):
    # A site for this machine only needs no TLS; other sites on plain HTTP keep the warnings.
    SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]

_MEDIA_SOURCES = [SELF, f"https://{S3_PUBLIC_HOST}"] if S3_PUBLIC_HOST else [SELF]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": _MEDIA_SOURCES,
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The desk's theme needs inline code; nobody but staff sees its pages.
DESK_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [*_MEDIA_SOURCES, "data:", "blob:"],
    }
}

# ---------------------------------------------------------------- what it tells the operator

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {"django": {"handlers": [], "propagate": True}},
}

# ---------------------------------------------------------------- the desk

UNFOLD = unfold_settings(SITE_NAME)
