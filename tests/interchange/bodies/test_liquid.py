"""Jekyll's and Hexo's Liquid becomes what it meant, and what was hidden stays hidden."""

import re
from datetime import date

import pytest

PARAMS = {
    "site": {"baseurl": "/blog", "title": "Ward news", "data": {"units": ["ICU", "ER"]}},
    "page": {"title": "Beds & more", "hidden": True, "date": date(2021, 3, 4), "tags": ["a", "b"]},
}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("{% highlight rb a %}\nx; {{ y }}\n{% endhighlight %}", "```rb\nx; {{ y }}\n```"),
        ("{% raw %}Use {{ x }} and {% y %}{% endraw %}.", "Use {{ x }} and {% y %}."),
        ("A{% comment %} not {{ this }} {% endcomment %}.", "A."),
        ("{% link /files/a.pdf %}", "/files/a.pdf"),
        ("{% gist u/12 a.rb %}", '<a href="https://gist.github.com/u/12">Code on GitHub: 12</a>'),
        ("{% youtube abc %}", '<a href="https://www.youtube.com/watch?v=abc">Video on YouTube</a>'),
        ("{{ site.title }}, {{ page.title | upcase }}", "Ward news, BEDS & MORE"),
        ("{{ '/x' | relative_url }} {{ site.baseurl }}/y", "/blog/x /blog/y"),
        ("{{ page.date | date: '%d.%m.%Y' }} {{ page.tags | join: ', ' }}", "04.03.2021 a, b"),
        ("{{ page.none | default: 'n' | append: 'o' }}", "no"),
        ("{{ site.data.units[1] }} {{ page.tags.size }}{{ page['title'] | size }}", "ER 211"),
        ('{% assign d = "/media/" | append: "i" %}{{ d }}/a', "/media/i/a"),
        ("{% capture c %}x{{ page.tags[0] }}{% endcapture %}[{{ c }}]", "[xa]"),
        ("{%- if page.none -%}a{%- else -%}b{%- endif -%}", "b"),
        ("{% blockquote Ana %}\nTwo beds.\n{% endblockquote %}", "> Two beds.\n> \n> — Ana"),
    ],
)  # fmt: skip
def test_tags_and_outputs(body, text, convert_body):
    result = convert_body(f"See {body}", is_liquid=True, params=PARAMS)
    assert re.sub(r"^See\s+", "", result.text) == text
    assert "body-left-out" not in result.kinds


def test_raw_within_code_shows_what_it_holds(convert_body):
    body = "`{% raw %}{{ a }}{% endraw %}`\n\n"
    body += "```\n{% raw %}{% if b %}{% endraw %} {{ c }}\n{% raw %}\n```"
    text = "`{{ a }}`\n\n```\n{% if b %} {{ c }}\n{% raw %}\n```"
    assert convert_body(body, is_liquid=True).text == text
    assert convert_body(body).text == body


@pytest.mark.parametrize(
    ("condition", "is_shown"),
    [
        ("page.hidden", True),
        ("page.none", False),
        ("false", False),
        ("page.none == nil", True),
        ("page.title == 'Beds & more' and site.title", True),
        ("page.none and page.hidden or true", False),
        ("page.none or page.hidden", True),
        ("page.tags contains 'b'", True),
        ("page.tags contains 'c'", False),
        ("site.title != 'x'", True),
        ("jekyll.environment == 'development'", False),
        ("page.none > 3", False),
        ("page.hidden ~ 1", False),
    ],
)
def test_only_the_branch_that_the_old_site_showed_is_shown(condition, is_shown, convert_body):
    body = f"{{% if {condition} %}}seen{{% else %}}other{{% endif %}}"
    result = convert_body(body, is_liquid=True, params=PARAMS)
    assert ("seen" in result.text) is is_shown
    body = f"{{% if {condition} %}}secret{{% endif %}}"
    assert ("secret" in convert_body(body, is_liquid=True, params=PARAMS).text) is is_shown


def test_conditions_of_other_forms(convert_body):
    body = (
        "{% unless page.hidden %}a{% elsif page.tags %}b{% else %}c{% endunless %}"
        "{% case page.tags[0] %}{% when 'x', 'a' %}d{% when 'b' %}e{% endcase %}"
    )
    assert convert_body(body, is_liquid=True, params=PARAMS).text == "bd"


def test_links_to_posts_become_addresses(convert_body):
    pages = {"2018-05-06-rural": "/news/rural", "_posts/2018-05-06-rural.md": "/news/rural"}
    body = (
        "[a]({% post_url 2018-05-06-rural %}) [b]({% link _posts/2018-05-06-rural.md %}#x) "
        "[c]({{ site.baseurl }}{% post_url 2019-01-02-gone %}) {% post_link 2018-05-06-rural T u %}"
    )
    result = convert_body(body, resolve=pages.get)
    assert result.text == (
        "[a](/news/rural) [b](/news/rural#x) [c](/2019/01/02/gone.html) "
        '<a href="/news/rural">T u</a>'
    )
    assert result.kinds.count("link") == 2  # of the post, and of the address that was made


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ('{% include figure.html src="/media/a.png" alt="A" caption="C" %}',
         '<figure><img src="/media/a.png" alt="A"><figcaption>C</figcaption></figure>'),
        ('{% include figure image_path="/media/a.png" alt=page.title %}', 'alt="Beds &amp; more"'),
        ("{% include youtube.html id='abc' %}", "https://www.youtube.com/watch?v=abc"),
        ('{% include video id="9" provider="vimeo" %}', "https://vimeo.com/9"),
        ('{% include notice.html content="Mind *this*" %}', "<p>Mind <em>this</em></p>"),
        ('{% capture c %}Two <b>beds</b>{% endcapture %}{% include grid.html content=c %}',
         "Two <b>beds</b>"),
        ('{% img left /media/a.png 20 30 "A title" "Words" %}', 'alt="Words"'),
        ("{% asset_img a.png Two beds %}", "<figure>Two beds</figure>"),
    ],
)  # fmt: skip
def test_includes_and_pictures(body, shown, convert_body):
    assert shown in convert_body(body, is_liquid=True, params=PARAMS).html


def test_what_cannot_be_told_is_taken_out_and_named(convert_body):
    body = """One {% include mailchimp.html list="a" %}
{{ content | sparkle }} {% sparkle %}words{% endsparkle %} {% seo %}
{% for unit in site.data.units %}
- {{ unit }}
{% endfor %}
Two"""
    result = convert_body(body, is_liquid=True, params=PARAMS)
    assert " ".join(result.text.split()) == "One words Two"
    said = "\n".join(words for kind, words in result.remarks if kind == "body-left-out")
    for name in ("mailchimp.html", "{{ content | sparkle }}", "“sparkle”", "“seo”", "for unit in"):
        assert name in said


def test_liquid_in_a_hugo_file_that_only_jekyll_writes(convert_body):
    body = "{% highlight sh %}ls{% endhighlight %} [x]({{ site.baseurl }}/a)"
    assert convert_body(body).html.startswith('<pre><code>ls\n</code></pre>\n<p><a href="/a"')


def test_values_cannot_grow_without_end(convert_body):
    body = '{% assign a = "x" %}' + "{% assign a = a | append: a %}" * 500 + "{{ a }}" * 100
    assert len(convert_body(body, is_liquid=True).text) <= 200_000


@pytest.mark.parametrize(
    "body",
    [
        "{% if 'a1' contains 1 %}shown{% endif %}",
        "{% if page.tags contains page.tags %}x{% endif %}shown",
        "{% if page contains page.tags %}x{% endif %}shown",
        "{{ 'a' | append: 'b', 'c' }}{{ 'a' | slugify: 'x', 'y', 'z' }}shown",
        "{{ page.date | date: 'é%' }}{{ page.date | date: '%' }}shown",
        "{{ page.tags.5 }}{{ page.tags[99999999999999999999] }}shown",
        "{% assign %}{% assign = %}{% case %}{% when %}{% endcase %}{% for %}{% endfor %}shown",
    ],
)
def test_an_expression_that_makes_no_sense_stops_nothing(body, convert_body):
    page = {"tags": ["a"], "date": date(2020, 1, 2)}
    assert "shown" in convert_body(body, is_liquid=True, params={"page": page}).text
