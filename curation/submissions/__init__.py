"""What readers and partners send in: received, moderated, reviewed, and told about by mail.

The verbs stand here. `pages/` is what people outside see: the form, their status page, the API.
`desk/` is what the newsroom sees: the queue, its acts, its lists.
"""
