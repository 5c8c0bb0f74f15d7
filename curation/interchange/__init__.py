"""Content files in and out: text -> record -> rows, and back. What came in goes out again, equal.

`front_matter` reads and edits the text, `import_fields` makes a record of it, `storing` makes rows
of the record; `export_fields` goes the other way. `comparison` has the table of values that an
article and a record have in common. Rule for all of it: the content format.
"""
