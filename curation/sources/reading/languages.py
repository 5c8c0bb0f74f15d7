"""The page's language: as declared, unless the text is plainly in another; else from the text.

The text's language is known by its script, or by its most frequent words where several languages
share a script. Twenty short words of each language tell texts of 200 characters apart as surely as
a trained model, without a dependency and without a second of start-up time.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.outline import PageOutline

LANGUAGE_TAGS = tuple(
    """
    http-equiv:content-language content-language og:locale language dc.language dcterms.language
    lang inlanguage citation_language http-equiv:language
    """.split()
)
# ISO 639-1
CODES = frozenset(
    "af am ar as az be bg bn bo bs ca co cs cy da de dv el en eo es et eu fa fi fo fr fy ga gd gl "
    "gu ha he hi hr ht hu hy id ig is it ja jv ka kk km kn ko ku ky la lb lo lt lv mg mi mk ml mn "
    "mr ms mt my nb ne nl nn no oc or pa pl ps pt qu rm ro ru rw sa sc sd se si sk sl sm sn so sq "
    "sr su sv sw ta te tg th ti tk tl tr tt ug uk ur uz vi wo xh yi yo zh zu".split()
)
# What pages write instead: ISO 639-2 codes, names, codes of countries.
WRITTEN_AS = {
    "deu": "de", "ger": "de", "deutsch": "de", "german": "de", "eng": "en", "english": "en",
    "englisch": "en", "fra": "fr", "fre": "fr", "french": "fr", "français": "fr", "spa": "es",
    "spanish": "es", "español": "es", "ita": "it", "italian": "it", "italiano": "it", "por": "pt",
    "portuguese": "pt", "nld": "nl", "dut": "nl", "dutch": "nl", "jpn": "ja", "jp": "ja",
    "japanese": "ja", "zho": "zh", "chi": "zh", "chinese": "zh", "cn": "zh", "rus": "ru",
    "russian": "ru", "pol": "pl", "polish": "pl", "cz": "cs", "gr": "el", "ua": "uk", "dk": "da",
    "kr": "ko", "iw": "he", "in": "id", "gb": "en", "us": "en",
}  # fmt: skip
TAG = re.compile(
    r"\s*([^\W\d_]{2,12})(?:[-_](Han[st]))?(?:[-_]([A-Za-z]{2}))?(?![^\W\d_])"
)  # language, script, country

# The letters of each script, under the language that most pages in it are written in.
SCRIPTS = {
    "ja": "\u3040-\u30ff",
    "ko": "\uac00-\ud7af\u1100-\u11ff",
    "zh": "\u4e00-\u9fff\u3400-\u4dbf",
    "th": "\u0e00-\u0e7f",
    "he": "\u0590-\u05ff",
    "ar": "\u0600-\u06ff",
    "el": "\u0370-\u03ff",
    "hi": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f",
    "si": "\u0d80-\u0dff",
    "my": "\u1000-\u109f",
    "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f",
    "km": "\u1780-\u17ff",
    "lo": "\u0e80-\u0eff",
    "am": "\u1200-\u137f",
    "ru": "\u0400-\u04ff",
}
SCRIPT = re.compile("|".join(f"(?P<{code}>[{letters}])" for code, letters in SCRIPTS.items()))
ANY_SCRIPT = re.compile("[\u0370-\u1fff\u3040-\ud7ff]")  # a quick look before the whole search
# Letters that only one of the languages of a script has.
OWN_LETTERS = {
    "ru": {
        "uk": "іїєґ",
        "be": "ўі",
        "sr": "ђјљњћџ",
        "mk": "ѓќѕ",
        "kk": "әғқңөұүһ",
        "bg": "ъ",
    },
    "ar": {"ur": "ٹڈڑےں", "fa": "پچژگ"},
}
# Languages whose script cannot overrule a declaration: others are written in it too.
SHARED_SCRIPT = frozenset(
    ["ru", *OWN_LETTERS["ru"], "ar", *OWN_LETTERS["ar"], "hi", "mr", "ne", "yi", "he"]
)
SHORTEST_TEXT = 12  # characters
LETTERS_FOR_CERTAINTY = 60
LEAST_WORDS = 3
WORDS_FOR_CERTAINTY = 25

FREQUENT_WORDS = {
    "en": "the of and to in is that for on was with as it are by this from at be have has not or "
    "an but they which were",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch "
    "es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über so zum "
    "war haben nur oder aber vor zur bis mehr durch",
    "fr": "le la les de des et en un une du dans est que pour qui sur pas plus par au avec ce il "
    "sont aux ont cette mais comme ou été nous vous",
    "es": "el la los las de y en un una del que se por con para es al lo como más su no ha sus "
    "son pero este fue esta también entre",
    "it": "il la di che e un una in del della per con non sono i le da si al nel gli dei alla "
    "più anche come ha delle questo è ma",
    "pt": "o a os as de e em um uma do da que para com não por no na se dos mais ao como mas foi "
    "das é pelo pela são também à",
    "nl": "de het een en van in is dat op te voor met zijn niet aan er om ook als bij naar maar "
    "uit door over werd deze wordt heeft worden",
    "sv": "och i att det som en på är av för med till den har de inte om ett han men var sig "
    "från så kan vi ska eller också",
    "da": "og i at det er en til på som af for med de den har ikke der et han men var sig fra så "
    "kan vi skal eller også blev efter",
    "no": "og i at det er en til på som av for med de den har ikke et han men var seg fra så kan "
    "vi skal eller også ble etter",
    "fi": "ja on ei että se oli hän mutta ovat myös kun tai joka niin kuin sen mukaan ole vain "
    "jos nyt mitä tämä",
    "pl": "w i na z do się nie to że jest o jak po od za przez dla ale są co oraz tym tego był "
    "ma także który",
    "cs": "a v na se je že to s o do i z ve pro k jsou za by ale po jako od které který také byl "
    "podle jeho",
    "sk": "a v na sa je že to s o do aj z vo pre k sú za by ale po ako od ktoré ktorý tiež bol "
    "podľa jeho",
    "hu": "a az és hogy nem is egy ez meg volt de csak már ha mint vagy még el van azt amely "
    "lesz több után",
    "ro": "și de la în a cu nu pe o că din pentru este un care mai au sunt fi sau ce dar ca al "
    "după prin",
    "tr": "ve bir bu da de için ile olarak çok daha gibi olan kadar sonra ancak değil ne en var "
    "ise olduğu her",
    "id": "dan yang di untuk dengan dari ini pada tidak dalam itu akan juga oleh ke adalah "
    "sebagai ada bisa tersebut",
    "vi": "và của là có không cho được trong một các với những này đã để người khi về từ đến ra "
    "tại",
    "ca": "el la els les de i en un una del que per amb és al com més no ha dels són però aquest "
    "també va",
    "hr": "i je u na se da za su od s kao ali koji što bi će iz o nije samo te ili kako već biti",
    "eo": "la kaj de en estas al ne por kun kiu ke sed oni pri tiu ankaŭ el ĝi li mi",
}


def _by_word() -> dict[str, list[str]]:
    table = defaultdict(list)
    for code, words in FREQUENT_WORDS.items():
        for word in words.split():
            table[word].append(code)
    return dict(table)


LANGUAGES_OF_WORD = _by_word()


def read_language(page: PageOutline, paragraphs: Sequence[str] = ()) -> Field[str]:
    """Return a BCP 47 tag such as `de` or `en-US`: the declared one, or that of the text.

    The text overrules the declaration only when it is certain: templates often keep the
    language that they were made for.
    """
    declared = page.declared
    stated = [Candidate(tag(declared.language), "html lang")]
    for article in declared.linked.articles:
        for value in declared.linked.values(article, "inLanguage"):
            if isinstance(value, dict):
                value = str(value.get("alternateName") or value.get("name") or "")
            stated.append(Candidate(tag(value), "json-ld"))
    stated += [Candidate(tag(value), name) for name, value in declared.all(*LANGUAGE_TAGS)]
    stated = [one for one in stated if one.value]
    sample = " ".join(paragraphs)[:1500]
    if len(sample) < 200:
        sample = f"{declared.title} {declared.first('description', 'og:description')} {sample}"
    code, certain = detect(sample, stated[0].value[:2] if stated else "")
    detected = [Candidate(code, "text")] if code else []
    return Field.first_of([*detected, *stated] if certain else [*stated, *detected])


def tag(text: str) -> str:
    """Return the language tag in what a page wrote, empty when it is none."""
    match = TAG.match(text)
    if not match:
        return ""
    code = match[1].lower()
    code = WRITTEN_AS.get(code, code)
    if code not in CODES:
        return ""
    return "-".join(filter(None, (code, (match[2] or "").title(), (match[3] or "").upper())))


def detect(text: str, declared: str = "") -> tuple[str, bool]:
    """Return the text's language, and whether that is certain enough to overrule `declared`.

    The language is a code of ISO 639-1, empty when it is unknown.
    """
    if len(text) < SHORTEST_TEXT:
        return "", False
    return _by_script(text, declared) or _by_frequent_words(text, declared)


def _by_script(text: str, declared: str) -> tuple[str, bool] | None:
    """Return what `detect` does, None when the script is Latin or one of many."""
    if not ANY_SCRIPT.search(text):
        return None
    counts = Counter(match.lastgroup for match in SCRIPT.finditer(text))
    if not counts:
        return None
    letters = sum(letter.isalpha() for letter in text)
    share = counts.total() / max(1, letters)
    if share <= 0.4:
        return None
    code = counts.most_common(1)[0][0]
    if code == "zh" and counts["ja"] * 12 > counts["zh"]:
        code = "ja"  # Japanese may have more Chinese characters than kana
    lowered = text.lower()
    for language, own in OWN_LETTERS.get(code, {}).items():
        if sum(lowered.count(letter) for letter in own) * 150 > len(lowered):
            code = language
            break
    open_question = declared in SHARED_SCRIPT or {code, declared} == {"zh", "ja"}
    certain = share > 0.6 and letters > LETTERS_FOR_CERTAINTY and declared != code
    return code, certain and not open_question


def _by_frequent_words(text: str, declared: str) -> tuple[str, bool]:
    """Return what `detect` does; a word that several languages have counts for each in part."""
    scores: Counter[str] = Counter()
    for word in re.findall(r"[^\W\d_]+", text.lower()):
        languages = LANGUAGES_OF_WORD.get(word, ())
        for code in languages:
            scores[code] += 1 / len(languages)
    if not scores:
        return "", False
    code, score = scores.most_common(1)[0]
    if score < LEAST_WORDS:
        return "", False
    certain = score > WORDS_FOR_CERTAINTY and score > 4 * scores[declared]
    return code, certain and declared in FREQUENT_WORDS and declared != code
