"""Links: read once into a `Link`, cleaned, compared by keys.

Pure, strings in and strings out, but for `fields`: a model field and a validator.
"""
