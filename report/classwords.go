package report

import (
	"strings"
	"sync"

	"golang.org/x/net/html/atom"
)

// junkWords are the words in the class and id of elements that name furniture. They are compared with the
// words of a name, "c-related-links" being c, related, links. A few only count as a whole name.
var junkWords = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 200)
	for _, group := range [...]struct{ kind, words string }{
		{comments, "comment comments disqus respond commentlist commentform livefyre discussion coral replies"},
		{share, "share shares sharing sharer sharebar sharebox sharedaddy sharethis addthis addtoany social socials socialmedia follow followus shariff jp-post-flair sociallinks socialshare sharetools socialbar"},
		{related, "related relateds recommend recommended recommendation recommendations recirc recirculation promo promos promoted teaser teasers readmore readnext upnext morestories more-stories outbrain taboola zergnet trending popular mostread mostpopular most-popular jp-relatedposts yarpp readalso seealso alsolike inread crosslink relatedposts relatedarticles related-posts newsfeed latest carousel rail"},
		{newsletter, "newsletter newsletters subscribe subscription signup sign-up mailchimp optin mailing donate donation membership patreon fundraising"},
		{cookies, "cookie cookies gdpr consent onetrust cmp privacy"},
		{advertisement, "ad ads adv advert adverts advertisement advertisements advertising adsense adslot adunit adbox ad-container dfp gpt sponsor sponsored sponsors affiliate banner banners adwrapper dianomi"},
		{navigation, "nav navbar navigation menu menus breadcrumb breadcrumbs sidebar sidebars footer pagination pager pagenav paging masthead topbar toolbar skip tabs megamenu offcanvas hamburger sitemap jump drawer backtotop navi subnav"},
		{account, "login signin paywall regwall register account piano meter"},
		{tags, "tags tagcloud taglist tag-list tag-links post-tags entry-tags topics keywords cat-links"},
		{bylineLabel, "byline bylines author authors authorbox author-box author-bio bio timestamp posted-on entry-meta post-meta article-meta postmeta post-info entry-footer article-footer post-footer contributors"},
		{media, "gallery slideshow audio player video jwplayer videoplayer podcast modal popup popover overlay tooltip lightbox poll quiz rating ratings print noprint no-print hidden visually-hidden screen-reader-text sr-only visuallyhidden credit credits copyright embed"},
	} {
		for _, w := range strings.Fields(group.words) {
			m[w] = group.kind
		}
	}
	return m
})

// bodyNames are names that sites give to the element that holds the text of an article, and nothing else.
var bodyNames = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool, 120)
	for _, name := range strings.Fields(`articlebody article-body article__body article_body article-text articletext article__text article_text article-content article__content
		articlecontent article_content articlecontents article-main article-main-body article-content-container article-body-content article__body-content articlebodycontent article-page__content
		story-body story__body storybody story_body story-text storytext story-content story__content storycontent story-body__inner story-body-text entry-content entry__content entrycontent
		entry-body entry-text post-content post__content postcontent post_content post-body post__body postbody post-text post-entry post-article
		td-post-content single-content single__content single-post-content content-body content__body contentbody body-content bodycontent body-copy body-text bodytext text-body
		content-text content__text text-content news-content news__content newscontent news-text newstext news-body news-detail news-details newsdetail news-article news_text news-inner detail-text detail-body
		field-name-body field--name-body node-body node-content node__content main-text maintext main-article main-content-text full-text fulltext the-content thecontent the_content
		article-copy articlecopy article-paragraphs article-wysiwyg wysiwyg rich-text richtext richtextbody rich-text-story-body rte caas-body asset-content c-entry-content l-article-body page-content-text document-body
		article-body-text article-body__content article__main article-full content-article contentarticle inside-article article-inner blog-content blog-post-content blog-body postarea
		paragraphs paywall-content zn-body__paragraphs wp-block-post-content mw-parser-output mw-content-text gh-content post-full-content post-single-content single-article-content article-single-content js-article-body`) {
		m[name] = true
	}
	return m
})

// junkClass gives the kind of furniture that an element is by its role, class and id; "" for none.
func (p *page) junkClass(i int32) string {
	switch p.nodes[i].tag {
	case atom.Html, atom.Body, atom.Main, atom.Article:
		return "" // <body class="has-sidebar">
	}
	switch p.attr(i, "role") {
	case "navigation", "menu", "menubar", "toolbar", "search":
		return navigation
	case "dialog", "alertdialog":
		return cookies
	case "complementary":
		return related
	}
	words := junkWords()
	for _, a := range p.attrs[p.nodes[i].attrs[0]:p.nodes[i].attrs[1]] {
		switch a.key {
		case "class", "id", "data-testid", "data-component", "data-component-name":
		default:
			continue
		}
		for name := range strings.FieldsSeq(a.value) {
			if kind := junkName(words, name); kind != "" {
				return kind
			}
		}
	}
	return ""
}

// junkName looks up a whole name, then its words.
func junkName(words map[string]string, name string) string {
	if len(name) > 80 {
		return ""
	}
	var buf [80]byte
	lower := appendLower(buf[:0], name)
	if kind, ok := words[string(lower)]; ok {
		return kind
	}
	if bodyNames()[string(lower)] || stateName(string(lower)) {
		return ""
	}
	start := 0
	for i := 0; i <= len(name); i++ {
		switch {
		case i == len(name) || !isLetter(name[i]) && !isDigit(name[i]):
		case i > start && name[i] >= 'A' && name[i] <= 'Z' && name[i-1] >= 'a': // "relatedLinks"
		default:
			continue
		}
		if i > start {
			if kind, ok := words[string(lower[start:i])]; ok {
				return kind
			}
		}
		start = i
		if i < len(name) && !isLetter(name[i]) && !isDigit(name[i]) {
			start = i + 1
		}
	}
	return ""
}

// stateName reports whether a class says how an element is, not what it is: WordPress writes "has-post-thumbnail
// comments-open category-video" on the article itself.
func stateName(name string) bool {
	for _, p := range [...]string{"has-", "is-", "no-", "with-", "category-", "tag-", "format-", "type-", "author-", "postid-", "status-", "js-", "hentry", "layout-", "col-", "grid-", "u-", "without-", "theme-"} {
		if strings.HasPrefix(name, p) {
			switch name {
			case "author-bio", "author-box", "author-info", "js-related", "tag-list", "tag-links":
				return false
			}
			return true
		}
	}
	return strings.HasSuffix(name, "-open") || strings.HasSuffix(name, "-enabled")
}

func appendLower(b []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		b = append(b, c)
	}
	return b
}

// bodyNamed reports whether an element says that it holds the text of the article.
func (p *page) bodyNamed(i int32) bool {
	names := bodyNames()
	for _, a := range p.attrs[p.nodes[i].attrs[0]:p.nodes[i].attrs[1]] {
		switch a.key {
		case "itemprop":
			if a.value == "articleBody" || a.value == "text" && p.nodes[i].tag != atom.Ol && p.nodes[i].tag != atom.Ul {
				return true
			}
		case "class", "id", "data-testid", "data-component":
			for name := range strings.FieldsSeq(a.value) {
				var buf [80]byte
				if len(name) <= 80 && names[string(appendLower(buf[:0], name))] {
					return true
				}
			}
		}
	}
	return false
}
