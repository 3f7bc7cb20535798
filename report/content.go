package report

import (
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"
)

// measures are what is counted of a node and everything under it, furniture left out.
type measures struct {
	text  int // bytes of text without white space
	link  int // of these, in links
	prose int // of these, in blocks that look like running text: long, with few links
}

// content finds the part of a page that holds the news item.
type content struct {
	*page
	junk  []string // by node: the kind of furniture that it is or stands in; "" when it is none
	sums  []measures
	whole []measures // before furniture is known
}

// findContent marks the furniture of a page and chooses the element that holds the item: the one in which all
// paragraphs stand that JSON-LD gives as the article's, else one that says it is the body of an article, else
// the one with the most prose for its size.
func findContent(p *page, body string) (c *content, root int32) {
	c = &content{page: p, junk: make([]string, len(p.nodes)), sums: make([]measures, len(p.nodes)), whole: make([]measures, len(p.nodes))}
	c.markTags()
	c.count(c.whole)
	c.markClasses(false)
	if c.count(c.sums); c.sums[0].prose*3 < c.whole[0].prose {
		// The names took the article: this site uses them in its own way.
		clear(c.junk)
		c.markTags()
		c.markClasses(true)
		c.count(c.sums)
	}
	if root = c.linkedBody(body); root > 0 {
		return c, root
	}
	if root = c.namedBody(); root > 0 {
		return c, root
	}
	if root = c.densest(); root > 0 {
		return c, root
	}
	return c, 0
}

// markTags marks what is no text of the item by its tag alone, and what is hidden.
func (c *content) markTags() {
	for i := 1; i < len(c.nodes); i++ {
		n := &c.nodes[i]
		if n.parent >= 0 && c.junk[n.parent] != "" {
			c.junk[i] = c.junk[n.parent]
			continue
		}
		switch n.tag {
		case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Math, atom.Canvas, atom.Iframe, atom.Object, atom.Embed, atom.Head, atom.Title, atom.Textarea:
			c.junk[i] = "markup"
		case atom.Nav, atom.Menu:
			c.junk[i] = navigation
		case atom.Button, atom.Select, atom.Dialog, atom.Label, atom.Input, atom.Option:
			c.junk[i] = "form"
		case atom.Video, atom.Audio:
			c.junk[i] = media
		}
	}
}

// markClasses marks furniture by tag, class and id, unless it holds so much of the page's prose that the name
// must mean something else: some sites put the whole page into a form, or a class "modal" on the article.
//
// sparing marks only what is furniture whatever it is called on other sites.
func (c *content) markClasses(sparing bool) {
	all := c.whole[0].prose
	for i := 1; i < len(c.nodes); i++ {
		n, k := &c.nodes[i], int32(i)
		if c.junk[i] != "" || n.tag == textNode {
			if n.parent >= 0 && c.junk[i] == "" {
				c.junk[i] = c.junk[n.parent]
			}
			continue
		}
		if c.junk[n.parent] != "" {
			c.junk[i] = c.junk[n.parent]
			continue
		}
		kind := ""
		switch n.tag {
		case atom.Aside:
			kind = related
		case atom.Footer:
			kind = navigation
		case atom.Form, atom.Fieldset:
			kind = "form"
		case atom.Html, atom.Body, atom.Main, atom.Article, atom.H1, atom.P, atom.B, atom.I, atom.Em, atom.Strong, atom.Sup, atom.Sub:
			if n.tag != atom.P {
				continue
			}
			kind = c.junkClass(k)
		default:
			kind = c.junkClass(k)
		}
		if kind == "" && (c.hasAttr(k, "hidden") || c.attr(k, "aria-hidden") == "true" || strings.Contains(strings.ReplaceAll(c.attr(k, "style"), " ", ""), "display:none")) {
			kind = "hidden"
		}
		if sparing && kind != comments && kind != cookies && kind != "form" && n.tag != atom.Footer && n.tag != atom.Aside {
			kind = ""
		}
		if kind != "" && c.whole[i].prose*5 < all*2 {
			c.junk[i] = kind
		}
	}
}

// count sums up the text of the nodes that are not furniture, children before parents.
func (c *content) count(sums []measures) {
	inLink := make([]bool, len(c.nodes))
	for i := 1; i < len(c.nodes); i++ {
		inLink[i] = c.nodes[i].tag == atom.A && c.attr(int32(i), "href") != "" || inLink[c.nodes[i].parent]
		sums[i] = measures{}
		if c.nodes[i].tag == textNode && c.junk[i] == "" {
			n := inkOf(c.nodes[i].text)
			sums[i].text = n
			if inLink[i] {
				sums[i].link = n
			}
		}
	}
	sums[0] = measures{}
	for i := len(c.nodes) - 1; i > 0; i-- {
		s := &sums[i]
		// A paragraph is prose; so is a div or cell that holds its text directly.
		if proseElement(c.nodes[i].tag) && s.prose == 0 && s.text >= 60 && s.link*3 <= s.text {
			s.prose = s.text - s.link
		}
		parent := &sums[c.nodes[i].parent]
		parent.text += s.text
		parent.link += s.link
		parent.prose += s.prose
	}
}

func proseElement(t atom.Atom) bool {
	switch t {
	case atom.P, atom.Div, atom.Td, atom.Section, atom.Article, atom.Blockquote, atom.Pre, atom.Li, atom.Dd, atom.Main, atom.Center, atom.Body:
		return true
	}
	return false
}

// inkOf counts the bytes of s that are no white space.
func inkOf(s string) (n int) {
	for i := range len(s) {
		if !isSpaceByte(s[i]) {
			n++
		}
	}
	return n
}

// linkedBody gives the lowest element that holds nearly all paragraphs which the article has in JSON-LD; 0
// when there is no such text or the page does not show it.
func (c *content) linkedBody(body string) int32 {
	if len(body) < 200 || len(body) > 1<<20 {
		return 0
	}
	bare := squash(body)
	matched := make([]int, len(c.nodes))
	total := 0
	budget := 200 << 20 // bytes that may be searched through
	for i := 1; i < len(c.nodes); i++ {
		n := &c.nodes[i]
		if n.tag != textNode || c.junk[i] != "" || len(n.text) < 30 {
			continue
		}
		if budget -= len(bare); budget < 0 {
			return 0
		}
		if s := squash(n.text); len(s) >= 25 && strings.Contains(bare, s) {
			matched[i] = len(s)
			total += len(s)
		}
	}
	if total*10 < len(bare)*6 || total*3 < c.sums[0].prose {
		return 0
	}
	for i := len(c.nodes) - 1; i > 0; i-- {
		matched[c.nodes[i].parent] += matched[i]
	}
	for i := len(c.nodes) - 1; i > 0; i-- {
		if matched[i]*20 >= total*19 && c.nodes[i].tag != textNode {
			return int32(i)
		}
	}
	return 0
}

// squash gives the letters and figures of s.
func squash(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// namedBody gives the element that says it is the body of the article. Pages that cut the text into pieces
// around advertisements name each piece so: then it is the element around them, when it holds little else.
func (c *content) namedBody() int32 {
	best := int32(-1)
	named := make([]int, len(c.nodes)) // prose under elements that say they are bodies
	for i := 1; i < len(c.nodes); i++ {
		if c.junk[i] != "" || c.nodes[i].tag == textNode || c.sums[i].prose == 0 || !c.bodyNamed(int32(i)) {
			continue
		}
		named[i] = c.sums[i].prose
		// Of nested ones the inner is taken when it holds nearly as much.
		if best < 0 || named[i] > named[best] || named[i]*10 >= named[best]*9 && int32(i) < c.nodes[best].last {
			best = int32(i)
		}
	}
	if best < 0 || named[best] < 250 {
		return 0
	}
	for i := len(c.nodes) - 1; i > 0; i-- {
		if parent := c.nodes[i].parent; !(named[parent] > 0 && named[parent] == c.sums[parent].prose) {
			named[parent] += named[i]
		}
	}
	for i := c.nodes[best].parent; i > 0; i = c.nodes[i].parent {
		if pieces := min(named[i], c.sums[i].prose); pieces*9 >= c.sums[best].prose*10 && pieces*10 >= c.sums[i].prose*8 {
			best = i
		}
	}
	if c.sums[best].prose*3 < c.sums[0].prose {
		return 0
	}
	return best
}

// densest goes down from the body as long as one child holds nearly all prose: what it leaves behind at each
// step is what stands around the article.
func (c *content) densest() int32 {
	at := int32(0)
	for {
		next := int32(0)
		for i := at + 1; i < c.nodes[at].last; {
			if c.nodes[i].tag != textNode && (next == 0 || c.sums[i].prose > c.sums[next].prose) {
				next = i
			}
			i = c.nodes[i].last
		}
		if next == 0 || c.sums[next].prose == 0 {
			return at
		}
		// What the child leaves behind must be little, or be full of links.
		if c.sums[next].prose*10 < c.sums[at].prose*7 || c.nodes[next].tag == atom.P {
			return at
		}
		at = next
	}
}
