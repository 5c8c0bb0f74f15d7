"""Submissions: what readers and partners send in, and what the newsroom does with it.

The verbs are in this folder: receiving, moderating, reviewing, notifying, mailing. `pages/` is what
people outside the newsroom see: the form, the status page, the API, the page for reviewers.
`desk/` is what the newsroom sees: the queue, the acts on submissions, the lists.
"""
