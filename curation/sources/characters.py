"""Characters that a text from outside must not have, or is better without.

Terms and numbers are those of the Unicode Standard: control characters (category Cc: C0, DEL, C1),
line and paragraph separators (Zl, Zp), surrogates (Cs), bidirectional control characters (UAX #9).
"""

import re

# Sets of characters, as they are written inside the brackets of an expression.
_CONTROLS = r"\x00-\x1f\x7f-\x9f"  # C0, DEL and C1
_CONTROLS_BUT_TAB_AND_LINE_FEED = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_SEPARATORS = r"\u2028\u2029"  # line separator, paragraph separator
_SURROGATES = r"\ud800-\udfff"  # halves of characters: JSON can hold them, no encoding can
_EMBEDDINGS = r"\u202a-\u202e"  # LRE, RLE, PDF, LRO, RLO
_ISOLATES = r"\u2066-\u2069"  # LRI, RLI, FSI, PDI
_DIRECTIONAL_MARKS = r"\u200e\u200f"  # LRM, RLM

ZERO_WIDTH = "\u200b\u2060\ufeff"  # zero width space, word joiner, byte order mark

# In a value of one line: what breaks the line, and what cannot be stored or written.
CONTROL_CHARACTERS = re.compile(f"[{_CONTROLS}{_SEPARATORS}{_SURROGATES}]")

# In a text of several lines, whose line breaks are line feeds.
CONTROL_CHARACTERS_IN_TEXT = re.compile(f"[{_CONTROLS_BUT_TAB_AND_LINE_FEED}{_SURROGATES}]")

# Bidirectional control characters: they reorder what follows on the screen, so that a name could
# rewrite the line that it is shown in (UAX #9, 2.1 to 2.4; "Trojan Source", CVE-2021-42574).
# Arabic and Hebrew texts need the two directional marks, which act on themselves alone.
BIDI_CONTROLS = re.compile(f"[{_EMBEDDINGS}{_ISOLATES}]")

# In a URL that is to be fetched: the control characters, and all that RFC 3987, 4.1 forbids.
NOT_IN_URLS = re.compile(
    f"[{_CONTROLS}{_SEPARATORS}{_SURROGATES}{_EMBEDDINGS}{_ISOLATES}{_DIRECTIONAL_MARKS}]"
)

# What XML 1.0 (2.2, Char) does not allow, and DEL: lxml and feed readers refuse it.
NOT_IN_XML = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{_SURROGATES}\ufffe\uffff]")

# What readers do not see: soft hyphen, characters of no width, directional marks. Two texts that
# differ in them alone look the same.
INVISIBLE = re.compile(f"[\u00ad{ZERO_WIDTH}{_DIRECTIONAL_MARKS}]")
