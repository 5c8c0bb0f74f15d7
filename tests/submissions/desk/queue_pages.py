"""What the tests of the moderators' queue share: its addresses, and what its pages say."""

from lxml import html

from curation.submissions import moderating

QUEUE = "/admin/curation/submission/"


def address(submission, act="change"):
    return f"{QUEUE}{submission.pk}/{act}/"


def seen_of(submission) -> int:
    """The last decision, as a form names what its page showed."""
    last = moderating.latest_decision(submission)
    return last.pk if last else 0


def post(client, submission, act, **facts):
    """Press the button of an act on a page that shows how the submission stands now."""
    facts.setdefault("seen", seen_of(submission))
    return client.post(address(submission, act), facts)


def told_after(client, answer) -> str:
    """What the page to which an answer leads says, its messages too."""
    page = html.fromstring(client.get(answer.url).content.decode())
    return " ".join(" ".join(page.xpath("//div[@id='main']")[0].itertext()).split())
