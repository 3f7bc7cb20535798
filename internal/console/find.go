package console

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"

	"chancery/actor"
	"chancery/event"
	"chancery/query"
	"chancery/quote"
	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

// FoundOptions say how to print what was found.
type FoundOptions struct {
	Colour bool
	Width  int  // columns of the terminal; 0 for as many as it takes
	Words  bool // below each row the words that it was read from
}

// Found prints what was found as a table: a row for each hit, in columns that are as wide as they need to be and, where
// the terminal is narrower, cut. The identity, by which chancery show shows the whole, is never cut.
func Found(w io.Writer, r *record.Result, opts FoundOptions) error {
	p := &printer{w: bufio.NewWriter(w), opts: Options{Colour: opts.Colour, Width: opts.Width}}
	if p.opts.Width <= 0 {
		p.opts.Width = 100
	}
	columns := foundColumns(r.Kind)
	rows := make([][]string, len(r.Hits))
	for i := range r.Hits {
		rows[i] = make([]string, len(columns))
		for j, c := range columns {
			rows[i][j] = strings.Join(strings.Fields(clean(c.text(&r.Hits[i]))), " ")
		}
	}
	widths := fitColumns(columns, rows, opts.Width)
	for i, row := range rows {
		var line strings.Builder
		for j, c := range columns {
			if widths[j] == 0 {
				continue
			}
			if line.Len() > 0 {
				line.WriteString("  ")
			}
			text := cutTo(row[j], widths[j])
			if j < len(columns)-1 {
				pad := strings.Repeat(" ", widths[j]-uniseg.StringWidth(text))
				if c.right {
					line.WriteString(pad + p.paint(c.colour(&r.Hits[i]), text))
				} else {
					line.WriteString(p.paint(c.colour(&r.Hits[i]), text) + pad)
				}
			} else {
				line.WriteString(p.paint(c.colour(&r.Hits[i]), text))
			}
		}
		fmt.Fprintln(p.w, strings.TrimRight(line.String(), " "))
		if opts.Words {
			p.foundWords(&r.Hits[i])
		}
	}
	return p.w.Flush()
}

// foundColumn is a column of the table.
type foundColumn struct {
	text  func(*record.Hit) string
	paint func(*record.Hit) string // its colour; nil for plain
	least int                      // it may be cut to so many columns; 0 when it is never cut
	drop  int                      // the higher, the earlier it is left out where there is no room at all; 0 for never
	right bool                     // numbers stand to the right
}

func (c *foundColumn) colour(h *record.Hit) string {
	if c.paint == nil {
		return ""
	}
	return c.paint(h)
}

func always(attribute string) func(*record.Hit) string {
	return func(*record.Hit) string { return attribute }
}

// foundColumns are the columns for a kind of thing.
func foundColumns(kind query.Kind) []foundColumn {
	day := foundColumn{text: foundDay, paint: always(bold)}
	outlet := foundColumn{text: func(h *record.Hit) string { return h.Report.Outlet }, least: 8, drop: 2}
	switch kind {
	case query.Quotations:
		return []foundColumn{day,
			{text: func(h *record.Hit) string { return partyName(h.Quotation.Quotation.Speaker) }, paint: always(cyan), least: 12},
			{text: foundQuotation, least: 36}, // rather than the outlet on a narrow terminal
			outlet,
			{text: func(h *record.Hit) string { return h.Quotation.ID }, paint: always(dim)}}
	case query.Reports:
		return []foundColumn{day, outlet,
			{text: func(h *record.Hit) string { return titleOf(h.Report) }, least: 20},
			{text: func(h *record.Hit) string { return h.Report.ID }, paint: always(dim)}}
	}
	e := func(text func(*event.Event) string) func(*record.Hit) string {
		return func(h *record.Hit) string { return text(&h.Event.Event) }
	}
	columns := []foundColumn{day,
		// Left out last: what was only demanded or planned must not look like what was done.
		{text: e(statusText), paint: func(h *record.Hit) string { return statusColour(h.Event.Event.Status) }, least: 8, drop: 1},
		{text: e(foundParties), least: 16},
		{text: e(codeText), paint: always(cyan), least: 12, drop: 2},
		{text: e(func(e *event.Event) string { return strings.Join(e.Tracks, ", ") }), least: 10, drop: 4},
		{text: foundPlace, least: 8, drop: 3},
		{text: e(func(e *event.Event) string { return strconv.FormatFloat(e.Confidence, 'f', 2, 64) }), drop: 5, right: true},
	}
	if kind == query.Occurrences {
		return append(columns,
			foundColumn{text: func(h *record.Hit) string { return plural(accountsOf(h), "account") }, drop: 6},
			foundColumn{text: occurrenceID, paint: always(dim)})
	}
	return append(columns, foundColumn{text: e(func(e *event.Event) string { return e.ID }), paint: always(dim)})
}

func accountsOf(h *record.Hit) int {
	if h.Occurrence == nil {
		return 1
	}
	return len(h.Occurrence.Members)
}

func occurrenceID(h *record.Hit) string {
	if h.Occurrence == nil {
		return h.Event.Event.ID
	}
	return h.Occurrence.ID
}

func codeText(e *event.Event) string {
	if e.Mode == "" {
		return string(e.Category)
	}
	return string(e.Category) + "/" + e.Mode
}

// foundDay is the day of a hit: of an event its own, of what else the report's.
func foundDay(h *record.Hit) string {
	if h.Event != nil && h.Event.Event.Time.EDTF != "" {
		return h.Event.Event.Time.EDTF
	}
	if edtf := h.Report.Published.EDTF; edtf != "" {
		if day, _, ok := strings.Cut(edtf, "T"); ok {
			return day
		}
		return edtf
	}
	return "no date"
}

// foundParties is who did it to whom: "USA → Armenia, Azerbaijan".
func foundParties(e *event.Event) string {
	line := partyList(e.Sources)
	if len(e.Recipients) > 0 {
		line += " → " + partyList(e.Recipients)
	}
	return line
}

func partyList(parties []actor.Party) string {
	if len(parties) == 0 {
		return "?"
	}
	var names []string
	for i := range parties {
		if name := partyName(&parties[i]); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

func partyName(p *actor.Party) string {
	if p == nil || p.Name == "" {
		return "?"
	}
	return p.Name
}

func foundPlace(h *record.Hit) string {
	p := h.Event.Event.Place
	switch {
	case p == nil:
		return ""
	case p.Resolved:
		return p.Place.Name
	}
	return p.In(h.Report.Text)
}

func foundQuotation(h *record.Hit) string {
	q := &h.Quotation.Quotation
	var parts []string
	for _, s := range q.Content {
		parts = append(parts, s.In(h.Report.Text))
	}
	text := strings.Join(parts, " … ")
	if q.Kind != quote.Indirect {
		text = "“" + text + "”"
	}
	return text
}

func titleOf(r *report.Report) string {
	if r.Title != "" {
		return r.Title
	}
	return firstWords(r.Text, 60)
}

// fitColumns says how wide each column is: as wide as it needs to be; when the terminal is narrower, some are left out
// (0) and others cut.
func fitColumns(columns []foundColumn, rows [][]string, width int) []int {
	widths := make([]int, len(columns))
	for _, row := range rows {
		for j, text := range row {
			widths[j] = max(widths[j], uniseg.StringWidth(text))
		}
	}
	const longest = 120 // of a cell where nothing limits it: a quotation may be a page long
	for j := range widths {
		widths[j] = min(widths[j], longest)
	}
	if width <= 0 {
		return widths
	}
	total := func() (n int) {
		for _, w := range widths {
			if w > 0 {
				n += w + 2
			}
		}
		return n - 2
	}
	// What is least important is left out until the rest has room, then the widest of what can be cut is cut.
	for {
		least := 0
		drop := -1
		for j, c := range columns {
			if widths[j] == 0 {
				continue
			}
			if c.least > 0 {
				least += min(widths[j], c.least) + 2
			} else {
				least += widths[j] + 2
			}
			if c.drop > 0 && (drop < 0 || c.drop > columns[drop].drop) {
				drop = j
			}
		}
		if least-2 <= width || drop < 0 {
			break
		}
		widths[drop] = 0
	}
	const narrowest = 8 // of a column that is cut where even the least has no room
	for floor := 0; floor < 2; floor++ {
		for total() > width {
			widest := -1
			for j, c := range columns {
				if c.least > 0 && widths[j] > c.least*(1-floor)+narrowest*floor && (widest < 0 || widths[j] > widths[widest]) {
					widest = j
				}
			}
			if widest < 0 {
				break
			}
			widths[widest]--
		}
	}
	return widths
}

// cutTo shortens a text to so many columns, with an ellipsis where something is missing.
func cutTo(text string, width int) string {
	if uniseg.StringWidth(text) <= width {
		return text
	}
	var out strings.Builder
	used, state := 0, -1
	for rest := text; rest != ""; {
		var cluster string
		var n int
		cluster, rest, n, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if used+n > width-1 {
			break
		}
		out.WriteString(cluster)
		used += n
	}
	return strings.TrimRight(out.String(), " ") + "…"
}

// foundWords prints the words of a hit: those that were looked for are marked, else, of an event, those that it was
// read from.
func (p *printer) foundWords(h *record.Hit) {
	p.r = &reading.Reading{Report: *h.Report}
	for _, s := range h.Sentences {
		marks := within(h.Marks, s)
		if len(h.Marks) == 0 && h.Event != nil {
			marks = within(h.Event.Event.Evidence, s)
		}
		p.wrapped(p.mark(s, marks))
	}
}

// within gives the parts of spans that lie in another, in order.
func within(spans []report.Span, s report.Span) (out []report.Span) {
	for _, v := range spans {
		if v.Overlaps(s) {
			out = append(out, report.Span{Start: max(v.Start, s.Start), End: min(v.End, s.End)})
		}
	}
	slices.SortFunc(out, func(a, b report.Span) int { return a.Start - b.Start })
	return out
}
