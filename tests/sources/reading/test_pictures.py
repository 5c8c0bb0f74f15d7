"""The picture that a curator sees for a page."""

import pytest

from curation.sources.reading.page import read_page

URL = "https://www.example.org/news/seals-return"
HOST = "https://www.example.org"


def picture(body: str, head: str = "") -> str | None:
    html = f"<head>{head}</head><body><article><h1>Seals return</h1>{body}</article></body>"
    return read_page(html, URL).image.value


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/pixel.gif" data-src="/pictures/seal.jpg">',
        '<img src="data:image/gif;base64,R0" data-original="/pictures/seal.jpg">',
        '<img src="/small/blur.jpg" data-lazy-src="/pictures/seal.jpg">',
        '<img src="/img/placeholder.svg" data-srcset="/s.jpg 300w, /pictures/seal.jpg 1200w">',
        '<img data-orig-file="/pictures/seal.jpg">',
        '<img class="lazy" data-hero-img="/pictures/seal.jpg">',
        '<img srcset="/s.jpg 480w,/pictures/seal.jpg 1200w,/print.jpg 6000w">',
        '<img srcset="/s.jpg 1x, /pictures/seal.jpg 2x">',
        '<picture><source type="image/avif" srcset="/seal.avif 900w">'
        '<source srcset="/s.jpg 300w, /pictures/seal.jpg 900w"><img alt=""></picture>',
        '<picture><source data-srcset="/pictures/seal.jpg"><img src="/loading.gif"></picture>',
        '<img src="data:image/gif;base64,R0"><noscript><img src="/pictures/seal.jpg"></noscript>',
        '<amp-img src="/pictures/seal.jpg" width="800" height="500"></amp-img>',
        '<video poster="/pictures/seal.jpg" src="/seal.mp4"></video>',
        '<img src="/pictures/seal.jpg" width="800">',
    ],
)
def test_pictures_that_are_loaded_late_or_in_several_sizes(image):
    assert picture(image) == HOST + "/pictures/seal.jpg"


def test_commas_within_the_urls_of_a_set():
    image = '<img srcset="/w_300,h_200/seal.jpg 300w, /w_900,h_600/seal.jpg 900w">'

    assert picture(image) == HOST + "/w_900,h_600/seal.jpg"


@pytest.mark.parametrize(
    "decoration",
    [
        '<img src="/desktop/renderTimingPixel.png">',
        '<img src="/communityIcon_7.png">',
        '<img src="/wp-content/plugins/video/play.png">',
        '<img src="/authors/ada-roe.jpg">',
        '<img src="/people/ada-roe-100x100.jpg">',
        '<div class="author-box"><img src="/ada-roe.jpg"></div>',
        '<noscript><img src="https://count.example.com/p?c1=2&amp;c2=6"></noscript>',
        '<img src="/seals.jpg" width="80" height="60">',
        '<img srcset="/seals-s.jpg 90w, /seals.jpg 180w">',
    ],
)
def test_decoration_and_counters_are_no_pictures(decoration):
    assert picture(decoration) is None
    assert picture(decoration + '<img src="/pictures/seal.jpg">') == HOST + "/pictures/seal.jpg"


def test_the_articles_own_picture_comes_before_those_of_other_articles():
    teaser = '<ul><li><a href="/news/otters"><img src="/otter.jpg"></a></li></ul>'
    own = '<a href="/pictures/seal-large.jpg"><img src="/pictures/seal.jpg"></a>'

    assert picture(teaser + own) == HOST + "/pictures/seal.jpg"


def test_the_picture_near_the_headline_is_found_behind_many_others():
    menu = "".join(f'<img src="/flags/{number}.jpg">' for number in range(80))
    html = f"<body>{menu}<article><h1>Seals</h1><img src='/pictures/seal.jpg'></article></body>"

    assert read_page(html, URL).image.value == HOST + "/pictures/seal.jpg"


@pytest.mark.parametrize(
    "image",
    [
        '["/pictures/seal.jpg", "/pictures/otter.jpg"]',
        '{"@type": "ImageObject", "url": "/pictures/seal.jpg"}',
        '[{"@type": "ImageObject", "contentUrl": "/pictures/seal.jpg"}]',
        '{"@list": ["/pictures/seal.jpg"]}',
    ],
)
def test_pictures_in_json_ld(image):
    head = (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "image": {image}}}</script>'
    )

    assert picture("", head) == HOST + "/pictures/seal.jpg"
