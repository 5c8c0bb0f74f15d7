"""Submissions at the desk: the moderators' queue, one submission's page, and what is done there.

`queue` lists, `detail` shows one; `acts`, `declining`, `merging` and `bulk` decide; `rates` counts
and `csv_export` exports. `access` says who may do what.
"""
