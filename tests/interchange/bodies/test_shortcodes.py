"""Hugo's shortcodes become what they mean, and none is shown to readers."""

import pytest


def test_a_figure_with_all_that_it_may_have(convert_body):
    body = """Before.

{{< figure src="/media/images/beds.png" link="https://a.example/" alt="Two beds"
    title="Beds" caption="Beds *that* know" attr="A. Ruiz" attrlink="https://b.example/"
    class="wide" >}}
After, with *emphasis*.
"""
    html = convert_body(body).html
    assert '<img src="/media/images/beds.png" alt="Two beds">' in html
    assert '<figure><a href="https://a.example/"' in html
    assert "<strong>Beds</strong>" in html
    assert "Beds <em>that</em> know" in html
    assert '<a href="https://b.example/" rel="noopener nofollow">A. Ruiz</a></figcaption>' in html
    assert "<p>After, with <em>emphasis</em>.</p>" in html


@pytest.mark.parametrize(
    ("mark", "link"),
    [
        ("{{< youtube w7Ft2ymGmfc >}}", "https://www.youtube.com/watch?v=w7Ft2ymGmfc"),
        ('{{< youtube id="w7Ft2ymGmfc" title="A talk" >}}', "https://www.youtube.com/watch?v=w7Ft2ymGmfc"),
        ("{{< vimeo 55073825 >}}", "https://vimeo.com/55073825"),
        ("{{< gist spf13 7896402 >}}", "https://gist.github.com/spf13/7896402"),
        ('{{< tweet user="A" id="12" >}}', "https://x.com/A/status/12"),
        ("{{< tweet 12 >}}", "https://x.com/i/status/12"),
        ("{{< instagram BWNjjyYFxVx >}}", "https://www.instagram.com/p/BWNjjyYFxVx/"),
        ('{{< button href="https://a.example/" >}}Go{{< /button >}}', "https://a.example/"),
        ('{{< soundcloud url="https://soundcloud.com/x" >}}', "https://soundcloud.com/x"),
    ],
)  # fmt: skip
def test_what_was_embedded_becomes_a_link(mark, link, convert_body):
    result = convert_body(f"See {mark}.")
    assert f'<a href="{link}"' in result.html
    assert result.html.endswith(".</p>\n")
    assert result.kinds == ["body-changed"]


@pytest.mark.parametrize("ends", [("{{<", ">}}"), ("{{%", "%}}")])
def test_a_box_keeps_its_kind_and_its_words(ends, convert_body):
    start, end = ends
    body = (
        f"{start} notice tip {end}\nBe **careful**.\n\n- one\n- two\n{start} /notice {end}\nAfter."
    )
    html = convert_body(body).html
    box = "<p><strong>Tip</strong></p>\n<p>Be <strong>careful</strong>.</p>\n<ul>\n<li>one</li>"
    assert f"<blockquote>\n{box}" in html
    assert html.endswith("</blockquote>\n<p>After.</p>\n")


def test_a_box_in_the_middle_of_a_line_or_a_list(convert_body):
    html = convert_body("One {{< hint >}}two{{< /hint >}} three.").html
    assert html == "<p>One</p>\n<blockquote>\n<p>two</p>\n</blockquote>\n<p>three.</p>\n"
    html = convert_body('- {{% alert title="T" %}}\n  in\n  {{% /alert %}}\n- next').html
    assert "<li>\n<blockquote>\n<p><strong>T</strong></p>\n<p>in</p>\n</blockquote>\n</li>" in html


def test_parts_that_open_stay_so(convert_body):
    html = convert_body('{{< details "More" >}}\nA *part*.\n{{< /details >}}\nAfter').html
    assert "<details><summary>More</summary>\n<p>A <em>part</em>.</p>\n</details>\n<p>After" in html


def test_tabs_within_tabs_keep_their_names_and_code(convert_body):
    body = """{{< tabs >}}
    {{< tab "Go" >}}
    ```go
    x := `{{< y >}}`
    ```
    {{< /tab >}}
    {{< tab name="Rust" >}}Words{{< /tab >}}
{{< /tabs >}}
"""
    result = convert_body(body)
    assert "<strong>Go</strong>" in result.html
    assert "<strong>Rust</strong>" in result.html
    assert "x := `{{&lt; y &gt;}}`" in result.html
    assert "{{< tab" not in result.text


def test_highlighted_code_becomes_a_fence_that_nothing_in_it_ends(convert_body):
    body = '{{< highlight md "linenos=table" >}}\n```\n{{< figure >}} <b>\n```\n{{< /highlight >}}'
    result = convert_body(body)
    assert result.text == "````md\n```\n{{< figure >}} <b>\n```\n````"
    assert "{{&lt; figure &gt;}} &lt;b&gt;" in result.html


@pytest.mark.parametrize(("name", "language"), [("mermaid", "mermaid"), ("katex", "latex")])
def test_drawings_and_formulas_are_shown_as_code(name, language, convert_body):
    body = f"{{{{< {name} >}}}}\na_b --> c\n{{{{< /{name} >}}}}"
    assert convert_body(body).text == f"```{language}\na_b --> c\n```"


def test_references_become_addresses(convert_body):
    pages = {"fhir-r5.md": "/news/fhir-r5", "/post/x": "/news/x"}
    body = (
        '[a]({{< ref "fhir-r5.md#part" >}}) [b]({{< relref path="/post/x" >}}) '
        '<a href="{{% ref "/post/x" %}}">c</a> [d]({{< ref "#here" >}})'
    )
    result = convert_body(body, resolve=pages.get)
    assert result.text == (
        '[a](/news/fhir-r5#part) [b](/news/x) <a href="/news/x">c</a> [d](#here)'
    )
    assert set(result.kinds) == {"body-changed"}


def test_a_reference_to_nothing_is_told_and_keeps_its_old_address(convert_body):
    result = convert_body('See [it]({{< ref "Gone.md" >}}).')
    assert result.text == "See [it](/news/gone/)."
    assert ("link", "body: a link to “Gone.md” has no page here; import that file, or change the "
            "link") in result.remarks  # fmt: skip


def test_parameters_in_every_form(convert_body):
    body = '{{<figure src=`/media/images/a.png` alt="A \\"quoted\\" `word` > all" caption=One/>}}'
    html = convert_body(body).html
    assert 'alt="A &quot;quoted&quot; `word` &gt; all"' in html
    assert "<figcaption>One</figcaption>" in html


def test_parameters_of_page_and_site(convert_body):
    params = {"page": {"params": {"Ward": "North"}}, "site": {"params": {"unit": {"name": "ICU"}}}}
    body = '{{< param ward >}} and {{< param "unit.name" >}}{{< param none >}}.'
    result = convert_body(body, params=params)
    assert result.text == "North and ICU."
    assert "body-left-out" in result.kinds


def test_an_unknown_shortcode_leaves_its_words_and_is_named(convert_body):
    body = (
        'A {{< sparkle >}}bright{{< /sparkle >}} day{{< qr "x" />}}. {{< qr y >}}\n'
        '{{< w title="T" >}}'
    )
    result = convert_body(body)
    assert result.text == "A bright day. \nT"
    said = [words for kind, words in result.remarks if kind == "body-left-out"]
    assert "the marks of the shortcode “sparkle” were taken out, the words within stay" in said[0]
    assert "the shortcode “qr” was taken out (2 times)" in said[1]
    assert "the shortcode “w” was taken out, its words stay" in said[2]


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("{{< keyword `Render Pipeline` >}}", "Render Pipeline"),
        ("{{<keyword Cameras>}}", "Cameras"),
        ('{{< rating 4 >}}{{< widget "x-9_2" >}}{{< zz b c >}}', ""),
        ('{{< note-box message="Mind *this*" >}}', "Mind <em>this</em>"),
        ('{{< source "https://a.example/b" >}}',
         '<a href="https://a.example/b">https://a.example/b</a>'),
    ],
)  # fmt: skip
def test_what_an_unknown_shortcode_says_in_its_parameters_stays(mark, text, convert_body):
    result = convert_body(f"See {mark}.")
    assert result.text == f"See {text}."
    assert set(result.kinds) == {"body-left-out"}


def test_a_picture_of_an_unknown_shortcode_is_shown(convert_body):
    html = convert_body('{{< phone "/media/a.png" >}}').html
    assert '<figure><img src="/media/a.png" alt=""></figure>' in html


def test_blocks_within_indented_html_are_not_code(convert_body):
    body = """<div class="row">
    <div class="col">
        {{< figure src="/media/a.png" alt="A" >}}
    </div>
    <div class="col">
        {{< figure src="/media/b.png" alt="B" >}}
    </div>
</div>

    {{< figure >}} in code
"""
    html = convert_body(f"Words.\n\n{body}").html
    assert html.count("<figure><img") == 2
    assert "&lt;/div" not in html
    assert "<pre><code>{{&lt; figure &gt;}} in code\n</code></pre>" in html


def test_a_box_in_a_list_whose_text_is_not_indented(convert_body):
    body = "1. One\n\n    {{< notice tip >}}\nText\n    {{</ notice >}}\n\n    More\n\n2. Two\n"
    html = convert_body(body).html
    assert html.count("<ol>") == 1
    assert "<p>Text</p>\n</blockquote>\n<p>More</p>\n</li>" in html


def test_a_mark_alone_on_its_line_leaves_no_hole(convert_body):
    assert convert_body("One\n{{< qr >}}\ntwo").text == "One\ntwo"


def test_marks_that_are_shown_are_shown(convert_body):
    result = convert_body('Write {{</* ref "a.md" */>}} or {{%/* x */%}}.')
    assert 'Write {{&lt; ref "a.md" &gt;}} or {{% x %}}.' in result.html
    assert result.remarks == []


def test_marks_that_code_samples_show_are_shown(convert_body):
    body = "```\n{{</* ref */>}} {{< ref >}}\n```\n\n`{{%/* x */%}}` <code>{{</* y */>}}</code>"
    result = convert_body(body)
    assert (
        result.text
        == "```\n{{< ref >}} {{< ref >}}\n```\n\n`{{% x %}}` <code>{{&lt; y &gt;}}</code>"
    )
    assert convert_body(body, is_liquid=True).text == body


def test_in_html_the_result_is_html(convert_body):
    body = (
        "<p>One</p>\n{{< notice warning >}}<p>Two</p>{{< /notice >}}\n"
        "{{< highlight c >}}a<b{{< /highlight >}}"
    )
    text = convert_body(body).text
    assert text == (
        "<p>One</p>\n<blockquote><p><strong>Warning</strong></p><p>Two</p></blockquote>\n"
        "<pre><code>a&lt;b</code></pre>"
    )


def test_markdown_that_begins_with_a_figure_is_still_markdown(convert_body):
    result = convert_body('{{< figure src="/media/images/a.png" >}}\n\n## Title\n')
    assert result.html.endswith('<h2 id="title">Title</h2>\n')


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<!-- comment -->\n# Title\n\nWords", '<h2 id="title">Title</h2>'),
        ('<img src="/media/images/a.png">\n\n## Title\n\n- one', '<h2 id="title">Title</h2>'),
        ("<div>a</div>\n\n```\n# code\n```", "<pre><code># code\n</code></pre>"),
    ],
)
def test_markdown_that_begins_with_html_is_read_as_markdown(body, shown, convert_body):
    assert shown in convert_body(body).html


def test_html_with_a_code_sample_stays_html(convert_body):
    body = "<pre>\n\n# comment\n</pre><p>Words</p>"
    assert convert_body(body).text == body


def test_line_ends_stay_those_of_the_file(convert_body):
    body = "* TOC\r\n{:toc}\r\n\r\n{{< tip >}}\r\nOne\r\n\r\nTwo\r\n{{< /tip >}}\r\nEnd\r\n"
    text = convert_body(body).text
    assert text.replace("\r\n", "").isprintable()
    assert text.strip() == "> **Tip**\r\n> \r\n> One\r\n> \r\n> Two\r\n\r\nEnd"


def test_templates_within_a_text_are_no_text(convert_body):
    result = convert_body("A{{< now.inline >}}{{ now.Year }}{{< /now.inline >}}.")
    assert result.text == "A."
    assert result.kinds == ["body-left-out"]
