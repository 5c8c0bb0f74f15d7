"""All forms of one page have one key, and different pages have different ones."""

import pytest

from curation.sources.links.cleaning import clean_url
from curation.sources.links.keys import MAX_KEY_LENGTH, link_key
from curation.sources.links.link import Link

# Keys as databases have them. Where one of these must change, so must the version in
# `cleaning.rules_version`: or a link that was kept before is not found any more.
STORED = {
    "https://www.example.org/a/": "example.org/a",
    "http://m.example.org:8080/a/index.html#top": "example.org:8080/a",
    "https://Example.ORG/A//b/./c/../d.html": "example.org/A//b/d.html",
    "https://bücher.example/straße?q=ü+x&a=1&a=0":
        "xn--bcher-kva.example/stra%C3%9Fe?a=1&a=0&q=%C3%BC%20x",
    "https://example.org/?utm_source=rss": "example.org",
    "https://example.org/a?b=2&a=1&b=1&print=": "example.org/a?a=1&b=2&b=1&print",
    "https://example.org/#!/route?x=1": "example.org#!/route?x=1",
    "https://example.org/2026/some-long-title/amp/?amp=1": "example.org/2026/some-long-title",
    "https://[2001:db8::1]/a": "[2001:db8::1]/a",
    "https://www.google.com/url?q=https%3A%2F%2Fexample.org%2Fa%3Futm_medium%3Dx%26id%3D5":
        "example.org/a?id=5",
    "https://youtu.be/dQw4w9WgXcQ?si=x": "youtube.com/watch?v=dQw4w9WgXcQ",
    "https://mobile.twitter.com/who/status/123/photo/1": "x.com/i/status/123",
    "https://old.reddit.com/r/health/comments/1abc/title/": "reddit.com/comments/1abc",
    "https://www.amazon.co.uk/Title/dp/B0ABCDEFGH/ref=sr_1_1": "amazon.co.uk/dp/B0ABCDEFGH",
    "https://stackoverflow.com/questions/11/title": "stackoverflow.com/questions/11",
    "http://dx.doi.org/10.1000/1": "doi.org/10.1000/1",
    "https://example.org/a%2Fb%3Fc": "example.org/a%2Fb%3Fc",
    "https://web.archive.org/web/2024/https://example.org/a?utm_source=x":
        "web.archive.org/web/2024/https%3A//example.org/a?utm_source=x",
    "example.org/no-scheme": "example.org/no-scheme",
    " not a link ": "not a link",
    "https://user:pw@example.org/a": "https://user:pw@example.org/a",
    "": "",
    "https://example.org/" + "a" * 420:
        "sha256:401dabcc3799b55ccfc8ac23564f247e348342242b596c7cf37eeb37371514cd",
    "no link "
    + "x" * 420: "sha256:1cf1d127ebf1dcfd1a0d6ef4a644c2e46a336bdf5818b586c973399231cbae6d",
}  # fmt: skip


@pytest.mark.parametrize(("url", "key"), STORED.items())
def test_the_keys_of_stored_links_stay_the_same(url, key):
    assert link_key(url) == key
    assert len(key) <= MAX_KEY_LENGTH


SAME = """
https://example.org/a http://www.example.org/a/ https://EXAMPLE.org:443/a#top https://example.org/a?utm_source=x https://m.example.org/a
https://example.org/ http://www.example.org https://example.org/index.html https://example.org/index.php https://example.org/?fbclid=1
https://example.org/a/ https://example.org/a/index.html https://example.org/a/index.htm
https://example.org/a?x=1&y=2 https://example.org/a/?y=2&x=1 https://example.org/a?y=2&&x=1&
https://example.org/a?q=a+b https://example.org/a?q=a%20b
https://example.org/a?print https://example.org/a?print=
https://example.org/wiki/Foo_(bar) https://example.org/wiki/Foo_%28bar%29
https://example.org/stra%c3%9fe https://example.org/straße
https://example.org/a#section https://example.org/a#other https://example.org/a
https://example.org/2026/some-long-title https://example.org/2026/some-long-title/amp/ https://example.org/amp/2026/some-long-title https://amp.example.org/2026/some-long-title https://example.org/2026/some-long-title?amp=1 https://example.org/2026/some-long-title?outputType=amp
https://example.org/a-b-c.html https://example.org/a-b-c.amp.html https://www.google.com/amp/s/example.org/a-b-c.amp.html
https://en.wikipedia.org/wiki/Health https://en.m.wikipedia.org/wiki/Health#History
https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=43s https://youtu.be/dQw4w9WgXcQ?si=x https://m.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1 https://www.youtube.com/shorts/dQw4w9WgXcQ https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ
https://twitter.com/who/status/123?s=20 https://x.com/who/status/123 https://mobile.twitter.com/who/status/123/photo/1 https://x.com/i/web/status/123
https://www.reddit.com/r/health/comments/1abc/title/ https://old.reddit.com/r/health/comments/1abc/ https://redd.it/1abc
https://www.amazon.com/Title/dp/B0ABCDEFGH/ref=sr_1_1 https://www.amazon.com/gp/product/B0ABCDEFGH?psc=1 https://smile.amazon.com/dp/B0ABCDEFGH
https://stackoverflow.com/questions/11/title https://stackoverflow.com/q/11
https://doi.org/10.1000/1 http://dx.doi.org/10.1000/1
https://www.facebook.com/who/posts/1 https://m.facebook.com/who/posts/1 https://mbasic.facebook.com/who/posts/1
https://www.nature.com/articles/s41746-022-00742-2 https://www.nature.com/articles/s41746-022-00742-2?error=cookies_not_supported&code=1 https://www.nature.com/articles/s41746-022-00742-2.pdf
https://arxiv.org/abs/2303.05498 https://arxiv.org/pdf/2303.05498v2 https://arxiv.org/pdf/2303.05498.pdf https://arxiv.org/pdf/2303.05498v11.pdf http://www.arxiv.org/html/2303.05498v1#S2 https://export.arxiv.org/abs/2303.05498?context=cs https://arxiv.org/ps/2303.05498 https://ar5iv.labs.arxiv.org/html/2303.05498 https://doi.org/10.48550/arXiv.2303.05498
https://arxiv.org/abs/math/0309136 https://arxiv.org/pdf/math/0309136v1.pdf http://xxx.lanl.gov/abs/math.GT/0309136 https://arxiv.org/abs/math.gt/0309136
http://www.ncbi.nlm.nih.gov/pubmed/12345678 https://pubmed.ncbi.nlm.nih.gov/12345678/ https://pubmed.ncbi.nlm.nih.gov/12345678/?from_term=wards&from_pos=2 https://www.ncbi.nlm.nih.gov/m/pubmed/12345678/ https://www.ncbi.nlm.nih.gov/pubmed/?term=12345678 https://pubmed.ncbi.nlm.nih.gov/?term=12345678%5Bpmid%5D https://pubmed.gov/12345678 https://europepmc.org/article/MED/12345678 https://europepmc.org/abstract/med/12345678 https://www.ncbi.nlm.nih.gov/entrez/query.fcgi?cmd=Retrieve&db=PubMed&list_uids=12345678
https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7299399/ https://pmc.ncbi.nlm.nih.gov/articles/PMC7299399/ https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7299399/pdf/nihms-1.pdf https://pmc.ncbi.nlm.nih.gov/articles/PMC7299399/pdf https://www.ncbi.nlm.nih.gov/labs/pmc/articles/PMC7299399/?report=reader https://www.ncbi.nlm.nih.gov/pmc/articles/7299399 https://europepmc.org/articles/PMC7299399?pdf=render https://europepmc.org/article/PMC/PMC7299399 https://europepmc.org/articles/pmc7299399
https://doi.org/10.1002/ABC.123 http://dx.doi.org/10.1002/abc.123 https://www.doi.org/10.1002/Abc.123/ https://doi.org/10.1002%2Fabc.123 https://doi.org/doi:10.1002/abc.123 https://hdl.handle.net/10.1002/abc.123 https://onlinelibrary.wiley.com/doi/10.1002/abc.123 https://onlinelibrary.wiley.com/doi/abs/10.1002/abc.123 https://society.onlinelibrary.wiley.com/doi/full/10.1002/ABC.123?af=R https://onlinelibrary.wiley.com/doi/epdf/10.1002/abc.123 https://onlinelibrary.wiley.com/doi/pdfdirect/10.1002/abc.123?download=true
https://doi.org/10.1002/(SICI)1097-4679(199911)55:11%3C1349::AID-1%3E3.0.CO;2-6 https://onlinelibrary.wiley.com/doi/abs/10.1002/%28sici%291097-4679%28199911%2955:11%3C1349::aid-1%3E3.0.co;2-6
https://doi.org/10.1007/s1-2 https://link.springer.com/article/10.1007/s1-2 https://link.springer.com/article/10.1007/s1-2/fulltext.html https://link.springer.com/content/pdf/10.1007/s1-2.pdf
https://doi.org/10.1186/s1-2 https://trials.biomedcentral.com/articles/10.1186/s1-2 https://trials.biomedcentral.com/counter/pdf/10.1186/s1-2.pdf
https://doi.org/10.1101/2020.03.24.20042937 https://www.medrxiv.org/content/10.1101/2020.03.24.20042937v1 https://www.medrxiv.org/content/10.1101/2020.03.24.20042937v2.full.pdf https://www.medrxiv.org/content/10.1101/2020.03.24.20042937.full-text
https://doi.org/10.1371/journal.pone.0123456 https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0123456 https://journals.plos.org/plosone/article/file?id=10.1371/journal.pone.0123456&type=printable
https://doi.org/10.3389/fpubh.2020.00001 https://www.frontiersin.org/articles/10.3389/fpubh.2020.00001/full https://www.frontiersin.org/journals/public-health/articles/10.3389/fpubh.2020.00001/pdf
https://doi.org/10.2139/ssrn.123 https://papers.ssrn.com/sol3/papers.cfm?abstract_id=123 https://ssrn.com/abstract=123 https://papers.ssrn.com/sol3/Delivery.cfm/SSRN_ID123_code1.pdf?abstractid=123&mirid=1
https://doi.org/10.5281/zenodo.123 https://zenodo.org/record/123 https://zenodo.org/records/123
https://www.thelancet.com/journals/landig/article/PIIS2589-7500(20)30001-2/fulltext https://www.thelancet.com/journals/landig/article/PIIS2589-7500%2820%2930001-2/abstract https://www.thelancet.com/action/showPdf?pii=S2589-7500(20)30001-2 https://www.thelancet.com/pdfs/journals/landig/PIIS2589-7500(20)30001-2.pdf
https://www.sciencedirect.com/science/article/pii/S1?via%3Dihub https://www.sciencedirect.com/science/article/abs/pii/S1 https://www.sciencedirect.com/science/article/pii/S1/pdfft?md5=1&pid=1-s2.0-S1-main.pdf
https://jamanetwork.com/journals/jama/fullarticle/123 https://jamanetwork.com/journals/jama/article-abstract/123 https://jamanetwork.com/journals/jama/articlepdf/123/jama_x_1.pdf
https://www.bmj.com/content/368/bmj.m1 https://www.bmj.com/content/368/bmj.m1.full https://www.bmj.com/content/368/bmj.m1.full.pdf https://www.bmj.com/content/368/bmj.m1.full.pdf+html
https://www.mdpi.com/1660-4601/17/1/1 https://www.mdpi.com/1660-4601/17/1/1/htm https://www.mdpi.com/1660-4601/17/1/1/pdf?version=1
https://www.jmir.org/2020/1/e12345/ https://www.jmir.org/2020/1/e12345/PDF
https://academic.oup.com/jamia/article/27/5/1/5 https://academic.oup.com/jamia/article-abstract/27/5/1/5?redirectedFrom=fulltext
https://openreview.net/forum?id=Ab-c_D https://openreview.net/pdf?id=Ab-c_D
https://aclanthology.org/2020.acl-main.1/ https://aclanthology.org/2020.acl-main.1.pdf
https://eprint.iacr.org/2020/123 https://eprint.iacr.org/2020/123.pdf
https://proceedings.mlr.press/v97/okafor19a.html https://proceedings.mlr.press/v97/okafor19a/okafor19a.pdf
https://example.org/papers/wards-share-boards-2024 https://example.org/papers/wards-share-boards-2024.pdf https://example.org/papers/wards-share-boards-2024/ https://example.org/papers/wards-share-boards-2024.PDF?utm_source=x
https://www.rfc-editor.org/rfc/rfc9110 https://www.rfc-editor.org/rfc/rfc9110.html https://www.rfc-editor.org/info/rfc9110 https://www.rfc-editor.org/rfc/rfc9110.txt
https://www.nber.org/papers/w123 https://www.nber.org/system/files/working_papers/w123/w123.pdf
https://who.substack.com/p/wards https://open.substack.com/pub/who/p/wards?r=1a2b&utm_campaign=post https://who.substack.com/p/wards?r=3c
https://careweekly.example/wards/ https://careweekly.example/wards/?ref=selfh.st
https://news.example/a?id=5 https://news-example.translate.goog/a?id=5&_x_tr_sl=de&_x_tr_tl=en&_x_tr_hl=en https://translate.google.com/translate?hl=en&sl=de&u=https%3A%2F%2Fnews.example%2Fa%3Fid%3D5 https://www.translatetheweb.com/?from=&to=en&a=https%3A%2F%2Fnews.example%2Fa%3Fid%3D5 https://translate.yandex.com/translate?url=https%3A%2F%2Fnews.example%2Fa%3Fid%3D5&lang=de-en https://translated.turbopages.org/proxy_u/de-en.en.1a2b/https/news.example/a?id=5
""".strip().splitlines()  # noqa: E501


@pytest.mark.parametrize("case", SAME)
def test_all_forms_of_one_page_have_one_key(case):
    first, *others = case.split(" ")
    for other in others:
        assert link_key(first) == link_key(other), other
        assert link_key(clean_url(other)) == link_key(other) == Link.parse(other).key


DIFFERENT = """
https://example.org/a https://example.org/A
https://example.org/a https://example.org/b
https://example.org/a https://example.com/a
https://example.org/a https://blog.example.org/a
https://example.org/a https://example.org:8443/a
https://example.org/a https://example.org//a
https://example.org/a%2Fb https://example.org/a/b
https://example.org/%E9 https://example.org/%E8
https://example.org/?id=1 https://example.org/?id=2
https://example.org/?id=1 https://example.org/
https://example.org/?p https://example.org/
https://example.org/?a=1&a=2 https://example.org/?a=2&a=1
https://example.org/?a=1%262 https://example.org/?a=1&2
https://example.org/?q=a%2Bb https://example.org/?q=a+b
https://example.org/#!/a https://example.org/#!/b
https://example.org/#/a https://example.org/
https://example.org/a?page=2 https://example.org/a
https://example.org/products/amp https://example.org/products
https://amp.dev/a https://dev/a
https://mobile.de/a https://de/a
https://m.example.org/ https://example.org/
https://example.org/index https://example.org/
https://www.youtube.com/watch?v=dQw4w9WgXcQ https://www.youtube.com/watch?v=xQw4w9WgXcQ
https://www.youtube.com/playlist?list=PL1 https://www.youtube.com/playlist?list=PL2
https://x.com/who/status/123 https://x.com/who/status/124
https://x.com/who https://x.com/other
https://www.reddit.com/r/a/comments/1abc/t/ https://www.reddit.com/r/a/comments/1abc/t/k1/
https://www.amazon.com/dp/B0ABCDEFGH https://www.amazon.de/dp/B0ABCDEFGH
https://web.archive.org/web/2020/https://example.org/a https://example.org/a
https://web.archive.org/web/2020/https://example.org/a https://web.archive.org/web/2021/https://example.org/a
https://en.wikipedia.org/wiki/Health https://de.wikipedia.org/wiki/Health
https://example.org/report.pdf https://example.org/report
https://example.org/report.pdf https://example.org/report.html
https://arxiv.org/abs/2303.05498 https://arxiv.org/abs/2303.05499
https://arxiv.org/abs/math/0309136 https://arxiv.org/abs/hep-th/0309136
https://arxiv.org/list/cs.CL/recent https://arxiv.org/list/cs.AI/recent
https://pubmed.ncbi.nlm.nih.gov/12345678/ https://pubmed.ncbi.nlm.nih.gov/12345679/
https://pubmed.ncbi.nlm.nih.gov/?term=ehr https://pubmed.ncbi.nlm.nih.gov/?term=wards
https://pubmed.ncbi.nlm.nih.gov/12345678/ https://pmc.ncbi.nlm.nih.gov/articles/PMC12345678/
https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7299399/ https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7299399/figure/F1/
https://www.ncbi.nlm.nih.gov/books/NBK1/ https://www.ncbi.nlm.nih.gov/books/NBK2/
https://doi.org/10.1002/abc.123 https://doi.org/10.1002/abc.124
https://doi.org/10.1002/abc.123 https://onlinelibrary.wiley.com/doi/suppl/10.1002/abc.123
https://doi.org/10.1002/abc.123 https://onlinelibrary.wiley.com/toc/10.1002/abc.123
https://link.springer.com/article/10.1007/s1-2 https://link.springer.com/article/10.1007/s1-2/figures/1
https://journals.plos.org/plosone/article?id=10.1371/journal.pone.1 https://journals.plos.org/plosone/article/comments?id=10.1371/journal.pone.1
https://openreview.net/forum?id=Ab https://openreview.net/forum?id=aB
https://www.bmj.com/content/368/bmj.m1 https://www.bmj.com/content/368/bmj.m1/rapid-responses
https://example.org/content/report.full https://example.org/content/report
https://one.substack.com/p/wards https://open.substack.com/pub/other/p/wards
https://example.org/a?ref=main https://example.org/a
https://example.org/a?ref=12345 https://example.org/a?ref=12346
""".strip().splitlines()  # noqa: E501


@pytest.mark.parametrize("case", DIFFERENT)
def test_different_pages_have_different_keys(case):
    first, other = case.split(" ")
    assert link_key(first) != link_key(other)


def test_a_url_that_cannot_be_read_is_its_own_key():
    """An imported file may hold anything; its article is saved all the same."""
    assert link_key(" see attachment ") == "see attachment"
    assert link_key(" ") == ""


@pytest.mark.parametrize(
    ("identifier", "url"),
    [
        ("doi:10.1000/AbC", "https://dx.doi.org/10.1000/abc"),
        ("DOI 10.1000/abc", "https://doi.org/10.1000/abc"),
        ("10.1000/abc", "https://publisher.example/doi/full/10.1000/abc"),
        ("arXiv:2303.05498v2", "https://arxiv.org/pdf/2303.05498"),
        ("PMID: 12345678", "https://www.ncbi.nlm.nih.gov/pubmed/12345678"),
        ("PMC7299399", "https://europepmc.org/articles/PMC7299399"),
    ],
)
def test_the_identifier_of_a_paper_has_the_key_of_its_page(identifier, url):
    assert link_key(identifier) == link_key(url)


def test_a_long_link_keeps_a_key_of_its_own():
    long = "https://example.org/" + "a" * 2000
    assert len(link_key(long)) <= MAX_KEY_LENGTH
    assert link_key(f"{long}?id=1") != link_key(f"{long}?id=2")
    assert link_key("x" * 3000) != link_key("x" * 3001)
