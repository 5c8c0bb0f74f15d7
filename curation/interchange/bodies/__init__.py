"""Bodies of other systems: shortcodes, Liquid, links and pictures become what they mean here.

`convert` makes the text; `ConvertedBody.check` looks at the pictures that it found, and
`CheckedBody.store` stores them, within the article's transaction.
"""

from curation.interchange.bodies.converting import CheckedBody, ConvertedBody, convert
from curation.interchange.bodies.page import BodyPage

__all__ = ["BodyPage", "CheckedBody", "ConvertedBody", "convert"]
