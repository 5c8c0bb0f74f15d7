"""Articles at the desk: the list, the form of one article, and the pages beside it.

`article_admin` registers the ModelAdmin and gives each page its URL. `changelist`, `filters` and
`bulk` make the list; `form`, `inlines` and `formsets` the form; `status_buttons`, `saving` and
`deleting` what its buttons do. Below the form stand `provenance`, `submission_record` and
`history`. `from_link` makes drafts of links, `source_panel` shows what their pages offer. `access`
says who may do what.
"""
