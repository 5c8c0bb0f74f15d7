"""The page's language."""
from __future__ import annotations
import re
from curation.sources.reading.fields import Candidate, Field
from curation.sources.reading.survey import Survey

def read_language(page: Survey) -> Field[str]:
    declared = page.declared
    found = [Candidate(tag(declared.language), "html lang")]
    found += [Candidate(tag(v), n) for n, v in declared.all("og:locale", "content-language", "language", "dc.language", "dcterms.language", "lang", "inlanguage")]
    for article in declared.linked.articles():
        for v in declared.linked.values(article, "inLanguage"):
            if isinstance(v, dict):
                v = v.get("alternateName") or v.get("name") or ""
            found.append(Candidate(tag(v), "json-ld"))
    return Field.first_of(found)

def tag(v):
    m = re.match(r"\s*([a-zA-Z]{2,3})(?:[-_]([A-Za-z]{2,4}))?\b", str(v))
    return m[1].lower() + ("-"+m[2].upper() if m[2] and len(m[2])==2 else "") if m else ""
