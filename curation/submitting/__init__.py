"""Sending in: the public form, the senders' own pages, the partners' API, outside reviews."""
