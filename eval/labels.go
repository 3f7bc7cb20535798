package eval

import (
	"strings"

	"chancery/report"
)

// Lines makes a paragraph of every line of a text that is not blank, as corpora without markup need it.
func Lines(text string) (blocks []report.Block) {
	at := 0
	for line := range strings.Lines(text) {
		start, end := at, at+len(line)
		at = end
		start += len(line) - len(strings.TrimLeft(line, " \t\r\n"))
		end -= len(line) - len(strings.TrimRight(line, " \t\r\n"))
		if start < end {
			blocks = append(blocks, report.Block{Span: report.Span{Start: start, End: end}})
		}
	}
	return blocks
}
