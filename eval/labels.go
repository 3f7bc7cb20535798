package eval

import (
	"strings"

	"chancery/report"
	"chancery/syntax"
)

// NameClassOf returns the class of name that a label of the usual schemes stands for, without its prefix: CoNLL-2003,
// OntoNotes, Universal NER, English Worldwide Newswire; false for what is no name (dates, numbers, money).
func NameClassOf(label string) (syntax.NameClass, bool) {
	switch strings.ToUpper(label) {
	case "PER", "PERSON":
		return syntax.PersonName, true
	case "ORG", "ORGANIZATION", "ORGANISATION":
		return syntax.OrganisationName, true
	case "LOC", "LOCATION", "GPE", "GEO", "FAC", "FACILITY":
		return syntax.PlaceName, true
	case "MISC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "LANGUAGE":
		return syntax.MiscName, true
	}
	return 0, false
}

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
