"""Links: how they are checked, cleaned and compared. Pure: strings in, strings out."""
