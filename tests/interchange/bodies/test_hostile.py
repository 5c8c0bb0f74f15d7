"""Texts that are made to cost time: each is converted and rendered in a few seconds at most."""

import time

import pytest

from curation.interchange.bodies import BodyPage, convert
from curation.interchange.bodies.marks import DEEPEST
from markup.sanitise import render

pytestmark = pytest.mark.slow
LENGTH = 100_000
UNITS = [
    "{{<", "{{< a ", '{{< a "', "{{< a `", "{{< a >}}", "{{< a >}}x{{< /a >}}", "{{< highlight >}}",
    "{{</* ", "{% if ", "{% if a %}", "{% raw %}", "{{ a | ", "{{ site.", "{:", "{: .a ", "{: .a }",
    "{::comment}", "[caption a]", "[private]", "[private][hide]", "{{< private >}}",
    "{{< private >}}a{{< /private >}}",
    "<!-- wp:a ", "[code]", "$$a_", "[audio src=", "<a ", '<a href="',
    "<img src=a>", "![", "](", "![a](", "[a](b", "[a]: b\n", "[^", "[^a]", "<iframe src=a>",
    "<video>", "`", "``a", "```\n", "\n    a", "- {{< notice >}}\n", "> {{< x >}}\n  ", "# a {#",
]  # fmt: skip
MARKDOWN = [
    "a:",
    "x://",
    "www.",
    "[^",
    "[^a]",
    "- [ ] a\n",
    "# a {#",
    "![a](b)",
    "a\n: b\n",
    "# a\n",
]


@pytest.mark.parametrize("liquid", [True, False])
def test_repeated_beginnings_take_no_time(liquid, db):
    slow = []
    for unit in UNITS:
        body = "x " + unit * (LENGTH // len(unit))
        started = time.perf_counter()
        convert(body, BodyPage(is_liquid=liquid)).check(dry_run=True)
        if time.perf_counter() - started > 5:
            slow.append(unit)
    assert not slow


def test_rendering_takes_no_time(db):
    slow = []
    for unit in MARKDOWN:
        started = time.perf_counter()
        render("x " + unit * (LENGTH // len(unit) - 1))
        if time.perf_counter() - started > 10:
            slow.append(unit)
    assert not slow


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("{{< notice >}}\n", "\n{{< /notice >}}"), ("{% if true %}\n", "\n{% endif %}"),
     ("{{< details a >}}\n", "\n{{< /details >}}")],
)  # fmt: skip
def test_a_thousand_marks_within_each_other(opening, closing, convert_body):
    result = convert_body(opening * 1000 + "deep" + closing * 1000)
    assert "deep" in result.html
    assert "notice" not in result.html
    assert result.text.count(">") < 100 * DEEPEST + 100_000
