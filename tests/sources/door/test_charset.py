"""A page is read in the charset that it is written in, whoever says so, or nobody."""

import codecs
from encodings.aliases import aliases

import pytest
import webencodings

from curation.sources.door.charset import VENDOR_LABELS, charset_of, codec_for, decoded
from curation.sources.door.fetch import fetch

RUSSIAN = "Сегодня в клинике открылось новое отделение для пациентов с болезнями сердца."
JAPANESE = "本日、病院で新しい電子カルテの運用が始まりました。患者の待ち時間が短くなります。"
CHINESE = (
    "今天，市医院宣布开设新的心脏病科室。患者可以在网上预约，也可以通过电话与医生交流。"
    "院方表示，电子病历系统将帮助医生更快地了解患者的情况。"
)
KOREAN = "오늘 병원에서 새로운 전자 의무 기록 시스템을 시작했습니다. 환자의 대기 시간이 줄어듭니다."
GERMAN = "Die Ärztin erklärt, weshalb die Krankenhäuser für ältere Menschen größer werden müssen."


def page(text: str, codec: str, *, head: str = "") -> bytes:
    return f"<html><head>{head}<title>{text}</title></head><p>{text}</p>".encode(codec)


def test_the_http_header_is_believed_before_the_page(site):
    body = page(RUSSIAN, "cp1251", head='<meta charset="utf-8">')
    fetched = fetch(site.page("/", body, content_type='text/html; charset="Windows-1251"'))
    assert fetched.charset == "cp1251"
    assert RUSSIAN in fetched.text


@pytest.mark.parametrize("label", ["utf-8", "windows-1251", None])
@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_a_byte_order_mark_cannot_be_contradicted(mark, codec, label):
    body = mark + page(RUSSIAN, codec, head='<meta charset="koi8-r">')
    assert charset_of(body, label) == codec
    assert decoded(body, codec).startswith("<html>")


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="koi8-r">',
        "<META CHARSET=KOI8-R>",
        "<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'>",
        '<meta content="text/html;charset=koi8-r" http-equiv="content-type"/>',
        '<!-- <meta charset="utf-8"> --><meta charset="koi8-r">',
        '<script>"<meta charset=utf-8>"</script><meta charset="koi8-r">',
        '<meta name="description" content="a > b"><meta charset="koi8-r">',
    ],
)
def test_the_pages_own_tag_is_believed_when_the_server_says_nothing(head):
    assert charset_of(page(RUSSIAN, "koi8-r", head=head), None) == "koi8-r"


def test_an_xml_declaration_counts_as_the_pages_own_word():
    body = b'<?xml version="1.0" encoding="windows-1251"?>\n' + page(RUSSIAN, "cp1251")
    assert charset_of(body, None) == "cp1251"


@pytest.mark.parametrize("label", ["", "klingon", "unicode_escape", "hex", "utf-7", "a\x00b"])
def test_a_charset_that_is_none_is_not_believed(label):
    assert charset_of(page(RUSSIAN, "koi8-r", head="<meta charset=koi8-r>"), label) == "koi8-r"
    assert charset_of(page(RUSSIAN, "utf-8", head=f"<meta charset='{label}'>"), None) == "utf-8"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (RUSSIAN, "utf-8"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (CHINESE.translate(str.maketrans("开设络约电话与医", "開設絡約電話與醫")), "gb18030"),
        (KOREAN, "euc_kr"),
        (GERMAN, "cp1252"),
        ("plain ASCII", "ascii"),
    ],
)
def test_an_undeclared_charset_is_found_by_looking(site, text, codec):
    padding = "<div class='a'><span>menu</span></div>" * 500
    body = padding.encode() + page(text, codec)
    assert text in fetch(site.page("/", body, content_type="text/html")).text


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("ISO-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("iso-8859-9", "cp1254"),
        ("UTF8", "utf-8"),
        ("gb2312", "gb18030"),
        ("x-gbk", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("x-sjis", "cp932"),
        ("windows-31j", "cp932"),
        ("euc-kr", "cp949"),
        ("ks_c_5601-1987", "cp949"),
        ("big5", "big5hkscs"),
        ("tis-620", "cp874"),
        ("windows-874", "cp874"),
        ("macintosh", "mac-roman"),
        ("iso-8859-8-i", "iso8859-8"),
        ("utf-16", "utf-16-le"),
        ("windows-1258", "cp1258"),
        ("utf-7", None),
        (None, None),
    ],
)
def test_labels_mean_what_browsers_take_them_for(label, codec):
    assert codec_for(label) == codec


# Every encoding of the Encoding Standard, and the Python codec that decodes it as the standard
# says. None: the standard means no text by it (see `charset.UNUSABLE`).
STANDARD = {
    "utf-8": "utf-8",
    "ibm866": "cp866",
    **{f"iso-8859-{part}": f"iso8859-{part}" for part in (*range(2, 9), 10, 13, 14, 15, 16)},
    "iso-8859-8-i": "iso8859-8",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "macintosh": "mac-roman",
    "windows-874": "cp874",
    **{f"windows-{number}": f"cp{number}" for number in range(1250, 1259)},
    "x-mac-cyrillic": "mac-cyrillic",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "replacement": None,
    "utf-16be": "utf-16-be",
    "utf-16le": "utf-16-le",
    "x-user-defined": None,
}


def test_all_labels_of_the_encoding_standard_mean_what_it_says():
    assert len(webencodings.LABELS) == 228
    assert set(webencodings.LABELS.values()) == set(STANDARD)

    expected = {label: STANDARD[name] for label, name in webencodings.LABELS.items()}

    assert {label: codec_for(label) for label in webencodings.LABELS} == expected
    assert {label: codec_for(f' "{label.upper()}"\n') for label in webencodings.LABELS} == expected


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("utf_8", "utf-8"),
        ("cp65001", "utf-8"),
        ("Latin-1", "cp1252"),
        ("iso_8859_1", "cp1252"),
        ("windows_1251", "cp1251"),
        ("MS936", "gb18030"),
        ("CP932", "cp932"),
        ("EUC_KR", "cp949"),
        ("eucJP", "euc_jp"),
        ("big5hkscs", "big5hkscs"),
    ],
)
def test_labels_that_only_servers_use_are_known_too(label, codec):
    assert codec_for(label) == codec


def test_no_label_reaches_pythons_own_codecs():
    # Codecs of Python that are no charsets of the web, "rot13" and "hex" among them.
    unknown = {*aliases, *aliases.values()} - {*webencodings.LABELS, *VENDOR_LABELS}
    known = {label for label in unknown if codec_for(label)}

    # What is left are spellings of standard labels with an underscore for a hyphen.
    assert {label.replace("_", "-") for label in known} <= set(webencodings.LABELS)
    assert not known & {"rot13", "hex", "base64", "zip", "unicode_escape", "utf_7", "idna", "cp037"}


@pytest.mark.parametrize("label", ["ĸoi8-r", "utf‐8", "ＵＴＦ-8", "\ud800"])
def test_a_label_that_is_not_ascii_is_none(label):
    assert codec_for(label) is None


def test_a_bad_byte_costs_one_character_and_not_the_page():
    assert decoded(b"caf\xe9 ol\xc3\xa9", "utf-8") == "caf\ufffd olé"


def test_a_page_cut_inside_a_character_does_not_lose_its_charset():
    body = page(RUSSIAN, "utf-8")
    cut = body[: body.rindex("а".encode()) + 1]
    assert charset_of(cut, None) == "utf-8"
    assert not decoded(cut, "utf-8", truncated=True).endswith("\ufffd")
