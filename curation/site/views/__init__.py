"""Views of the public site. Each one finds what its page shows, and renders it."""
