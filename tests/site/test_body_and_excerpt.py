"""Bodies with scrollable tables and lazy pictures; excerpts with an ellipsis."""

import pytest

from curation.site.body_and_excerpt import body_for_page, excerpt_with_ellipsis
from markup.sanitise import sanitise
from media.models import Image
from media.renditions import rendition_url
from tests.media.pictures import photo


def test_a_table_scrolls_in_a_region_that_the_keyboard_reaches():
    page = body_for_page("<p>A</p><table><tbody><tr><td>1</td></tr></tbody></table><p>B</p>")
    assert page.startswith('<p>A</p><div class="wide" role="region" tabindex="0"')
    assert page.endswith("</table></div><p>B</p>")


def test_tables_within_tables_stay_balanced():
    html = sanitise("<table><tr><td><table><tr><td>in</td></tr></table></td></tr></table>")
    page = body_for_page(html)
    assert page.count("<div") == page.count("</div>") == page.count("<table") == 2


def test_what_only_looks_like_a_table_is_left_alone():
    for html in (
        sanitise('<p title="<table onclick=x()>">t</p>'),
        sanitise("<p>&lt;table&gt; and &lt;img&gt;</p>"),
        sanitise('<p title="a > b <img src=x onerror=y>">t</p>'),
    ):
        assert body_for_page(html) == html


def test_pictures_in_bodies_wait_until_they_are_near():
    assert body_for_page('<img src="/media/x.png" alt="X">') == (
        '<img loading="lazy" decoding="async" src="/media/x.png" alt="X">'
    )


@pytest.mark.django_db
def test_stored_pictures_come_in_the_width_of_the_text(django_assert_num_queries):
    image = Image.objects.store(photo(2000, 1000), "a.jpg")
    html = sanitise(f'<img src="/media/{image.file.name}" alt="A"><img src="/media/x.png">')
    with django_assert_num_queries(1):
        page = body_for_page(html + html)
    assert f'src="{rendition_url(image, "page")}"' in page
    assert f"{rendition_url(image, 'page-small')} 640w" in page
    assert 'width="1280"' in page
    assert 'height="640"' in page
    assert page.count('alt="A"') == 2
    sized = sanitise(f'<img src="/media/{image.file.name}" width="300" alt="A">')
    assert "1280" not in body_for_page(sized).replace(" 1280w", "")


def test_a_body_without_stored_pictures_asks_no_database():
    body_for_page('<img src="/media/x.png" alt="">')


def test_an_excerpt_that_was_cut_says_so():
    cut = "word " * 38 + "structured (e.g., dis"
    assert excerpt_with_ellipsis(cut) == "word " * 38 + "structured (e.g.…"
    assert excerpt_with_ellipsis("A short one without a stop") == "A short one without a stop"
    ended = "word " * 39 + "end."
    assert excerpt_with_ellipsis(ended) == ended
    assert excerpt_with_ellipsis("x" * 200) == "x" * 200 + "…"
