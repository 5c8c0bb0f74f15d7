"""Blocks, reasons to decline, and partners with their tokens at the desk."""

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone
from lxml import html

from curation.models import Block, DeclineReason, Partner, PartnerToken
from curation.submissions import moderating
from tests.builders import a_partner, a_submission
from tests.desk import GROUPS, errors_of, sent

pytestmark = pytest.mark.django_db
BLOCKS, REASONS, PARTNERS = (
    f"/admin/curation/{name}/" for name in ("block", "declinereason", "partner")
)


def text_of(response) -> str:
    return html.fromstring(response.content.decode()).text_content()


@pytest.mark.parametrize(
    ("address", "sees", "adds", "deletes"),
    [
        (BLOCKS, {"moderator", "administrator"}, {"moderator", "administrator"}, {"administrator"}),
        (REASONS, {"moderator", "administrator"}, {"administrator"}, {"administrator"}),
        (PARTNERS, {"moderator", "administrator"}, {"administrator"}, {"administrator"}),
    ],
)
def test_who_may_do_what(desk, address, sees, adds, deletes):
    block = Block.objects.create(value="spam.example", reason="Spam.")
    rows = {BLOCKS: block, REASONS: DeclineReason.objects.first(), PARTNERS: a_partner()}
    pk = rows[address].pk
    for group in GROUPS:
        client = desk(group)
        found = {
            "sees": client.get(address).status_code == 200,
            "opens": client.get(f"{address}{pk}/change/").status_code == 200,
            "adds": client.get(f"{address}add/").status_code == 200,
            "deletes": client.get(f"{address}{pk}/delete/").status_code == 200,
        }
        assert found == {
            "sees": group in sees, "opens": group in sees, "adds": group in adds,
            "deletes": group in deletes,
        }, group  # fmt: skip


# ---------------------------------------------------------------- blocks


def test_a_moderator_blocks_a_sender_from_a_link_that_fills_the_form_in(desk):
    moderator = desk("moderator")
    page = moderator.get(f"{BLOCKS}add/?kind=sender&value=Eve@mail.example")
    values = sent(page, "block_form")
    assert (values["kind"], values["value"]) == ("sender", "Eve@mail.example")
    moderator.post(f"{BLOCKS}add/", {**values, "reason": "Forty links a day."})
    block = Block.objects.get()
    assert (block.value, block.made_by, block.until) == ("eve@mail.example", moderator.user, None)


def test_a_block_that_names_nobody_is_refused_beside_the_field(desk):
    moderator = desk("moderator")
    typed = {"kind": "domain", "value": "two words", "reason": "Spam."}
    page = moderator.post(f"{BLOCKS}add/", typed)
    assert "Write a domain" in errors_of(page)
    assert 'value="two words"' in page.content.decode()
    Block.objects.create(value="spam.example", reason="Spam.")
    page = moderator.post(f"{BLOCKS}add/", {**typed, "value": "https://www.spam.example/"})
    assert "There is a block of this already" in text_of(page)


def test_a_block_is_ended_and_its_maker_stays(desk, person):
    block = Block.objects.create(
        value="spam.example", reason="Spam.", made_by=person("moderator", "first")
    )
    moderator = desk("moderator")
    address = f"{BLOCKS}{block.pk}/change/"
    yesterday = timezone.localtime() - timedelta(days=1)
    times = {"until_0": f"{yesterday:%Y-%m-%d}", "until_1": "12:00:00"}
    moderator.post(address, sent(moderator.get(address), "block_form", **times))
    block.refresh_from_db()
    assert not block.is_in_force
    assert block.made_by.username == "first"


def test_the_list_tells_what_is_in_force(desk):
    Block.objects.create(value="spam.example", reason="Casino links")
    over = timezone.now() - timedelta(days=1)
    Block.objects.create(value="old.example", reason="Casino links", until=over)
    moderator = desk("moderator")
    for query, values in (
        ({}, {"spam.example", "old.example"}), ({"in_force": "yes"}, {"spam.example"}),
        ({"in_force": "no"}, {"old.example"}), ({"q": "old"}, {"old.example"}),
        ({"in_force": "maybe"}, {"spam.example", "old.example"}),
    ):  # fmt: skip
        page = moderator.get(BLOCKS, query)
        assert {block.value for block in page.context["cl"].result_list} == values


# ---------------------------------------------------------------- reasons


@pytest.fixture
def paywalled():
    return DeclineReason.objects.get(label="paywalled")


def test_a_reason_is_reworded_and_taken_from_the_offer(desk, paywalled):
    administrator = desk("administrator")
    address = f"{REASONS}{paywalled.pk}/change/"
    page = administrator.get(address)
    edits = {"sentence": "Our readers could not open it.", "is_active": None}
    administrator.post(address, sent(page, "declinereason_form", **edits))
    paywalled.refresh_from_db()
    assert (paywalled.sentence, paywalled.is_active) == ("Our readers could not open it.", False)


def test_reasons_are_put_in_order_in_the_list(desk):
    administrator = desk("administrator")
    values = sent(administrator.get(REASONS), "changelist-form")
    values |= {"form-0-position": "90", "_save": "Save"}
    administrator.post(REASONS, values)
    assert DeclineReason.objects.last().position == 90


def test_a_reason_that_was_given_is_kept(desk, person, paywalled):
    moderating.decline(a_submission(), by=person("moderator"), reason=paywalled)
    administrator = desk("administrator")
    page = administrator.post(f"{REASONS}{paywalled.pk}/delete/", {"post": "yes"})
    assert "“paywalled” is used in decisions: untick “offered” instead." in text_of(page)
    other = DeclineReason.objects.get(label="too old")
    selected = {"action": "delete_selected", "_selected_action": [paywalled.pk, other.pk]}
    administrator.post(REASONS, {**selected, "post": "yes"})
    assert DeclineReason.objects.filter(pk__in=[paywalled.pk, other.pk]).count() == 2
    administrator.post(f"{REASONS}{other.pk}/delete/", {"post": "yes"})
    assert not DeclineReason.objects.filter(pk=other.pk).exists()


# ---------------------------------------------------------------- partners


def token_address(partner, token=None):
    if token:
        return reverse("admin:curation_partner_revoke_token", args=[partner.pk, token.pk])
    return reverse("admin:curation_partner_new_token", args=[partner.pk])


def partner_page(client, partner):
    return client.get(reverse("admin:curation_partner_change", args=[partner.pk]))


def test_an_administrator_adds_a_partner_with_its_people(desk, person):
    administrator, ana = desk("administrator"), person("curator", "ana")
    values = {"name": "Harbour Wire", "email": "desk@harbourwire.example", "is_active": "on"}
    administrator.post(f"{PARTNERS}add/", {**values, "people": [ana.pk]})
    partner = Partner.objects.get()
    assert list(partner.people.all()) == [ana]
    assert partner.is_active


def test_a_tokens_secret_is_shown_once_and_stored_nowhere(desk, settings, caplog):
    """It is not in the database, the session, a cookie, a message, the log or a later page."""
    administrator, partner = desk("administrator"), a_partner()
    with caplog.at_level("DEBUG"):
        answer = administrator.post(token_address(partner), {"label": "newsletter robot"})
    (field,) = html.fromstring(answer.content.decode()).xpath("//input[@id='token-secret']")
    secret = field.get("value")
    token = PartnerToken.objects.by_secret(secret)
    assert (token.partner, token.label) == (partner, "newsletter robot")
    assert token.issued_by == administrator.user
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.decode().count(secret) == 1

    later = [partner_page(administrator, partner), administrator.get(token_address(partner))]
    later.append(administrator.get(f"{PARTNERS}{partner.pk}/history/"))
    for page in later:
        assert secret not in page.content.decode()
    assert "newsletter robot" in text_of(later[0])
    assert token.shown in text_of(later[0])
    stored = json.dumps([dict(administrator.session), str(administrator.cookies), caplog.text])
    stored += json.dumps(list(LogEntry.objects.values_list("change_message", "object_repr")))
    stored += str(list(PartnerToken.objects.values()))
    assert secret not in stored
    assert "newsletter robot" in stored


def test_a_token_needs_a_label_and_nothing_is_made_without(desk):
    administrator, partner = desk("administrator"), a_partner()
    for label in ("", "x" * 101):
        answer = administrator.post(token_address(partner), {"label": label})
        assert answer.status_code == 400
        assert answer.context["form"].errors["label"]
        assert f'value="{label}"' in answer.content.decode() or not label
    administrator.get(token_address(partner))
    assert not PartnerToken.objects.exists()


def test_the_answer_loaded_again_makes_no_second_token(desk):
    administrator, partner = desk("administrator"), a_partner()
    administrator.post(token_address(partner), {"label": "robot"})
    again = administrator.post(token_address(partner), {"label": "robot"})
    assert "Revoke it first" in again.content.decode()
    assert PartnerToken.objects.count() == 1
    PartnerToken.objects.get().revoke()
    assert administrator.post(token_address(partner), {"label": "robot"}).status_code == 200
    assert PartnerToken.objects.count() == 2


def test_a_token_is_revoked(desk):
    administrator, partner = desk("administrator"), a_partner()
    token, secret = PartnerToken.objects.issue(partner, "newsletter robot")
    assert administrator.get(token_address(partner, token)).status_code == 405
    assert PartnerToken.objects.by_secret(secret)
    answer = administrator.post(token_address(partner, token), follow=True)
    assert PartnerToken.objects.by_secret(secret) is None
    assert "is revoked" in text_of(answer)
    assert "revoked on" in text_of(answer)
    assert token_address(partner, token) not in answer.content.decode()


def test_a_token_of_another_partner_is_not_found(desk):
    token, secret = PartnerToken.objects.issue(a_partner("Other"), "robot")
    address = token_address(a_partner(), token)
    assert desk("administrator").post(address).status_code == 404
    assert PartnerToken.objects.by_secret(secret)


@pytest.mark.parametrize("group", ["curator", "editor", "moderator"])
def test_nobody_else_makes_or_revokes_tokens(desk, group):
    client, partner = desk(group), a_partner()
    token, secret = PartnerToken.objects.issue(partner, "robot")
    assert client.get(token_address(partner)).status_code == 403
    assert client.post(token_address(partner), {"label": "mine"}).status_code == 403
    assert client.post(token_address(partner, token)).status_code == 403
    assert PartnerToken.objects.by_secret(secret)
    assert PartnerToken.objects.count() == 1


def test_a_moderator_sees_a_partner_without_the_buttons(desk):
    partner = a_partner()
    token, _words = PartnerToken.objects.issue(partner, "robot")
    page = partner_page(desk("moderator"), partner).content.decode()
    assert "robot" in page
    assert token_address(partner) not in page
    assert token_address(partner, token) not in page


def test_a_stranger_is_asked_to_log_in(client):
    partner = a_partner()
    answer = client.post(token_address(partner), {"label": "mine"})
    assert answer["Location"].startswith("/admin/login/")
    assert not PartnerToken.objects.exists()


def test_a_partner_that_sent_something_is_switched_off_not_deleted(desk):
    partner, other = a_partner(), a_partner("Other")
    PartnerToken.objects.issue(other, "robot")
    a_submission(partner=partner)
    administrator = desk("administrator")
    page = administrator.post(f"{PARTNERS}{partner.pk}/delete/", {"post": "yes"})
    assert "Harbour Wire has sent something in: untick “active” instead." in text_of(page)
    selected = {"action": "delete_selected", "_selected_action": [partner.pk], "post": "yes"}
    administrator.post(PARTNERS, selected)
    administrator.post(f"{PARTNERS}{other.pk}/delete/", {"post": "yes"})
    assert list(Partner.objects.all()) == [partner]


def test_the_list_of_partners_asks_as_often_for_many_as_for_few(
    desk, django_assert_max_num_queries
):
    administrator = desk("administrator")

    def fill(first, last):
        for number in range(first, last):
            for _token in range(2):
                PartnerToken.objects.issue(a_partner(f"Partner {number}"), "robot")

    fill(0, 2)
    with django_assert_max_num_queries(12) as few:
        administrator.get(PARTNERS)
    fill(2, 30)
    with django_assert_max_num_queries(12) as many:
        page = administrator.get(PARTNERS)
    assert len(few) == len(many)
    assert {partner.token_count for partner in page.context["cl"].result_list} == {2}
