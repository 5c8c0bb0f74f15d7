"""The site that content files came from: its configuration, and where its pages answered.

`configuration_files` reads Hugo's and Jekyll's configuration; `places` finds where each file stands
(a `place`), with `section_pages`, `section_paths`, and what it inherits (`targets`, `globs`);
`permalinks` makes the path at which the old site served it; `former_folders` those of its lists;
`page_index` finds the page that a reference in a text means.
"""
