"""Moderators: who decides on submissions. The desk's lists and the daily mail ask here."""

from django.contrib.auth import get_user_model


def people_who_decide():
    """Everybody active at the desk who may decide on submissions, superusers too, by user name."""
    people = get_user_model().objects.with_perm(
        "curation.moderate_submission", backend="django.contrib.auth.backends.ModelBackend"
    )
    return people.filter(is_staff=True).order_by("username")
