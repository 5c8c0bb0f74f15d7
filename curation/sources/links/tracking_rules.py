"""Parameters and fragments that say where a reader came from, not which page is meant.

Data only: `parameters.py` applies it, `site_rules.py` has what is true of one site alone. Every
row ends with its source: the vendor's page or product that documents the name, or the place where
it is added. Names are in lower case, as they are compared; `*` is any characters, `#` one digit.

Kept on purpose: tokens that let a reader in (`unlocked_article_code`, `accessToken`,
`guestAccessKey`, `gift`, Medium's `sk`), and every short name that some site uses for content
(`id`, `p`, `v`, `t`, `ref`, `source`, `cid`): those are dropped only on a named site or with a
value that is typical of tracking.
"""

# Tracking on every site, whatever the value.
EVERYWHERE = (
    # names, source
    ("utm_* utm-* utm.* __utm*", "Google Analytics Help: URL builders, custom campaigns"),
    ("gclid gclsrc dclid gbraid wbraid gad gad_source gad_campaignid", "Google Ads Help: GCLID"),
    ("gs_l gs_lcp gs_lcrp gs_lp gs_ssp", "Google Search: its own links, copied on to other sites"),
    ("_x_tr_*", "Google Translate: web pages"),
    ("_ga _gl _gac ga_source ga_medium ga_term ga_content ga_campaign ga_place",
     "Google Analytics Help: cross-domain measurement"),
    ("srsltid", "Google Merchant Center Help: auto-tagging"),
    ("fbclid fb_action_ids fb_action_types fb_source fb_ref fb_comment_id fbc_id mibextid",
     "Meta for Developers: fbclid and Open Graph action links"),
    ("action_object_map action_type_map action_ref_map", "Meta for Developers: Open Graph actions"),
    ("msclkid", "Microsoft Advertising Help: auto-tagging of the click ID"),
    ("twclid __twitter_impression", "X Business: click ID; X's AMP viewer"),
    ("ttclid", "TikTok Business Help: click ID"),
    ("li_fat_id", "LinkedIn Marketing Solutions Help: first-party ad tracking"),
    ("rdt_cid", "Reddit Ads Help: click ID"),
    ("epik", "Pinterest Business Help: click ID"),
    ("sccid", "Snapchat Business Help: click ID"),
    ("igshid igsh", "Instagram: share links"),
    ("yclid ysclid ymclid yadclid yadordid _openstat",
     "Yandex Direct Help: click ID, Openstat; Brave: list of clean URLs"),
    ("qclid", "Quora for Business: click ID"),
    ("bd_vid", "Baidu marketing documentation: click ID"),
    ("gdt_vid qz_gdt", "Tencent Ads documentation: click ID"),
    ("n_media n_query n_rank n_ad_group n_ad n_keyword_id n_keyword n_campaign_type "
     "n_ad_group_type n_match napm", "Naver Search Ad documentation: automatic tracking"),
    ("sznclid dop_ab_variant dop_source_zone_name dop_req_id dop_id",
     "Seznam: click ID and recommendations"),
    ("auctid", "Teads: click ID"),
    ("vmcid", "Yahoo DSP Help: click ID"),
    ("dicbo obclid oborigurl", "Outbrain Help: click ID"),
    ("tblci", "Taboola Help: click ID"),
    ("mc_cid mc_eid mc_tc", "Mailchimp Help: link tracking in campaigns"),
    ("_hsenc _hsmi __hssc __hstc __hsfp hsctatracking hsa_* hss_channel",
     "HubSpot Knowledge Base: tracking URLs"),
    ("mkt_tok", "Adobe Marketo Engage documentation: mkt_tok in e-mail links"),
    ("elqtrackid elq elqaid elqat elqcampaignid elqak elq_mid elq_cid elq_ename",
     "Oracle Eloqua Help: query strings of tracked links"),
    ("pi_ad_id pi_campaign_id pi_list_email", "Salesforce Help: Account Engagement (Pardot)"),
    ("et_rid et_cid et_lid sfmc_*", "Salesforce Help: Marketing Cloud web analytics connector"),
    ("ss_source ss_campaign_id ss_campaign_name ss_campaign_sent_date ss_email_id",
     "SharpSpring Help: e-mail link parameters"),
    ("vero_id vero_conv", "Vero Help: conversion tracking"),
    ("oly_enc_id oly_anon_id", "Omeda Knowledge Base: Olytics"),
    ("bsft_*", "Blueshift Help: click tracking"),
    ("ml_subscriber ml_subscriber_hash ml_sub ml_sub_hash",
     "MailerLite Help: subscriber parameters"),
    ("_clde", "Dynamics 365 Marketing Help: link tracking"),
    ("awt_a awt_l awt_m", "AWeber Help: link and click tracking"),
    ("mi_u mi_ecmp", "Movable Ink: links in mails"),
    ("xnpe_tifc xnpe_cmp", "Bloomreach Engagement documentation: links in mails"),
    ("mindbox-click-id mindbox-message-key", "Mindbox documentation: links in mails"),
    ("_sgm_campaign _sgm_source _sgm_action", "Segmentify documentation: campaigns"),
    ("h_sid h_slt", "Hive: links in mails; Brave: query filter, issue 30731"),
    ("bbeml", "Brave: query filter, issue 37971"),
    ("nr_email_referer", "Neat URL: default parameters, campaign tracking"),
    ("email_referrer email_subject", "Action Network: links in mails"),
    ("ck_subscriber_id", "Kit Help: subscriber ID in links"),
    ("vgo_ee", "ActiveCampaign Help: site tracking"),
    ("inf_contact_key", "Keap Help: contact key in links"),
    ("omnisendcontactid omnisendattributionid", "Omnisend Help: e-mail link parameters"),
    ("_ke _kx nb_klid", "Klaviyo Help: identifying parameters in e-mail links"),
    ("__s", "Drip Help: subscriber ID in links"),
    ("_bhlid", "beehiiv Help: link ID"),
    ("dm_i dm_t", "Dotdigital Help: link tracking"),
    ("_bta_tid _bta_c", "Oracle Bronto: conversion tracking"),
    ("trk_contact trk_msg trk_module trk_sid", "Listrak Help: click tracking"),
    ("spmailingid spuserid spjobid spreportid", "Acoustic Campaign Help: link tracking"),
    ("cm_mmc cm_mmca* cm_lm cm_sp cm_re cm_ven cm_cat cm_pla cm_ite cm_me cm_cr",
     "IBM Digital Analytics: marketing, promotion and real estate tags"),
    ("adobe_mc adobe_mc_ref adobe_mc_sdid", "Adobe Experience Cloud documentation: visitor ID"),
    ("ajs_*", "Segment documentation: querystring API"),
    ("attribution_id attribution_type", "Ghost documentation: member attribution"),
    ("syclid", "Shopify: click ID"),
    ("ceneo_spo", "Ceneo: links to shops"),
    ("vc_lpp", "ValueCommerce Help: click ID"),
    ("ebisadid", "AD EBiS Help: advertisement ID"),
    ("famad_xuid", "Famad: click ID"),
    ("_zucks_suid", "Zucks: click ID; AdGuard: tracking filter"),
    ("rtkcid", "RedTrack documentation: click ID"),
    ("aiad_clid", "AdGuard: tracking filter, issue 120318"),
    ("oprtrack", "AdGuard: tracking filter, issue 100448"),
    ("asgtbndr", "AdGuard: tracking filter"),
    ("nx_source", "AdGuard: tracking filter"),
    ("gps_adid adjust_creative adjust_tracker adjust_tracker_limit adjust_adgroup adjust_campaign "
     "adjust_referrer", "Adjust Help: web attribution"),
    ("__io_lv _io_session_id", "IO Technologies documentation: visits"),
    ("sharer_sharetime sharer_shareid", "WeChat: share links"),
    ("pr_prod_strat pr_rec_id pr_rec_pid pr_ref_pid pr_seq",
     "Shopify documentation: product recommendations"),
    ("hmsr hmpl hmcu hmkw hmci", "Baidu Tongji documentation: campaign parameters"),
    ("admitad_uid", "Admitad Help: click ID"),
    ("afsrc", "Rakuten Advertising documentation: affiliate mark"),
    ("ko_click_id", "Kochava documentation: click ID"),
    ("taid", "True Anthem: social sharing"),
    ("sr_share", "Sumo: share buttons"),
    ("yptr", "Yahoo Finance: partner links"),
    ("__vfz", "Viafoura: share bar"),
    ("cndid", "Condé Nast: newsletter links"),
    ("wickedid", "Wicked Reports Help: click ID"),
    ("rb_clickid", "Brave: query filter, issue 17451"),
    ("oft_id oft_k oft_lk oft_d oft_c oft_ck oft_ids oft_sk", "Brave: query filter, issue 22082"),
    ("unicorn_click_id", "Brave: query filter, issue 33172"),
    ("mtm_* matomo_* piwik_*", "Matomo documentation: campaign tracking"),
    ("pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cid pk_cpn pk_vid pk_group "
     "pk_placement pk_name", "Matomo documentation: campaign tracking, older prefix"),
    ("at_medium at_campaign at_custom# at_campaign_type at_format at_link_id at_link_origin "
     "at_link_type at_ptr_name at_bbc_team at_creation at_variant at_platform at_channel "
     "at_emailtype at_send_date at_sendtime at_recipient_id at_recipient_list at_source at_term "
     "at_detail_placement at_general_placement at_identifier at_link at_network at_type",
     "Piano Analytics (AT Internet) documentation: campaigns"),
    ("xtor xtref xtcr", "Piano Analytics (AT Internet) documentation: xtor campaigns"),
    ("wt_mc wt_zmc wt_kw wt_cc* wt_ref wt_eid wt_t wtrid",
     "Mapp Intelligence (Webtrekk): campaigns and visits over several hosts"),
    ("dpg_source dpg_campaign dpg_medium dpg_content", "DPG Media: campaign parameters"),
    ("stm_source stm_medium stm_campaign stm_content", "Neat URL: default parameters"),
    ("otm_source otm_medium otm_campaign otm_content", "ClearURLs: rules for all sites"),
    ("os_ehash tracking_source", "ClearURLs: rules for all sites"),
    ("ex_cid", "ESPN and FiveThirtyEight: social links; Brave: list of clean URLs"),
    ("soc_src soc_trk", "Yahoo: share links"),
    ("wt.*", "Oracle Webtrends: query parameter reference"),
    ("ns_source ns_mchannel ns_campaign ns_linkname ns_fee",
     "Comscore Digital Analytix: campaign parameters"),
    ("s_cid s_kwcid s_campaign ef_id sc_cid", "Adobe Analytics documentation: tracking codes"),
    ("sc_campaign sc_channel sc_content sc_medium sc_outcome sc_geo sc_country sc_publisher "
     "sc_icampaign sc_ichannel sc_icontent sc_iplace sc_llid sc_lid",
     "Adobe SiteCatalyst: campaign parameters, as AWS uses them"),
    ("sc_customer sc_eh sc_uid sc_src",
     "SAP Emarsys: links in mails; Brave: query filter, issue 43077"),
    ("intcmp intcid int_cmp int_campaign int_source int_medium",
     "Adobe Analytics documentation: internal campaigns"),
    ("itm_source itm_medium itm_campaign itm_content itm_term itm_channel itm_audience",
     "Parse.ly documentation: internal campaign parameters"),
    ("hmb_campaign hmb_medium hmb_source", "Humble Bundle: campaign parameters"),
    ("irclickid irgwc irpid", "Impact documentation: click ID"),
    ("cjevent cjdata", "CJ Affiliate documentation: cjevent"),
    ("ir_campaignid ir_adid ir_partnerid", "Impact documentation: tracking parameters"),
    ("awc", "Awin documentation: click checksum"),
    ("clickref", "Partnerize documentation: click reference"),
    ("rfsn", "Refersion documentation: affiliate link"),
    ("avad", "AvantLink documentation: click ID"),
    ("_ef_transaction_id", "Everflow documentation: transaction ID"),
    ("wgcampaignid wgprogramid", "Webgains documentation: tracking links"),
    ("ttaid ttrk ttcid", "TradeTracker documentation: click ID"),
    ("aff_trace_key aff_platform", "AliExpress: affiliate links"),
    ("ranmid raneaid ransiteid", "Rakuten Advertising documentation: referral parameters"),
    ("sscid", "ShareASale documentation: click ID"),
    ("tduid", "Tradedoubler documentation: click ID"),
    ("ps_xid ps_partner_key gspk gsxid", "PartnerStack documentation: partner links"),
    ("mkwid pcrid", "Marin Software: click tracking"),
    ("kclickid k_clickid", "Skai (Kenshoo): click tracking"),
    ("zanpid", "Zanox: click ID"),
    ("redirect_log_mongo_id redirect_mongo_id sb_referer_host", "Springbot: link tracking"),
    ("gdfms gdftrk gdffi", "GoDataFeed: product feed tracking"),
    ("_branch_match_id _branch_referrer", "Branch documentation: web SDK"),
    ("guccounter guce_referrer guce_referrer_sig", "Yahoo: consent redirect"),
    ("echobox", "Echobox: social sharing"),
    ("sf######*", "SocialFlow: social sharing"),
    ("__readwiselocation", "Readwise Reader: outgoing links"),
    ("cx_testid cx_testvariant cx_artpos cx_navsource cx_recswidget cx_recsorder cx_click",
     "Piano (Cxense) documentation: recommendation widgets"),
    ("getft_integrator", "GetFTR: integrator of the link"),
    ("casa_token", "Google Scholar: campus-activated subscriber access, bound to one reader"),
    ("amp_js_v amp_gsa usqp", "AMP documentation: viewer parameters"),
    ("replytocom", "WordPress: comment_reply_link()"),
)  # fmt: skip

# Session identifiers, and marks of a visit without cookies or without an account.
SESSIONS = (
    # names, source
    ("phpsessid", "PHP manual: session.name"),
    ("jsessionid", "Jakarta Servlet specification: URL rewriting"),
    ("aspsessionid*", "Microsoft: classic ASP sessions"),
    ("oscsid zenid", "osCommerce and Zen Cart: session in the address"),
    ("__cf_chl_*", "Cloudflare documentation: challenge pages"),
    ("bm-verify", "Akamai: bot challenge"),
    ("cookieset acceptcookies", "Atypon publishers (T&F, SAGE, Wiley): cookie test redirect"),
    ("needaccess", "Taylor & Francis Online: access redirect"),
    ("triedredirect isfreemail", "Substack: sign-in redirect and newsletter links"),
    ("gaa_at gaa_n gaa_sig gaa_ts", "Google News: subscriber access, bound to one reader"),
)

_CHANNEL = (
    r"(www\.)?(twitter|facebook|fb|linkedin|reddit|hn|hackernews|hacker-news|hackernoon|rss|feed|"
    r"newsletter|email|e-mail|mail|producthunt|flipboard|pocket|feedly|whatsapp|telegram|slack|"
    r"discord|mastodon|bluesky|lobsters|indiehackers|social|soc)([-_:.].*)?"
)
# A host name. What ends as a file or begins as a version (guide.html, main.py, v1.2.dev) names
# something on the site itself. Two letters are a country.
_SITE = (
    r"(https?://)?(?!v?\d+(\.\d+)+\.)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+("
    r"(?!cs|db|go|gz|js|md|ps|py|rb|ts|ui|xz)[a-z]{2}|xn--[a-z0-9-]+|"
    r"com|org|net|edu|gov|int|mil|info|biz|name|app|dev|page|blog|news|media|press|email|link|tech|"
    r"xyz|site|online|website|web|space|cloud|digital|network|social|community|club|zone|world|"
    r"today|live|life|team|work|works|studio|design|agency|group|systems|software|solutions|tools|"
    r"science|academy|university|institute|education|school|foundation|ngo|ong|center|health|"
    r"healthcare|care|clinic|hospital|doctor|dental|pharmacy|fitness|bio|global|international|city|"
    r"london|berlin|nyc|paris|asia|africa|audio|video|show|pub|wiki|fyi|rocks|ninja|guru|expert|"
    r"guide|review|reviews|report|directory|store|shop|market|money|finance|fund|ventures|capital|"
    r"legal|law|pro|top|icu|substack|lol|fun|art|earth|eco|green|coop|museum|jobs|mobi|tel|cat|"
    r"hosting|host|run|codes|computer|engineer|engineering|technology|energy|support|help|how|one|"
    r"vip|win|ink|plus|red|blue|moe|land|house|garden|coffee|camp|chat|events|family|exchange"
    r")(:\d+)?/?"
)
_BUTTON = (
    r"twitter|x|facebook|linkedin|reddit|tumblr|pinterest|pocket|telegram|skype|email|mastodon|"
    r"bluesky|threads|nextdoor|google-plus-1|press-this|custom-\d+|(jetpack-)?whatsapp"
)

# Tracking on every site with such a value: an expression for all of it, without letter case.
WITH_VALUE = (
    # names, value, source
    ("ref", _SITE, "Ghost documentation: outbound link tagging"),
    ("ref", _CHANNEL, "Product Hunt, Hacker News and newsletters: referral tag"),
    ("ref", r"[\w%+.-]+[-_]newsletter", "Ghost documentation: links in newsletters"),
    ("ref", r"(dailydev|daily-dev|refind|tldr|morningbrew|upstract|techmeme|thesample|beehiiv|"
     r"substack|buttondown|betalist|alternativeto|hckrnews|googlenews|google-news|applenews)"
     r"([-_:.].*)?", "newsletters and lists of links: referral tag"),
    ("ref_src", r"twsrc.*", "X for Websites: embedded posts"),
    ("cid ncid cmp", _CHANNEL, "Adobe Analytics documentation: tracking codes by channel"),
    # A number may be a company's.
    ("cmpid", r".*[^\d].*", "Parse.ly documentation: campaign tracking; AdGuard: tracking filter"),
    ("emc", r".*[a-z].*", "newsletters of The New York Times and others; ClearURLs: all sites"),
    ("ncid icid ocid ecid", r"(?=.*[a-z]).*[-_:|.+].*",
     "Adobe Analytics documentation: external and internal campaign codes"),
    ("source", r".*-{4,}.*", "Medium: links between stories and from its feeds"),
    ("spm", r"(?=.*[a-z])[\w%-]+(\.[\w%-]+)+|\d+(\.\d+){2,}|\d{4}\.\d{4}",
     "Alibaba Cloud documentation: SPM position code"),
    ("scm", r"\d{4}\.\d+\..*", "Alibaba Cloud documentation: SCM content code"),
    ("erid", r"(?=.*\d)(?=.*[a-z])[0-9a-z]{8,}", "Russian law on advertising: token of a banner"),
    ("m_i", r"[\w%+.-]{20,}", "Selligent Marketing Cloud: links in mails"),
    ("_se", r"[0-9a-z%=_-]{12,}", "Brevo: address of the reader, encoded"),
    ("ct", r"yto\w{20,}.*", "Mautic documentation: tracked links"),
    ("platform", r"hootsuite", "Hootsuite: links in posts"),
    ("nk", r"[0-9a-f]{32}-\d+", "News Corp Australia: visit without cookies"),
    ("goal", r"0_[0-9a-f]{10}-.*", "Mailchimp Help: goal tracking"),
    ("_", r"\d{13}", "jQuery.ajax documentation: cache: false"),
    ("share", _BUTTON, "Jetpack documentation: sharing buttons"),
    ("sid", r"[0-9a-f]{32}", "phpBB: session in the address"),
    ("s", r"[0-9a-f]{32}", "vBulletin: session in the address"),
    ("session_id sessionid sessid", r"(?=.*\d)[0-9a-z]{24,}", "PHP manual: session.sid_length"),
)  # fmt: skip

# Where one parameter is tracking, so are others that could be content without it.
TOGETHER = (
    # name, its value, the other names, source
    ("error", r"cookies_not_supported", "error code", "Springer Nature: visit without cookies"),
    ("sfmc_sub", r".*", "j l u mid jb", "Salesforce Help: Marketing Cloud tracking parameters"),
    ("_cldee", r".*", "_cldee recipientid esid", "Dynamics 365 Marketing Help: link tracking"),
    ("isfreemail", r".*", "publication_id post_id r token", "Substack: links in its newsletters"),
    ("cftoken", r".*", "cfid cftoken", "Adobe ColdFusion documentation: session management"),
    ("triedredirect", r".*", "r", "Substack: sign-in redirect"),
    ("showwelcomeonshare", r".*", "showwelcomeonshare r", "Substack: share links"),
    ("_bhlid", r".*", "last_resource_guid jwt_token", "beehiiv Help: newsletter links"),
    ("email_referrer", r".*", "link_id can_id source", "Action Network: links in mails"),
    ("campaign_medium", r".*", "campaign_source campaign_medium campaign_name campaign_id "
     "campaign_term campaign_content", "Google Analytics documentation: campaign fields"),
    ("rtkcid", r".*", "clickid", "RedTrack documentation: click ID"),
    ("emci", r".*", "emci emdi ceid", "EveryAction Help: e-mail link parameters"),
    ("_pos", r"\d+", "_pos _sid _ss _psq _fid", "Shopify documentation: search analytics"),
    ("gclid", r".*", "campaignid adgroupid feeditemid targetid matchtype adposition "
     "loc_interest_ms loc_physical_ms", "Google Ads Help: ValueTrack parameters"),
    ("share", _BUTTON, "nb", "Jetpack documentation: sharing buttons"),
)  # fmt: skip

# Parts of a path.
IN_PATH = (
    # expression, source
    (r";(?:jsessionid|phpsessid)=[^/;]*", "Jakarta Servlet specification: URL rewriting"),
    (r"/\((?:[a-z]\([^()/]*\))+\)(?=/)", "ASP.NET documentation: cookieless sessions"),
    (r"(?:%3f|%26|&|;)(?:amp;)*utm_[a-z_]+(?:=|%3d).*",
     "Google Analytics Help: campaign parameters, appended without a question mark"),
)  # fmt: skip

# Fragments that are not content: an expression for the whole fragment, without letter case. Other
# anchors are kept: they name a place that the curator may have meant, never another page, and the
# comparison key leaves them out.
FRAGMENTS = (
    # expression, source
    (r"_=_", "Meta for Developers: login redirect"),
    (r"ixzz\w*", "Tynt (33Across): copied text"),
    (r"sthash\.[\w.-]+", "ShareThis: copy and share"),
    (r"google_vignette|goog_(fullscreen_ad|rewarded|game_inter)",
     "Google AdSense Help: advertisements between pages"),
    (r"googtrans\(.*\)", "Google Translate: web pages"),
    (r"\.[\w-]{6,}", "AddThis and Medium: address bar tracking"),
    (r"\.?(twitter|facebook|linkedin|whatsapp|instagram|youtube|reddit|email|mail|rss|print)",
     "sharing buttons"),
    (r"!|top|page-?top|main|content|(main|site|page)-?content|start-of-content|primary|header|"
     r"footer|nav|menu|skip\w*|close|cancel", "WCAG technique G1: skip links"),
    (r"(mh-|post-|view-|the-)?comments?|comment-?(form|list|section)\S*|respond|reply|reply-title|"
     r"disqus_thread|(add|leave)-(a-)?(comment|reply)", "WordPress and Disqus: jump to comments"),
    (r"more-\d+", "WordPress: the “more” tag"),
    (r"share(daddy)?(-.*)?", "Jetpack documentation: sharing buttons"),
)  # fmt: skip

# Names that are tracking in a fragment of the form name=value, besides EVERYWHERE.
IN_FRAGMENTS = (
    # names, source
    ("aoh csi amp_tf amp_ct ampshare amp_agsa referrer", "AMP documentation: viewer parameters"),
    ("at_pco at_si at_ab at_pos at_tot", "AddThis: address bar tracking"),
    ("link_time", "Facebook: links posted by news sites"),
    ("navlink storylink", "McClatchy newspapers: navigation tracking"),
    ("tncms-source", "BLOX (TownNews): recommendations"),
    ("st_refdomain st_refquery", "ShareThis: referral"),
    ("gsc.tab", "Google Programmable Search: state of an empty search box"),
    ("wgt ref src cid cmpid", "news sites: referral in the fragment"),
    ("cxrecs_s", "Piano (Cxense) documentation: recommendation widgets"),
)
