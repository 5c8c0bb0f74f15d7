"""What is tracking on one site, though it may be content on another.

Data only, as in `tracking_rules.py`. A host's rules are also those of all hosts below it;
`amazon.*` is the name under any registry. The source is where the site itself adds the names.
"""

from typing import NamedTuple


class Site(NamedTuple):
    """`names` are dropped on `hosts`; with `path`, only where that expression is in the path."""

    hosts: str
    names: str
    source: str
    path: str = ""


SITES = (
    # Platforms
    Site("youtube.com youtu.be youtube-nocookie.com",
         "si feature pp ab_channel kw app persist_app attr_tag cbrd ucbcb themerefresh embeds_* "
         "source_ve_path", "YouTube: share links, embeds, consent"),
    Site("spotify.com", "si nd dlsi sp_cid", "Spotify: share links"),
    Site("twitter.com x.com", "s t cn cxt ref_src ref_url refsrc mx src ref",
         "X: share links and embedded posts"),
    Site("instagram.com threads.net threads.com", "ig_rid ig_mid xmt",
         "Instagram and Threads: share links"),
    Site("facebook.com fb.com messenger.com",
         "__tn__ __xts__* __cft__* __eep__ refid fref hc_ref hc_location ref _ft_* _rdr _rdc eav "
         "paipv rdid share_url sfnsn extid notif_t notif_id notif_ref acontext ref_component hrc "
         "pnref comment_tracking", "Facebook: links in its feeds and share links"),
    Site("linkedin.com",
         "trk trkinfo trkemail trackingid refid lipi licu midtoken midsig eid otptoken rcm veh "
         "originalsubdomain original_referer upsellorderorigin lgcta lgtemp position pagenum",
         "LinkedIn: links in its feeds and mails, share links"),
    Site("reddit.com",
         "share_id ref ref_source ref_campaign rdt correlation_id post_fullname post_index "
         "original_referrer $*", "Reddit: share links and mails"),
    Site("tiktok.com",
         "_r _t _d is_from_webapp is_copy_url sender_device sender_web_id web_id u_code share_* "
         "tt_from timestamp sec_uid sec_user_id user_id checksum refer referer_url "
         "referer_video_id preview_pb enter_from enter_method source embed_source tt_medium "
         "tt_content", "TikTok: share links"),
    Site("pinterest.* pin.it", "mt rs e_t etslf eq source_app sender sfo invite_code",
         "Pinterest: share links and mails"),
    Site("quora.com", "share srid ch oid targ_aid targ_type", "Quora: share links"),
    Site("medium.com towardsdatascience.com betterprogramming.pub plainenglish.io "
         "gitconnected.com uxdesign.cc", "source gi", "Medium: links between stories, feeds"),
    Site("substack.com",
         "r s publication_id post_id showwelcome showwelcomeonshare triedsigningin "
         "just_signed_up nthpub", "Substack: share links"),
    Site("tumblr.com", "source", "Tumblr: share links"),
    Site("twitch.tv", "tt_content tt_medium tt_email_id", "Twitch: mails and embeds"),
    Site("stackoverflow.com stackexchange.com superuser.com serverfault.com askubuntu.com",
         "noredirect rq lq r so_medium so_source", "Stack Exchange: links between questions"),
    Site("github.com", "email_source email_token notification_referrer_id", "GitHub: mails"),
    Site("t.me telegram.me", "rhash", "Telegram: Instant View"),
    Site("zhihu.com", "share_code", "Zhihu: share links"),
    Site("bilibili.com",
         "spm_id_from from_source from_spmid seid msource share_* vd_source unique_k timestamp "
         "bbid buvid is_story_h5 plat_id", "Bilibili: share links"),
    Site("mp.weixin.qq.com",
         "chksm scene subscene sessionid clicktime enterid ascene devicetype version nettype "
         "abtest_cookie lang countrycode exportkey pass_ticket wx_header from isappinstalled "
         "poc_token", "WeChat: share links"),
    Site("weibo.com weibo.cn", "luicode lfid from wvr mod wm", "Weibo: links in its feeds"),
    Site("csdn.net", "ops_request_misc request_id biz_id depth_1-utm_source", "CSDN: search links"),
    Site("wikipedia.org wiktionary.org wikimedia.org", "wprov", "Wikimedia: share links"),
    # Search, and Google's services
    Site("google.*",
         "ved ei sa usg gs_l gs_lcp gs_lcrp gs_ssp gs_ivs sclient aqs sourceid source oq biw bih "
         "dpr sxsrf uact rlz client iflsig sca_esv sca_upv esrc cshid rls aep cs sei sqi cd cad "
         "gws_rd dcr fbs vet zx oi ictx", "Google Search: its own links", r"^/(search|webhp)"),
    Site("news.google.com", "oc", "Google News: share links"),
    Site("docs.google.com drive.google.com", "usp ouid rtpof sd pli ts urp",
         "Google Drive: share links"),
    Site("google.*", "entry g_ep g_st coh shorturl", "Google Maps: share links", r"^/maps"),
    Site("scholar.google.*", "oi sa ei scisig", "Google Scholar: its own links"),
    Site("books.google.*", "source ved sa ots sig redir_esc", "Google Books: links from searches"),
    Site("play.google.com", "pcampaignid referrer pli", "Google Play: badges and referrers"),
    Site("bing.com", "form cvid qs sk sp sc pq ghc lq pglt ghsh ghacc msockid pc refig toww redig",
         "Bing: its own links", r"^/(search|images|videos|news)"),
    Site("duckduckgo.com", "t atb va hps", "DuckDuckGo Help: URL parameters"),
    Site("yahoo.com yahoo.co.jp aol.com engadget.com techcrunch.com huffpost.com huffingtonpost.* "
         "autoblog.com", "ncid icid soc_src soc_trk tsrc .tsrc .src fr fr2",
         "Yahoo and AOL: campaign and share links"),
    Site("techcrunch.com", "tpcc", "TechCrunch: share links"),
    Site("baidu.com", "rsv_* eqid inputt oq tn usm wfr", "Baidu: its own links"),
    Site("yandex.*", "clid lr msid suggest_reqid win from", "Yandex: its own links", r"^/search"),
    Site("msn.com", "ocid cvid ei pc", "MSN: campaign links"),
    Site("microsoft.com", "ocid cjid icid epi", "Microsoft: campaign links"),
    # Shops
    Site("amazon.* audible.*",
         "ref ref_ pf_rd_* pd_rd_* qid crid sprefix dib dib_tag _encoding ie tag linkcode linkid "
         "camp creative creativeasin ascsubtag content-id cv_ct_* dchild refrid __mk_* "
         "social_share", "Amazon: navigation and affiliate links"),
    Site("amazon.* audible.*",
         "sr srs keywords spla spia psc th starsleft asc_* aaxitk ms3_c sb-ci-* rnid s hv*",
         "Amazon: search and advertisement links to a product", r"/(dp|gp/product|gp/aw/d|pd)/"),
    Site("ebay.*",
         "_trkparms _trksid _from hash mkevt mkcid mkrid campid toolid customid amdata mkpid "
         "ssspo sssrc ssuid widget_ver norover", "eBay: partner network and search links"),
    Site("etsy.com",
         "ref click_key click_sum ga_* frs sts organic_search_click pro plkey sr_prefetch pf_from "
         "sca", "Etsy: search and share links"),
    Site("aliexpress.* alibaba.com taobao.com tmall.com lazada.* 1688.com",
         "spm scm pvid algo_pvid algo_exp_id algo_expid aff_* btsid ws_ab_test terminal_id "
         "gatewayadapt pdp_npi curpageloguid", "Alibaba: position and affiliate codes"),
    Site("apps.apple.com itunes.apple.com music.apple.com podcasts.apple.com books.apple.com "
         "tv.apple.com", "itsct itscg ct pt mt ls uo at", "Apple: App Store marketing tools"),
    Site("apple.com", "afid cid", "Apple: campaign links"),
    Site("steampowered.com steamcommunity.com", "snr curator_clanid", "Steam: navigation source"),
    Site("imdb.com", "ref_ pf_rd_*", "IMDb: its own links"),
    Site("netflix.com", "trackid trkid tctx s trg", "Netflix: share links"),
    Site("booking.com",
         "label aid sid ucfs srpvid srepoch all_sr_blocks highlighted_blocks sr_pri_blocks hpos "
         "hapos matching_block_id sr_order", "Booking.com: affiliate and search links"),
    Site("producthunt.com kickstarter.com indiegogo.com goodreads.com patreon.com", "ref",
         "these sites: their own links"),
    Site("goodreads.com", "from_search from_srp qid rank ac", "Goodreads: links from its search"),
    Site("eventbrite.*", "aff", "Eventbrite Help: tracking links"),
    Site("humblebundle.com", "partner", "Humble Bundle: partner links"),
    Site("aws.amazon.com", "trk trkcampaign did nc1 nc2", "AWS: campaign links"),
    Site("adobe.com", "trackingid sdid mv mv2", "Adobe: campaign links"),
    Site("ibm.com", "lnk mhsrc", "IBM: navigation links"),
    # News
    Site("nytimes.com",
         "smid smtyp partner emc nl te campaign_id instance_id segment_id regi_id user_id action "
         "pgtype module region contentcollection contentplacement rref ref src _r clicksource "
         "referringsource hp mwrsm surface fellback req_id algo imp_id impression_id auth login "
         "mc mcid mccr mtrref gwh gwt ad-keywords adxnnl adxnnlx searchresultposition "
         "sgrp",
         "The New York Times: share, newsletter and section links"),
    Site("washingtonpost.com", "wpisrc wpmm tid hpid nid itid arc404 noredirect carta-url s_l",
         "The Washington Post: share, newsletter and section links"),
    Site("wsj.com marketwatch.com barrons.com", "mod reflink ns tesla mg siteid dist",
         "Dow Jones: share and section links"),
    Site("bloomberg.com", "srnd sref cmpid leadsource embedded-checkout in_source",
         "Bloomberg: share and section links"),
    Site("ft.com", "sharetype ftcamp segmentid emailid syn-25a6b1a6 desktop",
         "Financial Times: share and mail links"),
    Site("economist.com", "fsrc cid1 cid3 etear", "The Economist: share and mail links"),
    Site("reuters.com", "feedtype feedname taid rpc il edition-redirect virtualbrandchannel",
         "Reuters: feeds and share links"),
    Site("bbc.co.uk bbc.com",
         "ocid intlink_from_url post_type link_location facebook_page pinned_post_* sthisfb",
         "BBC: social and section links"),
    Site("theguardian.com guardian.co.uk", "cmp cmp_bunit cmp_tu cmp_unit acquisitiondata",
         "The Guardian: share and campaign links"),
    Site("cnn.com", "cid iid hpt sr eref iref rss xid", "CNN: social and section links"),
    Site("cnbc.com", "__source par recirc qsearchterm", "CNBC: social and feed links"),
    Site("go.com abcnews.com nbcnews.com today.com msnbc.com espn.com", "cid icid cmp ex_cid",
         "ABC, NBC and ESPN: social links"),
    Site("cbsnews.com cbssports.com cnet.com zdnet.com gamespot.com", "ftag bhid",
         "CBS and its former sites: newsletter links"),
    Site("foxnews.com foxbusiness.com nationalgeographic.com", "cmpid", "Fox: social links"),
    Site("npr.org", "ft f sc t", "NPR: feeds and mails"),
    Site("usatoday.com", "csp gnt-cfr gca-*", "Gannett: section links"),
    Site("theverge.com vox.com sbnation.com polygon.com eater.com curbed.com", "scrolla",
         "Vox Media: sign-in redirect"),
    Site("newyorker.com wired.com vogue.com vanityfair.com gq.com pitchfork.com arstechnica.com "
         "cntraveler.com bonappetit.com allure.com",
         "mbid cndid bxid esrc hasha hashb hashc source user_id _sp verso",
         "Condé Nast: newsletter links"),
    Site("buzzfeed.com buzzfeednews.com", "bfsource bftw bffb origin ref d_id",
         "BuzzFeed: share links"),
    Site("slate.com", "wpsrc via sid tpcc", "Slate: share links"),
    Site("forbes.com", "sh ss swimlane ctpv", "Forbes: share links"),
    Site("fortune.com time.com si.com people.com ew.com", "xid iid queryly",
         "Fortune and Time: share links"),
    Site("inc.com fastcompany.com", "cid icid partner position campaign_date",
         "Inc. and Fast Company: feeds and mails"),
    Site("businessinsider.* insider.com", "ir r op", "Business Insider: international redirect"),
    Site("politico.com politico.eu", "nname nid nrid nlid cid", "Politico: newsletter links"),
    Site("axios.com", "stream", "Axios: newsletter links"),
    Site("hbr.org", "ab tpcc deliveryname referral", "Harvard Business Review: section links"),
    Site("mckinsey.com", "cid hlkid hctky hdpid", "McKinsey: mails"),
    Site("theatlantic.com", "src", "The Atlantic: share links"),
    Site("dailymail.co.uk metro.co.uk inews.co.uk", "ito ico", "DMG Media: feeds, share links"),
    Site("telegraph.co.uk thetimes.co.uk thetimes.com independent.co.uk",
         "cid cmp region wgu wgexpiry li_source li_medium", "British newspapers: campaign links"),
    Site("sky.com", "dcmp", "Sky News: social links"),
    Site("cbc.ca theglobeandmail.com", "cmp cmpid", "Canadian news: feeds and social links"),
    Site("thehill.com", "rnd rl", "The Hill: social links"),
    Site("scmp.com", "module pgtype campaign", "South China Morning Post: section links"),
    Site("ndtv.com", "pfrom", "NDTV: section links"),
    Site("indiatimes.com", "from", "Times Internet: links to the desktop site"),
    Site("spiegel.de manager-magazin.de", "sara_ref sara_ecid sara_icid", "SPIEGEL: share links"),
    Site("sueddeutsche.de", "reduced ieditorial.code", "Süddeutsche Zeitung: paywall redirect"),
    Site("faz.net", "gepc", "F.A.Z.: campaign code"),
    Site("nzz.ch", "reduced mktcid mktcval kid trco ga", "NZZ: paywall redirect and mails"),
    Site("welt.de bild.de", "wtmc cid pm_cat", "Axel Springer: campaign codes"),
    Site("focus.de", "fbc ts sm", "FOCUS: social links"),
    Site("derstandard.at derstandard.de", "ref", "DER STANDARD: section links and feeds"),
    Site("elpais.com", "ssm prm id_externo_rsoc rel", "El País: social links"),
    Site("elmundo.es", "cid s_kw", "El Mundo: social links"),
    Site("repubblica.it corriere.it lastampa.it", "ref refresh_ce",
         "Italian newspapers: section links"),
    Site("asahi.com", "ref iref", "Asahi: section links"),
    Site("nikkei.com", "n_cid", "Nikkei: campaign links"),
    # Medicine, science, health IT
    Site("sciencedirect.com elsevier.com cell.com thelancet.com",
         "via via=ihub dgcid pes rss ref fr rr saml_referrer", "Elsevier: feeds, hub, PDF links"),
    Site("oup.com", "login redirectedfrom rss", "Oxford Academic: sign-in redirect and feeds"),
    Site("jamanetwork.com", "resultclick widget previousarticle alert appid scwidget",
         "JAMA Network: alerts and recommendations"),
    Site("wiley.com tandfonline.com sagepub.com liebertpub.com acs.org annualreviews.org "
         "healthaffairs.org ahajournals.org acpjournals.org ascopubs.org",
         "af src journalcode rss ai mi ui saml_referrer", "Atypon publishers: feeds, searches",
         r"^/doi/"),
    Site("nejm.org", "query cid emp rss", "NEJM: feeds and mails", r"^/doi/"),
    Site("pubmed.ncbi.nlm.nih.gov", "fc ff v", "PubMed Help: RSS feeds"),
    Site("bmj.com", "rss papetoc hwshib2", "BMJ: feeds"),
    Site("jstor.org", "refreqid mag", "JSTOR: search links"),
    Site("researchgate.net", "_sg* _tp enrichid enrichsource el _iepl* _esc",
         "ResearchGate: mails"),
    Site("academia.edu", "auto email_work_card", "Academia.edu: mails"),
    Site("nature.com", "proof", "Springer Nature: redirect between sites"),
    Site("medscape.com webmd.com medicinenet.com", "src uac impid faf sso ecd form ctr mb spon",
         "WebMD and Medscape: mails"),
    Site("medpagetoday.com", "xid eun vpass", "MedPage Today: mails"),
    Site("medcitynews.com", "rf", "MedCity News: section links"),
    Site("beckershospitalreview.com beckerspayer.com beckersasc.com", "origin",
         "Becker's: newsletter links"),
    Site("techtarget.com healthitanalytics.com ehrintelligence.com patientengagementhit.com",
         "asrc src", "TechTarget: newsletter links"),
)  # fmt: skip

# Parts of a path that are tracking on one site.
SITE_PATHS = (
    # hosts, expression, source
    ("amazon.* audible.* imdb.com", r"/ref=[^/]*", "Amazon: search and navigation links"),
)

# Names that are content here, whatever their value looks like elsewhere.
CONTENT = (
    # hosts, names, source
    ("github.com gitlab.* gitea.* git.* codeberg.org bitbucket.org sourcehut.org sr.ht "
     "sourcegraph.com", "ref", "GitHub documentation: a branch, tag or commit"),
    ("go.microsoft.com", "clcid linkid", "Microsoft: forward links"),
)  # fmt: skip

# Nothing is dropped here: another page's whole URL, or a signed query, is in the URL.
UNTOUCHED = (
    # hosts, source
    ("web.archive.org archive.today archive.ph archive.is archive.li archive.vn archive.fo "
     "archive.md webarchive.nationalarchives.gov.uk archive-it.org arquivo.pt ghostarchive.org "
     "mementoweb.org webcache.googleusercontent.com", "web archives: the archived page's address"),
    ("urldefense.com urldefense.us urldefense.proofpoint.com", "Proofpoint: URL Defense"),
    ("mimecast.com mimecastprotect.com", "Mimecast: URL Protection"),
    ("safelinks.protection.outlook.com safelinks.protection.office365.us",
     "Microsoft Defender for Office 365: Safe Links"),
)  # fmt: skip
