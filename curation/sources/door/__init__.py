"""The one door to the web: bounded GET requests that never reach inside the network (SSRF)."""
