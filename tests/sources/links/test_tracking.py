"""What cleaning drops from an address, and what it must never touch."""

import pytest

from curation.sources.links import papers, redirector_rules, site_rules, tracking_rules
from curation.sources.links.cleaning import clean_url

PAGE = "https://news.example.org/2026/a-story"

# A parameter that falls on any site.
EVERYWHERE = """
    utm_source=newsletter utm_medium=email utm_campaign=spring utm_term=x utm_content=hero utm_id=7
    utm_name=x utm_reader=feedly utm_social-type=owned utm_brand=x UTM_SOURCE=rss Utm_Medium=feed
    utm-source=x utm%5Fsource=rss utm_source utm_source= gclid=Cj0KCQ gclsrc=aw.ds dclid=CJ
    gbraid=0AAA wbraid=Cj8 gad_source=1 gad_campaignid=22 srsltid=AfmBOoq _ga=2.1.3 _gl=1*abc
    _gac=1.2 ga_source=x fbclid=IwAR0 fb_action_ids=1 fb_action_types=og.likes fb_source=feed
    fb_ref=x mibextid=Zxz2cZ msclkid=ab twclid=2-x ttclid=E.C.P li_fat_id=ab rdt_cid=1 epik=dj0y
    ScCid=x igshid=1ru2 igsh=MzRl yclid=1 ysclid=l1 _openstat=x vmcid=1 dicbo=v2-x obclid=x tblci=G
    __twitter_impression=true mc_cid=abc mc_eid=def mc_tc=1 _hsenc=p2AN _hsmi=88 __hssc=1 __hstc=1
    __hsfp=1 hsCtaTracking=a%7Cb hsa_cam=1 hsa_grp=2 mkt_tok=eyJp elqTrackId=AB elq=x elqaid=1
    elqat=1 elqCampaignId=3 pi_list_email=x et_rid=1 et_cid=2 sfmc_id=1 ss_email_id=1 vero_id=1
    vero_conv=x oly_enc_id=1 oly_anon_id=2 bsft_clkid=a bsft_uid=b ml_subscriber=1
    ml_subscriber_hash=x ck_subscriber_id=1 vgo_ee=x inf_contact_key=x omnisendContactID=1 _ke=x
    _kx=y.z nb_klid=1 __s=abc _bhlid=1 dm_i=1,2,3 _bta_tid=1 trk_contact=A spMailingID=1
    spUserID=2 spJobID=3 spReportId=4 cm_mmc=a-_-b cm_mmca1=x cm_sp=a-_-b cm_lm=x wickedid=1
    rb_clickid=1 mtm_campaign=x mtm_source=y matomo_kwd=x pk_campaign=x pk_kwd=y piwik_campaign=x
    at_medium=RSS at_campaign=KARANGA at_custom1=%5Bpost%5D at_bbc_team=editorial at_link_id=1
    at_format=link xtor=RSS-1 wt_mc=red.feed wt_zmc=x wtrid=1 wt_cc1=x WT.mc_id=1 WT.tsrc=email
    ns_source=x ns_mchannel=social ns_campaign=x ns_linkname=x ns_fee=0 s_cid=em s_kwcid=AL%213
    ef_id=x sc_campaign=x sc_channel=em sc_cid=x intcmp=x intcid=inline itm_source=parsely
    itm_medium=x irclickid=x irgwc=1 cjevent=x awc=1_2 ranMID=1 ranEAID=2 ranSiteID=3 sscid=x
    tduid=x gspk=x ps_xid=1 mkwid=x pcrid=1 zanpid=1 _branch_match_id=1 guccounter=1
    guce_referrer=aHR0 guce_referrer_sig=AQ Echobox=1612345678 sf123456789=1 adobe_mc=MCMID%3D1
    ajs_uid=1 attribution_id=65 hmsr=x taid=5f getft_integrator=x casa_token=x replytocom=148542
    usqp=mq331AQ amp_js_v=0.1 PHPSESSID=abc JSESSIONID=1 ASPSESSIONIDQQ=X zenid=1
    __cf_chl_tk=x __cf_chl_jschl_tk__=x cookieSet=1 needAccess=true isFreemail=true
    triedRedirect=true CNDID=1 ref=example.com ref=blog.example.co ref=https://news.site.org/
    ref=producthunt ref=hackernews ref=hn ref=newsletter ref=rss ref=twitter_bot
    ref=www.facebook.com ref_src=twsrc%5Etfw ref_src=twsrc.gs cmpid=socialflow-twitter-business
    cid=social_twitter_abc cid=rss ncid=edlink_us.2 icid=hp-story_top ocid=socialflow_facebook
    source=rss----e52cf94d98af---4
    source=collection_home---4------0-----------------------
    spm=a2g0o.detail.0.0.7f
    scm=1007.13339.90158.0 goal=0_9d8ba2a9a1-7d-41 _=1612345678901 share=twitter
    share=jetpack-whatsapp platform=hootsuite sid=717e7233bc467f2b1c98c7876fab0c20
    s=717e7233bc467f2b1c98c7876fab0c20 session_id=4f9a0c7d2e5b41aa9c1fbd2c5a7e3d11
    gs_l=psy-ab.3..0l10 gs_lcrp=EgZj _x_tr_sl=de _x_tr_hist=true yadclid=1 qclid=x bd_vid=11
    gdt_vid=wx0 n_media=27758 NaPm=ct%3Dx sznclid=1 dop_req_id=x auctid=x obOrigUrl=true
    hss_channel=tw-123 et_lid=3 ml_sub=1 _clde=x awt_l=9a mi_u=x xnpe_tifc=x
    mindbox-click-id=a-b _sgm_source=x h_sid=1 bbeml=tp-x nr_email_referer=1 email_subject=x
    cm_me=x cm_cr=y syclid=x ceneo_spo=1 vc_lpp=MSY ebisAdID=1 _zucks_suid=x rtkcid=6 oprtrack=x
    asgtbndr=1 adjust_campaign=x __io_lv=1 sharer_shareid=2 ir_adid=1 clickref=11 rfsn=1.2 avad=1_b
    _ef_transaction_id=9 wgcampaignid=1 ttaid=2 aff_trace_key=x at_network=g wt_t=1612345678901
    dpg_source=x stm_source=x otm_medium=x os_ehash=x ex_cid=538fb soc_src=mail s_campaign=x
    sc_src=email_1 cx_recsOrder=1
    cmpid=bbd cmpid=BBD061120_CN cmpid=12a emc=rss emc=edit_th_20200102 emc=lm%3Am%211%2F2
    spm=a2g0o.detail spm=1001.2014 spm=1001.2014.3001.5501
    erid=2VtzqvBLaSj m_i=Ab%2Bc12_0aXyZ0123456789
    _se=d2hvQG1haWwuZXhhbXBsZQ%3D%3D ct=YToxOntzOjU6InNvdXJjZSI7 cmp=newsletter_weekly
    ecid=soc-tw_a ref=selfh.st ref=lobste.rs ref=news.example.co.jp ref=wards.health
    ref=the-morning-round-newsletter ref=https://www.selfh.st/ ref=xn--bcher-kva.de ref=9to5.tools
    ref=dailydev ref=tldr-ai ref=refind
""".split()  # noqa: SIM905


@pytest.mark.parametrize("parameter", EVERYWHERE)
def test_a_tracking_parameter_falls_on_any_site(parameter):
    """Alone, before, between and behind content, which keeps its order and spelling."""
    assert clean_url(f"{PAGE}?{parameter}") == PAGE
    assert clean_url(f"{PAGE}?{parameter}&id=5&p") == f"{PAGE}?id=5&p"
    assert clean_url(f"{PAGE}?b=2&{parameter}&a=1+2%2C3#p4") == f"{PAGE}?b=2&a=1+2%2C3#p4"
    assert clean_url(f"{PAGE}?b=2&a=&{parameter}") == f"{PAGE}?b=2&a="


# On these sites the parameters are the sites' own marks.
ON_SITES = """
https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=43s&si=abc&feature=youtu.be&ab_channel=Rick&pp=ygU > https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=43s
https://youtu.be/dQw4w9WgXcQ?si=AbC&t=10 > https://youtu.be/dQw4w9WgXcQ?t=10
https://www.youtube.com/watch?feature=share&v=dQw4w9WgXcQ&list=PL1&index=2 > https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1&index=2
https://open.spotify.com/episode/1aB?si=123&nd=1 > https://open.spotify.com/episode/1aB
https://twitter.com/who/status/123456?s=20&t=AbC_d > https://twitter.com/who/status/123456
https://x.com/who/status/123456?ref_src=twsrc%5Etfw%7Ctwcamp&ref_url=https%3A%2F%2Fa.org > https://x.com/who/status/123456
https://twitter.com/search?q=health%20it&src=typed_query&f=live > https://twitter.com/search?q=health%20it&f=live
https://www.instagram.com/p/Bx/?igshid=1&img_index=2 > https://www.instagram.com/p/Bx/?img_index=2
https://www.facebook.com/story.php?story_fbid=12&id=34&__tn__=-R&__cft__[0]=AZ&refid=17 > https://www.facebook.com/story.php?story_fbid=12&id=34
https://www.linkedin.com/posts/who_activity-123?trk=public_post&trackingId=a%3D%3D&lipi=urn > https://www.linkedin.com/posts/who_activity-123
https://www.linkedin.com/pulse/title-who/?trackingId=x&midToken=y&midSig=z > https://www.linkedin.com/pulse/title-who/
https://www.reddit.com/r/health/comments/1abc/title/?share_id=x&rdt=5&context=3&$deep_link=true > https://www.reddit.com/r/health/comments/1abc/title/?context=3
https://www.tiktok.com/@who/video/7?is_from_webapp=1&sender_device=pc&_r=1 > https://www.tiktok.com/@who/video/7
https://medium.com/@who/title-1a2b3c?source=friends_link&sk=77ff > https://medium.com/@who/title-1a2b3c?sk=77ff
https://who.medium.com/title-1a2b3c?source=email-1a&gi=99 > https://who.medium.com/title-1a2b3c
https://who.substack.com/p/title?r=1abc&s=w&utm_campaign=post > https://who.substack.com/p/title
https://letters.example.org/p/title?publication_id=1&post_id=2&isFreemail=true&r=9&token=x > https://letters.example.org/p/title
https://stackoverflow.com/questions/11/title?rq=1&noredirect=1&lq=1 > https://stackoverflow.com/questions/11/title
https://github.com/o/r/issues/1?email_token=x&email_source=notifications > https://github.com/o/r/issues/1
https://en.wikipedia.org/wiki/Health?wprov=sfla1 > https://en.wikipedia.org/wiki/Health
https://www.google.com/search?q=health+it&ei=x&ved=y&sca_esv=1&gs_lcp=z&sclient=gws-wiz&hl=en&start=10 > https://www.google.com/search?q=health+it&hl=en&start=10
https://www.google.co.uk/search?q=a&sourceid=chrome&ie=UTF-8&oq=a&aqs=x > https://www.google.co.uk/search?q=a&ie=UTF-8
https://docs.google.com/document/d/1a/edit?usp=sharing&tab=t.0 > https://docs.google.com/document/d/1a/edit?tab=t.0
https://www.bing.com/search?q=a&form=QBLH&cvid=1&qs=n > https://www.bing.com/search?q=a
https://duckduckgo.com/?q=a&t=ffab&ia=web > https://duckduckgo.com/?q=a&ia=web
https://finance.yahoo.com/quote/AAPL?p=AAPL&.tsrc=fin-srch > https://finance.yahoo.com/quote/AAPL?p=AAPL
https://techcrunch.com/2020/01/01/title/?guccounter=1&ncid=rss&tpcc=tcplustwitter > https://techcrunch.com/2020/01/01/title/
https://www.msn.com/en-us/health/title/ar-AA1?ocid=uxbndlbing&cvid=1&ei=2 > https://www.msn.com/en-us/health/title/ar-AA1
https://www.amazon.com/Some-Title/dp/B0ABCDEFGH/ref=sr_1_3?crid=1&keywords=x&qid=2&sprefix=y&sr=8-3&th=1&psc=1 > https://www.amazon.com/Some-Title/dp/B0ABCDEFGH
https://www.amazon.co.uk/gp/product/B0ABCDEFGH?pf_rd_r=1&pd_rd_w=2&tag=who-21&linkCode=ll1&ref_=as_li > https://www.amazon.co.uk/gp/product/B0ABCDEFGH
https://www.amazon.de/s?k=a+b&i=stripbooks&page=2&ref=nb_sb_noss&__mk_de_DE=x > https://www.amazon.de/s?k=a+b&i=stripbooks&page=2
https://www.ebay.com/itm/123?_trkparms=a&_trksid=b&hash=item1&var=7 > https://www.ebay.com/itm/123?var=7
https://www.etsy.com/listing/1/title?click_key=a&click_sum=b&ref=search&variation0=3 > https://www.etsy.com/listing/1/title?variation0=3
https://www.aliexpress.com/item/1.html?spm=a2g0o.home.1.2.3&algo_pvid=x&scm=1007.1 > https://www.aliexpress.com/item/1.html
https://podcasts.apple.com/us/podcast/id1?i=1000&itsct=podcast&itscg=3&ct=x > https://podcasts.apple.com/us/podcast/id1?i=1000
https://www.imdb.com/title/tt01/?ref_=nv_sr_1 > https://www.imdb.com/title/tt01/
https://aws.amazon.com/blogs/x/?trk=a&sc_channel=em > https://aws.amazon.com/blogs/x/
https://www.nytimes.com/2020/01/02/health/a.html?smid=tw-share&smtyp=cur&partner=rss&emc=rss&unlocked_article_code=1.x > https://www.nytimes.com/2020/01/02/health/a.html?unlocked_article_code=1.x
https://www.nytimes.com/2020/01/02/health/a.html?action=click&module=Top%20Stories&pgtype=Homepage&referringSource=articleShare > https://www.nytimes.com/2020/01/02/health/a.html
https://www.washingtonpost.com/health/a/?wpisrc=nl_health&wpmm=1&itid=hp-top&noredirect=on > https://www.washingtonpost.com/health/a/
https://www.wsj.com/articles/a-116?mod=hp_lead_pos1&reflink=share_mobilewebshare&st=k2x > https://www.wsj.com/articles/a-116?st=k2x
https://www.bloomberg.com/news/articles/a?srnd=premium&sref=P6x&cmpid=BBD0611_CN > https://www.bloomberg.com/news/articles/a
https://www.ft.com/content/1a-2b?sharetype=blocked&segmentid=1&accessToken=z > https://www.ft.com/content/1a-2b?accessToken=z
https://www.economist.com/a/2020/01/02/b?fsrc=scn/tw/te&etear=nl > https://www.economist.com/a/2020/01/02/b
https://www.reuters.com/article/idUSK1?feedType=RSS&feedName=healthNews&il=0 > https://www.reuters.com/article/idUSK1
https://www.bbc.co.uk/news/health-1?ocid=socialflow_twitter&at_medium=RSS&ns_mchannel=social > https://www.bbc.co.uk/news/health-1
https://www.theguardian.com/society/2020/jan/02/a?CMP=Share_iOSApp_Other > https://www.theguardian.com/society/2020/jan/02/a
https://edition.cnn.com/2020/01/02/health/a/index.html?hpt=hp_t1&iid=x > https://edition.cnn.com/2020/01/02/health/a/index.html
https://www.cnbc.com/2020/01/02/a.html?__source=sharebar%7Ctwitter&par=sharebar > https://www.cnbc.com/2020/01/02/a.html
https://abcnews.go.com/Health/story?id=118&cid=alerts1 > https://abcnews.go.com/Health/story?id=118
https://www.npr.org/templates/story/story.php?storyId=1&ft=nprml&f=1001&t=161 > https://www.npr.org/templates/story/story.php?storyId=1
https://www.wired.com/story/a/?mbid=social_tw&bxid=5&cndid=6&esrc=a&source=EDT_WIR_NEWSLETTER_0&hasha=1 > https://www.wired.com/story/a/
https://www.forbes.com/sites/who/2020/01/02/a/?sh=1a2b3c&ss=healthcare > https://www.forbes.com/sites/who/2020/01/02/a/
https://www.fastcompany.com/90/a?partner=rss&cid=x > https://www.fastcompany.com/90/a
https://www.businessinsider.com/a-2020-1?r=US&IR=T > https://www.businessinsider.com/a-2020-1
https://www.politico.com/news/2020/01/02/a-1?nname=pulse&nid=1&nrid=2&nlid=3 > https://www.politico.com/news/2020/01/02/a-1
https://hbr.org/2020/01/a?ab=hero-main-text&tpcc=orgsocial > https://hbr.org/2020/01/a
https://www.mckinsey.com/industries/healthcare/a?cid=soc-web&hlkid=1&hdpid=2 > https://www.mckinsey.com/industries/healthcare/a
https://www.dailymail.co.uk/health/article-1/a.html?ito=social-twitter&ico=x > https://www.dailymail.co.uk/health/article-1/a.html
https://www.spiegel.de/gesundheit/a-1?sara_ref=re-xx-cp-sh > https://www.spiegel.de/gesundheit/a-1
https://www.sueddeutsche.de/gesundheit/a-1.2?reduced=true > https://www.sueddeutsche.de/gesundheit/a-1.2
https://www.nzz.ch/a-ld.1?mktcid=nled&mktcval=165&kid=nl165&ga=1&reduced=true > https://www.nzz.ch/a-ld.1
https://www.derstandard.at/story/2/a?ref=rss > https://www.derstandard.at/story/2/a
https://elpais.com/a/2020-01-02/b.html?ssm=TW_CC&prm=x > https://elpais.com/a/2020-01-02/b.html
https://www.lemonde.fr/a/article/2020/b_1.html?xtor=RSS-3208 > https://www.lemonde.fr/a/article/2020/b_1.html
https://www.heraldsun.com.au/a/story?nk=6df1bcb0b8f3b2b6e4b0b2a7a1b2c3d4-1587000000&s=full > https://www.heraldsun.com.au/a/story?s=full
https://www.sciencedirect.com/science/article/pii/S1?via%3Dihub > https://www.sciencedirect.com/science/article/pii/S1
https://www.sciencedirect.com/science/article/pii/S1?dgcid=rss_sd_all > https://www.sciencedirect.com/science/article/pii/S1
https://academic.oup.com/jamia/article/1/2/3?login=false&redirectedFrom=fulltext > https://academic.oup.com/jamia/article/1/2/3
https://jamanetwork.com/journals/jama/fullarticle/1?resultClick=1&guestAccessKey=9-a > https://jamanetwork.com/journals/jama/fullarticle/1?guestAccessKey=9-a
https://onlinelibrary.wiley.com/doi/10.1002/a.1?af=R > https://onlinelibrary.wiley.com/doi/10.1002/a.1
https://www.tandfonline.com/doi/full/10.1080/1?needAccess=true&cookieSet=1 > https://www.tandfonline.com/doi/full/10.1080/1
https://www.nejm.org/doi/full/10.1056/NEJM1?query=featured_home&cid=x > https://www.nejm.org/doi/full/10.1056/NEJM1
https://pubmed.ncbi.nlm.nih.gov/33/?utm_source=Chrome&fc=20220101000000&ff=20220202000000&v=2.17 > https://pubmed.ncbi.nlm.nih.gov/33/
https://www.medscape.com/viewarticle/9?src=rss&uac=1AB&impID=2&faf=1 > https://www.medscape.com/viewarticle/9
https://medcitynews.com/2019/07/a/?rf=1 > https://medcitynews.com/2019/07/a/
https://www.beckershospitalreview.com/health-it/a.html?origin=CIOE&utm_source=CIOE > https://www.beckershospitalreview.com/health-it/a.html
https://www.nature.com/articles/s41746-022-00742-2?error=cookies_not_supported&code=2ccc9bb0-3de0-49b8-b477-a831d2a7d62a > https://www.nature.com/articles/s41746-022-00742-2
https://link.springer.com/article/10.1007/s1?code=1a&error=cookies_not_supported&page=2 > https://link.springer.com/article/10.1007/s1?page=2
https://shop.example.org/products/a?_pos=1&_sid=2f&_ss=r&variant=9 > https://shop.example.org/products/a?variant=9
https://www.example.org/a?gclid=1&campaignid=2&adgroupid=3&plan=b > https://www.example.org/a?plan=b
https://www.example.org/a?sfmc_sub=1&j=2&l=3_HTML&u=4&mid=5&jb=6&id=7 > https://www.example.org/a?id=7
https://www.example.org/a?CFID=12&CFTOKEN=34&id=5 > https://www.example.org/a?id=5
https://www.example.org/a/?share=facebook&nb=1 > https://www.example.org/a/
https://www.example.org/a?source=email-1&link_id=0&can_id=x&email_referrer=email_1 > https://www.example.org/a
https://www.example.org/a?campaign_medium=email&campaign_id=7&id=3 > https://www.example.org/a?id=3
https://www.example.org/a?rtkcid=1&clickid=2&b=3 > https://www.example.org/a?b=3
https://mp.weixin.qq.com/s?__biz=MzA3&mid=265&idx=1&sn=ab&chksm=8&scene=21&sharer_shareid=1 > https://mp.weixin.qq.com/s?__biz=MzA3&mid=265&idx=1&sn=ab
https://inews.co.uk/news/health/a-1?ito=newsletter > https://inews.co.uk/news/health/a-1
""".strip().splitlines()  # noqa: E501


@pytest.mark.parametrize("case", ON_SITES)
def test_a_site_loses_its_own_marks_and_keeps_its_content(case):
    dirty, expected = case.split(" > ")
    assert clean_url(dirty) == expected


UNCHANGED = """
https://example.org/?id=5
https://example.org/?p=123
https://example.org/index.php?page_id=7&preview=1
https://example.org/a?page=2
https://example.org/search?q=utm_source&s=term
https://example.org/?s=gclid
https://example.org/a?a
https://example.org/a?20240101
https://example.org/a?wsdl
https://example.org/a?a=&b&c=
https://example.org/a?b=2&a=1&b=1
https://example.org/a?a=1&&b=2
https://example.org/a?x=a+b&y=a%20b
https://example.org/a?x=%2Fb%26c%3Dd
https://example.org/a?time=10:30&list=a,b;c
https://example.org/a//b///c
https://example.org//a
https://example.org/a/
https://example.org/a
https://example.org/A/b?C=D
https://example.org/a%2Fb
https://example.org/wiki/Foo_(bar)
https://example.org/wiki/C%2B%2B
https://example.org/a;v=1.1/b
https://example.org/a(1)/b
https://example.org/100%/a
https://example.org/?q=50%
https://example.org/?lang=de&L=1&cHash=ab
https://example.org/?tx_news%5Bnews%5D=12
https://example.org:8443/a
http://example.org/a
https://127.0.0.1/a
https://[2001:db8::1]/a
https://example.org/a?ref=main
https://example.org/a?ref=12345
https://example.org/a?ref=AB-123
https://example.org/a?ref=v1.2.dev
https://example.org/a?ref=1.2.3
https://example.org/a?ref=release/2.0
https://example.org/a?ref=feature.branch
https://example.org/docs?ref=guide.md
https://example.org/docs?ref=main.py
https://example.org/docs?ref=index.html
https://example.org/bible?ref=Jn.3.16
https://example.org/a?ref=6ba7b810-9dad-11d1-80b4-00c04fd430c8
https://git.example.org/o/r/src?ref=v2.0.io
https://example.org/company?cmpid=98765
https://example.org/standards?emc=61000
https://example.org/compare?cmp=phone-a,phone-b
https://example.org/a?spm=2.5
https://example.org/a?erid=12345678
https://example.org/a?ct=berlin&m_i=3&_se=1
https://example.org/a?clickid=7&campaign_id=8&link_id=9&source=x
https://example.org/n_query?query=n_ad
https://go.microsoft.com/fwlink/?LinkID=2108834
https://mp.weixin.qq.com/s?__biz=MzA3&mid=265&idx=1&sn=ab
https://example.org/a?adurl=https%3A%2F%2Fother.example%2F
https://example.org/a?source=twitter&q=covid
https://example.org/a?via=berlin&from=munich
https://example.org/a?cid=42
https://example.org/company?cmpid=1234
https://example.org/a?sid=12
https://example.org/agenda?session=keynote-2026-opening-ceremony
https://example.org/agenda?session_id=204
https://example.org/a?s=full&t=3&v=2&r=1&f=2&u=x&mid=5&j=1&l=2
https://example.org/a?code=abc&error=3
https://example.org/a?amp=1
https://example.org/a?share=25&nb=1
https://example.org/a?si=metric&feature=battery&kw=solar&pp=20
https://example.org/a?scm=git&spm=2
https://example.org/a?partner=ibm&mod=2&smid=4&trk=7&tag=news&ab=1
https://example.org/a?post_id=2&publication_id=3&token=t
https://example.org/a?goal=health&_=a
https://example.org/a?variant=9&sku=utm_1
https://example.org/a?utmost=1&outm_source=2&gclids=3
https://example.org/proxy?url=https://other.example/?utm_source=x
https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=43s
https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1&index=3
https://www.youtube.com/results?search_query=health+it
https://github.com/o/r/blob/main/a.py?ref=v1.2.dev
https://api.github.com/repos/o/r/contents/a?ref=release.io
https://github.com/o/r?tab=readme-ov-file#installation
https://github.com/o/r/blob/main/a.py#L10-L20
https://gitlab.com/o/r/-/blob/main/a?ref_type=heads
https://news.ycombinator.com/item?id=1
https://www.google.com/search?q=a&tbm=nws
https://www.google.com/maps/place/Berlin/@52.5,13.4,12z/data=!3m1!4b1
https://news.google.com/topics/CAAq?hl=en-US&gl=US&ceid=US%3Aen
https://www.bing.com/maps?sp=point.1_2_x
https://www.facebook.com/photo.php?fbid=1&set=a.2&type=3
https://www.facebook.com/watch/?v=123
https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fexample.org%2F%3Futm_source%3Dfb
https://twitter.com/intent/tweet?text=a&url=https%3A%2F%2Fexample.org%2F
https://www.reddit.com/submit?url=https%3A%2F%2Fexample.org%2F
https://www.linkedin.com/jobs/view/12?currentJobId=12
https://clinicaltrials.gov/search?cond=Cancer&term=AI&page=2
https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1/?report=printable
https://pubmed.ncbi.nlm.nih.gov/?term=ehr&page=2
https://papers.ssrn.com/sol3/papers.cfm?abstract_id=12
https://doi.org/10.1016/S0140-6736(20)30183-5
https://doi.org/10.1002/(SICI)1097-4679(199911)55:11%3C1349::AID-1%3E3.0.CO;2-6
https://www.fda.gov/a?source=govdelivery
https://web.archive.org/web/20200101000000/https://www.example.org/a?utm_source=x&id=1#top
https://web.archive.org/web/2020/http://example.org//b?fbclid=1
https://web.archive.org/web/2020*/https://example.org/?utm_source=x
https://web.archive.org/web/20200101/example.org/a?utm_source=rss
https://archive.ph/2020.01.01-000000/https://example.org/a?utm_source=x
https://webcache.googleusercontent.com/search?q=cache:https://example.org/&utm_source=x
https://proxy.example.org/https://other.example/a?utm_source=x
https://url.us.m.mimecastprotect.com/s/AbC?domain=example.org&utm_source=x
https://t.co/AbCdEf
https://lnkd.in/gAbC
https://bit.ly/3abc
https://example.org/app#/route/1
https://example.org/#!/story/2
https://example.org/a#section-2
https://example.org/a#History
https://example.org/a#t=30
https://example.org/report.pdf#page=5
https://example.org/a#comment-77
https://en.wikipedia.org/wiki/Health#cite_note-3
""".split()  # noqa: SIM905


@pytest.mark.parametrize("url", UNCHANGED)
def test_an_address_without_tracking_stays_as_it_is(url):
    """Nothing that may say which page is meant is changed."""
    assert clean_url(url) == url


FRAGMENTS = """
# !
#! !
#xtor=RSS-3208 !
#xtor=CS1-32-[twitter] !
#utm_source=x&utm_medium=y !
#?utm_source=x !
#Echobox=1612345678 !
#:~:text=a%20sentence,end !
#history:~:text=word #history
#top:~:text=word !
#_=_ !
#ixzz3abcDEF !
#.VxYz12aB !
#.u368byrxx !
#at_pco=smlwn-1.0&at_si=1 !
#link_time=1449 !
#ref=rss !
#aoh=1623&csi=1&referrer=https%3A%2F%2Fwww.google.com&amp_tf=From !
#comments !
#Comments !
#respond !
#disqus_thread !
#comment-form-load-service:Twitter !
#top !
#main-content !
#more-123 !
#section-2&utm_source=x #section-2
#!/story/2?utm_source=x&id=3 #!/story/2?id=3
#/route?fbclid=1 #/route
#/route?id=1 #/route?id=1
###wt_ref=https%3A%2F%2Fa.example%2F&wt_t=1 !
##utm_source=x !
## !
#? !
#&utm_source=x !
#?fbclid=x&part=2 #part=2
##section=2 ##section=2
##history ##history
#sthash.Ab1c.dpbs !
#google_vignette !
#googtrans(en|de) !
#storylink=cpy !
#tncms-source=article-nav-next !
#gsc.tab=0 !
#gsc.q=wards #gsc.q=wards
#L10 #L10
#page=5 #page=5
""".strip().splitlines()


@pytest.mark.parametrize("case", FRAGMENTS)
def test_only_fragments_that_are_content_stay(case):
    """`!` in the table: nothing is left."""
    fragment, expected = case.rsplit(" ", 1)
    assert clean_url(f"{PAGE}?id=1{fragment}") == f"{PAGE}?id=1{expected.removeprefix('!')}"


MISTAKES = """
https://example.org/?p=1?utm_source=rss&utm_medium=feed > https://example.org/?p=1
https://example.org/?fbclid=x?p=2 > https://example.org/?p=2
https://example.org/??utm_source=x > https://example.org/
https://example.org/?a=1&amp;utm_source=x&amp;b=2 > https://example.org/?a=1&b=2
https://example.org/?utm_source=x&amp;utm_medium=y > https://example.org/
https://example.org/?a=1&utm_source=x&amp;utm_medium=y > https://example.org/?a=1
https://example.org/?utm_source=x&amp%3Butm_medium=y > https://example.org/
https://example.org/?a=1;utm_source=x;b=2 > https://example.org/?a=1;b=2
https://example.org/?&utm_source=x > https://example.org/
https://example.org/?utm_source=x& > https://example.org/
https://example.org/? > https://example.org/
https://example.org/a&utm_source=x&utm_medium=y > https://example.org/a
https://example.org/a%3Futm_source%3Dx > https://example.org/a
https://example.org/a;jsessionid=1A2B.node1?id=3 > https://example.org/a?id=3
https://example.org/a;JSESSIONID=1A2B/b > https://example.org/a/b
https://example.org/;jsessionid=1 > https://example.org/
https://example.org/(S(4hce0w45abc))/page.aspx > https://example.org/page.aspx
https://example.org/?%75tm_source=x&id=1 > https://example.org/?id=1
""".strip().splitlines()


@pytest.mark.parametrize("case", MISTAKES)
def test_common_mistakes_in_links_are_read(case):
    """A second question mark, escaped ampersands, sessions and campaigns in the path."""
    dirty, expected = case.split(" > ")
    assert clean_url(dirty) == expected


def _rows():
    for module in (tracking_rules, site_rules, redirector_rules, papers):
        for name, table in vars(module).items():
            if name.isupper() and not name.startswith("_") and isinstance(table, tuple):
                yield from (pytest.param(row, id=f"{name}-{row[0][:40]}") for row in table)


@pytest.mark.parametrize("row", list(_rows()))
def test_every_rule_names_its_source(row):
    source = row.source if isinstance(row, site_rules.Site) else row[-1]
    assert len(source) > 3
    assert source[0].isupper() or ":" in source or " " in source


def test_no_name_stands_twice():
    """A second row for a name would hide the first where rules are looked up by name."""
    names = [
        n for row in tracking_rules.EVERYWHERE + tracking_rules.SESSIONS for n in row[0].split()
    ]
    triggers = [row[0] for row in tracking_rules.TOGETHER]
    assert len(names) == len(set(names))
    assert len(triggers) == len(set(triggers))
