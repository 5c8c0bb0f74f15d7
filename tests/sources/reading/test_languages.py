"""Which language a page is filed under."""

import pytest

from curation.sources.reading.languages import detect, tag
from curation.sources.reading.page import read_page

URL = "https://www.example.org/a"
GERMAN = (
    "Die Robben sind in die Bucht zurückgekehrt, und niemand weiß, warum sie das in diesem Jahr so "
    "früh getan haben. Auch die Fischer wissen es nicht, aber sie freuen sich mit den Kindern, die "
    "nach der Schule am Ufer stehen und auf die Tiere warten. Wie lange die Robben bleiben, ist "
    "noch nicht klar. "
)


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<html lang="de-AT">', "de-AT"),
        ('<html lang="EN_us">', "en-US"),
        ('<html xml:lang="fr">', "fr"),
        ('<meta property="og:locale" content="pt_BR">', "pt-BR"),
        ('<meta http-equiv="Content-Language" content="nl, en">', "nl"),
        ('<script type="application/ld+json">{"@type":"Article","inLanguage":"sv"}</script>', "sv"),
        ('<html lang="deu">', "de"),
        ('<html lang="{{ locale }}"><meta property="og:locale" content="it_IT">', "it-IT"),
    ],
)
def test_declared_languages(html, language):
    assert read_page(html + "<title>x</title>", URL).language.value == language


def test_the_text_tells_where_nothing_is_declared():
    assert read_page(f"<p>{GERMAN}</p>", URL).language.value == "de"


def test_plain_german_under_an_english_template_is_german():
    page = read_page(f'<html lang="en-US"><p>{GERMAN * 2}</p>', URL)

    assert page.language.value == "de"
    assert "en-US" in {one.value for one in page.language.candidates}


def test_a_short_quotation_does_not_overrule_the_page():
    assert read_page(f'<html lang="en"><p>{GERMAN[:90]}</p>', URL).language.value == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("今年もアザラシが湾に戻ってきたが、その理由は誰にも分からない。", "ja"),
        ("今年春天海豹又回到了海湾，没有人知道它们为什么回来得这么早。", "zh"),
        ("올해도 바다표범이 만으로 돌아왔지만 그 이유는 아무도 모른다.", "ko"),
        ("Тюлени вернулись в бухту, и никто не знает почему.", "ru"),
        ("Тюлені повернулися до бухти, і ніхто не знає чому їх так багато є.", "uk"),
        ("عادت الفقمات إلى الخليج ولا أحد يعرف السبب", "ar"),
        ("แมวน้ำกลับมาที่อ่าวและไม่มีใครรู้ว่าทำไม", "th"),
        ("Les phoques sont revenus dans la baie et personne ne sait pourquoi ils sont là.", "fr"),
        ("Las focas han vuelto a la bahía y nadie sabe por qué lo han hecho.", "es"),
        ("De zeehonden zijn terug in de baai en het is niet bekend waarom ze er zijn.", "nl"),
        ("42", ""),
    ],
)
def test_detection(text, language):
    assert detect(text)[0] == language


@pytest.mark.parametrize("text", ["", "xx", "klingon", "{{lang}}", "12"])
def test_no_language(text):
    assert tag(text) == ""
