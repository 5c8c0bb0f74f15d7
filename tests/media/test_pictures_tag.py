"""{% picture %}: always with its size, escaped, and with a srcset."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from lxml import html

from media.models import Image
from media.renditions import rendition_url
from tests.media.pictures import photo

pytestmark = pytest.mark.django_db


def rendered(tag: str, **context) -> str:
    return Template("{% load pictures %}" + tag).render(Context(context))


def img(tag: str, **context):
    return html.fragment_fromstring(rendered(tag, **context))


@pytest.fixture
def image():
    return Image.objects.store(photo(2000, 1500), "a.jpg", alt="Two nurses at a desk")


def test_a_card_comes_in_two_densities(image):
    element = img('{% picture image "card" class="card-image" %}', image=image)
    card, double = rendition_url(image, "card"), rendition_url(image, "card@2x")
    assert dict(element.attrib) == {
        "src": card,
        "srcset": f"{card} 1x, {double} 2x",
        "width": "400",
        "height": "225",
        "alt": "Two nurses at a desk",
        "loading": "lazy",
        "decoding": "async",
        "class": "card-image",
    }


def test_with_sizes_the_browser_chooses_by_width(image):
    element = img('{% picture image "page" sizes="(min-width: 60rem) 40rem, 100vw" %}', image=image)
    assert element.get("sizes") == "(min-width: 60rem) 40rem, 100vw"
    assert element.get("srcset") == (
        f"{rendition_url(image, 'page-small')} 640w, {rendition_url(image, 'page')} 1280w"
    )
    assert (element.get("width"), element.get("height")) == ("1280", "960")


def test_the_main_picture_is_fetched_first(image):
    element = img('{% picture image "lead" sizes="100vw" lazy=False %}', image=image)
    assert element.get("loading") == "eager"
    assert element.get("fetchpriority") == "high"
    assert [part.split()[1] for part in element.get("srcset").split(", ")] == [
        "400w",
        "800w",
        "1200w",
    ]


def test_an_icon_at_the_top_does_not_overtake_the_main_picture(image):
    element = img('{% picture image "icon" lazy=False %}', image=image)
    assert element.get("loading") == "eager"
    assert element.get("fetchpriority") is None


def test_a_small_original_offers_no_choice_that_is_none():
    small = Image.objects.store(photo(300, 200), "a.jpg")
    element = img('{% picture small "card" %}', small=small)
    assert (element.get("width"), element.get("height")) == ("300", "169")
    assert element.get("srcset") is None
    page = img('{% picture small "page" sizes="100vw" %}', small=small)
    assert page.get("srcset") is None
    assert page.get("sizes") is None
    between = Image.objects.store(photo(600, 400), "b.jpg")
    assert img('{% picture image "card" %}', image=between).get("srcset").endswith(" 1.5x")


def test_the_articles_alt_text_wins_and_is_escaped(image):
    evil = '"><script>alert(1)</script>'
    text = rendered('{% picture image "card" alt=alt class=alt sizes=alt %}', image=image, alt=evil)
    assert "<script" not in text
    assert html.fragment_fromstring(text).get("alt") == evil


def test_an_empty_alt_text_marks_decoration(image):
    assert ' alt=""' in rendered('{% picture image "card" alt="" %}', image=image)


def test_without_a_picture_there_is_nothing():
    assert rendered('{% picture image "card" %}{% picture_url image "social" %}', image=None) == ""


def test_no_inline_style(image):
    assert "style" not in rendered('{% picture image "logo" %}', image=image)
    with pytest.raises(TemplateSyntaxError, match="picture takes no style"):
        rendered('{% picture image "logo" style="color: red" %}', image=image)


def test_an_unknown_spec_names_the_known(image):
    with pytest.raises(TemplateSyntaxError, match="no rendition 'poster'; there are: thumb,"):
        rendered('{% picture image "poster" %}', image=image)


def test_the_address_alone(image):
    assert rendered('{% picture_url image "social" %}', image=image) == (
        rendition_url(image, "social")
    )


def test_every_candidate_exists(client, image):
    element = img('{% picture image "lead" sizes="100vw" %}', image=image)
    for candidate in element.get("srcset").split(", "):
        address, width = candidate.split()
        assert client.get(address).status_code == 200
        assert width.endswith("w")
