"""Marks of page builders and templates that were left in a text: shortcodes, comments, variables.

"[vc_row]Seals return[/vc_row]" says "Seals return". A text keeps what people write in brackets:
"[sic]", "[1]", "[The harbour] is closed".
"""

from __future__ import annotations

import re

# Shortcodes whose names look like words of their own
PLAIN_SHORTCODES = (
    r"(?:caption|gallery|audio|video|playlist|embed|youtube|vimeo|tweet|soundcloud|googlemaps?|"
    r"row|column|columns|col|section|accordion|tabs?|toggle|button|spacer|divider|dropcap|"
    r"highlight|icon|toc|quote|pullquote|contact-form(?:-7)?|gravityform|mailpoet_form|"
    r"latepoint|wpforms|ninja_form|rev_slider|layerslider|slider|carousel|box|raw|one_half|one_third)"
)
MARKS = re.compile(
    # WordPress' blocks, escaped or not: <!-- wp:paragraph {"align":"left"} -->
    r"<!--[^>]{0,3000}(?:-->|$)"
    # shortcodes: a name with an underscore (WPBakery, Divi, Avada, …), or with attributes
    r"|\[/?[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*_[a-z0-9_-]+(?:\s[^\[\]]{0,3000})?/?(?:\]|$)"
    r"|\[[a-z][\w-]{1,40}(?:\s+[\w-]{1,40}\s?=\s?[\"'“”„″’&\w#.-][^\[\]]{0,3000})(?:\]|$)"
    # their ends: the text between stays
    r"|\[/[a-z][\w-]{1,40}\]"
    rf"|\[{PLAIN_SHORTCODES}\s?/?\]"
    # templates: {{ title }}, {% if %}, {!! text !!}, <%= title %>, Yoast's %%title%%
    r"|\{\{[^{}]{0,500}(?:\}\}|$)|\{%[^{}]{0,500}(?:%\}|$)|\{!![^{}]{0,500}(?:!!\}|$)"
    r"|<%[^<>]{0,500}(?:%>|$)|%%[a-z][\w-]{1,40}%%"
)


def without_marks(text: str) -> str:
    """Return the text without such marks, in one line where there were any."""
    if "[" not in text and "{" not in text and "<" not in text and "%%" not in text:
        return text
    cleaned = MARKS.sub(" ", text)
    if cleaned == text:
        return text
    return re.sub(r"\s+([.,;:!?])", r"\1", " ".join(cleaned.split()))
