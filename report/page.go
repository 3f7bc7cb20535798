package report

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page is an HTML page as a flat tree: nodes in the order in which they open, so that parents stand before
// their children and a pass backwards sees children first. Nothing here calls itself, however deep the page is
// nested, and every node knows its bytes in raw.
type page struct {
	raw   string
	nodes []node
	attrs []attribute
}

// node is an element or a stretch of text.
type node struct {
	Span   // in raw, with the tags
	tag    atom.Atom
	parent int32
	text   string // of a stretch of text, character references resolved
	attrs  [2]int32
	last   int32 // the index after its last descendant
}

type attribute struct{ key, value string }

const textNode atom.Atom = 1 // no atom has this value: it would be a string of one byte at offset 0

// The bounds within which pages are read. What is nested deeper is taken to stand side by side.
const (
	maxDepth      = 300
	maxAttributes = 64
	maxNodes      = 4_000_000
)

// parsePage reads a page as browsers do in what matters here: void elements, end tags left out, end tags without
// a beginning. Errors in the markup are never errors for us; a page of more than maxNodes elements and
// stretches of text is.
func parsePage(raw string) (*page, error) {
	p := &page{raw: raw, nodes: make([]node, 1, min(len(raw)/40, maxNodes)+16)}
	p.nodes[0] = node{Span: Span{0, len(raw)}, tag: 0, parent: -1}
	b := builder{page: p, stack: make([]int32, 1, maxDepth+1)}
	z := html.NewTokenizer(strings.NewReader(raw))
	at := 0
	for {
		t := z.Next()
		if t == html.ErrorToken {
			break
		}
		if len(p.nodes) > maxNodes {
			return nil, fmt.Errorf("%w: more than %d elements", ErrTooLarge, maxNodes)
		}
		start := at
		at += len(z.Raw())
		switch t {
		case html.TextToken:
			b.text(Span{start, at}, string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			a := atom.Lookup(name)
			if b.svg > 0 || t == html.SelfClosingTagToken && a == atom.Title {
				z.NextIsNotRawText() // "<svg><title/>": elsewhere a title holds all up to its end tag
			}
			first := len(p.attrs)
			for more {
				var key, value []byte
				key, value, more = z.TagAttr()
				if len(p.attrs)-first < maxAttributes && wantedAttribute(string(key)) {
					p.attrs = append(p.attrs, attribute{string(key), string(value)})
				}
			}
			b.open(a, Span{start, at}, [2]int32{int32(first), int32(len(p.attrs))}, t == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			b.close(atom.Lookup(name), at)
		}
	}
	b.popTo(0, len(raw))
	p.nodes[0].last = int32(len(p.nodes))
	return p, nil
}

// wantedAttribute reports whether an attribute says something that is asked for later.
func wantedAttribute(key string) bool {
	switch key {
	case "class", "id", "role", "itemprop", "itemtype", "href", "style", "hidden", "aria-hidden", "aria-label", "property", "name", "content",
		"datetime", "lang", "rel", "type", "data-testid", "data-component", "data-type", "data-component-name", "pubdate", "http-equiv":
		return true
	}
	return false
}

// attr gives the value of an attribute of node i, or "".
func (p *page) attr(i int32, key string) string {
	for _, a := range p.attrs[p.nodes[i].attrs[0]:p.nodes[i].attrs[1]] {
		if a.key == key {
			return a.value
		}
	}
	return ""
}

func (p *page) hasAttr(i int32, key string) bool {
	for _, a := range p.attrs[p.nodes[i].attrs[0]:p.nodes[i].attrs[1]] {
		if a.key == key {
			return true
		}
	}
	return false
}

// textOf gives the text under node i with white space folded.
func (p *page) textOf(i int32) string {
	var b strings.Builder
	for _, n := range p.nodes[i:p.nodes[i].last] {
		if n.tag == textNode {
			b.WriteString(n.text)
		} else if blockElement(n.tag) || n.tag == atom.Br {
			b.WriteByte(' ')
		}
	}
	return fold(b.String())
}

// builder is the state of parsePage: the open elements.
type builder struct {
	*page
	stack []int32
	svg   int // open svg and math elements
}

func (b *builder) top() int32 { return b.stack[len(b.stack)-1] }

func (b *builder) text(at Span, text string) {
	i := int32(len(b.nodes))
	b.nodes = append(b.nodes, node{Span: at, tag: textNode, parent: b.top(), text: text, last: i + 1})
}

func (b *builder) open(tag atom.Atom, at Span, attrs [2]int32, selfClosing bool) {
	switch {
	case tag == atom.Li:
		b.closeImplied(tag, atom.Ul, atom.Ol)
	case tag == atom.Dt || tag == atom.Dd:
		b.closeImplied(atom.Dt, atom.Dl, 0)
		b.closeImplied(atom.Dd, atom.Dl, 0)
	case tag == atom.Tr:
		b.closeImplied(tag, atom.Table, 0)
	case tag == atom.Td || tag == atom.Th:
		b.closeImplied(atom.Td, atom.Tr, atom.Table)
		b.closeImplied(atom.Th, atom.Tr, atom.Table)
	case tag == atom.Option:
		b.closeImplied(tag, atom.Select, 0)
	case tag == atom.Body:
		b.closeImplied(atom.Head, 0, 0)
	}
	if closesParagraph(tag) {
		b.closeParagraph(at.Start)
	}
	i := int32(len(b.nodes))
	b.nodes = append(b.nodes, node{Span: at, tag: tag, parent: b.top(), attrs: attrs, last: i + 1})
	if voidElement(tag) || len(b.stack) > maxDepth || tag == 0 || selfClosing && b.svg > 0 {
		return
	}
	if tag == atom.Svg || tag == atom.Math {
		if selfClosing {
			return
		}
		b.svg++
	}
	b.stack = append(b.stack, i)
}

// closeImplied closes the innermost open element of a tag unless one of the bounds stands in between.
func (b *builder) closeImplied(tag, bound1, bound2 atom.Atom) {
	for k := len(b.stack) - 1; k > 0; k-- {
		switch t := b.nodes[b.stack[k]].tag; t {
		case tag:
			b.popTo(k, b.nodes[len(b.nodes)-1].Span.End)
			return
		case bound1, bound2, atom.Table, atom.Body:
			return
		}
	}
}

// closeParagraph closes an open p in which only inline elements are open.
func (b *builder) closeParagraph(at int) {
	for k := len(b.stack) - 1; k > 0; k-- {
		t := b.nodes[b.stack[k]].tag
		if t == atom.P {
			b.popTo(k, at)
			return
		}
		if blockElement(t) || t == atom.Button || t == atom.Object {
			return
		}
	}
}

func (b *builder) close(tag atom.Atom, at int) {
	if tag == 0 || voidElement(tag) {
		return
	}
	inline := !blockElement(tag)
	for k := len(b.stack) - 1; k > 0; k-- {
		t := b.nodes[b.stack[k]].tag
		if t == tag {
			b.popTo(k, at)
			return
		}
		if inline && tag != atom.A && blockElement(t) && tag != atom.Svg {
			return // "<b><p>…</b>": the paragraph goes on
		}
		if (t == atom.Td || t == atom.Th || t == atom.Table) && !tableElement(tag) {
			return // an end tag inside a cell closes nothing outside
		}
	}
}

// popTo closes the open elements from the k-th on; at is where the last of them ends in raw.
func (b *builder) popTo(k, at int) {
	for n := len(b.stack) - 1; n >= k; n-- {
		e := &b.nodes[b.stack[n]]
		e.End, e.last = max(at, e.End), int32(len(b.nodes))
		if e.tag == atom.Svg || e.tag == atom.Math {
			b.svg--
		}
	}
	b.stack = b.stack[:k]
	if k == 0 {
		b.stack = b.stack[:1]
	}
}

func voidElement(t atom.Atom) bool {
	switch t {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}

// blockElement reports whether text before and after the tag stands on different lines.
func blockElement(t atom.Atom) bool {
	switch t {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Dd, atom.Details, atom.Dialog, atom.Div, atom.Dl, atom.Dt,
		atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Head, atom.Header,
		atom.Hgroup, atom.Hr, atom.Html, atom.Legend, atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.Option, atom.P, atom.Pre, atom.Section, atom.Select,
		atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Title, atom.Iframe, atom.Video, atom.Button, atom.Textarea:
		return true
	}
	return false
}

func closesParagraph(t atom.Atom) bool {
	switch t {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Center, atom.Details, atom.Dialog, atom.Div, atom.Dl, atom.Fieldset, atom.Figcaption,
		atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Main, atom.Menu,
		atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Table, atom.Ul, atom.Td, atom.Th, atom.Tr, atom.Li:
		return true
	}
	return false
}

func tableElement(t atom.Atom) bool {
	switch t {
	case atom.Table, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th, atom.Body, atom.Html:
		return true
	}
	return false
}
