"""The newsroom's users: their names, and who may moderate submissions."""

from django.contrib.auth import get_user_model


def display_name(user) -> str:
    """Return a user's name for pages and mails: the full name, or else the user name."""
    return user.get_full_name() or user.get_username()


def moderators():
    """Return the active staff who may moderate submissions, with superusers, by user name."""
    users = get_user_model().objects.with_perm(
        "curation.moderate_submission", backend="django.contrib.auth.backends.ModelBackend"
    )
    return users.filter(is_staff=True).order_by("username")
