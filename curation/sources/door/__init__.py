"""The one door to the web: bounded GET requests that never reach inside the network.

What it guards against, by the names under which these attacks are known: server-side request
forgery (SSRF) and DNS rebinding (`guard`, `transport`), redirect loops (`fetch`), slow answers and
decompression bombs (`transport`, `kinds`), pages in charsets that hide their markup (`charset`).
How it behaves toward sites: one request at a time, back-off where they ask for it (`politeness`),
robots.txt as in RFC 9309 (`robots`).
"""
