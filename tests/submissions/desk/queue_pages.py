"""Shared by the tests of the moderators' queue: its URLs, its forms and the text of its pages."""

from lxml import html

from curation.submissions import moderating

QUEUE = "/admin/curation/submission/"


def address(submission, act="change"):
    return f"{QUEUE}{submission.pk}/{act}/"


def last_seen_decision(submission) -> int:
    """The number of the latest decision, as the hidden field `seen` of a new page has it."""
    last = moderating.latest_decision(submission)
    return last.pk if last else 0


def post(client, submission, act, **facts):
    """Post an act from a page that shows the present state of the submission."""
    facts.setdefault("seen", last_seen_decision(submission))
    return client.post(address(submission, act), facts)


def page_after(client, answer) -> str:
    """The text of the page that an answer redirects to, with its flash messages."""
    page = html.fromstring(client.get(answer.url).content.decode())
    return " ".join(" ".join(page.xpath("//div[@id='main']")[0].itertext()).split())
