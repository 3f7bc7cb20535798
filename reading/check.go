package reading

import (
	"fmt"
	"unicode/utf8"

	"chancery/report"
)

// check makes sure that the later stages may slice the text by the blocks without looking.
func check(r *report.Report) error {
	if !utf8.ValidString(r.Text) {
		return fmt.Errorf("%w: the text is not valid UTF-8", report.ErrBadText)
	}
	end := 0
	for i, b := range r.Blocks {
		if b.Start < end || b.End < b.Start || b.End > len(r.Text) {
			return fmt.Errorf("%w: block %d, bytes %d to %d of %d, overlaps the one before or leaves the text", report.ErrBadText, i, b.Start, b.End, len(r.Text))
		}
		end = b.End
	}
	return nil
}
