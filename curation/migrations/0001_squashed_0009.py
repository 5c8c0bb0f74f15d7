"""A new database in one step: every table of the newsroom, the groups, the first reasons to decline.

Replaces the migrations 0001 to 0009, which stay until every installation has applied them.
"""

import curation.sources.links.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import taggit.managers
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

EVERYTHING = ("add", "change", "delete", "view")

# group -> model -> actions. A curator drafts, says who else reported a story, judges suggestions and
# sees what was sent in. An editor also publishes, keeps the lists and asks outsiders for reviews. A
# moderator decides on what others send in and publishes nothing. An administrator also looks after
# people, partners and the lists of moderation.
WRITES = {
    "curation.article": ("add", "change", "view"),
    "curation.address": ("view",),
    "curation.byline": EVERYTHING,
    "curation.relatedoffering": EVERYTHING,
    "curation.provenance": ("view",),
    "curation.revision": ("view",),
    "curation.publisher": ("add", "change", "view"),
    "curation.curator": ("view",),
    "curation.section": ("view",),
    "media.image": ("add", "change", "view"),
    "media.document": ("add", "view"),
    "offerings.offering": ("view",),
    "offerings.institution": ("add", "view"),
    "taxonomy.taxonomy": ("view",),
    "taxonomy.category": ("view",),
    "taggit.tag": ("add", "view"),
}
READS_FROM_SOURCES = {
    "curation.furtherreport": EVERYTHING,
    "curation.sourcefetch": ("view",),
    "curation.suggestion": ("change", "view"),
}
SEES_SUBMISSIONS = {
    "curation.submission": ("view",),
    "curation.sending": ("view",),
    "curation.sendernote": ("view",),
    "curation.decision": ("view",),
    "curation.comment": ("add", "view"),
}
DECIDES = SEES_SUBMISSIONS | {
    "curation.submission": ("view", "moderate"),
    "curation.block": ("add", "change", "view"),
    "curation.declinereason": ("view",),
    "curation.partner": ("view",),
    "curation.notice": ("change", "view"),
}
CURATOR = WRITES | READS_FROM_SOURCES | SEES_SUBMISSIONS
EDITOR = CURATOR | {
    "curation.article": (*EVERYTHING, "publish"),
    "curation.address": EVERYTHING,
    "curation.publisher": EVERYTHING,
    "curation.curator": ("add", "change", "view"),
    "media.image": EVERYTHING,
    "media.document": EVERYTHING,
    "offerings.offering": EVERYTHING,
    "offerings.institution": EVERYTHING,
    "taxonomy.taxonomy": ("add", "change", "view"),
    "taxonomy.category": EVERYTHING,
    "taggit.tag": EVERYTHING,
    "curation.reviewlink": ("add", "change", "view"),
}
MODERATOR = {
    **{
        model: ("view",)
        for model in WRITES
        if model not in ("curation.provenance", "media.document")
    },
    "curation.furtherreport": ("view",),
    **DECIDES,
}
ADMINISTRATOR = EDITOR | DECIDES | {
    "curation.section": EVERYTHING,
    "curation.curator": EVERYTHING,
    "taxonomy.taxonomy": EVERYTHING,
    "auth.user": EVERYTHING,
    "auth.group": ("view",),
    "curation.block": EVERYTHING,
    "curation.declinereason": EVERYTHING,
    "curation.partner": EVERYTHING,
    "curation.partnertoken": EVERYTHING,
}
GROUPS = {
    "curator": CURATOR,
    "editor": EDITOR,
    "moderator": MODERATOR,
    "administrator": ADMINISTRATOR,
}
REASONS = (
    ("paywalled", "The story is behind a paywall, so most of our readers could not open it."),
    ("press release", "It is a press release; we look for independent reporting."),
    ("out of scope", "It lies outside what this publication covers."),
    ("duplicate", "We have told this story already."),
    ("dead link", "The link led to no story when we tried it."),
    ("advertisement", "It reads as an advertisement."),
    ("too old", "The story is older than what we report."),
)


def make_groups(apps, schema_editor):
    # Django makes permissions after all migrations; these groups need theirs now.
    for app in ("auth", "taggit", "media", "taxonomy", "offerings", "curation"):
        config = apps.get_app_config(app)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group, Permission = apps.get_model("auth.Group"), apps.get_model("auth.Permission")
    for name, table in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for model, actions in table.items():
            app, model_name = model.split(".")
            permissions = Permission.objects.filter(
                content_type__app_label=app,
                codename__in=[f"{action}_{model_name}" for action in actions],
            )
            if len(permissions) != len(actions):
                raise LookupError(f"{name}: not every permission of {model} exists")
            group.permissions.add(*permissions)


def remove_groups(apps, schema_editor):
    apps.get_model("auth.Group").objects.filter(name__in=GROUPS).delete()


def add_reasons(apps, schema_editor):
    reasons = apps.get_model("curation.DeclineReason").objects
    for position, (label, sentence) in enumerate(REASONS):
        reasons.get_or_create(label=label, defaults={"sentence": sentence, "position": position})


class Migration(migrations.Migration):

    replaces = [
        ('curation', '0001_initial'),
        ('curation', '0002_groups'),
        ('curation', '0003_links_readings_suggestions'),
        ('curation', '0004_search_words'),
        ('curation', '0005_article_origin'),
        ('curation', '0006_report_permissions'),
        ('curation', '0007_submissions'),
        ('curation', '0008_moderation_groups'),
        ('curation', '0009_the_fields_words'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('media', '0001_initial'),
        ('offerings', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('taxonomy', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Curator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, unique=True, verbose_name='name')),
                ('slug', models.SlugField(blank=True, max_length=170, unique=True, verbose_name='slug')),
                ('biography', models.TextField(blank=True, verbose_name='biography')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='curator', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'curator',
                'verbose_name_plural': 'curators',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('slug', ''), _negated=True)), name='curator_is_named')],
            },
        ),
        migrations.CreateModel(
            name='Publisher',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('brand', models.CharField(help_text='Host name without “www.”, as in nature.com.', max_length=253, unique=True, verbose_name='brand')),
                ('name', models.CharField(blank=True, help_text='As readers know it; else the brand.', max_length=200, verbose_name='name')),
                ('icon', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.image', verbose_name='icon')),
            ],
            options={
                'verbose_name': 'publisher',
                'verbose_name_plural': 'publishers',
                'ordering': ['brand'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('brand', ''), _negated=True), models.Q(('brand__contains', '/'), _negated=True)), name='publisher_has_brand')],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(help_text="The section's address without slashes around it, as in news.", max_length=100, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*\\Z')], verbose_name='path')),
                ('name', models.CharField(help_text='As readers see it.', max_length=100, verbose_name='name')),
                ('facet', models.CharField(blank=True, help_text='searchCategory in files.', max_length=100, verbose_name='facet label')),
                ('banner', models.CharField(blank=True, help_text='mastHead in files.', max_length=100, verbose_name='banner')),
                ('content_set', models.CharField(blank=True, help_text='contentCategories in files.', max_length=150, verbose_name='content set')),
                ('description', models.CharField(blank=True, max_length=300, verbose_name='description')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['position', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('path', ''), _negated=True), models.Q(('path__startswith', '/'), _negated=True), models.Q(('path__endswith', '/'), _negated=True), models.Q(('path__in', ['admin', 'api', 'feed', 'feeds', 'healthz', 'home', 'media', 'offering', 'offerings', 'page', 'preview', 'publisher', 'publishers', 'robots.txt', 'search', 'sitemap.xml', 'static', 'submissions', 'submit', 'tag', 'tags', 'topic', 'topics']), _negated=True)), name='section_path_is_free', violation_error_message='The site itself uses this address.')],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=500, verbose_name='title')),
                ('slug', models.CharField(blank=True, help_text="Last part of the page's address; made from publisher and title where empty.", max_length=255, validators=[django.core.validators.RegexValidator('^\\w[\\w.~-]*\\Z', 'Use letters, digits and hyphens; the address has no slashes or spaces.')], verbose_name='slug')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='curation.section', verbose_name='section')),
                ('kind', models.CharField(choices=[('brief', 'brief'), ('article', 'full article')], default='brief', max_length=10, verbose_name='kind')),
                ('excerpt', models.TextField(blank=True, help_text="Shown in lists: one sentence, what is new. Where empty, the body's first 200 characters.", verbose_name='excerpt')),
                ('body_source', models.TextField(blank=True, verbose_name='body')),
                ('body', models.TextField(blank=True, editable=False)),
                ('body_policy', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('words', models.TextField(blank=True, editable=False)),
                ('link_original', models.TextField(blank=True, help_text='The address as the curator pasted it.', verbose_name='pasted address')),
                ('link_href', models.TextField(blank=True, help_text='Where readers are sent, after redirects.', verbose_name='source address')),
                ('publisher', models.ForeignKey(blank=True, help_text='Made from the source address where empty.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='curation.publisher', verbose_name='publisher')),
                ('canonical_url', models.TextField(blank=True, help_text='The address that the page gives itself.', verbose_name='canonical URL')),
                ('source_author', models.CharField(blank=True, max_length=500, verbose_name="source's author")),
                ('source_date', models.CharField(blank=True, help_text="ISO 8601 in the page's own time zone, as in 2026-03-04T09:30+01:00.", max_length=40, verbose_name="source's date")),
                ('language', models.CharField(blank=True, help_text='As in en or pt-BR.', max_length=35, verbose_name="source's language")),
                ('link_key', models.CharField(blank=True, db_index=True, editable=False, max_length=500)),
                ('canonical_key', models.CharField(blank=True, db_index=True, editable=False, max_length=500)),
                ('link_rules', models.CharField(blank=True, editable=False, max_length=20)),
                ('via_name', models.CharField(blank=True, help_text='Who pointed us to it.', max_length=300, verbose_name='via')),
                ('via_url', curation.sources.links.fields.WebURLField(blank=True, max_length=2048, verbose_name='via address')),
                ('featured_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.image', verbose_name='featured image')),
                ('image_alt', models.CharField(blank=True, help_text='What the picture shows, for those who cannot see it. Needed to publish.', max_length=500, verbose_name='alternative text')),
                ('featured_pdf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.document', verbose_name='featured PDF')),
                ('institution', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='offerings.institution', verbose_name='institution')),
                ('offering', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='offerings.offering', verbose_name='offering')),
                ('insights_name', models.CharField(blank=True, max_length=200, verbose_name='insight by')),
                ('insights', models.TextField(blank=True, verbose_name='insight')),
                ('status', models.CharField(choices=[('draft', 'draft'), ('in_review', 'in review'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('rejected', 'rejected')], default='draft', max_length=10, verbose_name='status')),
                ('published_at', models.DateTimeField(blank=True, help_text='A time to come schedules the article.', null=True, verbose_name='published at')),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn at')),
                ('withdrawal_reason', models.CharField(blank=True, max_length=500, verbose_name='reason for withdrawal')),
                ('rejection_reason', models.CharField(blank=True, max_length=500, verbose_name='reason for rejection')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('modified_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='modified at')),
                ('source', models.CharField(blank=True, help_text='The system it came from.', max_length=100, verbose_name='source system')),
                ('external_id', models.CharField(blank=True, help_text='Its number in that system.', max_length=100, verbose_name='external number')),
                ('archetype', models.CharField(default='curated-content', max_length=100, verbose_name='archetype')),
                ('categories', models.ManyToManyField(blank=True, related_name='articles', to='taxonomy.category', verbose_name='categories')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text='A comma-separated list of tags.', through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
            ],
            options={
                'verbose_name': 'article',
                'verbose_name_plural': 'articles',
                'ordering': ['-published_at', '-pk'],
                'permissions': [('publish_article', 'Can publish, unpublish and withdraw articles')],
                'get_latest_by': 'published_at',
                'indexes': [models.Index(models.F('status'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='article_news'), models.Index(models.F('section'), models.F('status'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='article_section_news'), models.Index(models.F('publisher'), models.F('status'), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='article_publisher_news'), models.Index(models.OrderBy(models.F('modified_at'), descending=True), name='article_modified'), models.Index(fields=['source', 'external_id'], name='article_origin')],
                'constraints': [models.UniqueConstraint(fields=('section', 'slug'), name='article_slug_once_per_section', violation_error_message='Another article of this section has this slug.'), models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('source', 'external_id'), name='article_once_per_source', violation_error_message='Another article came with this number.'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('slug', ''), _negated=True), models.Q(('slug__contains', '/'), _negated=True)), name='article_is_named'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'published', 'withdrawn', 'rejected'])), name='article_status'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['published', 'withdrawn']), _negated=True), ('published_at__isnull', False), _connector='OR'), name='article_published_has_date', violation_error_message='A published article needs a date.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'withdrawn'), ('withdrawn_at__isnull', False)), models.Q(models.Q(('status', 'withdrawn'), _negated=True), ('withdrawn_at__isnull', True)), _connector='OR'), name='article_withdrawn_has_date'), models.CheckConstraint(condition=models.Q(('link_href', ''), ('link_href__startswith', 'http://'), ('link_href__startswith', 'https://'), _connector='OR'), name='article_link_is_web_address', violation_error_message='The source address starts with http:// or https://.')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('domain', 'domain'), ('sender', 'sender')], default='domain', max_length=6, verbose_name='kind')),
                ('value', models.CharField(help_text='spam.example; or a sender: eve@mail.example, @mail.example for all there.', max_length=254, verbose_name='domain or sender')),
                ('reason', models.CharField(help_text='For the newsroom; the sender is not told.', max_length=300, verbose_name='reason')),
                ('until', models.DateTimeField(blank=True, help_text='Empty: for ever.', null=True, verbose_name='until')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made at')),
            ],
            options={
                'verbose_name': 'block',
                'verbose_name_plural': 'blocks',
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'value'), name='block_once', violation_error_message='There is a block of this already: change its end.'), models.CheckConstraint(condition=models.Q(('kind__in', ['domain', 'sender']), models.Q(('value', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='block_says_whom_and_why')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.TextField(help_text='As it was sent.', verbose_name='address')),
                ('href', models.TextField(editable=False, verbose_name='cleaned address')),
                ('link_key', models.CharField(db_index=True, editable=False, max_length=500)),
                ('domain', models.CharField(db_index=True, editable=False, max_length=253, verbose_name='domain')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('state', models.CharField(choices=[('received', 'received'), ('in_review', 'in review'), ('accepted', 'accepted'), ('declined', 'declined'), ('merged', 'merged'), ('spam', 'spam'), ('withdrawn', 'withdrawn')], default='received', max_length=10, verbose_name='state')),
                ('received_at', models.DateTimeField(auto_now_add=True, verbose_name='received at')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided at')),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='assigned_submissions', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='curation.article', verbose_name='article')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='curation.submission', verbose_name='merged into')),
                ('story', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='retold', to='curation.submission', verbose_name='first of the same story')),
                ('live_notified_at', models.DateTimeField(db_column='live_told_at', editable=False, null=True)),
            ],
            options={
                'verbose_name': 'submission',
                'verbose_name_plural': 'submissions',
                'ordering': ['-received_at', '-pk'],
                'permissions': [('moderate_submission', 'Can decide on submissions')],
                'indexes': [models.Index(fields=['state', 'received_at'], name='submission_queue')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['received', 'in_review'])), fields=('link_key',), name='one_open_submission_an_address', violation_error_message='Another submission of this address is open.'), models.CheckConstraint(condition=models.Q(('url__startswith', 'http://'), ('url__startswith', 'https://'), _connector='OR'), name='submission_is_web_address'), models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', False), ('merged_into__isnull', True), ('state', 'accepted')), models.Q(('article__isnull', False), ('merged_into__isnull', True), ('state', 'merged')), models.Q(('article__isnull', True), ('merged_into__isnull', False), ('state', 'merged')), models.Q(('article__isnull', True), ('merged_into__isnull', True), ('state__in', ['received', 'in_review', 'declined', 'spam', 'withdrawn'])), _connector='OR'), name='submission_state_fits_its_links'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state__in', ['received', 'in_review'])), models.Q(models.Q(('state__in', ['received', 'in_review']), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='submission_decided_has_time'), models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('pk')), _negated=True), _connector='OR'), name='submission_not_merged_into_itself')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='curation.submission', verbose_name='submission')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('text', models.TextField(verbose_name='comment')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('mentions', models.ManyToManyField(blank=True, related_name='mentioned_in', to=settings.AUTH_USER_MODEL, verbose_name='mentions')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='DailyJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('day', models.DateField()),
                ('begun_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'daily job',
                'verbose_name_plural': 'daily jobs',
                'db_table': 'curation_round',
                'constraints': [models.UniqueConstraint(fields=('name', 'day'), name='round_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='DeclineReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(max_length=60, unique=True, verbose_name='reason')),
                ('sentence', models.CharField(help_text='One polite sentence, as in “The article is behind a paywall.”', max_length=300, verbose_name='what the sender is told')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('is_active', models.BooleanField(default=True, help_text='Untick to keep it for what was decided only.', verbose_name='offered')),
            ],
            options={
                'verbose_name': 'reason to decline',
                'verbose_name_plural': 'reasons to decline',
                'ordering': ['position', 'label'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('label', ''), _negated=True), models.Q(('sentence', ''), _negated=True)), name='reason_is_named')],
            },
        ),
        migrations.CreateModel(
            name='FurtherReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='further_reports', to='curation.article')),
                ('href', models.TextField(verbose_name='address')),
                ('link_key', models.CharField(db_index=True, editable=False, max_length=2048)),
                ('publisher', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='further_reports', to='curation.publisher', verbose_name='publisher')),
                ('title', models.CharField(blank=True, max_length=500, verbose_name='title')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='added at')),
            ],
            options={
                'verbose_name': 'further report',
                'verbose_name_plural': 'further reports',
                'ordering': ['added_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('article', 'link_key'), name='report_once_an_article'), models.CheckConstraint(condition=models.Q(('href__startswith', 'http://'), ('href__startswith', 'https://'), _connector='OR'), name='report_link_is_web_address')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, unique=True, verbose_name='name')),
                ('email', models.EmailField(help_text='Where notices go when a machine sends a link without naming a person.', max_length=254, verbose_name='e-mail')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('people', models.ManyToManyField(blank=True, help_text='Accounts that see everything this partner sent; they need no staff status.', related_name='partners', to=settings.AUTH_USER_MODEL, verbose_name='people')),
            ],
            options={
                'verbose_name': 'partner',
                'verbose_name_plural': 'partners',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='partner_is_named')],
            },
        ),
        migrations.CreateModel(
            name='PartnerToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='curation.partner')),
                ('label', models.CharField(help_text='Which machine uses it, as in “newsletter robot”.', max_length=100, verbose_name='label')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('shown', models.CharField(editable=False, max_length=20, verbose_name='begins with')),
                ('issued_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issued_at', models.DateTimeField(auto_now_add=True, verbose_name='issued at')),
                ('used_at', models.DateTimeField(editable=False, null=True, verbose_name='last used at')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked at')),
            ],
            options={
                'verbose_name': 'token',
                'verbose_name_plural': 'tokens',
                'ordering': ['-issued_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='curation.submission', verbose_name='submission')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('email', models.EmailField(db_index=True, max_length=254, verbose_name='e-mail')),
                ('why', models.TextField(blank=True, verbose_name='why it matters')),
                ('has_relationship', models.BooleanField(default=False, verbose_name='has a relationship with the company')),
                ('wants_credit', models.BooleanField(default=False, verbose_name='wants to be named')),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sendings', to='curation.partner', verbose_name='partner')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('channel', models.CharField(choices=[('form', 'form'), ('api', 'API')], default='form', max_length=4, verbose_name='channel')),
                ('form_key', models.CharField(editable=False, max_length=200, null=True, unique=True)),
                ('sent_at', models.DateTimeField(auto_now_add=True, verbose_name='sent at')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='withdrawn at')),
            ],
            options={
                'verbose_name': 'sending',
                'verbose_name_plural': 'sendings',
                'ordering': ['sent_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'email'), name='sender_once_a_submission'), models.CheckConstraint(condition=models.Q(models.Q(('email', ''), _negated=True), models.Q(('name', ''), _negated=True)), name='sending_has_sender')],
            },
        ),
        migrations.CreateModel(
            name='SenderNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sending', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='curation.sending')),
                ('text', models.TextField(verbose_name='note')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='added at')),
            ],
            options={
                'verbose_name': "sender's note",
                'verbose_name_plural': "senders' notes",
                'ordering': ['added_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Provenance',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='provenance', serialize=False, to='curation.article')),
                ('html_meta', models.JSONField(blank=True, default=dict, verbose_name='HTML metadata')),
                ('open_graph', models.JSONField(blank=True, default=dict, verbose_name='Open Graph')),
                ('twitter', models.JSONField(blank=True, default=dict, verbose_name='Twitter')),
                ('file_path', models.CharField(blank=True, max_length=500, verbose_name='file')),
                ('file_digest', models.CharField(blank=True, db_index=True, max_length=64)),
                ('front_matter', models.TextField(blank=True, verbose_name='front matter')),
                ('front_matter_format', models.CharField(blank=True, choices=[('yaml', 'YAML'), ('toml', 'TOML'), ('json', 'JSON')], max_length=4)),
                ('baseline', models.JSONField(blank=True, default=dict)),
                ('image_name', models.CharField(blank=True, max_length=300, verbose_name='image named by the file')),
                ('imported_at', models.DateTimeField(blank=True, null=True, verbose_name='imported at')),
            ],
            options={
                'verbose_name': 'provenance',
                'verbose_name_plural': 'provenances',
            },
        ),
        migrations.CreateModel(
            name='RateLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('moments', models.JSONField(default=list)),
                ('touched_at', models.DateTimeField(auto_now=True, db_index=True)),
            ],
            options={
                'verbose_name': 'rate limit',
                'verbose_name_plural': 'rate limits',
                'db_table': 'curation_tally',
            },
        ),
        migrations.CreateModel(
            name='ReviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_links', to='curation.article', verbose_name='article')),
                ('name', models.CharField(max_length=100, verbose_name='reviewer')),
                ('email', models.EmailField(blank=True, help_text='Where empty, give them the link yourself.', max_length=254, verbose_name='e-mail')),
                ('message', models.TextField(blank=True, help_text='What you would like to know.', max_length=2000, verbose_name='message')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked at')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='revoked at')),
            ],
            options={
                'verbose_name': 'review link',
                'verbose_name_plural': 'review links',
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='review_link_is_for_somebody'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('asked_at'))), name='review_link_lasts')],
            },
        ),
        migrations.CreateModel(
            name='Revision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='revisions', to='curation.article')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('act', models.CharField(max_length=100, verbose_name='what')),
                ('changes', models.JSONField(default=dict, verbose_name='changes')),
            ],
            options={
                'verbose_name': 'revision',
                'verbose_name_plural': 'revisions',
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='SourceFetch',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='source_fetch', serialize=False, to='curation.article')),
                ('state', models.CharField(choices=[('queued', 'queued'), ('reading', 'reading'), ('done', 'done'), ('failed', 'failed')], default='queued', max_length=10, verbose_name='state')),
                ('attempt', models.PositiveSmallIntegerField(default=1, verbose_name='attempt')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('notes', models.JSONField(blank=True, default=list, verbose_name='notes')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due at')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished at')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('candidates', models.JSONField(blank=True, default=dict, verbose_name='candidates')),
                ('filled', models.JSONField(blank=True, default=dict, verbose_name='filled by reading')),
            ],
            options={
                'verbose_name': 'source fetch',
                'verbose_name_plural': 'source fetches',
                'db_table': 'curation_sourcereading',
                'indexes': [models.Index(fields=['state', 'due_at'], name='reading_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'reading', 'done', 'failed'])), name='reading_state_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'reading']), ('finished_at__isnull', False), _connector='OR'), name='reading_ended_has_time')],
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='curation.article')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='taxonomy.category')),
                ('offering', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='offerings.offering')),
                ('tag', models.CharField(blank=True, max_length=100, verbose_name='tag')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('state', models.CharField(choices=[('open', 'open'), ('accepted', 'accepted'), ('dropped', 'dropped')], default='open', max_length=10, verbose_name='state')),
            ],
            options={
                'verbose_name': 'suggestion',
                'verbose_name_plural': 'suggestions',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('category__isnull', False)), fields=('article', 'category'), name='suggest_category_once'), models.UniqueConstraint(condition=models.Q(('offering__isnull', False)), fields=('article', 'offering'), name='suggest_offering_once'), models.UniqueConstraint(condition=models.Q(('tag', ''), _negated=True), fields=('article', 'tag'), name='suggest_tag_once'), models.CheckConstraint(condition=models.Q(models.Q(('category__isnull', False), ('offering__isnull', True), ('tag', '')), models.Q(('category__isnull', True), ('offering__isnull', False), ('tag', '')), models.Q(('category__isnull', True), ('offering__isnull', True), models.Q(('tag', ''), _negated=True)), _connector='OR'), name='suggest_exactly_one_thing'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'accepted', 'dropped'])), name='suggestion_state')],
            },
        ),
        migrations.CreateModel(
            name='Address',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=500, unique=True, verbose_name='path')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='curation.article', verbose_name='article')),
                ('is_live', models.BooleanField(default=False, editable=False, verbose_name='live')),
            ],
            options={
                'verbose_name': 'address',
                'verbose_name_plural': 'addresses',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_live', True)), fields=('article',), name='one_live_address_an_article'), models.CheckConstraint(condition=models.Q(('path__startswith', '/'), models.Q(models.Q(('path__endswith', '/'), _negated=True), ('path', '/'), _connector='OR')), name='address_path_is_normal')],
            },
        ),
        migrations.CreateModel(
            name='Byline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bylines', to='curation.article')),
                ('curator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bylines', to='curation.curator', verbose_name='curator')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'curator',
                'verbose_name_plural': 'curators',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('article', 'curator'), name='curator_once_an_article')],
            },
        ),
        migrations.CreateModel(
            name='RelatedOffering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related', to='curation.article')),
                ('offering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='offerings.offering', verbose_name='offering')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'related offering',
                'verbose_name_plural': 'related offerings',
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('article', 'offering'), name='offering_once_an_article')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='curation.submission', verbose_name='submission')),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='curation.article', verbose_name='article')),
                ('what', models.CharField(choices=[('taken_up', 'took it up'), ('assigned', 'assigned it'), ('accepted', 'accepted'), ('declined', 'declined'), ('merged', 'merged'), ('spam', 'marked as spam'), ('withdrawn', 'withdrew'), ('reopened', 'reopened'), ('review_asked', 'asked for a review'), ('review_revoked', 'revoked the link for a review'), ('commented', 'commented'), ('looks_right', 'says: looks right')], max_length=20, verbose_name='what')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('by_name', models.CharField(blank=True, max_length=150, verbose_name='who, without an account')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('state_before', models.CharField(blank=True, max_length=10)),
                ('state_after', models.CharField(blank=True, max_length=10)),
                ('reason', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curation.declinereason', verbose_name='reason')),
                ('reason_label', models.CharField(blank=True, max_length=60, verbose_name='reason')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('message_to_sender', models.TextField(blank=True, db_column='told', verbose_name='what the sender was told')),
                ('led_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_to_by', to='curation.article', verbose_name='led to')),
                ('into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='curation.submission', verbose_name='merged into')),
                ('review_link', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='curation.reviewlink')),
            ],
            options={
                'verbose_name': 'decision',
                'verbose_name_plural': 'decisions',
                'ordering': ['made_at', 'pk'],
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('article__isnull', True), ('submission__isnull', False)), models.Q(('article__isnull', False), ('submission__isnull', True)), _connector='OR'), name='decision_on_exactly_one_target'), models.CheckConstraint(condition=models.Q(('by__isnull', False), models.Q(('by_name', ''), _negated=True), _connector='OR'), name='decision_has_a_maker'), models.CheckConstraint(condition=models.Q(models.Q(('what', 'declined'), _negated=True), ('reason__isnull', False), _connector='OR'), name='decision_to_decline_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('receipt', 'receipt'), ('accepted', 'accepted'), ('declined', 'declined'), ('merged', 'merged'), ('reopened', 'reopened'), ('published', 'published'), ('mention', 'mention in a comment'), ('digest', 'digest for moderators'), ('review_asked', 'request for a review'), ('review_given', 'answer to a review')], max_length=12, verbose_name='kind')),
                ('key', models.CharField(editable=False, max_length=100, unique=True)),
                ('to', models.EmailField(max_length=254, verbose_name='to')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('html', models.TextField(blank=True, verbose_name='HTML')),
                ('state', models.CharField(choices=[('queued', 'queued'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'could not be sent'), ('cancelled', 'cancelled')], default='queued', max_length=9, verbose_name='state')),
                ('attempt', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('problem', models.CharField(blank=True, max_length=500, verbose_name='problem')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='written at')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='due at')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                ('is_undone', models.BooleanField(default=False, editable=False)),
                ('submission', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='curation.submission', verbose_name='submission')),
                ('sending', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='curation.sending')),
                ('decision', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='curation.decision')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'notice',
                'verbose_name_plural': 'notices',
                'ordering': ['-written_at', '-pk'],
                'indexes': [models.Index(fields=['state', 'due_at'], name='notice_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'sent', 'failed', 'cancelled'])), name='notice_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='notice_sent_has_time')],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='curators',
            field=models.ManyToManyField(related_name='articles', through='curation.Byline', to='curation.curator', verbose_name='curators'),
        ),
        migrations.AddField(
            model_name='article',
            name='related_offerings',
            field=models.ManyToManyField(related_name='related_articles', through='curation.RelatedOffering', to='offerings.offering', verbose_name='related offerings'),
        ),
        migrations.RunPython(make_groups, remove_groups),
        migrations.RunPython(add_reasons, migrations.RunPython.noop),
    ]
