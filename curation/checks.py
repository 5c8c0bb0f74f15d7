"""System checks of the project's own settings: at every start, or for `check --deploy`."""

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from curation.sources.links.clearurls import RulesError, read_rules


@register(Tags.files)
def clearurls_rules_are_usable(app_configs, **kwargs):
    """Say what is wrong with the operator's rule file for links; its rules are not used then."""
    if not settings.CLEARURLS_RULES:
        return []
    try:
        rules = read_rules(settings.CLEARURLS_RULES)
    except RulesError as error:
        return [
            Error(
                f"CLEARURLS_RULES: {error}",
                hint="Mend the file, download data.minify.json of ClearURLs anew, or unset it.",
                id="curation.E001",
            )
        ]
    return [
        Warning(
            f"CLEARURLS_RULES: {sentence}",
            hint="The rest of the file is used; correct the expression or take it out.",
            id="curation.W003",
        )
        for sentence in rules.left_out[:20]
    ]


@register(Tags.security, deploy=True)
def fetch_reaches_private_hosts(app_configs, **kwargs):
    """Warn if submitted links may reach hosts inside the network (SSRF): for development only."""
    if not settings.FETCH_ALLOW_PRIVATE_HOSTS:
        return []
    hosts = ", ".join(settings.FETCH_ALLOW_PRIVATE_HOSTS)
    return [
        Warning(
            f"FETCH_ALLOW_PRIVATE_HOSTS lets submitted links reach inside the network: {hosts}.",
            hint="Leave it empty in production.",
            id="curation.W001",
        )
    ]


@register(Tags.security, deploy=True)
def mails_reach_nobody(app_configs, **kwargs):
    """Warn if a public site has no mail server: its mails would only become files."""
    if settings.MAIL_GOES_OUT or not settings.HTTPS:
        return []
    return [
        Warning(
            "MAIL_URL is not set: mails become files under VAR_DIR and reach nobody.",
            hint="Set it to smtp://user:password@host:587 or smtps://user:password@host:465.",
            id="curation.W002",
        )
    ]
