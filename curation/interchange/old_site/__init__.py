"""The site that content files came from: its configuration, and where its pages answered.

`configuration` reads Hugo's and Jekyll's configuration files, `inheritance` what the files of a
folder inherit from them and from section pages, `places` where each file stands, `permalinks` the
path at which the old site served it.
"""
