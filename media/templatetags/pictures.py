"""Template tags for pictures: {% picture %} and {% picture_url %}."""

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

from media.models import Image
from media.renditions import PAD, SPECS, rendition_size, rendition_url

register = template.Library()


@register.simple_tag
def picture(
    image: Image | None,
    spec: str,
    alt: str | None = None,
    sizes: str = "",
    lazy: bool = True,
    **attributes: str,
) -> SafeString:
    """Return an <img> of a picture in a rendition, with its size and srcset; "" for None.

    alt: the alternative text; by default the picture's own; "" for decoration.
    sizes: the HTML attribute: how wide the picture is shown. With it the browser chooses by width,
    without it by the screen's pixel density.
    lazy: False for a picture that is seen without scrolling: it is loaded at once and, unless it is
    a logo or an icon, with high priority.
    attributes: `class` and `id`.
    """
    _check_spec(spec)
    unknown = attributes.keys() - {"class", "id"}
    if unknown:
        raise template.TemplateSyntaxError(f"picture takes no {', '.join(sorted(unknown))}.")
    if image is None:
        return SafeString("")
    return format_html(
        "<img{}{}>",
        rendition_attributes(image, spec, sizes=sizes),
        flatatt(
            {
                "alt": image.alt if alt is None else alt,
                "loading": "lazy" if lazy else "eager",
                "decoding": "async",
                "fetchpriority": None if lazy or SPECS[spec].shape == PAD else "high",
                **attributes,
            }
        ),
    )


def rendition_attributes(
    image: Image, spec: str, *, sizes: str = "", with_size: bool = True
) -> SafeString:
    """Return src, srcset, sizes, width and height of an <img>, each after a space."""
    width, height = rendition_size(image, spec) if with_size else (None, None)
    srcset = _srcset(image, spec, by_width=bool(sizes))
    return flatatt(
        {
            "src": rendition_url(image, spec),
            "srcset": srcset or None,
            "sizes": sizes if sizes and srcset else None,
            "width": width,
            "height": height,
        }
    )


@register.simple_tag
def picture_url(image: Image | None, spec: str) -> str:
    """Return the path of a picture in a rendition, for link previews; "" for None."""
    _check_spec(spec)
    return rendition_url(image, spec) if image else ""


def _check_spec(spec: str) -> None:
    """Raise TemplateSyntaxError for an unknown rendition."""
    if spec not in SPECS:
        raise template.TemplateSyntaxError(
            f"There is no rendition {spec!r}; there are: {', '.join(SPECS)}."
        )


def _srcset(image: Image, spec: str, *, by_width: bool) -> str:
    """Return the srcset, each width once; "" if there is nothing to choose.

    A small original has the same size in several specs. With pixel densities, only renditions at
    least as wide as `spec` are candidates.
    """
    base = rendition_size(image, spec)[0]
    by_size = {}
    for name in (spec, *SPECS[spec].others):
        width = rendition_size(image, name)[0]
        if by_width or width >= base:
            by_size.setdefault(width, name)
    if len(by_size) < 2:
        return ""
    return ", ".join(
        f"{rendition_url(image, name)} {f'{width}w' if by_width else f'{width / base:g}x'}"
        for width, name in sorted(by_size.items())
    )
