"""Four small publications as other systems keep them: each as (path -> text), in our own words."""

from pathlib import Path

from tests.interchange.test_media_files import picture

HUGO = {
    "hugo.toml": """
baseURL = "https://wardnotes.example/blog/"
title = "Ward Notes"
languageCode = "en-gb"
[permalinks]
  post = "/:year/:month/:slug/"
[[cascade]]
  [cascade.target]
    path = "/internal/**"
  [cascade.build]
    render = "never"
""",
    "content/_index.md": "---\ntitle: Ward Notes\n---\nWelcome.\n",
    "content/post/_index.md": "---\ntitle: Notes\ndescription: What we saw on the wards.\n---\n",
    "content/post/night-shift.md": """---
Title: The night shift counts its steps
date: 2021-03-04
Tags: [Night, Steps]
author: Ines Varga
series: Quiet hours
weight: 3
---
Nurses walk **eleven kilometres** a night[^1].

{{< figure src="/img/corridor.png" alt="A corridor at night" caption="Corridor B" >}}

{{< youtube dQw4w9WgXcQ >}}

{{< wardmap floor="2" >}}See the map on the wall.{{< /wardmap >}}

See also [the bed board]({{< relref "bed-board" >}}).

## What helps

- [x] Quiet shoes
- [ ] Shorter ways

[^1]: Counted over six weeks.
""",
    "content/post/bed-board/index.md": """---
title: A board for every bed
date: 2021-05-06T10:00:00+02:00
lastmod: 2021-06-01
image: board.png
authors: [Tomas Okafor, Signe Holt]
aliases: [/board, boards]
---
Each bed has a board.

![The board](board.png)
""",
    "content/post/bed-board/board.png": picture(),
    "content/post/bed-board/notes.md": "---\ntitle: Notes for ourselves\n---\nNot a page.\n",
    "content/post/embargo.md": "---\ntitle: Opens in spring\ndate: 2021-01-01\n"
    "publishDate: 2099-03-01\n---\nLater.\n",
    "content/post/course.md": "---\ntitle: Course, now over\ndate: 2021-01-01\n"
    "expiryDate: 2021-02-01\n---\nOver.\n",
    "content/post/plans.md": "---\ntitle: Plans\ndate: 2021-01-01\nDraft: 'true'\n---\nSecret.\n",
    "content/internal/rota.md": "---\ntitle: The rota\ndate: 2021-01-01\n---\nInternal.\n",
    "content/about.md": "---\ntitle: About us\ndate: 2020-01-01\n---\nWe write.\n",
    "content/post/old.org": "#+title: An older note\n",
    "static/img/corridor.png": picture("navy"),
}
JEKYLL = {
    "_config.yml": """
title: The Trial Log
url: https://trials.example
permalink: /:categories/:year/:month/:day/:title.html
collections:
  guides: {output: true}
  minutes: {output: false}
defaults:
  - scope: {path: "_posts/internal"}
    values: {published: false}
""",
    "_posts/2019-05-06-consent-forms.md": """---
layout: post
title: Consent forms in plain words
categories: trials consent
tags: forms, language
author: {name: Mira Lindqvist}
redirect_from: /forms/
---
{% include note.html text="Ask first" %}

As said in [the last post]({% post_url 2019-04-01-first %}), {{ site.title }} asks twice.

{% highlight sh %}
count --forms {{ not liquid }}
{% endhighlight %}

A table of forms:
{: .wide }

| form | pages |
|------|-------|
| A    | 2     |
""",
    "_posts/2019-04-01-first.markdown": "---\ntitle: The first entry\n---\nIt begins.\n",
    "_posts/internal/2019-06-01-budget.md": "---\ntitle: Budget\n---\nNumbers.\n",
    "_drafts/ideas.md": "---\ntitle: Ideas\n---\nLoose.\n",
    "_guides/recruiting.md": "---\ntitle: Recruiting\ndate: 2018-01-02\n---\nHow to.\n",
    "_minutes/june.md": "---\ntitle: Minutes of June\ndate: 2018-06-02\n---\nWho said what.\n",
    "_includes/note.html": "<p>{{ include.text }}</p>",
    "README.md": "How to build this site.\n",
}
WORDPRESS = {
    "posts/2018-02-nurses/index.md": """---
id: 1432
title: "Nurses &amp; doctors share one record"
date: "2018-02-03T09:30:00"
status: publish
author: "ana"
categories: ["Records", "Teams"]
coverImage: "ward.png"
permalink: "https://care.example/2018/02/nurses/"
---
[caption id="attachment_7" width="300"]![A ward](images/ward.png) The ward[/caption]

<!--more-->

One record for all.
""",
    "posts/2018-02-nurses/images/ward.png": picture("green"),
    "posts/waiting/index.md": "---\nid: 1433\ntitle: Waiting\ndate: 2018-02-04\n"
    "status: pending\n---\nNot yet.\n",
    "posts/private/index.md": "---\nid: 1434\ntitle: For the board only\ndate: 2018-02-05\n"
    "status: private\n---\nNo.\n",
    "posts/locked/index.md": "---\nid: 1435\ntitle: With a password\ndate: 2018-02-06\n"
    "status: publish\npost_password: xyzzy\n---\nNo.\n",
    "posts/gallery/index.md": "---\nid: 1436\ntitle: Pictures\ndate: 2018-02-07\n---\n"
    '[gallery ids="1,2"]\n\n![away](https://cdn.example/a.jpg)\n',
}
SEVERAL_LANGUAGES = {
    "config/_default/config.yaml": "baseURL: https://zorg.example/\ndefaultContentLanguage: nl\n",
    "config/_default/languages.yaml": "nl: {weight: 1}\nen: {weight: 2}\n"
    "de: {weight: 3, disabled: true}\n",
    "content/nieuws/_index.md": "---\ntitle: Nieuws\n---\n",
    "content/nieuws/_index.en.md": "---\ntitle: News\n---\n",
    "content/nieuws/bedden.md": "---\ntitle: Bedden die weten\ndate: 2022-01-02\n"
    "tags: [Bedden]\n---\nEen bed weet meer.\n",
    "content/nieuws/bedden.en.md": "---\ntitle: Beds that know\ndate: 2022-01-02\n"
    "tags: [Beds]\n---\nA bed knows more.\n",
    "content/nieuws/bedden.de.md": "---\ntitle: Betten, die wissen\ndate: 2022-01-02\n---\nNein.\n",
    "content/nieuws/諸言.md": """+++
title = '病棟の夜'
date = 2022-03-04
tags = ['夜勤']
+++
夜。
""",
    "content/nieuws/तारीख.md": """---
title: रात की पाली
date: Sun, 06 Mar 2022 10:00:00 +0100
---
रात।
""",
}


def write(folder: Path, publication: dict[str, str | bytes]) -> Path:
    """Write a publication's files below a folder; returns the folder."""
    for name, text in publication.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder
