"""An operator's ClearURLs file: its rules are added to ours, bounded, and said where unusable."""

import json
import logging
import time

import pytest

from curation.sources.links.cleaning import (
    RULES_VERSION,
    clean_url,
    current_rules_version,
)
from curation.sources.links.clearurls import RulesError, parse_rules, read_rules
from curation.sources.links.keys import link_key

# Written for these tests, in the format of the project: every key that a provider can have.
RULES = {
    "providers": {
        "ward news": {
            "urlPattern": "^https?:\\/\\/(?:[a-z0-9-]+\\.)*?wardnews(?:\\.[a-z]{2,}){1,}",
            "completeProvider": False,
            "rules": ["wn_[a-z]*", "%24src", "s"],
            "referralMarketing": ["partner"],
            "rawRules": ["\\/from=[^/?]*", ";wnsession=[^?#/]*"],
            "exceptions": ["^https?:\\/\\/api\\.wardnews\\.example\\/"],
            "redirections": [
                "^https?:\\/\\/go\\.wardnews\\.example\\/out\\?.*?to=([^&]+)",
                "^https?:\\/\\/go\\.wardnews\\.example\\/amp\\/s\\/([^&]+)",
            ],
            "forceRedirection": True,
        },
        "everywhere": {
            "urlPattern": ".*",
            "rules": ["(?:%3F)?boardsclid", "ref"],
            "exceptions": ["^https?:\\/\\/login\\.board\\.example"],
        },
        "advertisements": {
            "urlPattern": "^https?:\\/\\/ads\\.board\\.example",
            "completeProvider": True,
            "rules": ["id"],
            "redirections": ["^https?:\\/\\/ads\\.board\\.example\\/c\\/(https?.+)"],
        },
    }
}


@pytest.fixture
def use(settings, tmp_path):
    """Set CLEARURLS_RULES to a file of rules, as a start with that file does."""

    def write(rules=RULES, name="rules.json"):
        path = tmp_path / name
        path.write_bytes(rules if isinstance(rules, bytes) else json.dumps(rules).encode())
        settings.CLEARURLS_RULES = str(path)
        return path

    return write


SLOW = "^https?://slow\\.example/(?:a|a)+b$"  # twice the time for each further letter

CLEANED = {
    "https://www.wardnews.example/a?wn_src=mail&id=5": "https://www.wardnews.example/a?id=5",
    "https://wardnews.co.uk/a?S=1&partner=x&b=%20": "https://wardnews.co.uk/a?b=%20",
    "https://wardnews.example/a?%24src=1": "https://wardnews.example/a",
    "https://wardnews.example/a/from=start/b?id=5": "https://wardnews.example/a/b?id=5",
    "https://wardnews.example/a;wnsession=12?id=5": "https://wardnews.example/a?id=5",
    "https://wardnews.example/a#wn_pos=3": "https://wardnews.example/a",
    "https://wardnews.example/a?id=5#part": "https://wardnews.example/a?id=5#part",
    "https://other.example/a?boardsclid=1&utm_source=x&id=5": "https://other.example/a?id=5",
    "https://other.example/a?ref=main": "https://other.example/a",
    "https://go.wardnews.example/out?n=1&to=https%3A%2F%2Fother.example%2Fa%3Futm_source%3Dx": (
        "https://other.example/a"
    ),
    "https://go.wardnews.example/amp/s/other.example/a": "http://other.example/a",
    "https://ads.board.example/c/https://other.example/a": "https://other.example/a",
    "https://l.facebook.com/l.php?u=https%3A%2F%2Fwardnews.example%2Fa%3Fwn_a%3D1": (
        "https://wardnews.example/a"
    ),
}


@pytest.mark.parametrize(("url", "expected"), CLEANED.items())
def test_its_rules_are_added_to_ours(use, url, expected):
    use()
    assert clean_url(url) == expected
    assert clean_url(expected) == expected
    assert link_key(url) == link_key(expected)


UNCHANGED = [
    "https://wardnews.example/a?id=5&wnsrc=1",
    "https://notwardnews.example/a?s=1",
    "https://api.wardnews.example/a?wn_src=1",
    "https://login.board.example/?ref=1&boardsclid=2",
    "https://ads.board.example/a?id=5",
    "https://github.com/o/r/blob/a.py?ref=main",  # always content there
    "https://web.archive.org/web/2020/https://wardnews.example/a?wn_src=1",
    "https://wardnews.example/#/route?wn_src=1",
    "https://go.wardnews.example/out?to=javascript:alert(1)",
    "https://go.wardnews.example/out?to=https://",
]


@pytest.mark.parametrize("url", UNCHANGED)
def test_what_they_do_not_mean_stays(use, url):
    use()
    assert clean_url(url) == url


def test_without_a_file_there_are_only_ours(settings):
    settings.CLEARURLS_RULES = None
    assert clean_url("https://wardnews.example/a?wn_src=1") == "https://wardnews.example/a?wn_src=1"
    assert current_rules_version() == RULES_VERSION


def test_each_file_has_a_version_of_its_own(use):
    """Stored keys name it: another file makes them stale."""
    use()
    first = current_rules_version()
    use({"providers": {}}, "other.json")
    assert len({first, current_rules_version(), RULES_VERSION}) == 3
    assert first.startswith(RULES_VERSION)
    assert len(first) <= 20


def test_a_rule_never_leads_to_another_host_unasked(use):
    raw = {"urlPattern": ".*", "rawRules": ["good\\.", "^https"]}
    use({"providers": {"cuts the host": raw}})
    assert clean_url("https://good.example/a") == "https://good.example/a"


def test_redirections_without_end_leave_the_url_as_it_came(use):
    use()
    nested = "https://go.wardnews.example/out?to="
    assert clean_url(nested * 5 + "https://a.example/x") == "https://a.example/x"
    assert clean_url(nested * 6 + "https://a.example/x") == nested * 6 + "https://a.example/x"


def test_an_expression_that_runs_away_is_stopped_and_named(use, caplog):
    slow = {"urlPattern": SLOW, "rules": ["b"]}
    quick = {"urlPattern": "slow\\.example", "rules": ["c"]}
    use({"providers": {"slow": slow, "quick": quick}})
    started = time.monotonic()
    with caplog.at_level(logging.WARNING):
        assert clean_url(f"https://slow.example/{'a' * 200}?b=1&c=2b").endswith("a?b=1")
    assert time.monotonic() - started < 5
    assert "slow" in caplog.text
    assert "too long" in caplog.text


def test_many_slow_expressions_together_are_bounded_too(use):
    slow = {"urlPattern": SLOW, "rules": ["b"]}
    use({"providers": {str(number): slow for number in range(200)}})
    started = time.monotonic()
    clean_url(f"https://slow.example/{'a' * 200}?b")
    assert time.monotonic() - started < 5


BAD = {
    b"": "JSON",
    b"{": "JSON",
    b"\xff\xfe": "JSON",
    b"[" * 100_000: "JSON",
    b"[]": "“providers”",
    b'{"providers": []}': "“providers”",
    b'{"providers": {"a": 1}}': "“urlPattern”",
    b'{"providers": {"a": {"rules": ["b"]}}}': "“urlPattern”",
    b'{"providers": {"a": {"urlPattern": ".*", "rules": "b"}}}': "“rules”",
    b'{"providers": {"a": {"urlPattern": ".*", "exceptions": [1]}}}': "“exceptions”",
}


@pytest.mark.parametrize(("content", "words"), BAD.items(), ids=lambda value: repr(value)[:40])
def test_a_file_that_is_none_is_refused_in_plain_words(use, caplog, content, words):
    path = use(content)
    with pytest.raises(RulesError) as refused:
        read_rules(path)
    assert words in str(refused.value)
    assert str(path) in str(refused.value)
    assert str(refused.value).endswith(".")
    for _link in range(3):  # links are cleaned all the same
        assert clean_url("https://wardnews.example/a?utm_source=x&wn_a=1").endswith("/a?wn_a=1")
    assert caplog.text.count("No rule of it is used.") == 1
    assert current_rules_version() == RULES_VERSION


def test_a_missing_file_and_one_that_is_too_large_are_refused(tmp_path):
    with pytest.raises(RulesError, match=r"cannot be read: No such file"):
        read_rules(tmp_path / "nowhere.json")
    with pytest.raises(RulesError, match=r"cannot be read"):
        read_rules(tmp_path)
    large = tmp_path / "large.json"
    large.write_bytes(b" " * 8_000_001)
    with pytest.raises(RulesError, match=r"8 MB"):
        read_rules(large)
    many = {"providers": {"a": {"urlPattern": "a", "rules": ["b"] * 50_001}}}
    with pytest.raises(RulesError, match=r"50,000"):
        parse_rules(json.dumps(many).encode())


def test_one_expression_that_cannot_be_used_spoils_no_others(use):
    use({"providers": {"a": {"urlPattern": ".*", "rules": ["(", "wn_a", "x" * 2001]}}})
    assert clean_url("https://wardnews.example/a?wn_a=1&b=2") == "https://wardnews.example/a?b=2"
    assert [line[:4] for line in parse_rules(json.dumps(
        {"providers": {"a": {"urlPattern": "(", "rules": ["(", "b"]}}}
    ).encode()).left_out] == ["“(” ", "“(” "]  # fmt: skip
