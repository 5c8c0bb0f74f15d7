"""Addresses that only lead to another page are replaced by that page's own address."""

import base64
import json
from urllib.parse import quote

import pytest

from curation.sources.links.cleaning import clean_url
from curation.sources.links.keys import link_key

PAGE = "https://example.org/a/b?id=5&q=x%20y"
INNER = "https://example.org/a/b?id=5&utm_source=rss&q=x%20y"  # as it stands in a wrapper
Q = quote(INNER, safe="")
QQ = quote(Q, safe="")
B64 = base64.urlsafe_b64encode(INNER.encode()).decode().rstrip("=")


def token(**fields):
    return base64.urlsafe_b64encode(json.dumps(fields, separators=(",", ":")).encode()).decode()


WRAPPERS = f"""
https://www.google.com/url?q={Q}&sa=D&source=editors&ust=16&usg=AOvVaw
https://www.google.com/url?sa=t&rct=j&q=search+words&url={Q}&ved=2
https://www.google.co.uk/url?url={Q}
https://www.google.de/local_url?q={Q}
https://news.url.google.com/url?url={Q}
https://www.google.com/imgres?imgurl=https%3A%2F%2Fexample.org%2Fi.png&imgrefurl={Q}
https://www.googleadservices.com/pagead/aclk?sa=L&adurl={Q}
https://googleads.g.doubleclick.net/aclk?sa=l&ai=x&adurl={Q}
https://consent.google.com/ml?continue={Q}&gl=DE
https://consent.youtube.com/m?continue={Q}&gl=DE
https://l.facebook.com/l.php?u={Q}&h=AT0
https://lm.facebook.com/l.php?u={Q}&h=AT0
https://www.facebook.com/l.php?u={Q}
https://m.facebook.com/flx/warn/?u={Q}
https://l.messenger.com/l.php?u={Q}
https://l.instagram.com/?u={Q}&e=ATP
https://l.threads.net/?u={Q}
https://www.linkedin.com/redir/redirect?url={Q}&urlhash=1
https://www.linkedin.com/safety/go?url={Q}&trk=x
https://twitter.com/i/redirect?url={Q}&t=1
https://www.youtube.com/redirect?event=video_description&redir_token=x&q={Q}
https://out.reddit.com/t3_1abc?url={Q}&token=x
https://vk.com/away.php?to={Q}&cc_key=
https://away.vk.com/away.php?to={Q}
https://ok.ru/dk?cmd=logExternal&st.link={Q}
https://t.umblr.com/redirect?z={Q}&t=x
https://www.pinterest.com/offsite/?url={Q}&token=1
https://www.quora.com/_/redirect?sig=1&url={Q}
https://t.me/iv?url={Q}&rhash=1
https://medium.com/r/?url={Q}
https://medium.com/m/global-identity-2?redirectUrl={Q}
https://getpocket.com/redirect?url={Q}
https://flipboard.com/redirect?url={Q}
https://slack-redir.net/link?url={Q}
https://steamcommunity.com/linkfilter/?url={Q}
https://steamcommunity.com/linkfilter/?u={Q}
https://steamcommunity.com/linkfilter/{INNER}
https://wow.curseforge.com/linkout?remoteUrl={QQ}
https://exit.sc/?url={Q}
https://disq.us/url?url={Q}%3AzjHJ9CS7YTS6D6-FWtZRTF8swk4&cuid=1
https://duckduckgo.com/l/?uddg={Q}&rut=1
https://duckduckgo.com/l/?kh=-1&uddg={Q}
https://www.bing.com/ck/a?!&&p=4c1&ptn=3&hsh=4&u=a1{B64}&ntb=1
https://www.bing.com/news/apiclick.aspx?ref=FexRss&url={Q}&c=1
https://r.search.yahoo.com/_ylt=Aw/RV=2/RE=15/RO=10/RU={Q}/RK=2/RS=x-
https://yandex.ru/turbo?text={Q}
https://sba.yandex.net/redirect?url={Q}&client=x
https://link.zhihu.com/?target={Q}
https://link.juejin.cn/?target={Q}
https://link.csdn.net/?target={Q}
https://gitee.com/link?target={Q}
https://www.jianshu.com/go-wild?ac=2&url={Q}
https://www.douban.com/link2/?url={Q}
https://weibo.cn/sinaurl?luicode=1&u={Q}
https://na01.safelinks.protection.outlook.com/?url={Q}&data=02%7C01&sdata=x&reserved=0
https://eur03.safelinks.protection.outlook.com/?url={Q}&amp;data=02%7C01
https://gcc02.safelinks.protection.outlook.com/ap/t-59584e83/?url={Q}&data=x
https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url={Q}
https://urldefense.proofpoint.com/v1/url?u={Q}&k=oIv&r=x&m=y&s=z
https://urldefense.proofpoint.com/v2/url?u={Q.replace("-", "-2D").replace("_", "-5F").replace("%", "-")}&d=DwMF&c=x&r=y
https://urldefense.com/v3/__{INNER}__;!!token!abc$
https://urldefense.us/v3/__{INNER}__;!!token!abc$
https://linkprotect.cudasvc.com/url?a={Q}&c=E,1,x
https://eu-west-1.protection.sophos.com/?d=example.org&u={B64}&i=1&t=x
https://ca-1234.trendmicro.com/wis/clicktime/v1/query?url={Q}&umid=1
https://clicktime.symantec.com/3abc?u={Q}
https://clicktime.cloud.postoffice.net/clicktime.php?U={Q}&E=x
https://protect2.fireeye.com/v1/url?k=1&q=1&u={Q}
https://secure-web.cisco.com/1Ab-cD/{Q}
https://link.edgepilot.com/s/1a/x-y?u={Q}
https://url.avanan.click/v2/___{INNER}___.YXAzOmNvbXBhbnk
https://protect.checkpoint.com/v2/___{INNER}___.YzJl
https://go.skimresources.com?id=1&xs=1&url={Q}
https://go.redirectingat.com/?id=1&url={Q}
https://redirect.viglink.com/?key=1&u={Q}
https://click.linksynergy.com/deeplink?id=1&mid=2&murl={Q}
https://www.awin1.com/cread.php?awinmid=1&awinaffid=2&ued={Q}
https://www.awin1.com/cread.php?awinmid=1&p={Q}
https://shareasale.com/r.cfm?b=1&u=2&urllink={Q}
https://clk.tradedoubler.com/click?p=1&a=2&url={Q}
https://who.digidip.net/visit?url={Q}
https://prf.hn/click/camref:1/destination:{Q}
https://brand.pxf.io/c/1/2/3?u={Q}
https://href.li/?{INNER}
https://www.deviantart.com/users/outgoing?{INNER}
https://www.pixiv.net/jump.php?{Q}
https://tracking.tldrnewsletter.com/CL0/{Q.replace("%3A", ":")}/1/0100-000000/x=1
https://abc.r.us-east-1.awstrack.me/L0/{Q}/1/0100-000000/x=1
https://outgoing.prod.mozaws.net/v1/08aa3089/{Q}
https://click.convertkit-mail.com/1a/2b/{B64}
https://substack.com/redirect/2/{token(e=INNER, p=1)}.sig-1
https://flight.beehiiv.net/v2/clicks/{token(alg="HS256")}.{token(url=INNER)}.sig
https://login.ezproxy.example.edu/login?url={INNER}
https://idp.nature.com/authorize?response_type=cookie&client_id=grover&redirect_uri={Q}
https://www.google.com/amp/s/{INNER.removeprefix("https://")}
https://www.bing.com/amp/s/{INNER.removeprefix("https://")}
https://example-org.cdn.ampproject.org/c/s/{INNER.removeprefix("https://")}
https://example-org.cdn.ampproject.org/v/s/{INNER.removeprefix("https://")}&amp_js_v=0.1&usqp=mq
https://cdn.ampproject.org/c/s/{INNER.removeprefix("https://")}#amp_tf=From
https://WWW.GOOGLE.com:443/url?q={Q}
""".strip().splitlines()  # noqa: E501


@pytest.mark.parametrize("url", WRAPPERS)
def test_a_redirector_gives_way_to_the_page_behind_it(url):
    """The page's own parameters stay, its tracking falls as if it had come alone."""
    assert clean_url(url) == PAGE
    assert link_key(url) == link_key(PAGE)


ONE_BY_ONE = {
    "https://urldefense.com/v3/__https:/example.org/a?q=x*y__;Kw!!tok!abc$": (
        "https://example.org/a?q=x+y"
    ),
    "https://urldefense.com/v3/__https://example.org/a**By*c__;KysrLw!!tok!abc$": (
        "https://example.org/a+++y/c"
    ),
    "https://urldefense.com/v3/__https://example.org/a__b*c__;w7w!!t!x$": (
        "https://example.org/a__b%C3%BCc"
    ),
    "https://urldefense.com/v3/__https://example.org/a*route__;Iw!!t!x$": (
        "https://example.org/a#route"
    ),
    "https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_a-5Fb-2Dc-3Fd-3De-26f&d=1": (
        "https://example.org/a_b-c?d=e&f"
    ),
    "https://www.google.com/amp/example.org/a/amp/": "http://example.org/a/amp/",
    "https://cdn.ampproject.org/c/example.org/a": "http://example.org/a",
    "https://www.youtube.com/attribution_link?a=x&u=%2Fwatch%3Fv%3DdQw4w9WgXcQ%26feature%3Dshare": (
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    ),
    "https://www.instagram.com/accounts/login/?next=/p/B1/": "https://www.instagram.com/p/B1/",
    "https://www.linkedin.com/authwall?trk=x&sessionRedirect=https%3A%2F%2Flinkedin.com%2Fin%2Fw": (
        "https://linkedin.com/in/w"
    ),
    "https://news.google.com/rss/articles/"
    "CBMiG2h0dHBzOi8vZXhhbXBsZS5vcmcvYS1zdG9yedIBAA?oc=5": "https://example.org/a-story",
    "https://www.google.com/url?q=https://example.org/%23!/route": "https://example.org/#!/route",
    "https://www.google.com/url?q=http%3A%2F%2Fm%C3%BCnchen.de": "http://xn--mnchen-3ya.de/",
    "https://www.google.com/url?q=https://example.org/a%20b": "https://example.org/a%20b",
    "https://anon.to/?http://example.org/?a=1": "http://example.org/?a=1",
}  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), ONE_BY_ONE.items())
def test_each_encoding_is_undone_exactly(url, expected):
    assert clean_url(url) == expected


def test_wrappers_inside_wrappers_are_opened_one_after_another():
    """A newsletter's link, mailed on behind a mail filter, found through a search."""
    facebook = f"https://l.facebook.com/l.php?u={Q}&h=1"
    outlook = "https://eur01.safelinks.protection.outlook.com/?url=" + quote(facebook, safe="")
    google = "https://www.google.com/url?q=" + quote(outlook, safe="")
    assert clean_url(google) == PAGE


def test_a_nest_of_wrappers_too_deep_to_be_honest_stays_as_it_came():
    five, six = "https://href.li/?" * 5 + PAGE, "https://href.li/?" * 6 + PAGE
    assert clean_url(five) == PAGE
    assert clean_url(six) == six


NOT_OPENED = """
https://www.google.com/url?q=javascript:alert(1)&sa=D&utm_source=x
https://www.google.com/url?q=search+words&sa=D
https://www.google.com/url?q=/search?q=a&sa=D
https://www.google.com/url?q=ftp://example.org/a
https://www.google.com/url?q=https://user:secret@example.org/
https://www.google.com/url?q=https://
https://l.facebook.com/l.php?u=mailto:who@example.org
https://steamcommunity.com/linkfilter/?url=example.org
https://slack-redir.net/link?url=slack://open
https://www.bing.com/ck/a?!&&p=1&u=a1bm90IGFuIGFkZHJlc3M&ntb=1
https://urldefense.com/v3/__mailto:who@example.org__;!!tok!abc$
https://urldefense.com/v3/__https://example.org/a
https://eu-west-1.protection.sophos.com/?d=example.org&u=!!!&t=x
https://substack.com/redirect/1a2b3c4d-0000
https://substack.com/redirect/2/eyJub3Qi.sig
https://news.google.com/rss/articles/CBMiQUFVX3lxTE
https://protect-us.mimecast.com/s/AbCd?domain=example.org
https://www.google.com/search?q=https://example.org/
https://www.google.com/maps?q=https://example.org/
https://www.linkedin.com/sharing/share-offsite/?url=https://example.org/
https://www.facebook.com/dialog/feed?link=https://example.org/
https://www.example.org/url?q=https://other.example/
https://www.example.org/login?url=https://other.example/
https://notfacebook.com/l.php?u=https://example.org/
https://facebook.com.example.org/l.php?u=https://other.example/
""".split()  # noqa: SIM905


@pytest.mark.parametrize("url", NOT_OPENED)
def test_what_leads_to_no_page_or_is_no_redirector_stays_as_it_came(url):
    assert clean_url(url) == url
