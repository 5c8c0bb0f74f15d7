"""A story as a publisher's site tells it, picture and icon included, for a local server."""

import io

from PIL import Image as Pixels

WORDS = """The hospital's wards have kept their charts on tablets since Monday, and nurses say that
they spend an hour less at the desk. Remote visits come next, with the first clinic in the autumn.
The trust had tried paper-free wards once before and went back after a month of failures."""


def a_picture(size=(640, 360), colour="teal", kind="JPEG") -> bytes:
    file = io.BytesIO()
    pixels = Pixels.new("RGB", size, colour)
    exif = pixels.getexif()
    exif[0x010F] = "A camera that nobody need know of"
    pixels.save(file, kind, exif=exif)
    return file.getvalue()


def put_story(site, path="/news/paperless-wards", *, picture=True, **facts) -> str:
    """Put a story and its files on the site; returns its address. `facts` replace what it says."""
    told = {
        "title": "Wards go paperless at Northharbour",
        "description": "Nurses save an hour a day since charts moved to tablets.",
        "site_name": "Ward and Wire",
        "author": "Ada Roe",
        "date": "2026-03-02T08:15:00+01:00",
        "canonical": site.url(path),
        "text": WORDS,
        **facts,
    }
    if picture:
        site.page("/pictures/ward.jpg", a_picture(), content_type="image/jpeg")
    site.page("/icon.png", a_picture((96, 96), "navy", "PNG"), content_type="image/png")
    return site.page(
        path,
        f"""<!doctype html><html lang="en-GB"><head><title>{told["title"]} | Ward and Wire</title>
        <meta property="og:title" content="{told["title"]}">
        <meta name="description" content="{told["description"]}">
        <meta property="og:site_name" content="{told["site_name"]}">
        <meta property="og:image" content="{site.url("/pictures/ward.jpg")}">
        <meta property="og:image:alt" content="A nurse holds a tablet">
        <meta name="author" content="{told["author"]}">
        <meta property="article:published_time" content="{told["date"]}">
        <link rel="canonical" href="{told["canonical"]}">
        <link rel="icon" sizes="96x96" href="/icon.png"></head>
        <body><article><h1>{told["title"]}</h1><p>{told["text"]}</p></article></body></html>""",
    )
