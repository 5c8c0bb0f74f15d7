"""Who may do what with articles at the desk, and the look-ups that check it.

The rules themselves are the permission methods of `ArticleAdmin`.
"""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from curation.desk_pages import get_row_to_change, get_row_to_read
from curation.models import Article


def require_add_permission(request: HttpRequest) -> None:
    """Raises PermissionDenied for users who may not write drafts."""
    if not admin.site.get_model_admin(Article).has_add_permission(request):
        raise PermissionDenied


def may_write(request: HttpRequest, article: Article | None) -> bool:
    """Whether the user may change the article, or add one where there is none yet."""
    article_admin = admin.site.get_model_admin(Article)
    if article is None:
        return article_admin.has_add_permission(request)
    return article_admin.has_change_permission(request, article)


def get_article_to_read(request: HttpRequest, pk) -> Article:
    """The article, for users who may see it. Raises PermissionDenied and Http404."""
    return get_row_to_read(request, _articles(), pk)


def get_article_to_change(request: HttpRequest, pk) -> Article:
    """The article, for users who may change it. Raises PermissionDenied and Http404."""
    return get_row_to_change(request, _articles(), pk)


def _articles():
    return Article.objects.select_related("section", "publisher")


def form_url(article: Article) -> str:
    return reverse("admin:curation_article_change", args=[article.pk])


def to_form(article: Article) -> HttpResponse:
    """A redirect to the article's form."""
    return HttpResponseRedirect(form_url(article))
