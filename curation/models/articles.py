"""Articles: curated briefs about other publishers' stories, with their metadata and state."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from curation.models import article_slugs
from curation.models.addresses import Address
from curation.models.article_queryset import ArticleQuerySet
from curation.models.curators import Curator
from curation.models.publishers import Publisher
from curation.models.sections import Section
from curation.models.tags import TagsOfArticle
from curation.sources.links.cleaning import current_rules_version
from curation.sources.links.fields import WebURLField
from curation.sources.links.keys import link_key
from markup import sanitise
from offerings.models import Institution, Offering
from slugs import LONGEST_NUMBER, first_free_slug
from slugs.fields import NFCCharField
from taxonomy.models import Category

RELATED_OFFERINGS = 5
YEARS = range(1900, 2101)  # of publication; any other year is a typing error


class Article(models.Model):
    """A curated piece of news: a link to a publisher's story, and what the curator says of it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REJECTED = "rejected", _("rejected")

    class Kind(models.TextChoices):
        BRIEF = "brief", _("brief")
        ARTICLE = "article", _("full article")

    # The brief
    title = models.CharField(_("title"), max_length=500)
    content_language = models.CharField(
        _("language"),
        max_length=35,
        blank=True,
        validators=[RegexValidator(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\Z")],
        help_text=_("Of this text, as in fr or pt-BR; empty = the language of the publication."),
    )
    slug = NFCCharField(
        _("slug"),
        max_length=255,
        blank=True,
        validators=[article_slugs.valid_slug],
        help_text=_("Last part of the page's address; made from publisher and title where empty."),
    )
    section = models.ForeignKey(
        Section, models.PROTECT, related_name="articles", verbose_name=_("section")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.BRIEF)
    excerpt = models.TextField(
        _("excerpt"),
        blank=True,
        help_text=_(
            "Shown in lists: one sentence, what is new. "
            "Where empty, the body's first 200 characters."
        ),
    )
    body_source = models.TextField(_("body"), blank=True)
    body = models.TextField(editable=False, blank=True)
    body_policy = models.PositiveSmallIntegerField(editable=False, default=0)
    words = models.TextField(editable=False, blank=True)  # the body's plain text, to be searched
    curators = models.ManyToManyField(
        Curator, through="Byline", related_name="articles", verbose_name=_("curators")
    )

    # The source
    link_original = models.TextField(
        _("pasted address"), blank=True, help_text=_("The address as the curator pasted it.")
    )
    link_href = models.TextField(
        _("source address"), blank=True, help_text=_("Where readers are sent, after redirects.")
    )
    publisher = models.ForeignKey(
        Publisher,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("publisher"),
        help_text=_("Made from the source address where empty."),
    )
    canonical_url = models.TextField(
        _("canonical URL"), blank=True, help_text=_("The address that the page gives itself.")
    )
    source_author = models.CharField(_("source's author"), max_length=500, blank=True)
    source_date = models.CharField(
        _("source's date"),
        max_length=40,
        blank=True,
        help_text=_("ISO 8601 in the page's own time zone, as in 2026-03-04T09:30+01:00."),
    )
    language = models.CharField(
        _("source's language"), max_length=35, blank=True, help_text=_("As in en or pt-BR.")
    )
    # Comparison keys of both URLs, and the version of the rules that made them
    link_key = models.CharField(max_length=500, blank=True, editable=False, db_index=True)
    canonical_key = models.CharField(max_length=500, blank=True, editable=False, db_index=True)
    link_rules = models.CharField(max_length=20, blank=True, editable=False)
    via_name = models.CharField(
        _("via"), max_length=300, blank=True, help_text=_("Who pointed us to it.")
    )
    via_url = WebURLField(_("via address"), blank=True)

    # The pictures
    featured_image = models.ForeignKey(
        "media.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("featured image"),
    )
    image_alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it. Needed to publish."),
    )
    featured_pdf = models.ForeignKey(
        "media.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("featured PDF"),
    )

    # Classification
    categories = models.ManyToManyField(
        Category, blank=True, related_name="articles", verbose_name=_("categories")
    )
    tags = TaggableManager(_("tags"), blank=True, related_name="articles", manager=TagsOfArticle)
    institution = models.ForeignKey(
        Institution,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("institution"),
    )
    offering = models.ForeignKey(
        Offering,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("offering"),
    )
    related_offerings = models.ManyToManyField(
        Offering,
        through="RelatedOffering",
        related_name="related_articles",
        verbose_name=_("related offerings"),
    )

    # An expert's or editor's comment on the story
    insights_name = models.CharField(_("insight by"), max_length=200, blank=True)
    insights = models.TextField(_("insight"), blank=True)

    # Its state
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        blank=True,
        help_text=_("A time to come schedules the article."),
    )
    expires_at = models.DateTimeField(
        _("expires at"),
        null=True,
        blank=True,
        help_text=_("From this time on readers do not see it, and its address answers 410."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawal_reason = models.CharField(_("reason for withdrawal"), max_length=500, blank=True)
    rejection_reason = models.CharField(_("reason for rejection"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    modified_at = models.DateTimeField(_("modified at"), default=timezone.now, editable=False)

    # Where it came from
    source = models.CharField(
        _("source system"), max_length=100, blank=True, help_text=_("The system it came from.")
    )
    external_id = models.CharField(
        _("external number"), max_length=100, blank=True, help_text=_("Its number in that system.")
    )
    archetype = models.CharField(_("archetype"), max_length=100, default="curated-content")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-pk"]
        get_latest_by = "published_at"
        permissions = [("publish_article", "Can publish, unpublish and withdraw articles")]
        indexes = [
            models.Index(
                F("status"), F("published_at").desc(), F("id").desc(), name="article_news"
            ),
            models.Index(
                F("section"),
                F("status"),
                F("published_at").desc(),
                F("id").desc(),
                name="article_section_news",
            ),
            models.Index(
                F("publisher"),
                F("status"),
                F("published_at").desc(),
                F("id").desc(),
                name="article_publisher_news",
            ),
            models.Index(F("modified_at").desc(), name="article_modified"),
            # The unique constraint on both is partial (no empty number), so SQLite cannot use it.
            models.Index(fields=["source", "external_id"], name="article_origin"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "slug"],
                name="article_slug_once_per_section",
                violation_error_message=_("Another article of this section has this slug."),
            ),
            models.UniqueConstraint(
                fields=["source", "external_id"],
                condition=~Q(external_id=""),
                name="article_once_per_source",
                violation_error_message=_("Another article came with this number."),
            ),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(slug="") & ~Q(slug__contains="/"),
                name="article_is_named",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["draft", "in_review", "published", "withdrawn", "rejected"]
                ),
                name="article_status",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "withdrawn"]) | Q(published_at__isnull=False),
                name="article_published_has_date",
                violation_error_message=_("A published article needs a date."),
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="article_withdrawn_has_date",
            ),
            models.CheckConstraint(
                condition=Q(link_href="")
                | Q(link_href__startswith="http://")
                | Q(link_href__startswith="https://"),
                name="article_link_is_web_address",
                violation_error_message=_("The source address starts with http:// or https://."),
            ),
        ]

    def __str__(self):
        return self.title

    # ------------------------------------------------------------ derived from the columns

    @property
    def path(self) -> str:
        """The path of the article's page: its section's path, then its slug."""
        return f"/{self.section.path}/{self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("site:article", args=[self.section.path, self.slug])

    @property
    def brand(self) -> str:
        """The publisher's host name without `www.`, or ""."""
        return self.publisher.brand if self.publisher_id else ""

    @property
    def breadcrumbs(self) -> list[tuple[str, str]]:
        """(name, path) from the home page down; the last is the page itself, with path "".

        Rule: `breadcrumbs` and `breadcrumbLinks` in the content format.
        """
        return [
            (str(_("Home")), "/"),
            (self.section.name, f"/{self.section.path}/"),
            (self.title, ""),
        ]

    @property
    def is_live(self) -> bool:
        """Whether readers can see it now: the same rule as `ArticleQuerySet.published`."""
        now = timezone.now()
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at <= now
            and (self.expires_at is None or self.expires_at > now)
        )

    @property
    def is_expired(self) -> bool:
        """Whether the time has come from which on readers do not see it any more."""
        return (
            self.status == self.Status.PUBLISHED
            and self.expires_at is not None
            and self.expires_at <= timezone.now()
        )

    @property
    def gone_since(self):
        """When it was withdrawn, or expired; None where it was neither."""
        return self.expires_at if self.is_expired else self.withdrawn_at

    @property
    def is_gone(self) -> bool:
        """Whether it was withdrawn, or expired, after readers could see it: it answers 410 Gone."""
        return self.gone_since is not None and self.published_at <= self.gone_since

    @property
    def is_scheduled(self) -> bool:
        now = timezone.now()
        return (
            self.status == self.Status.PUBLISHED and self.published_at > now and not self.is_expired
        )

    def is_expired_at(self, moment) -> bool:
        """Whether readers would not see it any more at that time, or now."""
        return self.expires_at is not None and self.expires_at <= max(moment, timezone.now())

    def offerings_by_rule(self):
        """Return the offerings that share most categories with the article, five at most.

        Rule: `relatedOfferings` in the content format; see `OfferingQuerySet.sharing`.
        """
        return Offering.objects.sharing(self.categories.all())[:RELATED_OFFERINGS]

    # ------------------------------------------------------------ saving

    def clean(self):
        if self.slug in article_slugs.RESERVED:
            raise ValidationError({"slug": _("The site itself uses this address.")})
        if not self.slug and self.title:
            self.slug = self.free_slug()
        if self.section_id and self.slug:
            taken = Address.objects.at(self.path).exclude(article=self.pk)
            if taken.exists():
                raise ValidationError(
                    {"slug": _("Another article answers at this address, or did formerly.")}
                )

    def free_slug(self, slug: str = "") -> str:
        """Return the slug, with a number if another article has or had that path.

        slug: the one that is wanted; the one made by rule where it is empty.
        """
        slug = slug or article_slugs.article_slug(self.brand, self.title)
        folder = f"/{self.section.path}/"
        max_length = self._meta.get_field("slug").max_length
        begins = folder + slug[: max_length - LONGEST_NUMBER]
        others = Address.objects.filter(path__startswith=begins).exclude(article=self.pk)
        paths = others.values_list("path", flat=True)
        taken = {path.removeprefix(folder) for path in paths} | article_slugs.RESERVED
        return first_free_slug(slug, taken, max_length)

    def render_body(self):
        """Set `body`, which is shown, and `words`, which are searched, from `body_source`."""
        self.body = sanitise.render(self.body_source)
        self.body_policy = sanitise.POLICY_VERSION
        self.words = sanitise.plain_text(self.body)

    def derive_excerpt(self):
        """Set an empty excerpt to the first characters of the body."""
        if not self.excerpt:
            self.excerpt = sanitise.first_characters(self.words)

    def key_links(self):
        """Set the comparison keys, by which duplicates are found."""
        self.link_key = link_key(self.link_href or self.link_original)
        self.canonical_key = link_key(self.canonical_url)
        self.link_rules = current_rules_version()

    def hold(self) -> "Article":
        """Lock the row until the transaction ends, and reload it. Returns the article itself.

        A verb that changes an article begins with it, or locks the row in its own query, so that
        two at the same time do not overwrite each other. Unsaved changes of this object are lost.
        """
        self.refresh_from_db(from_queryset=Article.objects.select_for_update(of=("self",)))
        return self

    def save(self, *args, **kwargs):
        """Save the row, its derived columns and its live address, in one transaction.

        With `update_fields`, only the named columns are written, and those derived from them: this
        object may be older than the row, and must not put old texts back. When the path of an
        article changes, the former path becomes an alias, unless the article has no date yet.
        """
        is_new, named = self._state.adding, kwargs.get("update_fields")
        with transaction.atomic(using=kwargs.get("using"), savepoint=False):
            if named is None or is_new:
                self.render_body()
                self.derive_excerpt()
                self.key_links()
                self.slug = self.slug or self.free_slug()
            else:
                named = {self._meta.get_field(name).name for name in named}
                kwargs["update_fields"] = named | self._derive_from(named)
            super().save(*args, **kwargs)
            if is_new:
                Address.objects.create(path=self.path, article=self, is_live=True)
            elif named is None or named & {"slug", "section"}:
                self._move_address()

    def _derive_from(self, named: set[str]) -> set[str]:
        """Set the columns derived from the named ones. Returns the names of the columns set.

        Other columns that they depend on are read from the row, which is locked.
        """
        derived: set[str] = set()
        if "body_source" in named:
            self.render_body()
            derived |= {"body", "body_policy", "words"}
        if named & {"body_source", "excerpt"}:
            self._load({"excerpt", "words"} - named - derived)
            self.derive_excerpt()
            derived.add("excerpt")
        if named & _LINK_COLUMNS:
            self._load(_LINK_COLUMNS - named)
            self.key_links()
            derived |= {"link_key", "canonical_key", "link_rules"}
        if named & {"slug", "section"}:
            self._load({"slug", "section", "published_at"} - named)
            if not self.slug:
                self._load({"title", "publisher"} - named)
                self.slug = self.free_slug()
                derived.add("slug")
        return derived

    def _load(self, names: set[str]):
        """Read columns from the row, and lock it."""
        if names:
            rows = Article.objects.select_for_update(of=("self",))
            self.refresh_from_db(fields=names, from_queryset=rows)

    def _move_address(self):
        """Make the article's path its live address; the former one becomes an alias or goes."""
        live = self.addresses.filter(is_live=True).first()
        if live and live.path == Address.normalise(self.path):
            return
        if live and self.published_at:
            live.is_live = False
            live.save()
        elif live:
            live.delete()
        Address.objects.update_or_create(
            path=Address.normalise(self.path), article=self, defaults={"is_live": True}
        )


_LINK_COLUMNS = {"link_href", "link_original", "canonical_url"}
