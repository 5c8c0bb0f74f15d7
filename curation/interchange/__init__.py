"""Files and foreign systems, in and out: text -> record -> database, and back.

Rule for all of it: the content format. What came in goes out again, equal.
"""
