package console

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Wording is what somebody said at one time, in the words of one report.
type Wording struct {
	Day    string `json:"day,omitempty"` // ISO 8601
	Words  string `json:"words"`
	Quoted bool   `json:"quoted"` // told as the speaker's words, directly or not; else in the outlet's
	Direct bool   `json:"direct"` // all in quotation marks
	Outlet string `json:"outlet,omitempty"`
	Report string `json:"report"`
	ID     string `json:"id"` // of the quotation or the event
	// Diff is what changed since the wording before; empty for the first.
	Diff []Edit `json:"diff,omitempty"`
}

// Edit is a run of words of one kind: Kept stood before and stands now.
type Edit struct {
	Kind EditKind `json:"kind"`
	Text string   `json:"text"`
}

// EditKind is what became of words.
type EditKind string

// The kinds of edit.
const (
	Kept     EditKind = "kept"
	Deleted  EditKind = "deleted"
	Inserted EditKind = "inserted"
)

// longestDiff is up to how many words of each side are compared word by word; longer texts are replaced whole.
const longestDiff = 2000

// Diff compares two texts word by word: the edits that make the second of the first, with as many words kept as can be
// (the longest common subsequence; Wagner and Fischer, 1974). Of two equally long ones the earlier deletion wins.
// Words are compared without regard to case and to the punctuation around them, and shown as they stand.
func Diff(before, after string) []Edit {
	a, b := strings.Fields(before), strings.Fields(after)
	if len(a) > longestDiff || len(b) > longestDiff {
		return edits([]Edit{{Deleted, strings.Join(a, " ")}, {Inserted, strings.Join(b, " ")}})
	}
	folded := func(words []string) []string {
		out := make([]string, len(words))
		for i, w := range words {
			if out[i] = strings.ToLower(strings.Trim(w, `.,;:!?"'“”‘’()`)); out[i] == "" {
				out[i] = w
			}
		}
		return out
	}
	x, y := folded(a), folded(b)
	// common[i][j] is the length of the longest common subsequence of x[i:] and y[j:].
	width := len(y) + 1
	common := make([]int32, (len(x)+1)*width)
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			switch {
			case x[i] == y[j]:
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			default:
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	var out []Edit
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case i < len(x) && j < len(y) && x[i] == y[j]:
			out = append(out, Edit{Kept, b[j]})
			i++
			j++
		case j == len(y) || i < len(x) && common[(i+1)*width+j] >= common[i*width+j+1]:
			out = append(out, Edit{Deleted, a[i]})
			i++
		default:
			out = append(out, Edit{Inserted, b[j]})
			j++
		}
	}
	return edits(out)
}

// edits joins neighbours of one kind and leaves out what is empty.
func edits(list []Edit) []Edit {
	var out []Edit
	for _, e := range list {
		if e.Text == "" {
			continue
		}
		if n := len(out); n > 0 && out[n-1].Kind == e.Kind {
			out[n-1].Text += " " + e.Text
			continue
		}
		out = append(out, e)
	}
	return out
}

// Wordings prints what somebody said on a track, in order, each compared with the one before: insertions and deletions
// coloured on a terminal, {+so+} and [-so-] elsewhere.
func Wordings(w io.Writer, speaker, track string, list []Wording, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	p := &printer{w: bufio.NewWriter(w), opts: opts}
	fmt.Fprintf(p.w, "%s\n", p.paint(bold, clean(speaker+" on "+track)))
	if len(list) == 0 {
		fmt.Fprintln(p.w, "Nothing was said in these words and days.")
	}
	for i := range list {
		x := &list[i]
		facts := []string{orWord(x.Day, "no date")}
		if x.Outlet != "" {
			facts = append(facts, clean(x.Outlet))
		}
		facts = append(facts, x.ID)
		fmt.Fprintf(p.w, "\n%s\n", p.paint(dim, strings.Join(facts, " · ")))
		text := clean(x.Words)
		if len(x.Diff) > 0 {
			text = p.diffText(x.Diff)
		} else if x.Direct {
			text = "“" + text + "”"
		}
		p.hang("", 2, text)
	}
	return p.w.Flush()
}

func (p *printer) diffText(list []Edit) string {
	parts := make([]string, 0, len(list))
	for _, e := range list {
		words := strings.Fields(clean(e.Text))
		switch {
		case e.Kind == Kept:
		case p.opts.Colour:
			attribute := green
			if e.Kind == Deleted {
				attribute = refused + ";9" // struck out
			}
			for i := range words {
				words[i] = p.paint(attribute, words[i])
			}
		case e.Kind == Deleted:
			words[0] = "[-" + words[0]
			words[len(words)-1] += "-]"
		default:
			words[0] = "{+" + words[0]
			words[len(words)-1] += "+}"
		}
		parts = append(parts, strings.Join(words, " "))
	}
	return strings.Join(parts, " ")
}
