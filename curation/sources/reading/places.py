"""Places that stand where a name could: datelines, and the regions behind a city's name."""

from __future__ import annotations

import re

# States and provinces as news agencies shorten them (AP Stylebook), and as the post does.
SHORTENED_REGIONS = frozenset(
    """
    Ala. Ariz. Ark. Calif. Colo. Conn. Del. D.C. Fla. Ga. Ill. Ind. Kan. Ky. La. Md. Mass. Mich.
    Minn. Miss. Mo. Mont. Neb. Nev. N.H. N.J. N.M. N.Y. N.C. N.D. Okla. Ore. Pa. R.I. S.C. S.D.
    Tenn. Tex. Vt. Va. Wash. W.Va. W. Va. Wis. Wyo. Ont. Que. Alta. Sask. Man. B.C. N.S. N.B. U.K.
    U.S. U.S.A. U.A.E. N.Z.
    """.split()
)
POSTAL_REGIONS = frozenset(
    """
    AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MI MN MS MO MT NE NV NH NJ NM NY NC
    OH OK OR RI SC SD TN TX UT VT VA WA WV WI WY DC MD MA ND PA UK USA UAE ON QC BC AB NSW VIC QLD
    """.split()
)
# These are degrees and professions as well: "Jane Roe, MD".
DEGREE_OR_REGION = frozenset(["MD", "MA", "ND", "PA", "DC", "MS"])
REGIONS = frozenset(
    """
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho
    illinois indiana iowa kansas kentucky louisiana maine massachusetts michigan minnesota
    mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas
    utah vermont wisconsin wyoming ontario quebec england scotland wales ireland germany france
    spain italy austria switzerland netherlands belgium poland portugal sweden norway denmark
    finland canada mexico brazil argentina australia india china japan israel ukraine turkey
    deutschland österreich schweiz frankreich españa italia suisse
    """.split()
)
CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*(?:\s+[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*){0,3}"
# Such as "BERLIN (Reuters) —" or "NEW YORK, NY / May 7, 2024 /" or "SPRINGFIELD, Ill., March 2 –".
DATELINE = re.compile(
    rf"{CAPITALS}(?:"
    r"(?:,\s*[A-Z][\w.]*\.?(?:\s[A-Z][\w.]+)?){0,2}"
    r"(?:,?\s*[/,]?\s*[A-Z][a-z]{2,8}\.?\s\d{1,2}(?:,\s*(?:19|20)\d\d)?)?\s*"
    r"(?:\([A-Z][\w .&/-]{1,40}\)|/[A-Z][\w .&-]{1,40}/|/)\s*(?:[—–/-]|$)"
    r"|,\s*(?P<region>[A-Z][\w.]*)(?:,?\s*[A-Z][a-z]{2,8}\.?\s\d{1,2})?"
    r"(?:,\s*(?:19|20)\d\d)?\s*[—–-]{1,2}"
    r")|"
    r"[A-ZÀ-ÖØ-Þ'’-]{3,}\s*(?:[—–]|--)|"
    # such as "Berlin (dpa) -"
    r"[A-ZÀ-ÖØ-Þ][^\s,(]{1,30}(?:[\s/-][A-ZÀ-ÖØ-Þ][^\s,(]{1,30}){0,2}"
    r"\s*\([A-Za-z/ -]{2,20}\)\s*[—–-]"
)
MONTH = re.compile(r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?$")


def is_dateline(text: str) -> bool:
    """Say whether the text begins with where, and often when, a report was written."""
    match = DATELINE.match(text)
    if match is None or not match["region"]:
        return match is not None
    city = match[0].split(",")[0]
    return is_region(match["region"], city) or MONTH.match(match["region"]) is not None


def is_region(text: str, before: str) -> bool:
    """Say whether it is the state or country behind the name of a city (`before`)."""
    if text in SHORTENED_REGIONS:
        return True
    is_city = " " not in before or before == before.upper()
    if text in POSTAL_REGIONS:
        return is_city or text not in DEGREE_OR_REGION
    return is_city and text.casefold() in REGIONS
