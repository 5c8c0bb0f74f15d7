"""A page on the web of which the tests of the article desk make drafts."""

import io

import pytest
from PIL import Image as Pixels

from tests.sources.servers import serve_site

STORY = """<html lang="en"><head><title>Pagers go quiet | Harbour Daily</title>
<meta property="og:title" content="Pagers go quiet in spring">
<meta property="og:site_name" content="Harbour Daily">
<meta name="description" content="A hospital retires its last pager after thirty years of beeps.">
<meta property="og:image" content="/ward.png"><meta property="og:image:alt" content="A ward">
<meta property="article:published_time" content="2026-03-01T08:00:00+01:00"></head>
<body><article><h1>Pagers go quiet</h1><p>By <a rel="author" href="/t">Tessa Holm</a></p>
<p>Telehealth took over where the last pager fell silent, the hospital says.</p></article></body>"""


@pytest.fixture
def story(settings):
    """A page on the web, with a picture; the address of it."""
    picture = io.BytesIO()
    Pixels.new("RGB", (640, 360), "teal").save(picture, "PNG")
    with serve_site() as site:
        settings.FETCH_ALLOW_PRIVATE_HOSTS = [f"127.0.0.1:{site.port}"]
        site.page("/ward.png", picture.getvalue(), **{"Content-Type": "image/png"})
        for path in ("/story", "/story?utm_source=mail"):
            site.page(path, STORY, **{"Content-Type": "text/html; charset=utf-8"})
        yield site.url("/story")
