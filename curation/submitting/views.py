"""Placeholder until the pages come."""

from django.http import Http404


def submit(request):
    raise Http404


def status(request, token):
    raise Http404


def review(request, token):
    raise Http404
