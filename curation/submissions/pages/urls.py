"""URLs of the pages for senders, partners and outside reviewers, and of the API."""

from django.urls import path

from curation.submissions.pages import api, partners, reviews, status, submit

app_name = "submissions"

urlpatterns = [
    path("submit/", submit.submit, name="submit"),
    path("submit/login/", partners.login, name="login"),
    path("submit/logout/", partners.logout, name="logout"),
    path("submit/mine/", partners.mine, name="mine"),
    path("submit/status/<str:token>/", status.status, name="status"),
    path("submit/status/<str:token>/withdraw/", status.withdraw, name="withdraw"),
    path("preview/<str:token>/", reviews.review, name="review"),
    # Without the slash too: a POST that is redirected would lose its body
    path("api/submissions", api.submissions),
    path("api/submissions/", api.submissions, name="api"),
    path("api/submissions/<int:pk>/", api.submission, name="api-submission"),
]
