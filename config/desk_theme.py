"""The desk's theme: Unfold's settings. Its sidebar and front page are made in `curation.admin`."""

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

# The site's accent, a deep teal, from light to dark. Text and buttons use 600.
ACCENT = {
    "50": "#eef7f6",
    "100": "#d6ebe9",
    "200": "#afd8d4",
    "300": "#7dbfba",
    "400": "#4fb0aa",
    "500": "#2f9a94",
    "600": "#0f6b6b",
    "700": "#0d5758",
    "800": "#0d4648",
    "900": "#0d3b3d",
    "950": "#052224",
}
INK = {
    "50": "#faf9f7",
    "100": "#f3f1ed",
    "200": "#e4e1da",
    "300": "#cfcbc2",
    "400": "#a19c92",
    "500": "#6f6a61",
    "600": "#55514a",
    "700": "#3d3a35",
    "800": "#292723",
    "900": "#1b1a17",
    "950": "#100f0d",
}


def unfold_settings(site_name: str) -> dict:
    """Return the setting UNFOLD for a site of this name."""
    return {
        "SITE_TITLE": site_name,
        "SITE_HEADER": site_name,
        "SITE_SUBHEADER": _("The desk"),
        "SITE_URL": "/",
        "SITE_SYMBOL": "edit_square",
        "SHOW_HISTORY": True,
        "SHOW_VIEW_ON_SITE": True,
        "SHOW_BACK_BUTTON": False,
        "BORDER_RADIUS": "4px",
        "STYLES": [
            lambda request: static("desk/desk.css"),
            lambda request: static("desk/day.css"),
        ],
        "SCRIPTS": [lambda request: static("desk/labels.js")],
        "COLORS": {"primary": ACCENT, "base": INK},
        "DASHBOARD_CALLBACK": "curation.admin.today.dashboard",
        "SIDEBAR": {
            "show_search": False,
            "show_all_applications": False,
            "navigation": "curation.admin.sidebar.sidebar",
        },
    }
