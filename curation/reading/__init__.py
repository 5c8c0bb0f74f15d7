"""The site that readers see: pages, feeds, site maps, and the addresses that lead there."""
