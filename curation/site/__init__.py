"""The public site: pages, feeds, site maps, and the addresses that lead there."""
