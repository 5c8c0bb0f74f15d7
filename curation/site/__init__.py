"""The public site: pages, feeds, sitemaps, redirects, and how long caches keep them."""
