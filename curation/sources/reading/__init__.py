"""Page reading: from HTML to what a page says of itself, one module for each field. Pure."""
