"""Links: read once into a `Link`, cleaned, compared by keys. Pure: strings in, strings out."""
