package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The kinds of furniture that the lines of a text are taken off for. HTML adds those of its elements.
const (
	navigation    = "navigation"    // menus, "Skip to content", "Exit mobile version", breadcrumbs
	section       = "section"       // the section of the site, above the title
	share         = "share"         // "Share on Facebook", counts of shares
	commentForm   = "comment-form"  // "Leave a Reply" and the fields under it
	comments      = "comments"      // what readers wrote
	related       = "related"       // "Trending", "Read also: …" and the titles under it
	newsletter    = "newsletter"    // "Subscribe to our newsletter"
	cookies       = "cookies"       // "We use cookies …"
	advertisement = "advertisement" // "Advertisement", "Story continues below"
	account       = "account"       // "Log in", "Already a subscriber?"
	copyrightLine = "copyright"     // "© 2021 …. All rights reserved."
	bylineLabel   = "byline-label"  // "Published", "on", "By" alone on a line
	dateLine      = "date-line"     // "Published on June 10, 2021"
	tags          = "tags"          // "Tags: …"
	address       = "address"       // a line that is an address of the web
	media         = "media"         // "Listen to this article", "Play video", "3 min read"
)

// markFurniture marks the items that belong to the page and not to the news item: what comes along when
// somebody copies the text of a page. It looks for lines that are furniture by what they say, whole lines
// only; then for the short lines that belong to them by where they stand.
func markFurniture(raw string, items []item) {
	var norm [2 * maxFurniture]byte
	tail := false // a line that stands after articles has been seen: what is short from here on is furniture
	for i := range items {
		it := &items[i]
		text := raw[it.Start:it.End]
		long := len(text) > maxFurniture
		if !long {
			it.furniture = furnitureLine(text, string(normalise(norm[:0], text)), it)
		}
		switch {
		case it.furniture == share && i > 0 && items[i-1].furniture == commentForm:
			it.furniture = commentForm // "Name", "Email", "Website" are fields of the form
		case it.furniture == commentForm || it.furniture == related && endsArticle(text, it):
			tail = true
		case it.furniture != "":
		case it.words >= 14 && (it.terminal || it.words >= 25):
			// "Read also: …" stood in the middle: the article goes on.
			tail = false
		case tail && !it.terminal && it.words <= 16:
			it.furniture = related
		}
	}
	markNeighbours(raw, items)
	markMenus(items)
}

// maxFurniture is the length in bytes of the longest line that is looked at: notices about cookies are the
// longest furniture there is.
const maxFurniture = 600

// endsArticle reports whether a line of the kind related heads a list, as "Trending" does, and is not one
// teaser, as "Read also: Baku and Yerevan agree" is.
func endsArticle(text string, it *item) bool {
	return it.words <= 4 && !strings.Contains(text, ": ")
}

// furnitureLine gives the kind of furniture that a line is by what it says, or "". key is the normalised line.
func furnitureLine(text, key string, it *item) string {
	if key == "" {
		if strings.ContainsFunc(text, unicode.IsLetter) {
			return ""
		}
		return navigation // a line of strokes, dots or arrows
	}
	if it.words <= 10 {
		// "Pause." is a sentence of an eyewitness; labels of one word have no full stop.
		if kind, ok := wholeLines()[key]; ok && (it.words > 1 || !strings.HasSuffix(text, ".") || strings.HasSuffix(text, "..")) {
			return kind
		}
	}
	if kind := openedLine(text, key, it); kind != "" {
		return kind
	}
	if it.words <= 5 && !it.terminal && relatedHeading(key) {
		return related
	}
	if it.words <= 12 && !it.terminal {
		if kind := countLine(key); kind != "" {
			return kind
		}
		if _, ok := publishedLine(text); ok {
			return dateLine
		}
		if breadcrumb(text) {
			return navigation
		}
	}
	if kind := notice(text, key, it); kind != "" {
		return kind
	}
	if it.words == 1 && (strings.HasPrefix(text, "http://") || strings.HasPrefix(text, "https://") || strings.HasPrefix(text, "www.") || strings.HasPrefix(text, "pic.twitter.com/")) {
		return address
	}
	return ""
}

// relatedHeading recognises headings of lists of other stories: "Trending Posts", "Most viewed this week",
// "More stories from the region".
func relatedHeading(key string) bool {
	first, rest, _ := strings.Cut(key, " ")
	switch first {
	case "trending", "related", "popular", "recommended", "latest", "recent", "more", "most", "top", "other", "similar", "further", "featured":
	default:
		return false
	}
	for word := range strings.FieldsSeq(rest) {
		switch word {
		case "posts", "stories", "news", "articles", "videos", "reading", "links", "topics", "headlines", "updates", "read", "viewed", "shared", "commented", "popular", "content":
			return true
		}
	}
	return false
}

// normalise appends text to b in small letters with white space folded, curly marks straightened, and
// without the marks and pictures at its ends.
func normalise(b []byte, text string) []byte {
	start := len(b)
	space := false
	for _, r := range text {
		switch r {
		case '’', '‘', 'ʼ':
			r = '\''
		case '“', '”':
			r = '"'
		}
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if len(b) == start && !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '©' && r != '#' && r != '@' {
			space = false
			continue
		}
		if space && len(b) > start {
			b = append(b, ' ')
		}
		space = false
		b = utf8.AppendRune(b, unicode.ToLower(r))
	}
	end := len(b)
	for end > start {
		r, n := utf8.DecodeLastRune(b[start:end])
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			break
		}
		end -= n
	}
	return b[:end]
}

// openedLine looks at how a line begins. A line with a colon after its first words ("Read also: …") may hold
// the title of another story behind it; the others may hold only so many words.
func openedLine(text, key string, it *item) string {
	word, _, _ := strings.Cut(key, " ")
	word = strings.TrimRight(word, ":,.!")
	for _, o := range openings()[word] {
		if !strings.HasPrefix(key, o.words) || len(key) > len(o.words) && isWordByte(key[len(o.words)]) {
			continue
		}
		if it.words > o.most {
			continue
		}
		if o.colon {
			rest := strings.TrimLeft(key[len(o.words):], " ")
			if rest != "" && rest[0] != ':' && !strings.HasPrefix(rest, "- ") && !strings.HasPrefix(rest, "|") && !strings.HasPrefix(rest, "–") && !strings.HasPrefix(rest, "»") {
				continue
			}
		}
		// "Subscribe to no illusions, the envoy warned." is a sentence; a command ends with a full stop only
		// where it speaks of the reader and the site.
		if it.terminal && !o.colon && (o.kind == newsletter || o.kind == share || o.kind == copyrightLine || o.kind == navigation) && !speaksOfSite(key) {
			continue
		}
		return o.kind
	}
	return ""
}

func speaksOfSite(key string) bool {
	for _, word := range [...]string{" our ", " your ", " us ", " you ", "newsletter", "e-mail", "email", "channel", " app", "twitter", "facebook", "telegram", "javascript", "©"} {
		if strings.Contains(key, word) {
			return true
		}
	}
	return strings.HasSuffix(key, " us") || strings.HasSuffix(key, " you")
}

func isWordByte(c byte) bool { return isLetter(c) || isDigit(c) || c >= utf8.RuneSelf }

// countLine recognises counts and durations: "12 shares", "3 min read", "2 hours ago".
func countLine(key string) string {
	n := digitRun(key)
	if n == 0 {
		return ""
	}
	rest := key[n:]
	for len(rest) > 1 && (rest[0] == '.' || rest[0] == ',') && isDigit(rest[1]) {
		rest = rest[1+digitRun(rest[1:]):]
	}
	rest = strings.TrimLeft(strings.TrimPrefix(rest, "k"), " -+")
	switch rest {
	case "shares", "share", "views", "view", "likes", "like", "reactions", "retweets", "followers", "total shares":
		return share
	case "comments", "comment", "replies", "responses", "reply":
		return commentForm
	case "min read", "mins read", "minute read", "minutes read", "min", "minutes to read", "minute reading time":
		return media
	}
	if strings.HasSuffix(rest, " ago") && strings.Count(rest, " ") == 1 {
		return dateLine
	}
	return ""
}

// breadcrumb recognises "Home > World > South Caucasus" and menus in one line, "News | Sport | Weather".
func breadcrumb(text string) bool {
	for _, mark := range [...]string{" > ", " » ", " › ", " | ", " / ", " · ", " • ", "›", "»"} {
		n := strings.Count(text, mark)
		if n == 0 {
			continue
		}
		first, _, _ := strings.Cut(text, mark)
		first = strings.TrimSpace(first)
		if strings.EqualFold(first, "home") || strings.EqualFold(first, "news") {
			return true
		}
		if n < 2 {
			continue
		}
		short := true
		for _, part := range strings.Split(text, mark) {
			if countWords(part, 4) > 3 {
				short = false
			}
		}
		if short {
			return true
		}
	}
	return false
}

// publishedLine reads a line that says when the item was published, "Published on June 10, 2021", "Last
// updated: 10 Jun 2021 14:05", "June 10, 2021". What the line says beside the date can only be a label.
// Between bars stand the clock, the date and the section: "17:45 | 12.05.2022 | Politics".
func publishedLine(text string) (Published, bool) {
	if strings.Contains(text, " | ") {
		for part := range strings.SplitSeq(text, " | ") {
			if p, ok := publishedLine(part); ok {
				return p, true
			}
		}
		return Published{}, false
	}
	rest := strings.TrimLeft(text, " \t•|-–—*")
	for range 3 {
		n := letters(rest)
		switch strings.ToLower(rest[:n]) {
		case "published", "posted", "updated", "last", "modified", "date", "on", "at", "first", "created", "publication", "time", "by":
			rest = strings.TrimLeft(rest[n:], " :,|-–—")
			continue
		}
		break
	}
	p, ok := parseWrittenDate(strings.TrimRight(rest, " |•"))
	if ok && p.Precision != "year" && p.Precision != "month" {
		p.Basis = "date-line"
		return p, true
	}
	return Published{}, false
}

// statedDate gives the date that a line of furniture at the head of the text says.
func statedDate(raw string, items []item) Published {
	for i := range items[:min(len(items), 12)] {
		if it := &items[i]; it.furniture == dateLine {
			text := raw[it.Start:it.End]
			if p, ok := publishedLine(text); ok {
				return p
			}
		}
	}
	return Published{}
}

// notice recognises the longer notices by the words that only they have.
func notice(text, key string, it *item) string {
	switch {
	case strings.HasPrefix(key, "©") || strings.HasPrefix(text, "(c) 20") || strings.HasPrefix(text, "(C) 20") || strings.HasPrefix(key, "copyright ©") || strings.HasPrefix(key, "copyright 20"):
		return copyrightLine
	case it.words <= 60 && strings.Contains(key, "all rights reserved"):
		return copyrightLine
	case strings.Contains(key, "cookies") && (strings.Contains(key, "we use cookies") || strings.Contains(key, "site uses cookies") || strings.Contains(key, "use of cookies") || strings.Contains(key, "our cookie") || strings.Contains(key, "cookies to improve") || strings.Contains(key, "cookies and similar") || strings.Contains(key, "accept all cookies")):
		return cookies
	case strings.Contains(key, "your email address will not be published") || strings.Contains(key, "required fields are marked") || strings.Contains(key, "in this browser for the next time i comment") || strings.Contains(key, "learn how your comment data is processed"):
		return commentForm
	case strings.Contains(key, "opens in new window"):
		return share
	case it.words <= 40 && (strings.Contains(key, "your inbox") || strings.Contains(key, "our newsletter") || strings.Contains(key, "our weekly newsletter") || strings.Contains(key, "our daily newsletter")) && addressesReader(key):
		return newsletter
	case it.words <= 40 && strings.Contains(key, "agree to our") && (strings.Contains(key, "terms") || strings.Contains(key, "privacy")):
		return newsletter
	case it.words <= 40 && strings.HasPrefix(key, "follow ") && (strings.Contains(key, " on twitter") || strings.Contains(key, " on facebook") || strings.Contains(key, " on instagram") || strings.Contains(key, " on telegram")):
		return share
	case it.words <= 30 && strings.Contains(key, "download the") && strings.Contains(key, " app") && (strings.Contains(key, "android") || strings.Contains(key, "ios") || strings.Contains(key, "latest")):
		return newsletter
	case it.words <= 30 && strings.Contains(key, "please subscribe") || it.words <= 30 && strings.Contains(key, "you're already a subscriber"):
		return account
	case it.words <= 30 && strings.Contains(key, "protected by recaptcha"):
		return commentForm
	case it.words <= 60 && strings.HasPrefix(key, "the post ") && strings.Contains(key, " appeared first on "):
		return navigation // the last line of an item in the feeds of WordPress
	}
	return ""
}

// addressesReader reports whether a line tells the reader to do something, as no sentence of news does.
func addressesReader(key string) bool {
	word, _, _ := strings.Cut(key, " ")
	switch word {
	case "get", "sign", "subscribe", "join", "receive", "want", "enter", "stay", "never", "don't", "start", "try", "our", "you", "your", "the", "straight", "breaking", "daily", "register", "sent", "delivered", "for", "like", "if", "thanks", "thank":
		return true
	}
	return false
}

// markNeighbours marks the short lines that hang on lines of furniture: labels left without what they label
// ("Published", "on"), names between them, and the name and date that follow them.
func markNeighbours(raw string, items []item) {
	for i := range items {
		it := &items[i]
		if it.furniture != "" || it.words > 4 || it.terminal {
			continue
		}
		if text := raw[it.Start:it.End]; len(text) <= 5 && isDigit(text[0]) && it.words == 1 && (counted(items, i-1) || counted(items, i+1)) {
			it.furniture = share // "Shares", "128"
			continue
		}
		before := i > 0 && items[i-1].furniture == bylineLabel
		after := i+1 < len(items) && (items[i+1].furniture == bylineLabel || items[i+1].furniture == dateLine)
		if before && after && capitalisedWords(raw[it.Start:it.End]) {
			it.furniture = bylineLabel // "By", "Jane Roe", "on"
		}
		if before && strings.EqualFold(strings.TrimRight(raw[items[i-1].Start:items[i-1].End], ": "), "by") && capitalisedWords(raw[it.Start:it.End]) {
			it.furniture = bylineLabel
		}
	}
}

// counted reports whether the i-th item is furniture that pages put a count beside.
func counted(items []item, i int) bool {
	return i >= 0 && i < len(items) && (items[i].furniture == share || items[i].furniture == commentForm)
}

// markMenus marks runs of short lines with furniture among them: the menu of the site, its list of topics, its
// footer. At the ends of a text six such lines are enough; in the middle, where a table or a list may stand, it
// takes twelve, and a third of them must be furniture. A line of four words or more right before a paragraph may
// be the title and is left.
func markMenus(items []item) {
	for i := 0; i < len(items); {
		j, touched, named := i, 0, 0
		for j < len(items) && (items[j].furniture != "" || items[j].words <= 5 && !items[j].terminal) {
			if items[j].furniture != "" {
				touched++
			} else {
				named++
			}
			j++
		}
		atEnd := i == 0 || j == len(items)
		if named > 0 && touched >= 3 && (atEnd && j-i >= 6 || j-i >= 12 && touched*3 >= j-i) {
			last := j // the line that may be the title
			for k := j - 1; k >= i && j < len(items); k-- {
				if items[k].furniture == "" {
					if items[k].words >= 4 {
						last = k
					}
					break
				}
			}
			for k := i; k < j; k++ {
				if items[k].furniture == "" && k != last {
					items[k].furniture = navigation
				}
			}
		}
		i = max(j, i+1)
	}
}
