"""What people outside see and send: the form, their status pages, the partners' API, reviews."""
