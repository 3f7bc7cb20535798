package ledger

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Agreements like to give several things with a day each in one breath: "promised to hand over the Kalbajar district to
// Azerbaijan by November 15, the Aghdam district by November 20 and the Lachin district by December 1". The verb and
// whom it is for stand once; each item is an entry of its own, for each can be kept or broken.
var scheduled = regexp.MustCompile(`(?i)(?:,|;|\band\b|, and) ((?:the|its|their|all) [\pL\pN' -]{3,60}?) (` + before + ` (?:the end of )?(?:` + monthNames + `|\d{1,2} (?:` + monthNames + `)|` + weekdays + `|this \pL+|next \pL+|\d{4})(?: \d{1,2})?(?:,? \d{4})?)`)

// schedule opens the entries of the further items that a sentence promises by days of their own.
func (n *entry) schedule(f *fact) []*entry {
	if !n.due.Known() || !n.Kind.Commitment() || f.event.Content == nil {
		return nil
	}
	start := f.event.Content.Span.Start
	rest := restOfSentence(f.whole, start)
	object, ok := objectOf(n.What)
	if !ok {
		return nil
	}
	var more []*entry
	for _, m := range scheduled.FindAllStringSubmatchIndex(rest, -1) {
		item, words := rest[m[2]:m[3]], rest[m[4]:m[5]]
		due, dated := Deadline(words, f.told)
		if !dated || lastWord(item) != lastWord(object) {
			continue // not the same sort of thing: another clause
		}
		next := *n
		next.What = strings.Replace(cutDeadline(n.What), object, item, 1)
		next.ID = "l-" + shortHash(f.event.ID+"#"+strconv.Itoa(len(more)+2))
		next.due = due
		next.act = actOf(f, innermost(f.event.Content), next.What)
		next.names, next.nameDone = nil, nil
		for _, s := range next.act.words {
			if s.name {
				next.names = append(next.names, s.text)
			}
		}
		next.Steps = slices.Clone(n.Steps)
		next.Steps[0].Due = due.String()
		next.Steps[0].Accounts = slices.Clone(n.Steps[0].Accounts)
		if first := &next.Steps[0].Accounts[0]; first.Event == f.event.ID { // the words of the lead
			first.Evidence = append(slices.Clone(first.Evidence), Evidence{Start: start + m[2], End: start + m[5], Text: rest[m[2]:m[5]]})
		}
		next.Pair, next.From, next.To, next.Does = slices.Clone(n.Pair), slices.Clone(n.From), slices.Clone(n.To), slices.Clone(n.Does)
		more = append(more, &next)
	}
	if len(more) > 0 && len(n.names) > 0 {
		// The first item is only itself.
		n.What = cutDeadline(n.What)
		n.act = actOf(f, innermost(f.event.Content), n.What)
		n.names = nil
		for _, s := range n.act.words {
			if s.name {
				n.names = append(n.names, s.text)
			}
		}
	}
	return more
}

var objectPattern = regexp.MustCompile(`\b(?:the|its|their|all) [\pL\pN' -]*?\pL+\b`)

// objectOf is the first noun phrase with a determiner, up to a preposition: "the Kalbajar district".
func objectOf(what string) (string, bool) {
	at := objectPattern.FindStringIndex(what)
	if at == nil {
		return "", false
	}
	fields := strings.Fields(what[at[0]:])
	for i, w := range fields {
		if i > 0 && (functionWords[strings.ToLower(w)] || strings.HasSuffix(w, ",")) {
			if strings.HasSuffix(w, ",") {
				i++
			}
			return strings.TrimSuffix(strings.Join(fields[:i], " "), ","), i > 1
		}
	}
	return strings.Join(fields, " "), len(fields) > 1
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

var deadlineTail = regexp.MustCompile(`(?i) ` + before + ` (?:the end of )?(?:` + monthNames + `|\d|` + weekdays + `|this|next).*$`)

// cutDeadline takes the day off: the entry tells it beside.
func cutDeadline(what string) string {
	return deadlineTail.ReplaceAllString(what, "")
}
