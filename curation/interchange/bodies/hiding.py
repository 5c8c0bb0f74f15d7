"""Marks whose text the old site showed to nobody, or not to everybody: notes, members' parts.

Sources: hugo-encryptor and the theme FixIt; for WordPress the plug-ins Members, MemberPress, Paid
Memberships Pro, Paid Member Subscriptions, Passster, Restrict Content, s2Member, Simple
Membership, Ultimate Member, WishList Member and WP-Members.
"""

import re

from curation.interchange.bodies.page import RemarkList
from curation.interchange.remarks import RemarkKind

# Names of shortcodes and tags, in lower case.
HIDING_NAME = r"""(?:private|hidden|hide|secret|drafts?|todo|fixme|internal|unpublished
    |embargo(?:ed)?|paywall(?:ed)?|premium|membership|password|restrict(?:ed)?
    |(?:password[-_]?)?protect(?:ed|or)?|(?:[\w-]{1,20}[-_])?encrypt(?:ed|or)?
    |(?:for[-_]?)?(?:private|premium|internal|admins?|editors?|members?|subscribers?|patrons?
        |registered[-_]?users?|restricted?)[-_]?(?:only|content|access|logged[-_]?in)
    |(?:(?:user|um|wpmem)[-_])?(?:is[-_])?logged[-_]?in
    |content[-_]protector|passster|pmpro[-_]membership|mepr[-_](?:show|active)|pms[-_]restrict
    |s2if|swpm[-_]protected|wlm[-_]private)"""
_HIDING = re.compile(HIDING_NAME, re.VERBOSE)


def hides(name: str) -> bool:
    """Whether a shortcode or tag of that name hides the text in it."""
    return _HIDING.fullmatch(name.lower()) is not None


def leave_out(name: str, remarks: RemarkList):
    """Remark on the text within such a mark, which is not taken over."""
    remarks.add(
        RemarkKind.BODY_LEFT_OUT,
        f"“{name}” was taken out, with the text that it may have hidden",
        "put the text back if everybody may read it",
    )
