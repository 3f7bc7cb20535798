package report

import (
	"fmt"
	"strings"
)

// FromText reads one report from plain text: takes off what somebody pasted along from the page around it,
// divides the rest into blocks, reads the dateline, tells the language and gives it an identity. The bytes
// may be in any encoding that decodeText tells.
func FromText(text []byte, o Options) (Report, error) {
	if int64(len(text)) > o.maxBytes() {
		return Report{}, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, len(text), o.maxBytes())
	}
	raw, err := decodeText(string(text))
	if err != nil {
		return Report{}, err
	}
	return fromText(raw, o)
}

// fromText reads a text that is UTF-8 already.
func fromText(raw string, o Options) (Report, error) {
	r := Report{Raw: raw}
	if err := r.given(&o); err != nil {
		return Report{}, err
	}
	if n := strings.Count(raw, "\n"); n > maxLines {
		return Report{}, fmt.Errorf("%w: %d lines, the limit is %d", ErrTooLarge, n, maxLines)
	}
	items := layOut(raw)
	if !o.KeepFurniture {
		markFurniture(raw, items)
		if o.mail {
			markLetter(raw, items)
		}
	}
	markBlocks(raw, items, r.Title)
	if r.Published.EDTF == "" {
		r.Published = statedDate(raw, items)
	}
	// Collections of saved articles have the address on their first line.
	if r.URL == "" && len(items) > 1 && items[0].furniture == address {
		r.URL = webAddress(raw[items[0].Start:items[0].End], "")
	}
	r.Text, r.Furniture, r.Blocks = cut(raw, items)
	if strings.TrimSpace(r.Text) == "" {
		if strings.TrimSpace(raw) == "" {
			return Report{}, ErrEmpty
		}
		return Report{}, fmt.Errorf("%w: nothing but page furniture", ErrEmpty)
	}
	r.finish(&o)
	return r, nil
}

// maxLines bounds the lines of one report. Each costs some hundred bytes while it is read, and what has
// millions of them is a table or an archive of many reports.
const maxLines = 2_000_000

// given sets what the caller knows.
func (r *Report) given(o *Options) error {
	r.ID, r.Outlet, r.URL, r.Title = o.ID, o.Outlet, o.URL, fold(o.Title)
	if o.Published != "" {
		p, err := ParsePublished(o.Published)
		if err != nil {
			return fmt.Errorf("published: %w", err)
		}
		p.Basis = "given"
		r.Published = p
	}
	return nil
}

// finish does what is the same for every kind of input, once Text and Blocks are there.
func (r *Report) finish(o *Options) {
	if r.Title == "" {
		for _, b := range r.Blocks {
			if b.Kind == Title {
				r.Title = fold(b.In(r.Text))
				break
			}
		}
	}
	r.markDateline()
	r.Language = o.Language
	if r.Language == "" {
		r.Language = Language(r.Text)
	}
	r.identify()
}

// markDateline looks for a dateline in the first paragraphs, gives it a block of its own and takes from it a
// date of publication when nothing else says one and it names its year.
func (r *Report) markDateline() {
	seen := 0
	for i, b := range r.Blocks {
		if b.Kind != Paragraph {
			continue
		}
		if info, ok := findDateline(b.In(r.Text)); ok {
			info.Start, info.End = b.Start, b.Start+info.End
			end := b.Start + len(strings.TrimRight(info.In(r.Text), " \t\r\n"))
			line := Block{Span{b.Start, end}, Dateline}
			if info.End >= b.End {
				info.End = end
				r.Blocks[i] = line
			} else {
				r.Blocks = append(r.Blocks, Block{})
				copy(r.Blocks[i+1:], r.Blocks[i:])
				r.Blocks[i], r.Blocks[i+1].Start = line, info.End
			}
			info.End = end
			r.Dateline = &info
			if r.Published.EDTF == "" && len(info.Date) == 10 && info.Date[0] != 'X' {
				r.Published = Published{EDTF: info.Date, Precision: "day", Basis: "dateline"}
			}
			return
		}
		if seen++; seen == 2 {
			return
		}
	}
}

// cut gives raw without the items that are furniture, what was cut out, and the blocks of what remains.
// A furniture item goes with the white space after it, so that no gap remains where it stood.
func cut(raw string, items []item) (text string, furniture []Furniture, blocks []Block) {
	n := 0
	for i := range items {
		if items[i].furniture != "" {
			n++
		}
	}
	if n == 0 {
		blocks = make([]Block, len(items))
		for i, it := range items {
			blocks[i] = Block{it.Span, it.kind}
		}
		return raw, nil, blocks
	}
	var b strings.Builder
	b.Grow(len(raw))
	kept := 0 // everything in raw before kept is copied or cut
	for i, it := range items {
		if it.furniture == "" {
			b.WriteString(raw[kept:it.Start])
			start := b.Len()
			b.WriteString(raw[it.Start:it.End])
			kept = it.End
			blocks = append(blocks, Block{Span{start, b.Len()}, it.kind})
			continue
		}
		b.WriteString(raw[kept:it.Start])
		end := len(raw)
		if i+1 < len(items) {
			end = items[i+1].Start
		}
		if last := len(furniture) - 1; last >= 0 && furniture[last].End == it.Start && furniture[last].Kind == it.furniture {
			furniture[last].End = end
		} else {
			furniture = append(furniture, Furniture{Span{it.Start, end}, it.furniture})
		}
		kept = end
	}
	b.WriteString(raw[kept:])
	return b.String(), furniture, blocks
}
