"""The readers' pages. Each view finds what its page shows, and renders it."""
