"""The public side of submissions: the form, status pages, the partners' API, outside reviews."""
