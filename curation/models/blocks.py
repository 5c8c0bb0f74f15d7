"""Blocks: domains and senders from which no submission is accepted."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from curation.models import email_addresses
from curation.sources.links import hosts
from curation.sources.links.parsing import brand_of


class BlockQuerySet(models.QuerySet):
    def in_force(self, now=None):
        return self.filter(Q(until=None) | Q(until__gt=now or timezone.now()))

    def matching(self, domain: str = "", email: str = "") -> "Block | None":
        """The block in force for a link's domain or a sender. Subdomains are covered too."""
        wanted = Q(pk=None)
        for kind, value in _possible_blocks(domain, email):
            wanted |= Q(kind=kind, value=value)
        return self.in_force().filter(wanted).order_by("-kind", "pk").first()

    def matching_each(self, pairs) -> "dict[tuple[str, str], Block]":
        """The block in force for each (domain, e-mail) pair, as `matching` finds it.

        Pairs without a block are left out. One query, however many pairs there are.
        """
        possible = {pair: _possible_blocks(*pair) for pair in pairs}
        values = {value for blocks in possible.values() for _kind, value in blocks}
        found = {}
        for block in self.in_force().filter(value__in=values).order_by("-kind", "pk"):
            for pair, blocks in possible.items():
                if (block.kind, block.value) in blocks:
                    found.setdefault(pair, block)
        return found


def _possible_blocks(domain: str, email: str) -> list[tuple[str, str]]:
    """(kind, value) of every block that would match a link's domain or a sender."""
    possible = [("domain", name) for name in _with_parents(domain)]
    if email:
        email = email.lower()
        spellings = {email, email_addresses.without_plus_label(email)}
        possible += [("sender", spelling) for spelling in spellings]
        possible += [("sender", f"@{name}") for name in _with_parents(email.rpartition("@")[2])]
    return possible


def _with_parents(domain: str) -> list[str]:
    """A domain and those above it, down to two labels.

    >>> _with_parents("a.b.example")
    ['a.b.example', 'b.example']
    """
    if not domain:
        return []
    labels = domain.lower().split(".")
    last_start = max(1, len(labels) - 1)
    return [".".join(labels[start:]) for start in range(last_start)]


class Block(models.Model):
    """One domain (of links) or one sender (an e-mail address, or @ and a whole mail domain)."""

    class Kind(models.TextChoices):
        DOMAIN = "domain", _("domain")
        SENDER = "sender", _("sender")

    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.DOMAIN)
    value = models.CharField(
        _("domain or sender"),
        max_length=254,
        help_text=_("spam.example; or a sender: eve@mail.example, @mail.example for all there."),
    )
    reason = models.CharField(
        _("reason"), max_length=300, help_text=_("For the newsroom; the sender is not told.")
    )
    until = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Empty: for ever."))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "value"],
                name="block_once",
                violation_error_message=_("There is a block of this already: change its end."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["domain", "sender"]) & ~Q(value="") & ~Q(reason=""),
                name="block_says_whom_and_why",
            ),
        ]

    def __str__(self):
        return self.value

    @property
    def is_in_force(self) -> bool:
        return self.until is None or self.until > timezone.now()

    def clean(self):
        value = self.value.strip().lower()
        try:
            if self.kind == self.Kind.DOMAIN:
                value = _domain_of(value)
            elif value.startswith("@"):
                value = "@" + hosts.normalise(value[1:])
            else:
                validate_email(value)
                value = email_addresses.normalise(value)
        except ValidationError as error:
            raise ValidationError({"value": error.messages}) from error
        except ValueError as error:
            raise ValidationError({"value": _("Write a domain, as in spam.example.")}) from error
        self.value = value


def _domain_of(value: str) -> str:
    """The domain of a URL or of a bare host name, without "www.". Raises ValueError."""
    return brand_of(value if "://" in value else f"https://{value}/")
