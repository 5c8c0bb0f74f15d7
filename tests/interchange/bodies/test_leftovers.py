"""kramdown's attributes, and what exports from WordPress leave in a text."""

import pytest


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("A picture's class{: .wide }", "A picture's class"),
        ('[x](https://a.example/){:target="_blank" .y}', "[x](https://a.example/)"),
        ('[x](https://a.example/){target="_blank"}', "[x](https://a.example/)"),
        ("Words\n{: .notice--info}\n\nMore", "Words\n\nMore"),
        ("Words\n{.lead}\n\nMore", "Words\n\nMore"),
        ("* TOC\n{:toc}\n\n## A", "## A"),
        ("[[_TOC_]]\n\nWords", "Words"),
        ("## A\n{: #own .no_toc}\n\nWords", "## A {#own}\n\nWords"),
        ("A{::comment} hidden {:/comment}.", "A."),
        ("{::options parse_block_html=\"true\" /}\n\nWords", "Words"),
        ("$$\nE = mc^2\n$$\n\nand $$x_1$$, for $$ or $$.",
         "```latex\nE = mc^2\n```\n\nand `x_1`, for $$ or $$."),
        ("One\n\n<!--more-->\n\nTwo", "One\n\n\nTwo"),
        ("`{: .wide }` and {:ok, 1} and {a: 1}", None),
    ],
)  # fmt: skip
def test_marks_go_and_words_stay(body, text, convert_body):
    result = convert_body(body)
    assert result.text.strip("\n") == (body if text is None else text)
    assert bool(result.remarks) is (text is not None)


def test_an_id_that_kramdown_gives_a_heading_is_its_id(convert_body):
    assert '<h2 id="own">A</h2>' in convert_body("## A\n{: #own}\n\n[x](#own)").html


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('[caption id="a"]<a href="https://a.example/"><img src="/media/a.png" alt="A"></a>'
         " Two <em>beds</em>[/caption]",
         '<img src="/media/a.png" alt="A"></a><figcaption>Two <em>beds</em></figcaption></figure>'),
        ('[caption caption="Two beds"]![A](/media/a.png)[/caption]',
         '<figure><img src="/media/a.png" alt="A"><figcaption>Two beds</figcaption></figure>'),
        ('[sourcecode language="c"]\na < b;\n[/sourcecode]', "<pre><code>a &lt; b;\n</code></pre>"),
        ("[embed]https://a.example/v[/embed]", '<a href="https://a.example/v"'),
        ('[audio src="https://a.example/a.mp3"][/audio]', '<a href="https://a.example/a.mp3"'),
        ("<!-- wp:paragraph --><p>One</p><!-- /wp:paragraph -->", "<p>One</p>"),
    ],
)  # fmt: skip
def test_what_wordpress_leaves(body, shown, convert_body):
    html = convert_body(body).html
    assert shown in html
    assert "[" not in html
    assert "<!--" not in html


def test_a_gallery_is_named(convert_body):
    result = convert_body('One [gallery ids="1,2"] two')
    assert result.text == "One  two"
    assert result.kinds == ["body-left-out"]
    assert '[gallery ids="1,2"]' in result.remarks[0][1]


def test_markdown_within_html_is_read(convert_body):
    html = convert_body('Words.\n\n<div class="x" markdown="1">\nTwo **beds**\n</div>\n').html
    assert "<p>Two <strong>beds</strong></p>" in html


def test_explanations_of_abbreviations_are_no_text(convert_body):
    result = convert_body("An ICU.\n\n*[ICU]: Intensive care\n")
    assert result.html == "<p>An ICU.</p>\n"
    assert result.kinds == ["body-changed"]


def test_what_the_sanitiser_drops_is_named(convert_body):
    body = "<script src='x'></script><p>One <svg></svg> <svg></svg></p><form></form>"
    body += "<code><form></code>"
    result = convert_body(body)
    assert result.text == body
    named = [words.partition(";")[0] for _kind, words in result.remarks]
    assert named == [
        "body: a <script> is not shown here",
        "body: a <svg> is not shown here (2 times)",
        "body: a <form> is not shown here",
    ]


@pytest.mark.parametrize(
    "body",
    [
        'One\n\n{{% hugo-encryptor "key" %}}\n\nkept back\n\n{{% /hugo-encryptor %}}\n\nTwo',
        'One {{< fixit-encryptor "key" "hint" >}}kept back{{< /fixit-encryptor >}} Two',
        "One {{< private >}}a{{< private >}}b{{< /private >}}kept back{{< /private >}} Two",
        'One {{< todo text="kept back" >}} Two',
        "One {{< notice >}}" + 12 * "{{< note >}}" + "{{< Hidden >}}kept back{{< /Hidden >}}"
        + 12 * "{{< /note >}}" + "{{< /notice >}} Two",
        "One [members_only]kept back[/members_only] Two",
        'One [membership level="1"]kept\n\nback[/membership] Two',
        "One [private]kept [b]back[/b][/private] Two",
        "<p>One</p><p>[restrict]kept back[/restrict]</p><p>Two</p>",
    ],
)  # fmt: skip
def test_what_the_old_site_hid_within_a_text_stays_hidden(body, convert_body):
    result = convert_body(body)
    assert "back" not in result.html
    assert "key" not in result.html
    assert result.html.index("One") < result.html.index("Two")
    assert "text that it may have hidden" in str(result.remarks)


def test_jekylls_hidden_part_stays_hidden(convert_body):
    assert "kept" not in convert_body("A {% private %}kept{% endprivate %}", is_liquid=True).html


@pytest.mark.parametrize(
    "body",
    [
        "One [private](https://a.example/) and [/private] Two",
        "`[private]shown[/private]`",
        "[private](https://a.example/a) and [hidden](https://a.example/b)",
    ],
)
def test_words_that_only_look_like_such_marks_stay(body, convert_body):
    assert convert_body(body).text == body


def test_the_members_of_a_team_are_shown(convert_body):
    body = '{{< team-members >}}{{< team-member name="Ines" >}}reads{{< /team-member >}}'
    assert "reads" in convert_body(body + "{{< /team-members >}}").html


def test_codes_of_wordpress_that_nobody_knows_are_taken_out_and_named(convert_body):
    got = convert_body('Write.\n\n[contact-form-7 id="3" title="Ask"]\n\n[tabs a="1"]Inside[/tabs]')
    assert "contact-form-7" not in got.html
    assert "Inside" in got.html
    assert "[tabs" not in got.html
    assert "[/tabs]" not in got.html
    assert got.kinds == ["body-left-out", "body-left-out"]
    assert "“[contact-form-7]”" in got.remarks[0][1]


@pytest.mark.parametrize(
    "body", ['See [link a="b"](/x).', '[label x="y"]: /target', "A [note] and [/path]."]
)
def test_brackets_of_markdown_are_no_codes(body, convert_body):
    assert convert_body(body).text == body
