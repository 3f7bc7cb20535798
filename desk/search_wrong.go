package desk

import (
	"errors"
	"regexp"
	"strings"

	"chancery/query"
)

// wrongQuery is a query that makes no sense, with the part that is wrong, and what may have been meant.
type wrongQuery struct {
	Before, Wrong, After string
	Missing              bool // nothing is wrong: something is missing there
	Reason               string
	Instead              []instead
}

// instead is a query that may have been meant.
type instead struct{ Query, Href string }

var (
	meantWords = regexp.MustCompile(`did you mean ([^?]+)\?`)
	addWords   = regexp.MustCompile(`\badd (kind:[a-z]+)`)
	askWords   = regexp.MustCompile(`\bask for ([a-z-]+):`)
)

// wrong shows what is wrong with a query. What the reason offers is put in its place; it is offered only when that makes
// the query better: sound, or wrong only further on.
func (v *visit) wrong(e *query.Error) *wrongQuery {
	at := e.At
	at.Start = min(max(at.Start, 0), len(e.Query))
	at.End = min(max(at.End, at.Start), len(e.Query))
	w := &wrongQuery{Before: e.Query[:at.Start], Wrong: e.Query[at.Start:at.End], After: e.Query[at.End:], Reason: e.Reason, Missing: at.Start == at.End}
	try := func(text string) {
		var still *query.Error
		if _, err := query.Parse(text, v.desk.words); err != nil && (!errors.As(err, &still) || still.At.Start <= at.Start) {
			return
		}
		for _, i := range w.Instead {
			if i.Query == text {
				return
			}
		}
		w.Instead = append(w.Instead, instead{text, v.to.Search(text)})
	}
	if m := meantWords.FindStringSubmatch(e.Reason); m != nil {
		meant, _, _ := strings.Cut(m[1], ", all codes")
		for _, one := range strings.Split(strings.ReplaceAll(meant, " or ", ", "), ", ") {
			if strings.ContainsAny(one, " ,()") {
				one = `"` + one + `"`
			}
			try(w.Before + colonLike(w.Wrong, one) + w.After)
		}
	}
	if m := addWords.FindStringSubmatch(e.Reason); m != nil {
		try(m[1] + " " + e.Query)
	}
	if m := askWords.FindStringSubmatch(e.Reason); m != nil {
		if colon := strings.LastIndexByte(w.Before, ':'); colon >= 0 {
			start := strings.LastIndexAny(w.Before[:colon], " (-") + 1
			try(w.Before[:start] + m[1] + w.Before[colon:] + w.Wrong + w.After)
		}
	}
	switch {
	case strings.Contains(e.Reason, "parenthesis is never closed"):
		try(e.Query + ")")
	case strings.Contains(e.Reason, "quotation mark") && strings.Contains(e.Reason, "never"):
		try(e.Query + `"`)
	case strings.Contains(e.Reason, "closes nothing"):
		try(w.Before + w.After)
	case strings.Contains(e.Reason, "unknown field") && len(w.Instead) == 0:
		// Words with a colon are looked for in quotation marks.
		end := strings.IndexAny(w.After, " ()")
		if end < 0 {
			end = len(w.After)
		}
		try(w.Before + `"` + w.Wrong + w.After[:end] + `"` + w.After[end:])
	}
	if len(w.Instead) > 0 {
		w.Reason, _, _ = strings.Cut(w.Reason, ": did you mean") // the queries that may have been meant stand below
	}
	if !strings.HasSuffix(w.Reason, "?") {
		w.Reason += "."
	}
	return w
}

// colonLike gives the correction a colon where what it corrects has one.
func colonLike(wrong, right string) string {
	if strings.HasSuffix(wrong, ":") && !strings.HasSuffix(right, ":") {
		return right + ":"
	}
	return right
}
