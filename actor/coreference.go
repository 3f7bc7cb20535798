package actor

import (
	"chancery/report"
	"chancery/syntax"
)

// resolve finds whom pronouns and descriptions refer to.
func (x *Lexicon) resolve(doc *syntax.Document, r *report.Report, mentions []Mention) []Mention {
	return mentions
}
