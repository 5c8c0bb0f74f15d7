"""People of the newsroom: what they are called, and who decides on submissions."""

from django.contrib.auth import get_user_model


def display_name(user) -> str:
    """The name of a user as pages and mails show it: the full name, else the user name."""
    return user.get_full_name() or user.get_username()


def moderators():
    """All active staff who may decide on submissions, superusers included, by user name."""
    people = get_user_model().objects.with_perm(
        "curation.moderate_submission", backend="django.contrib.auth.backends.ModelBackend"
    )
    return people.filter(is_staff=True).order_by("username")
