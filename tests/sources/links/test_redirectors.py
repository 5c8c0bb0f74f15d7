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
https://adclick.g.doubleclick.net/pcs/click?xai=1&sig=2&adurl={Q}
https://www.google.com/aclk?sa=l&ai=x&adurl={Q}
https://ad.doubleclick.net/ddm/clk/1;2;a?{INNER}
https://ad.doubleclick.net/ddm/trackclk/N1.2/B3.4;dc_trk_aid=5;ltd=?{INNER}
https://ad.doubleclick.net/searchads/link/click?lid=1&ds_dest_url={Q}
https://clickserve.dartsearch.net/link/click?lid=1&ds_dest_url={Q}
https://www.bing.com/aclk?ld=e8&u={base64.b64encode(Q.encode()).decode()}&rlid=1
https://click.redditmail.com/CL0/{Q}/1/0100-000000/x=1
https://click.redditmail.com/track?url={Q}
https://out.reddit.com/t3_1abc?token=x&app_name=mail&url={Q}
https://reddit.app.link/?%24fallback_url={Q}&%243p=e_as
https://disq.us/url?impression=1&url={Q}%3AzjHJ9CS7YTS6D6-FWtZRTF8swk4
https://disq.us/?url={Q}&key=1
https://redirect.disqus.com/url?url={Q}%3AzjHJ9CS7YTS6D6-FWtZRTF8swk4
https://mandrillapp.com/track/click/30/example.org?p={token(s="x", v=1, p=json.dumps({"u": 3, "url": INNER}))}
https://lnks.gd/l/{token(alg="HS256")}.{token(bulletin_link_id=1, url=INNER)}.sig/s/1/br/2-l
https://links.govdelivery.com/track?type=click&enid=x&&&101&&&{INNER}
https://click.icptrack.com/icp/relay.php?r=1&msgid=2&destination={Q}
https://mailtrack.io/trace/link/1a2b?url={Q}&userId=1
https://streaklinks.com/Ab-c/{Q}
https://nam.safelink.emails.azure.net/redirect/?destination={Q}&p=x
https://link.zixcentral.com/u/1a/x-y?u={Q}
https://scanmail.trustwave.com/?c=1&d=x&u={Q}
https://urlsand.esvalabs.com/?u={Q}&e=1
https://linklock.titanhq.com/analyse?url={Q}&data=x
https://mail.example.edu/fmlurlsvc/?fewReq=:B:x&url={Q}
https://linkscan.io/scan/ux/{B64}
https://who.onelink.me/Ab1c?pid=x&af_web_dp={Q}
https://app.adjust.com/1a2b?redirect={Q}
https://pixel.everesttech.net/1/cq?ev_sid=3&url=!{Q}
https://x.demdex.net/event?d_event=click&d_rd={Q}
https://trc.taboola.com/x/log/3/click?pi=1&redir={Q}
https://aax-us-east.amazon-adsystem.com/x/c/Ab-c_1/{INNER}
https://assoc-redirect.amazon.com/g/r/{INNER}
https://click.linksynergy.com/link?id=1&offerid=2&murl={Q}
https://linksynergy.walmart.com/fs-bin/click?id=1&RD_PARM1={QQ}
https://www.kqzyfj.com/click-1-2?sid=x&url={Q}
https://www.anrdoezrs.net/links/1/type/dlg/sid/x/{INNER}
https://www.dpbolvw.net/links/1/type/dlg/{INNER}
https://www.pjtra.com/t/1-2-3-4?url={Q}
https://www.avantlink.com/click.php?tt=cl&mi=1&url={Q}
https://track.flexlinkspro.com/a.ashx?foid=1&url={Q}
https://t.cfjump.com/1/t/2?Url={Q}
https://track.adtraction.com/t/t?a=1&url={Q}
https://track.effiliation.com/servlet/effi.redir?id_compteur=1&url={Q}
https://track.webgains.com/click.html?wgcampaignid=1&wgtarget={Q}
https://ad.admitad.com/g/1a2b3c/?ulp={Q}
https://s.click.aliexpress.com/deep_link.htm?aff_short_key=x&dl_target_url={Q}
https://rover.ebay.com/rover/1/711-1/1?mpre={Q}
https://target.georiot.com/Proxy.ashx?tsid=1&GR_URL={Q}
https://clk.tradedoubler.com/click?p(1)a(2)g(3)url({Q})
https://shareasale-analytics.com/r.cfm?b=1&urllink={Q}
https://goto.target.com/c/123/456/789?subId1=x&u={Q}
https://who.8ocm68.net/c/123/456/789?u={Q}
https://go.theregister.com/feed/{INNER.removeprefix("https://")}
https://translate.google.com/translate?hl=en&sl=auto&tl=en&u={Q}
https://translate.google.de/website?sl=de&tl=en&u={Q}
https://translate.googleusercontent.com/translate_c?depth=1&u={Q}
https://example-org.translate.goog/a/b?id=5&utm_source=rss&q=x%20y&_x_tr_sl=de&_x_tr_tl=en&_x_tr_pto=wapp
https://www.microsofttranslator.com/bv.aspx?from=&to=en&a={Q}
https://ssl.microsofttranslator.com/bv.aspx?from=&to=en&a={Q}
https://www.translatetheweb.com/?from=de&to=en&a={Q}
https://translate.yandex.com/translate?lang=de-en&url={Q}
https://translated.turbopages.org/proxy_u/de-en.en.1a2b-3c/https/{INNER.removeprefix("https://")}
https://papago.naver.net/website?source=de&target=en&url={Q}
https://fanyi.baidu.com/transpage?from=de&to=en&query={Q}
https://12ft.io/proxy?q={Q}
https://12ft.io/{INNER}
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
    "https://open.substack.com/pub/who/p/wards?r=1a&utm_medium=web": (
        "https://who.substack.com/p/wards"
    ),
    "https://my--site-example-co-uk.translate.goog/a-b/?_x_tr_sl=de#part": (
        "https://my-site.example.co.uk/a-b/#part"
    ),
    "https://en-m-wikipedia-org.translate.goog/wiki/A": "https://en.m.wikipedia.org/wiki/A",
    "https://example-org.translate.goog/a?_x_tr_sch=http&_x_tr_sl=de": "http://example.org/a",
    "https://xn----mnchen--3ya-example.translate.goog/a?_x_tr_sl=de": (
        "https://xn--mnchen-3ya.example/a"
    ),
    "https://1-en--us-example-org.translate.goog/?_x_tr_enc=1": "https://en-us.example.org/",
    "https://example-org.translate.goog/?_x_tr_hp=a-very-long-name-&_x_tr_sl=de": (
        "https://a.very.long.name.example.org/"
    ),
    "https://www.amazon.com/sspa/click?ie=UTF8&url=%2FTitle%2Fdp%2FB0ABCDEFGH%2Fref%3Dsr_1_1": (
        "https://www.amazon.com/Title/dp/B0ABCDEFGH"
    ),
    "https://yandex.ru/turbo/s/example.org/a": "https://example.org/a",
    "https://translate.google.com/translate?sl=de&tl=en&u=example.org/a%3Fid%3D5": (
        "http://example.org/a?id=5"
    ),
    "https://translate.yandex.com/translate?url=www.example.org&lang=de-en": (
        "http://www.example.org/"
    ),
    "https://z5h64q92x9.net/proxy_u/ru-en.en/http/example.org/a": "http://example.org/a",
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
https://www.example.org/click?adurl=https://other.example/
https://www.example.org/?murl=https://other.example/
https://www.example.org/c/1/2/3?u=wards
https://www.example.org/c/1/2?u=https://other.example/
https://www.google.com/search?adurl=https://example.org/
https://open.substack.com/pub/who/note/c-123
https://open.substack.com/pub/who
https://translate.google.com/?sl=de&tl=en&text=https://example.org/
https://translate.google.com/translate?u=wards
https://a.b.translate.goog/x
https://mandrillapp.com/track/click/30/example.org?p=bm90IGpzb24
https://lnks.gd/l/eyJub3Qi.sig
https://disq.us/p/2abc
https://who.app.link/Ab1c
https://www.bing.com/aclk?ld=e8&u=wards
https://goto.target.com/c/123/456/789
https://www.reddit.com/media?url=wards
""".split()  # noqa: SIM905


@pytest.mark.parametrize("url", NOT_OPENED)
def test_what_leads_to_no_page_or_is_no_redirector_stays_as_it_came(url):
    assert clean_url(url) == url
