package desk

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"chancery/event"
	"chancery/report"
)

// A telling is the text of a report as a page shows it: its blocks, with the words of events marked.
type telling struct {
	Blocks []textBlock
	Roles  []roleKey // that occur in it, for the key of colours
	Titled bool      // its headline stands in it
}

// textBlock is a part of a text: a paragraph, its headline.
type textBlock struct {
	Kind     string        // title, heading, caption, dateline, credit; "" for a paragraph
	Table    bool          // its lines are rows, whose columns stand below each other
	Lead     []textSegment // the dateline that opens it on the same line
	Segments []textSegment
}

// textSegment is a stretch of words under the same marks. Words lead to the field that they were read for, so that they
// can be followed with a finger, with the keyboard, and without any script.
type textSegment struct {
	segment
	Anchors []string // fields whose first words these are
	Href    string   // where they lead to: a field of this page, or another event
	About   string   // what they are, in words
	Other   bool     // they are only words of other events of the report
}

// roleKey is one colour with what it means.
type roleKey struct{ Role, Name string }

// roleNames say what the roles are, in the order in which a key shows them.
var roleNames = [...]roleKey{
	{roleSource, "who"}, {roleAction, "does what"}, {roleRecipient, "to whom"}, {roleTime, "when"}, {rolePlace, "where"},
	{roleSpeaker, "who says so"}, {roleCasualties, "victims"}, {roleFound, "found"},
}

func nameOfRole(role string) string {
	for _, k := range roleNames {
		if k.Role == role {
			return k.Name
		}
	}
	return role
}

// apart gives the marks of an event names that are unique on a page with several events: "e-12ab.source-0".
func apart(e *event.Event) []mark {
	marks := eventMarks(e)
	for i := range marks {
		marks[i].Field = e.ID + "." + marks[i].Field
	}
	return marks
}

// tell cuts the text of a report into its blocks with marks. Words of own marks lead to their field on the page;
// evidence is the words of other events, which lead to these.
func (l links) tell(r *report.Report, own []mark, others []event.Event, but string) telling {
	marks := slices.Clone(own)
	var t telling
	for _, k := range roleNames {
		if slices.ContainsFunc(own, func(m mark) bool { return m.Role == k.Role && m.Start < m.End }) {
			t.Roles = append(t.Roles, k)
		}
	}
	for i := range others {
		if e := &others[i]; e.ID != but {
			for _, s := range e.Evidence {
				marks = append(marks, mark{Start: s.Start, End: s.End, Role: "other", Of: e.ID})
			}
		}
	}
	// The longest first: of marks that lie over each other the narrowest says most of the words, and comes last.
	// Who takes part on equal terms is both source and recipient, who offers is most often who speaks: both are shown as who.
	slices.SortStableFunc(marks, func(a, b mark) int {
		return cmp.Or((b.End-b.Start)-(a.End-a.Start), a.Start-b.Start, rankOfRole(a.Role)-rankOfRole(b.Role))
	})
	anchored := map[string]bool{}
	blocks := r.Blocks
	if len(blocks) == 0 {
		blocks = []report.Block{{Span: report.Span{Start: 0, End: len(r.Text)}}}
	}
	for i, b := range blocks {
		block := textBlock{Kind: blockKinds[b.Kind], Table: tabular(b.In(r.Text))}
		for _, s := range marked(r.Text, b.Start, b.End, within(marks, b.Span)) {
			block.Segments = append(block.Segments, l.segment(s, anchored))
		}
		if n := len(t.Blocks); n > 0 && b.Kind == report.Paragraph && t.Blocks[n-1].Kind == "dateline" && !strings.Contains(r.Text[blocks[i-1].End:b.Start], "\n") {
			block.Lead = t.Blocks[n-1].Segments
			t.Blocks = t.Blocks[:n-1]
		}
		t.Titled = t.Titled || b.Kind == report.Title
		t.Blocks = append(t.Blocks, block)
	}
	return t
}

// rankOfRole says which of two roles of the very same words is shown: the higher one.
func rankOfRole(role string) int {
	switch role {
	case roleSource:
		return 3
	case roleSpeaker:
		return 0
	case roleRecipient:
		return 1
	}
	return 2
}

// within are the marks that reach into a part of the text.
func within(marks []mark, s report.Span) []mark {
	var out []mark
	for _, m := range marks {
		if m.Start < s.End && m.End > s.Start {
			out = append(out, m)
		}
	}
	return out
}

var blockKinds = map[report.BlockKind]string{
	report.Title: "title", report.Heading: "heading", report.Caption: "caption", report.Dateline: "dateline", report.Credit: "credit",
}

// tabular tells whether the lines of a block are rows of a table, as prices and results come over a wire: spaces within
// most of its lines keep columns apart.
func tabular(text string) bool {
	lines, rows := 0, 0
	for line := range strings.Lines(text) {
		lines++
		if strings.Contains(strings.TrimSpace(line), "   ") {
			rows++
		}
	}
	return rows >= 2 && 2*rows >= lines
}

// segment says where the words of a segment lead to: to the field that says most of them, else to the other event.
func (l links) segment(s segment, anchored map[string]bool) textSegment {
	out := textSegment{segment: s}
	if s.Class == "" {
		return out
	}
	fields := strings.Fields(s.Fields)
	for _, f := range fields {
		if !anchored[f] {
			anchored[f] = true
			out.Anchors = append(out.Anchors, f)
		}
	}
	if len(fields) == 0 {
		out.Other = true
		if events := strings.Fields(s.Events); len(events) > 0 {
			out.Href = l.Event(events[0])
		}
		out.About = "another event of this report"
		return out
	}
	out.Href = "#field-" + url.PathEscape(fields[len(fields)-1])
	for _, f := range slices.Backward(fields) { // a voice is most often the speaker, whose field says more
		if _, name, ok := strings.Cut(f, "."); !strings.HasPrefix(f, "voice-") && !(ok && strings.HasPrefix(name, "voice-")) {
			out.Href = "#field-" + url.PathEscape(f)
			break
		}
	}
	for _, class := range strings.Fields(s.Class) {
		if role, ok := strings.CutPrefix(class, "role-"); ok && role != "other" {
			out.Class, out.About = class, nameOfRole(role)
		}
	}
	return out
}
