"""What surrounds a document on a page, told by how sites name their elements and head their sections."""

import re

from etl.extract.html.page import Box

_FRAME_TAGS = frozenset(("nav", "footer", "dialog"))
_FRAME_ROLES = frozenset(("alertdialog", "contentinfo", "dialog", "navigation"))
_TAGS = frozenset(("aside", "figure", "figcaption", "search"))
_ROLES = frozenset(("alert", "banner", "complementary", "menu", "menubar", "search", "tablist", "toolbar", "tooltip"))
_WHOLE = frozenset(("html", "body", "main", "article"))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")
_SURELY = frozenset((
    "breadcrumb", "breadcrumbs", "consent", "cookie", "cookies", "disqus", "footer", "gdpr", "lightbox", "modal", "navbar", "navigation",
    "newsletter", "popup", "pullquote"
))  # fmt: skip
_NAMES = _SURELY | {
    "addthis", "addtoany", "advert", "advertisement", "bookmark", "byline", "caption", "captions", "colophon",
    "comments", "crumb", "crumbs", "disclaimer", "feedback", "foot", "fuss", "impressum", "imprint", "jiathis", "login", "masthead",
    "menu", "menus", "metadata", "nav", "navi", "pagenav", "pager", "pagination", "pie", "promo", "rating", "recommend",
    "recommended", "related", "respond", "rodape", "share", "sharedaddy", "sharethis", "sharing", "sidebar", "signup", "skip", "skiplink", "social",
    "socials", "sponsor", "subscribe", "subscription", "survey", "taglist", "tags", "taxonomy", "toolbar", "topicpath", "trending"
}  # fmt: skip
_NEGATIONS = frozenset(("closed", "disabled", "enabled", "has", "hide", "is", "no", "not", "open", "with", "without"))
"""Beside one of these in a class (`no-sidebar`, `has-cookie`), a name says how the page is set, not what the element is."""
_CONTENT = re.compile(
    r"(?<![a-z])(?:"
    r"(?:entry|article|post|story|page|single|news|main|body|rich|detail|press|release|speech|transcript)[-_]{0,2}(?:content|body|text|txt|copy)"
    r"|(?:content|text)[-_]{1,2}(?:body|text|txt|main)|field-+(?:name-+)?(?:field-+)?(?:body|text)"
    r"|govspeak|trs_editor|ms-rtestate-field|wysiwyg|richtext|fulltext|text-formatted)(?![a-z])",
    re.IGNORECASE,
)
_AFTERWORDS = re.compile(
    r"(?:"
    r"(?:related|similar|other|latest|recent|more|popular|further) (?:news|articles?|content|links?|stories|documents?|pages|information|posts?|items"
    r"|media|press releases?|speeches|statements|reading|publications|on this.*|from .*)(?: in this section)?"
    r"|related|see also|also read|read (?:also|more|next)|most (?:read|viewed|popular)|tags?|share|share (?:this|on|via|it)\b.*|follow us.*"
    r"|stay (?:connected|informed)|subscribe\b.*|newsletter|(?:leave a )?comments?|leave a reply|multimedia|(?:photo )?gallery|downloads?"
    r"|attachments?|media contacts?|(?:next|previous) post\b.*|is this page useful.*|feedback|suggest to a friend|updates to this page|your privacy"
    r"|back to top"
    r"|à (?:lire|consulter|voir)(?: également| aussi)?|voir aussi|sur le même (?:sujet|thème)|partager.*|articles? liés|dans la même rubrique"
    r"|(?:noticias|contenidos|artículos|documentos|enlaces) relacionad[oa]s|te puede interesar|lea también|ver también|compart(?:e|ir)(?: en)?"
    r"|(?:últim[oa]s|más|otr[oa]s) (?:noticias|discursos|artículos|publicaciones)|etiquetas"
    r"|notícias relacionadas|leia (?:também|mais)|veja também"
    r"|weitere (?:informationen|artikel|meldungen|inhalte|nachrichten)|(?:mehr )?zum thema|teilen|siehe auch|schlagworte"
    r"|(?:смотрите|см\.|читайте) (?:также|ещё|еще)|по теме|материалы по теме|(?:похожие|другие|последние) (?:новости|материалы)|поделиться.*|теги"
    r"|читайте також|див\. також|поділитися.*"
    r"|(?:diğer|son|ilgili|benzer) (?:haberler|içerikler|duyurular)|paylaş|etiketler|(?:oxşar|digər|son) xəbərlər"
    r"|(?:leggi|vedi|guarda) anche|condividi.*|articoli correlati|zobacz (?:też|także|również)|udostępnij.*|lees ook"
    r"|相关(?:新闻|链接|阅读|文章)|推荐阅读|分享到?|関連(?:リンク|記事|ニュース)|관련 ?(?:기사|뉴스)"
    r"|أخبار ذات صلة|مواضيع ذات صلة|شارك|اقرأ أيضا|اخبار مرتبط"
    r")\s*[:：?]?",
    re.IGNORECASE,
)
_COLOPHON = re.compile(
    r"^\W{0,3}(?:©|\(c\) ?(?:19|20)\d\d|copyright\b)|\ball rights reserved\b|tous droits réservés|todos los derechos reservados|все права защищены",
    re.IGNORECASE,
)


def is_surely_furniture(box: Box) -> bool:
    """Whether an element frames the page, lies over it or asks the reader for something, however much it says."""
    if box.tag in _WHOLE:
        return False
    return box.tag in _FRAME_TAGS or box.role in _FRAME_ROLES or bool(box.names and _SURELY & _names(box))


def is_furniture(box: Box) -> bool:
    """Whether an element's tag, role or names say that it is no part of the text."""
    if box.tag in _WHOLE:
        return False
    return box.tag in _TAGS or box.role in _ROLES or bool(box.names and _NAMES & _names(box))


def is_main(box: Box) -> bool:
    """Whether an element's tag or role say that it is the main one of the page."""
    return "main" in (box.tag, box.role)


def is_article(box: Box) -> bool:
    """Whether an element's tag or role say that it is one article, of several perhaps."""
    return "article" in (box.tag, box.role)


def holds_content(box: Box) -> bool:
    """Whether an element's names say that it holds the text."""
    return box.prop == "articleBody" or bool(box.names and _CONTENT.search(box.names))


def is_afterword(text: str) -> bool:
    """Whether a heading opens a section that follows the documents of a site: related news, share buttons and the like."""
    return len(text) < 100 and _AFTERWORDS.fullmatch(text) is not None


def is_colophon(text: str) -> bool:
    """Whether a paragraph is a notice of copyright."""
    return _COLOPHON.search(text[:300]) is not None


def _names(box: Box) -> set[str]:
    found: set[str] = set()
    for name in box.names.split():
        words = set(_WORD.findall(_CAMEL.sub("-", name).lower()))
        if not words & _NEGATIONS:
            found |= words
    return found
