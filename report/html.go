package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// FromHTML reads one report from a page: finds the news item in it, takes off the furniture around it and
// between its paragraphs, and reads what the page says of itself. Raw is the page; Furniture is all of it that
// is not Text, the markup included.
func FromHTML(data []byte, o Options) (Report, error) {
	if int64(len(data)) > o.maxBytes() {
		return Report{}, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, len(data), o.maxBytes())
	}
	raw, err := decodeHTML(string(data), o.ContentType)
	if err != nil {
		return Report{}, err
	}
	return fromHTML(raw, o)
}

// fromHTML reads a page that is UTF-8 already.
func fromHTML(raw string, o Options) (Report, error) {
	r := Report{Raw: raw}
	if err := r.given(&o); err != nil {
		return Report{}, err
	}
	if strings.TrimSpace(raw) == "" {
		return Report{}, ErrEmpty
	}
	p, err := parsePage(raw)
	if err != nil {
		return Report{}, err
	}
	m := readMetadata(p, o.URL)
	set(&r.Title, m.title)
	set(&r.Outlet, m.outlet)
	set(&r.URL, m.url)
	if r.Published.EDTF == "" {
		r.Published = m.published
	}
	c, root := findContent(p, m.body)
	e := emitter{content: c, title: r.Title}
	e.emit(root)
	if e.prose() < 200 && root != 0 {
		all := emitter{content: c, title: r.Title}
		if all.emit(0); all.prose() > 2*e.prose() {
			e = all
		}
	}
	if len(m.body) > 3*e.prose() {
		if whole, ok := fromLinkedBody(r, p, m, o); ok {
			return whole, nil
		}
	}
	text := e.text.String()
	for i := range e.items {
		e.items[i].measure(text)
	}
	markFurniture(text, e.items)
	if o.mail {
		markLetter(text, e.items)
	}
	e.markBlocks(text)

	r.Text, _, r.Blocks = cut(text, e.items)
	if strings.TrimSpace(r.Text) == "" {
		return Report{}, fmt.Errorf("%w: the page shows none", ErrEmpty)
	}
	r.Furniture = e.furniture()
	r.finish(&o)
	if r.Language == "und" && m.language != "" && o.Language == "" {
		r.Language = m.language
	}
	return r, nil
}

// fromLinkedBody takes the text from JSON-LD, for pages that show it only when their scripts run. The text is then
// one string of raw, and all around it is markup.
func fromLinkedBody(r Report, p *page, m metadata, o Options) (Report, bool) {
	text, at, ok := findLinkedBody(p, m.body)
	if !ok || len(m.body) < 300 || strings.Contains(text, "</") {
		return r, false
	}
	items := layOut(text)
	markFurniture(text, items)
	markBlocks(text, items, r.Title)
	if r.Text, _, r.Blocks = cut(text, items); strings.TrimSpace(r.Text) == "" {
		return r, false
	}
	r.Furniture = []Furniture{{Span{0, at.Start}, "markup"}, {Span{at.End, len(p.raw)}, "markup"}}
	r.finish(&o)
	return r, true
}

// emitter writes the blocks of the item one after another and remembers where in raw each came from.
type emitter struct {
	*content
	title  string
	text   strings.Builder
	items  []item
	kinds  []atom.Atom // by item: the element that it is
	pieces []piece     // what was kept, in the order of raw

	open  bool // an item is being written
	space bool // white space is due before the next ink
	block int32
	// broken: the item before ended at a br element, which may stand between paragraphs or inside a sentence
	broken bool
}

// piece is a stretch of raw that was kept, and the item it went into.
type piece struct {
	Span
	item int32
}

// emit writes what stands under root.
func (e *emitter) emit(root int32) {
	if h := e.headline(root); h > 0 {
		e.walk(h)
		e.standfirst(h, root)
	}
	e.walk(root)
	e.close()
}

// headline gives the heading with the title when it stands before the root.
func (e *emitter) headline(root int32) int32 {
	if e.title == "" {
		return 0
	}
	for i := int32(1); i < int32(len(e.nodes)); i++ {
		if t := e.nodes[i].tag; (t == atom.H1 || t == atom.H2) && !(i > root && i < e.nodes[root].last) {
			if s := e.textOf(i); s != "" && (strings.EqualFold(s, e.title) || t == atom.H1 && similar(s, e.title)) {
				if i > root {
					return 0
				}
				for k := i; k < e.nodes[i].last; k++ {
					e.junk[k] = ""
				}
				return i
			}
		}
	}
	return 0
}

// standfirst writes the paragraph or two between the title and the body that sum the item up: beside the title,
// or named for what they are.
func (e *emitter) standfirst(h, root int32) {
	for i := e.nodes[h].last; i < root; i++ {
		n := &e.nodes[i]
		switch n.tag {
		case atom.P, atom.H2, atom.H3, atom.Div, atom.Span:
		default:
			continue
		}
		s := &e.sums[i]
		if e.junk[i] != "" || root < n.last || s.text < 40 || s.text > 600 || s.link > 0 {
			continue
		}
		if n.parent == e.nodes[h].parent && n.tag != atom.Div && n.tag != atom.Span || e.standfirstNamed(i) {
			e.walk(i)
			i = n.last - 1
		}
	}
}

func (e *emitter) standfirstNamed(i int32) bool {
	class := strings.ToLower(e.attr(i, "class"))
	for _, name := range [...]string{"standfirst", "lede", "lead", "deck", "dek", "excerpt", "subtitle", "subhead", "sub-head", "sub-title", "summary", "intro", "description", "tagline", "synopsis"} {
		if strings.Contains(class, name) {
			return true
		}
	}
	return false
}

// similar reports whether one title begins with the other: sites shorten them.
func similar(a, b string) bool {
	a, b = squash(strings.ToLower(a)), squash(strings.ToLower(b))
	return len(a) > 10 && len(b) > 10 && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

func (e *emitter) walk(root int32) {
	for i := root; i < e.nodes[root].last; {
		n := &e.nodes[i]
		if n.tag == textNode {
			if e.junk[i] == "" {
				e.write(i)
			}
			i++
			continue
		}
		if e.junk[i] != "" || i != root && e.dropped(i) {
			if blockElement(n.tag) {
				e.close()
			}
			i = n.last
			continue
		}
		if blockElement(n.tag) {
			e.close()
			e.block = i
		} else if n.tag == atom.Br {
			broken := e.open
			e.close()
			e.broken = broken
		}
		i++
		// Leaving an element ends its block: look at what the next node is outside of.
		if i < e.nodes[root].last {
			e.leave(i)
		}
	}
}

// leave closes the open item when the node that comes next stands outside its block.
func (e *emitter) leave(next int32) {
	if e.open && next >= e.nodes[e.block].last {
		e.close()
	}
}

// write appends a stretch of text to the open item, white space folded.
func (e *emitter) write(i int32) {
	if e.open && i >= e.nodes[e.block].last {
		e.close()
	}
	if !e.open {
		// The block is the nearest block element above the text.
		b := e.nodes[i].parent
		for b > 0 && !blockElement(e.nodes[b].tag) {
			b = e.nodes[b].parent
		}
		e.block = b
	}
	text := e.nodes[i].text
	ink := false
	for k := 0; k < len(text); {
		r, size := utf8.DecodeRuneInString(text[k:])
		if blankRune(r) || r == '\u00ad' {
			e.space = e.space || r != '\u00ad' && r != '\u200b' && r != '\ufeff'
			k += size
			continue
		}
		if !e.open {
			switch broken := e.broken; {
			case e.dropCap(r):
				e.open, e.space = true, false
			case broken && unicode.IsLower(r) && !endsSentence(e.lastText()):
				e.open, e.space = true, true
			}
			e.broken = false
		}
		if !e.open {
			if e.text.Len() > 0 {
				e.text.WriteString("\n\n")
			}
			e.items = append(e.items, item{Span: Span{e.text.Len(), e.text.Len()}})
			e.kinds = append(e.kinds, e.nodes[e.block].tag)
			e.open, e.space = true, false
		}
		if e.space {
			e.text.WriteByte(' ')
			e.space = false
		}
		e.text.WriteString(text[k : k+size])
		ink = true
		k += size
	}
	if ink {
		e.pieces = append(e.pieces, piece{e.nodes[i].Span, int32(len(e.items) - 1)})
	}
}

// dropCap reports whether the item before is the first letter of a word that goes on with r: pages make an
// element of its own for it, "T" and "urkey, Poland and …".
func (e *emitter) dropCap(r rune) bool {
	n := len(e.items)
	if n == 0 || !unicode.IsLower(r) {
		return false
	}
	it := e.items[n-1]
	first, size := utf8.DecodeRuneInString(e.text.String()[it.Start:])
	return it.End-it.Start == size && unicode.IsUpper(first)
}

// lastText gives the text of the item before, at most its last 100 bytes.
func (e *emitter) lastText() string {
	n := len(e.items)
	if n == 0 {
		return ""
	}
	it := e.items[n-1]
	return e.text.String()[max(it.Start, it.End-100):it.End]
}

func (e *emitter) close() {
	if e.open {
		e.items[len(e.items)-1].End = e.text.Len()
	}
	e.open, e.space, e.broken = false, false, false
}

// prose sums the lengths of the items.
func (e *emitter) prose() (n int) {
	for _, it := range e.items {
		n += it.End - it.Start
	}
	return n
}

// dropped reports whether an element inside the item is furniture by what it holds: a list of links, a line
// that is a link and nothing else, a box with a heading and links.
func (e *emitter) dropped(i int32) bool {
	s := &e.sums[i]
	switch e.nodes[i].tag {
	case atom.Ul, atom.Ol, atom.Div, atom.Section, atom.Dl, atom.Table, atom.Figure:
		if s.text > 0 && s.link*2 > s.text && s.prose*3 < s.text {
			e.mark(i, related)
			return true
		}
	case atom.P, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Blockquote:
		if s.text > 0 && s.link*10 >= s.text*9 && s.text >= 15 && e.nodes[i].tag != atom.H2 {
			e.mark(i, related)
			return true
		}
	}
	return false
}

// mark makes a node and all under it furniture.
func (e *emitter) mark(i int32, kind string) {
	for k := i; k < e.nodes[i].last; k++ {
		e.junk[k] = kind
	}
}

// markBlocks says of each item what it is: by its element where that says it, else as in plain text.
func (e *emitter) markBlocks(text string) {
	markBlocks(text, e.items, e.title)
	seenTitle := false
	for i := range e.items {
		it := &e.items[i]
		if it.furniture == section {
			it.furniture = ""
			it.kind = Heading
		}
		if it.kind == Title {
			if seenTitle {
				it.kind = Heading
			}
			seenTitle = true
		}
		switch e.kinds[i] {
		case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			if it.kind == Paragraph {
				it.kind = Heading
			}
		case atom.Figcaption, atom.Figure:
			it.kind = Caption
		case atom.Li, atom.Td, atom.Th:
			if it.kind == Heading {
				it.kind = Paragraph
			}
		}
	}
}

// furniture gives what of raw was not kept: elements that are furniture with their kind, and "markup" between.
func (e *emitter) furniture() []Furniture {
	var out []Furniture
	add := func(start, end int, kind string) {
		if start >= end {
			return
		}
		if n := len(out) - 1; n >= 0 && out[n].End == start && out[n].Kind == kind {
			out[n].End = end
			return
		}
		out = append(out, Furniture{Span{start, end}, kind})
	}
	at := 0
	piece := 0
	// gap writes raw[at:end], in which the furniture elements are labelled.
	node := 1
	gap := func(end int) {
		for node < len(e.nodes) && e.nodes[node].Start < end {
			n := &e.nodes[node]
			kind := e.junk[node]
			if kind == "" || kind == "markup" || n.Start < at {
				node++
				continue
			}
			if n.End > end { // an unclosed element around what was kept
				node++
				continue
			}
			add(at, n.Start, "markup")
			add(n.Start, n.End, kind)
			at = n.End
			node = int(n.last)
		}
		add(at, end, "markup")
		at = max(at, end)
	}
	for ; piece < len(e.pieces); piece++ {
		pc := e.pieces[piece]
		if pc.Start < at {
			continue
		}
		gap(pc.Start)
		if kind := e.items[pc.item].furniture; kind != "" {
			add(pc.Start, pc.End, kind)
		}
		at = pc.End
	}
	gap(len(e.raw))
	return out
}
