"""Submissions at the desk: the moderators' queue, one submission's page, and the acts on them.

`queue` is the list, `detail` the page of one submission; `acts`, `declining`, `merging` and `bulk`
decide; `rates` counts and `csv_export` exports. `access` checks permissions.
"""
