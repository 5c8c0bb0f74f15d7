"""The addresses of one paper: its DOI, arXiv, PubMed and PMC, a publisher's abstract and PDF.

Pure, and for comparison alone, as all of `page_forms`. Each form is one by its host's own grammar.
"""

import re
from collections import defaultdict
from urllib.parse import parse_qs, quote, unquote

from curation.sources.links.hosts import rule_keys

_DOI = r"(?P<doi>10\.\d{4,9}/[^/]+)"
_LONG_DOI = r"(?P<doi>10\.\d{4,9}/.+?)"  # where nothing follows it: a DOI may have slashes
_FORMS = "(?:abs|abstract|full|full-xml|fulltext|pdf|epdf|pdfdirect|pdfplus|epub|reader)"
_ARXIV_ID = r"(?:arxiv:)?(?P<arxiv>\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
_PMC = r"(?:PMC)?(?P<pmc>\d{1,9})(?:\.\d+)?(?:/pdf(?:/.*)?)?/?"

# An expression for the whole path, without letter case. Its named group is what the address stands
# for: `doi`, `arxiv`, `pmid`, `pmc`, or the path of the `page`.
IN_PATH = (
    # hosts (`*`: any), expression, source
    ("doi.org hdl.handle.net", rf"/(?:doi:)?{_LONG_DOI}/?", "DOI Handbook: resolution by proxy"),
    ("*", rf"/doi/(?:{_FORMS}/)?{_LONG_DOI}/?",
     "Atypon Literatum (Wiley, T&F, SAGE, ACS, ACM, NEJM …): forms of an article"),
    ("academic.oup.com", rf"/[^/]+/article-lookup/doi/{_LONG_DOI}/?",
     "Oxford Academic: links from other sites"),
    ("academic.oup.com", r"(?P<page>/[^/]+/article)(?:-abstract)?(?P<rest>/\d[^?]*?)/?",
     "Oxford Academic: abstract and full text"),
    ("link.springer.com",
     rf"/(?:article|chapter|protocol|referenceworkentry)/{_DOI}(?:/fulltext\.html)?/?",
     "SpringerLink: forms of an article"),
    ("link.springer.com", rf"/content/pdf/{_DOI}\.pdf", "SpringerLink: PDF"),
    ("biomedcentral.com springeropen.com", rf"/(?:articles|track/pdf)/{_DOI}/?",
     "BioMed Central: article"),
    ("biomedcentral.com springeropen.com", rf"/(?:counter/|track/)?pdf/{_DOI}\.pdf",
     "BioMed Central: PDF"),
    ("biorxiv.org medrxiv.org", r"/content/(?P<doi>10\.\d{4,9}/[\d.]+?)(?:v\d+)?"
     r"(?:\.(?:abstract|full|full-text|full\.pdf|full\.pdf\+html))?/?",
     "bioRxiv and medRxiv: versions and forms of a preprint"),
    ("frontiersin.org", rf"/(?:journals/[^/]+/)?articles/{_DOI}(?:/(?:full|abstract|pdf|epub))?/?",
     "Frontiers: forms of an article"),
    ("arxiv.org xxx.lanl.gov ar5iv.org", rf"/(?:abs|pdf|html|format|ps)/{_ARXIV_ID}(?:\.pdf)?/?",
     "arXiv help: arXiv identifier, versions; mirrors"),
    ("ncbi.nlm.nih.gov", r"/(?:m/)?pubmed/(?P<pmid>\d{1,8})/?", "PubMed: former addresses"),
    ("pubmed.ncbi.nlm.nih.gov pubmed.gov", r"/(?P<pmid>\d{1,8})/?", "PubMed Help: record"),
    ("europepmc.org", r"/(?:article|abstract)/med/(?P<pmid>\d{1,8})/?",
     "Europe PMC: record of PubMed"),
    ("ncbi.nlm.nih.gov", rf"/(?:labs/)?pmc/articles/{_PMC}", "PMC: former addresses, PDF"),
    ("pmc.ncbi.nlm.nih.gov", rf"/articles/{_PMC}", "PMC: article, PDF"),
    ("europepmc.org ukpmc.ac.uk",
     r"/(?:articles?|abstract)/(?:PMC/)?PMC(?P<pmc>\d{1,9})(?:/pdf)?/?",
     "Europe PMC: article of PMC"),
    ("ncbi.nlm.nih.gov", r"(?P<page>/books/NBK\d+)(?:/pdf/[^/]+)?/?", "NCBI Bookshelf: PDF"),
    ("nature.com", r"(?P<page>/articles/[^/]+?)(?:_reference)?(?:\.pdf)?/?", "Nature: PDF"),
    ("thelancet.com cell.com", r"/journals/[^/]+/(?:article/)?pii(?P<pii>s[\dx()-]+)"
     r"(?:/(?:fulltext|abstract|pdf))?/?", "Elsevier: forms of an article"),
    ("thelancet.com cell.com", r"(?:/[^/]+)?/(?:fulltext|abstract|article|pdf)/(?:pii)?"
     r"(?P<pii>s[\dx()-]{10,})(?:\.pdf)?/?", "Elsevier: forms of an article"),
    ("thelancet.com cell.com", r"/pdfs/journals/[^/]+/pii(?P<pii>s[\dx()-]+)\.pdf",
     "Elsevier: PDF"),
    ("sciencedirect.com", r"(?P<page>/science/article)(?:/abs)?(?P<rest>/pii/\w+)"
     r"(?:/(?:pdf|pdfft|fulltext))?/?", "ScienceDirect: forms of an article"),
    ("jamanetwork.com",
     r"(?P<page>/journals/[^/]+)/(?:fullarticle|article-abstract)(?P<rest>/\d+)/?",
     "JAMA Network: forms of an article"),
    ("jamanetwork.com", r"(?P<page>/journals/[^/]+)/articlepdf(?P<rest>/\d+)/[^/]+\.pdf",
     "JAMA Network: PDF"),
    ("mdpi.com", r"(?P<page>/\d{4}-\d{3}[\dx]/\d+/\d+/\d+)(?:/(?:htm|html|pdf))?/?",
     "MDPI: forms of an article"),
    ("jmir.org", r"(?P<page>/\d{4}/\d+/e\d+)(?:/pdf)?/?", "JMIR: forms of an article"),
    ("*", r"(?P<page>/content/(?:[^/]+/)+[^/]+?)\.(?:abstract|extract|short|long|full|full-text|"
     r"full\.pdf|full\.pdf\+html|pdf\+html)", "HighWire (BMJ and societies): forms of an article"),
    ("aclanthology.org", r"(?P<page>/[\w-]+(?:\.[\w-]+\.\d+)?)\.pdf", "ACL Anthology: PDF"),
    ("eprint.iacr.org", r"(?P<page>/\d{4}/\d+)\.pdf", "IACR ePrint: PDF"),
    ("proceedings.mlr.press", r"(?P<page>/v\d+/(?P<name>[\w-]+))(?:/(?P=name)\.pdf|\.html)",
     "PMLR: PDF"),
    ("rfc-editor.org", r"/(?:rfc|info)/rfc(?P<rfc>\d+)(?:\.(?:txt|html|pdf|xml))?/?",
     "RFC Editor: formats of an RFC"),
    ("nber.org", r"/papers/(?P<nber>w\d+)(?:\.pdf)?/?", "NBER: working paper"),
    ("nber.org", r"/system/files/working_papers/(?P<nber>w\d+)/(?P=nber)\.pdf", "NBER: PDF"),
    ("ssrn.com", r"/abstract=(?P<ssrn>\d+)/?", "SSRN: short address"),
    ("zenodo.org", r"/records?/(?P<zenodo>\d+)/?", "Zenodo: record, whose DOI has its number"),
)  # fmt: skip

# The same, where what the address stands for is the value of a parameter.
IN_QUERY = (
    # hosts, path, parameter, an expression for its value, source
    ("journals.plos.org", r"/[^/]+/article(?:/file|/authors)?", "id", _DOI, "PLOS: article, PDF"),
    ("ncbi.nlm.nih.gov", r"/pubmed/?", "term", r"(?P<pmid>\d{1,8})(?:\[(?:pmid|uid)\])?",
     "PubMed: former addresses"),
    ("pubmed.ncbi.nlm.nih.gov pubmed.gov", r"/", "term", r"(?P<pmid>\d{1,8})(?:\[(?:pmid|uid)\])?",
     "PubMed Help: searching by PMID"),
    ("ncbi.nlm.nih.gov", r"/(?:entrez/query\.fcgi|sites/entrez)", "list_uids", r"(?P<pmid>\d{1,8})",
     "PubMed: former addresses"),
    ("thelancet.com cell.com", r"/action/showpdf", "pii", r"(?P<pii>s[\dx()-]+)", "Elsevier: PDF"),
    ("ssrn.com", r"/sol3/(?:papers|delivery)\.cfm(?:/.*)?", "abstract_id", r"(?P<ssrn>\d+)",
     "SSRN: abstract"),
    ("ssrn.com", r"/sol3/(?:papers|delivery)\.cfm(?:/.*)?", "abstractid", r"(?P<ssrn>\d+)",
     "SSRN: PDF"),
    ("openreview.net", r"/(?:pdf|forum)", "id", r"(?P<openreview>[\w-]+)", "OpenReview: PDF"),
)  # fmt: skip

# Identifiers of papers, and the pages that they stand for.
IDENTIFIERS = (
    # expression, address, source
    (r"(?:\bdoi:?\s*|\binfo:doi/|^)(10\.\d{4,9}/(?:(?!</)\S)+)", "https://doi.org/{}",
     "DOI Handbook: presentation of a DOI name"),
    (r"\barxiv:\s*((?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?)",
     "https://arxiv.org/abs/{}", "arXiv help: citing an e-print"),
    (r"\bpmid:?\s*(\d{1,8})\b", "https://pubmed.ncbi.nlm.nih.gov/{}/",
     "PubMed Help: PMID"),
    (r"\b(PMC\d{3,9})\b", "https://pmc.ncbi.nlm.nih.gov/articles/{}/", "PMC: article ID"),
)  # fmt: skip
IDENTIFIED = [
    (re.compile(expression, re.IGNORECASE), address) for expression, address, _source in IDENTIFIERS
]

# DOI names that an archive gives to what it has anyway.
_DOI_OF_ARXIV = re.compile(rf"10\.48550/arxiv\.{_ARXIV_ID}", re.IGNORECASE)
_DOI_ESCAPED = re.compile(r"/(?:doi(?::|%3a))?10\.\d{4,9}%2f", re.IGNORECASE)
_SLASH_ESCAPED = re.compile("%2f|%25", re.IGNORECASE)
_SUBJECT_CLASS = re.compile(r"\.[a-z]{2}/")  # math.GT/0309136 is math/0309136


def plain(host: str, path: str, query: str | None) -> tuple[str, str, str | None] | None:
    """Return host, path and query that all addresses of a paper share, None for another page.

    host: without `www.`. What is returned is for comparison only.
    """
    if "%" in path and (not _SLASH_ESCAPED.search(path) or _DOI_ESCAPED.search(path)):
        path = unquote(path)
    for matches, found_in in _rules(host):
        if matches(path) and (found := found_in(path, query)):
            return _address(host, found.groupdict())
    return None


def page_of(identifier: str) -> str | None:
    """Return the page of the paper that a text is the identifier of, None for any other text."""
    for expression, address in IDENTIFIED:
        if found := expression.fullmatch(identifier):
            return address.format(found[1])
    return None


def _address(host: str, found: dict[str, str]) -> tuple[str, str, str | None]:
    """Return the address of what the groups of an expression name."""
    if doi := found.get("doi"):
        doi = unquote(doi).lower()  # DOI names have no case (DOI Handbook: case sensitivity)
        if of_arxiv := _DOI_OF_ARXIV.fullmatch(doi):
            return _address(host, of_arxiv.groupdict())
        return "doi.org", "/" + quote(doi, safe="/"), None
    if number := found.get("arxiv"):
        return "arxiv.org", f"/abs/{_SUBJECT_CLASS.sub('/', number.lower())}", None
    if number := found.get("pmid"):
        return "pubmed.ncbi.nlm.nih.gov", f"/{number.lstrip('0')}", None
    if number := found.get("pmc"):
        return "pmc.ncbi.nlm.nih.gov", f"/articles/PMC{number.lstrip('0')}", None
    if number := found.get("ssrn"):
        return "doi.org", f"/10.2139/ssrn.{number}", None
    if number := found.get("zenodo"):
        return "doi.org", f"/10.5281/zenodo.{number}", None
    if number := found.get("nber"):
        return host, f"/papers/{number.lower()}", None
    if number := found.get("rfc"):
        return host, f"/rfc/rfc{number}", None
    if number := found.get("pii"):
        return host, f"/pii/{number.upper()}", None
    if number := found.get("openreview"):
        return host, "/forum", f"id={number}"
    return host, found["page"] + (found.get("rest") or ""), None


def _in_path(expression: str):
    whole = re.compile(expression, re.IGNORECASE).fullmatch
    return whole, lambda path, _query: whole(path)


def _in_query(path: str, name: str, expression: str):
    whole = re.compile(expression, re.IGNORECASE).fullmatch

    def found_in(_path, query):
        values = parse_qs((query or "").lower() if name != "id" else query or "")
        return next(filter(None, map(whole, values.get(name, ()))), None)

    return re.compile(path, re.IGNORECASE).fullmatch, found_in


def _by_host() -> dict[str, list]:
    table = defaultdict(list)
    for hosts, expression, _source in IN_PATH:
        for host in hosts.split():
            table[host].append(_in_path(expression))
    for hosts, path, name, expression, _source in IN_QUERY:
        for host in hosts.split():
            table[host].append(_in_query(path, name, expression))
    return dict(table)


_RULES = _by_host()


def _rules(host: str):
    for key in (*rule_keys(host), "*"):
        yield from _RULES.get(key, ())
