package console

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"chancery/wording"
)

// Wordings prints what somebody said on a track, in order, each compared with the one before: insertions and deletions
// coloured on a terminal, {+so+} and [-so-] elsewhere.
func Wordings(w io.Writer, speaker, track string, list []wording.Wording, opts Options) error {
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

func (p *printer) diffText(list []wording.Edit) string {
	parts := make([]string, 0, len(list))
	for _, e := range list {
		words := strings.Fields(clean(e.Text))
		switch {
		case e.Kind == wording.Kept:
		case p.opts.Colour:
			attribute := green
			if e.Kind == wording.Deleted {
				attribute = refused + ";9" // struck out
			}
			for i := range words {
				words[i] = p.paint(attribute, words[i])
			}
		case e.Kind == wording.Deleted:
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
