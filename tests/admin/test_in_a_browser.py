"""The desk in a real browser: the rich text, what a crash leaves behind, and what it asks whom."""

import pytest
from django.urls import reverse

from curation.models import Article
from markup import editor, sanitise
from media.models import Image
from tests.browser import follow
from tests.builders import an_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Status = Article.Status

BODIES = [
    "<p>One&nbsp;two</p>\r\n<p>Three</p> \n",
    "Words <b>first</b>",  # not a tag in front: Markdown, so plain
    '<p class="op-uc-p">Old <i>system</i><br>\nline</p><ul><li>a<li>b</ul>',
    '<h2>Head</h2><blockquote><p>Said</p></blockquote><hr><ol start="3"><li>x</li></ol>',
    '<p>See <a href="https://wardandwire.example/a?b=1&amp;c=2" rel="nofollow">there</a>.</p>',
    "<p>H<sub>2</sub>O, m<sup>2</sup>, <code>x &lt; y</code></p>",
    "<p></p>",
    '<p>rtl: <span dir="rtl">مرحبا</span></p>',
    "<table><caption>c</caption><tr><td>1</td></tr></table>",
]


def url(article):
    return reverse("admin:curation_article_change", args=[article.pk])


# The theme is there, the article's form keeps what is typed, its rich text can be written in.
READY = """
    !document.documentElement.hasAttribute("x-cloak") &&
    [...document.querySelectorAll("#article_form")].every(form => "kept" in form.dataset) &&
    [...document.querySelectorAll("[data-django-prose-editor-configurable]")]
        .every(body => body.deskEditor)
"""


def opened(context, address):
    page = context.new_page()
    page.goto(address)
    page.wait_for_function(READY)
    return page


def save(page):
    follow(page.locator("button[name=_continue]"))
    assert page.locator(".errornote").count() == 0


@pytest.mark.slow
def test_opening_and_saving_changes_no_byte_of_a_body(visit):
    context = visit()
    for body in BODIES:
        article = an_article(body_source=body, status=Status.DRAFT)
        page = opened(context, url(article))
        rich = page.locator(".ProseMirror[contenteditable]").count() > 0
        assert rich is not bool(editor.why_plain(body)), body
        save(page)
        article.refresh_from_db()
        assert article.body_source == body
        assert not article.revisions.exists()
        page.close()


@pytest.mark.slow
def test_the_editor_loses_nothing_of_what_it_is_trusted_with(visit):
    """Readers see the same before and after, but for `<b>` that became `<strong>` and the like."""
    context = visit()
    for body in BODIES:
        if editor.why_plain(body):
            continue
        article = an_article(body_source=body, status=Status.DRAFT)
        page = opened(context, url(article))
        page.locator(".ProseMirror[contenteditable]").click()
        page.keyboard.press("Control+End")
        page.keyboard.type("!")
        save(page)
        article.refresh_from_db()
        before, after = sanitise.render(body), article.body
        assert sanitise.plain_text(after) == (sanitise.plain_text(before) + "!")
        for mark in (
            "<a ",
            "href=",
            "<sub>",
            "<sup>",
            "<code>",
            "<h2>",
            "<hr>",
            'start="3"',
            "<li>",
        ):
            assert before.count(mark) == after.count(mark), (mark, after)
        page.close()


def test_a_body_is_written_in_the_editor(visit):
    article = an_article(body_source="<p>Old</p>", status=Status.DRAFT)
    page = opened(visit(), url(article))
    page.locator(".ProseMirror[contenteditable]").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("New words")
    save(page)
    article.refresh_from_db()
    assert article.body_source == "<p>New words</p>"
    assert article.excerpt == "New words"


def test_without_scripts_the_form_works(visit):
    article = an_article("Before", body_source="<p>Old</p>", status=Status.DRAFT)
    page = visit(java_script_enabled=False).new_page()
    page.goto(url(article))
    assert page.input_value("textarea[name=body_source]") == "<p>Old</p>"
    page.fill("textarea[name=title]", "After")
    follow(page.locator("button[name=_save]"))
    article.refresh_from_db()
    assert (article.title, article.body_source) == ("After", "<p>Old</p>")


def test_what_a_crash_interrupts_is_brought_back(visit):
    article = an_article("Before", body_source="<p>Old</p>", status=Status.DRAFT)
    context = visit()
    page = opened(context, url(article))
    page.fill("textarea[name=title]", "Typed before the crash")
    page.locator(".ProseMirror[contenteditable]").click()
    page.keyboard.type("Long work. ")
    page.wait_for_function(
        "Object.values(localStorage).some(draft => draft.includes('Long work.'))"
    )
    page.close()  # nothing was saved
    page = opened(context, url(article))
    assert page.input_value("textarea[name=title]") == "Before"
    page.click("[data-restore]")
    assert page.input_value("textarea[name=title]") == "Typed before the crash"
    save(page)
    article.refresh_from_db()
    assert article.title == "Typed before the crash"
    assert "Long work." in article.body_source
    page.close()
    assert opened(context, url(article)).locator(".desk-draft[role=status]").count() == 0


def test_leaving_with_unsaved_text_asks_first(visit):
    article = an_article(status=Status.DRAFT)
    page = opened(visit(), url(article))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.click("textarea[name=title]")
    page.keyboard.type("x")
    page.goto("/admin/")
    assert asked == ["beforeunload"]


def test_a_click_sets_the_focal_point(visit, a_picture):
    image = Image.objects.store(a_picture(size=(400, 200)), "x.png")
    page = opened(visit(), reverse("admin:media_image_change", args=[image.pk]))
    box = page.locator("[data-focal] img").bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    save(page)
    image.refresh_from_db()
    assert image.focal_x == pytest.approx(0.25, abs=0.01)
    assert image.focal_y == pytest.approx(0.75, abs=0.01)


def test_a_chosen_file_is_previewed_before_it_is_sent(visit, a_picture, tmp_path):
    file = tmp_path / "ward.png"
    file.write_bytes(a_picture().read())
    article = an_article(status=Status.DRAFT)
    page = opened(visit(), url(article))
    page.set_input_files("input[name=upload]", file)
    preview = page.locator("[data-picture-preview] img")
    preview.wait_for()
    assert page.locator("[data-picture-preview] small").inner_text() == "ward.png"
    assert preview.evaluate("async (image) => (await image.decode(), image.naturalWidth)") == 64


def test_tags_are_offered_while_typing(visit):
    an_article(tags=["imaging"])
    article = an_article(status=Status.DRAFT)
    page = opened(visit(), url(article))
    page.locator("input[name=tags]").press_sequentially("news, ima")
    page.locator("datalist option").wait_for(state="attached")
    assert page.locator("datalist option").get_attribute("value") == "news, imaging"


def test_a_row_is_added_by_typing_its_name(visit):
    from tests.builders import an_offering

    article = an_article(status=Status.DRAFT, related=[an_offering("First")])
    an_offering("Second")
    page = opened(visit(), url(article))
    page.locator("#related-group a.add-row").click()
    row = page.locator("#related-group tbody.form-group:not(.empty-form)").last
    row.locator(".select2-selection").click()
    page.locator(".select2-search__field").last.press_sequentially("Sec")
    page.locator(".select2-results__option", has_text="Second").click()
    save(page)
    names = [row.offering.name for row in article.related.order_by("position")]
    assert names == ["First", "Second"]


def test_the_desk_asks_nobody_else_and_breaks_no_policy(visit, live_server, a_picture):
    image = Image.objects.store(a_picture(), "x.png")
    article = an_article(featured_image=image, image_alt="A ward")
    context, asked, complaints = visit(), set(), []
    page = context.new_page()
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in (
        "/admin/", "/admin/curation/article/", url(article), "/admin/curation/article/add/",
        reverse("admin:media_image_change", args=[image.pk]), "/admin/auth/user/",
    ):  # fmt: skip
        page.goto(address)
        page.wait_for_function(READY)
    assert {a for a in asked if not a.startswith((live_server.url, "data:", "blob:"))} == set()
    assert complaints == []
