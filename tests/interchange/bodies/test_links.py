"""Links lead where they led on the old site, or to what took that page's place."""

import pytest

PAGES = {
    "/news/pictures/": "/news/pictures",
    "other.md": "/news/other",
    "../post/x.md": "/news/x",
    "/post/y/": "/news/y",
    "/post/a b/": "/news/a-b",
}
SITE = {"resolve": PAGES.get, "site_urls": ("https://www.old.example/",)}


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("../pictures/", "/news/pictures"),
        ("../pictures/?a=1#b", "/news/pictures?a=1#b"),
        ("other.md", "/news/other"),
        ("./other.md#part", "/news/other#part"),
        ("../post/x.md#id", "/news/x#id"),
        ("/post/y/", "/news/y"),
        ("/post/a%20b/", "/news/a-b"),
        ("https://old.example/post/y/#z", "/news/y#z"),
        ("http://WWW.old.example/post/y/", "/news/y"),
        ("//old.example/post/y/", "/news/y"),
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        "See [it]({}).", '[a [b] *c*](<{}> "T")', '<a class="x" href="{}">it</a>',
        "[it][1]\n\n[1]: {}\n",
        "[![](/media/images/a.png)]({})", "<p>It is <a href='{}'>there</a></p>", "- [x]( {} )",
    ],
)  # fmt: skip
def test_links_to_pages_that_are_here(body, link, target, convert_body):
    result = convert_body(body.format(link), **SITE)
    assert f'href="{target}"' in result.html
    assert result.remarks == []


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("../pictures/", "/news/pictures/"),
        ("more/", "/news/links/more/"),
        ("gone.md#x", "/news/gone/#x"),
        ("/about/", "/about/"),
        ("https://old.example/about/?a=b", "/about/?a=b"),
    ],
)
def test_links_to_nothing_here_keep_their_old_path_and_are_told(link, target, convert_body):
    site = {"address": "/news/links/", "site_urls": ("https://old.example",)}
    result = convert_body(f"[it]({link}) and [again]({link})", **site)
    assert result.text == f"[it]({target}) and [again]({target})"
    assert len(result.remarks) == 1
    assert result.kinds == ["link"]
    assert "has no page here (2 times)" in result.remarks[0][1]


def test_an_address_between_angle_brackets(convert_body):
    result = convert_body("At <https://old.example/post/y/>.", **SITE)
    assert result.html == (
        '<p>At <a href="/news/y" rel="noopener nofollow">https://old.example/post/y/</a>.</p>\n'
    )


@pytest.mark.parametrize(
    "body",
    [
        "[x](#part) [y](https://a.example/(b)) <mailto:a@b.example> [z](tel:1) [q](javascript:x)",
        "a\\](other.md) ](other.md) \\[x](other.md",
        "[^1]: other.md\n",
        "[x](other.md unquoted)",
        "[x](https://[bad/)",
        "A line.\n\n[open\n\nclosed](other.md)",
    ],
)
def test_what_is_no_link_to_this_site_stays(body, convert_body):
    result = convert_body(body, **SITE)
    assert result.text == body
    assert result.remarks == []


def test_old_names_of_places_become_ids(convert_body):
    html = convert_body('<a name="part"></a>Words, [there](#part)').html
    assert '<a id="part" rel="noopener nofollow"></a>' in html


@pytest.mark.parametrize(
    ("frame", "link"),
    [
        ('<iframe src="https://www.youtube.com/embed/abcdef?x=1" title="A talk"></iframe>',
         '<a href="https://www.youtube.com/watch?v=abcdef" rel="noopener nofollow">A talk</a>'),
        ("<iframe src=//player.vimeo.com/video/12>no frames</iframe>",
         '<a href="https://vimeo.com/12" rel="noopener nofollow">Video on Vimeo</a>'),
        ('<video controls><source src="https://a.example/v.mp4"></video>',
         '<a href="https://a.example/v.mp4" rel="noopener nofollow">Video</a>'),
        ('<audio src="../a.mp3"></audio>',
         '<a href="/news/a.mp3" rel="noopener nofollow">Recording</a>'),
        ('<embed src="https://b.example/x">',
         '<a href="https://b.example/x" rel="noopener nofollow">b.example</a>'),
    ],
)  # fmt: skip
def test_frames_and_films_become_links(frame, link, convert_body):
    result = convert_body(f"<p>One</p>{frame}<p>Two</p>")
    assert result.html == f"<p>One</p>{link}<p>Two</p>"
    assert result.kinds == ["body-changed"]
