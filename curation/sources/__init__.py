"""The web outside: `door/` fetches, `links/` cleans and compares links, `reading/` reads pages."""
