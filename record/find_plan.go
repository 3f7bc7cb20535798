package record

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"chancery/place"
	"chancery/query"
)

// plan is a query as sets of rows are made of it. What a row must have to be found for sure is its lower set, what it
// may have its upper set; they differ where something must be looked up in texts.
type plan struct {
	how   planKind
	parts []*plan // of all and any

	groups []group      // of terms: rows that have a term of every group
	rows   rowSet       // of isRow
	phrase query.Phrase // of hasText: what must stand in the text of those that have the terms
	test   query.Test   // of compares
}

type planKind uint8

const (
	allOf    planKind = iota
	anyOf             // parts
	noneOf            // parts[0]
	hasTerms          // groups
	isRow             // rows
	compares          // test, by the columns
	hasText           // groups, then phrase
	nothing
)

// group is terms of which a row must have one.
type group struct {
	terms []uint32
	rows  rowSet
}

// planOf makes the plan of a node.
func (f *finder) planOf(ctx context.Context, n query.Node) (*plan, error) {
	switch n := n.(type) {
	case *query.And:
		return f.planAll(ctx, allOf, n.Nodes)
	case *query.Or:
		return f.planAll(ctx, anyOf, n.Nodes)
	case *query.Not:
		return f.planAll(ctx, noneOf, []query.Node{n.Node})
	case *query.Words:
		return f.planText(ctx, query.PhraseOf(n.Text, n.Literal))
	case *query.Match:
		p := &plan{how: anyOf}
		for i := range n.Values {
			for j := range n.Values[i].Tests {
				part, err := f.planTest(ctx, &n.Values[i].Tests[j])
				if err != nil {
					return nil, fmt.Errorf("%s: %w", n, err)
				}
				p.parts = append(p.parts, part)
			}
		}
		return p, nil
	}
	return nil, fmt.Errorf("%w: a condition of an unknown kind", query.ErrQuery)
}

func (f *finder) planAll(ctx context.Context, how planKind, nodes []query.Node) (*plan, error) {
	p := &plan{how: how}
	for _, n := range nodes {
		part, err := f.planOf(ctx, n)
		if err != nil {
			return nil, err
		}
		p.parts = append(p.parts, part)
	}
	return p, nil
}

func (f *finder) planTest(ctx context.Context, t *query.Test) (*plan, error) {
	switch t.Look {
	case query.Exact, query.Pattern, query.Number, query.Near:
		g, err := f.lookUp(ctx, t)
		return &plan{how: hasTerms, groups: []group{g}}, err
	case query.Absent:
		exact := *t
		exact.Look = query.Exact
		g, err := f.lookUp(ctx, &exact)
		return &plan{how: noneOf, parts: []*plan{{how: hasTerms, groups: []group{g}}}}, err
	case query.AllWords:
		p := &plan{how: hasTerms}
		for _, word := range t.Words {
			g, err := f.lookUp(ctx, &query.Test{Look: query.Exact, Kinds: t.Kinds, Words: []string{word}})
			if err != nil {
				return nil, err
			}
			p.groups = append(p.groups, g)
		}
		return p, nil
	case query.Days, query.Published, query.Confidence:
		return &plan{how: compares, test: *t}, nil
	case query.Added:
		return f.planAdded(ctx, t)
	case query.Identity:
		return f.planIdentity(ctx, t)
	case query.Text:
		return f.planText(ctx, t.Phrase)
	}
	return nil, fmt.Errorf("%w: a test of an unknown kind", query.ErrQuery)
}

// kinds are the kinds of terms, on the shelf that is looked at, that a test names.
func (f *finder) kinds(names []string) []string {
	prefix := [...]string{"event ", "quotation ", "report "}[f.shelf]
	out := make([]string, 0, len(names))
	for _, name := range names {
		if f.shelf == onQuotations {
			// country: and sector: ask for whoever has a part in it: of a quotation its speaker.
			if rest, ok := strings.CutPrefix(name, "source"); ok {
				name = "speaker" + rest
			}
		}
		out = append(out, prefix+name)
	}
	return out
}

// lookUp finds the terms that a test asks for.
func (f *finder) lookUp(ctx context.Context, t *query.Test) (group, error) {
	var g group
	collect := func(fits func(word string) bool) func(*sql.Rows) error {
		return func(rows *sql.Rows) error {
			var n int64
			var word string
			if err := rows.Scan(&n, &word); err != nil {
				return err
			}
			if fits(word) {
				g.terms = append(g.terms, uint32(n))
			}
			return nil
		}
	}
	for _, kind := range f.kinds(t.Kinds) {
		var err error
		switch t.Look {
		case query.Exact:
			words, jsonErr := json.Marshal(t.Words)
			if jsonErr != nil {
				return g, jsonErr
			}
			err = each(ctx, f.source, collect(func(string) bool { return true }),
				`SELECT n, word FROM terms WHERE kind = ? AND word IN (SELECT value FROM json_each(?))`, kind, string(words))
		case query.Pattern:
			pattern := t.Words[0]
			start, _, _ := strings.Cut(pattern, "*")
			err = f.eachTerm(ctx, kind, start, collect(func(word string) bool { return query.Fits(pattern, word) }))
		case query.Number:
			err = f.eachTerm(ctx, kind, "", collect(func(word string) bool { return compared(word, t) }))
		case query.Near:
			err = f.eachTerm(ctx, kind, "", collect(func(word string) bool { return near(word, t) }))
		}
		if err != nil {
			return g, fmt.Errorf("terms: %w", err)
		}
	}
	return g, nil
}

// eachTerm gives the terms of a kind that begin with a word.
func (f *finder) eachTerm(ctx context.Context, kind, start string, do func(*sql.Rows) error) error {
	return each(ctx, f.source, do, `SELECT n, word FROM terms WHERE kind = ? AND word >= ? AND word < ?`, kind, start, start+"\U0010FFFF")
}

// compared tells whether a number compares as a test asks.
func compared(word string, t *query.Test) bool {
	x, err := strconv.ParseFloat(word, 64)
	return err == nil && holdsFor(x, t)
}

func holdsFor(x float64, t *query.Test) bool {
	switch t.Compare {
	case query.Above:
		return x > t.Number
	case query.AtLeast:
		return x >= t.Number
	case query.Below:
		return x < t.Number
	case query.AtMost:
		return x <= t.Number
	}
	return x == t.Number
}

// near tells whether a point is as near as a test asks.
func near(word string, t *query.Test) bool {
	a, b, _ := strings.Cut(word, " ")
	lat, err1 := strconv.ParseFloat(a, 64)
	lon, err2 := strconv.ParseFloat(b, 64)
	if err1 != nil || err2 != nil || math.Abs(lat-t.Latitude)*111 > t.Kilometres+1 {
		return false
	}
	return place.Kilometres(place.Place{Lat: lat, Lon: lon}, place.Place{Lat: t.Latitude, Lon: t.Longitude}) <= t.Kilometres
}

// planText finds the rows that have all words of a phrase; whether these stand next to each other only the text tells.
func (f *finder) planText(ctx context.Context, phrase query.Phrase) (*plan, error) {
	if f.shelf == onReports {
		return f.planReports(ctx, phrase)
	}
	p := &plan{how: hasText, phrase: phrase}
	sure := len(phrase.Words) == 1
	for i, word := range phrase.Words {
		open := phrase.Open && i == len(phrase.Words)-1
		if query.Common(word) && !open {
			sure = false
			continue
		}
		t := query.Test{Look: query.Exact, Kinds: []string{query.TextTerms}, Words: []string{word}}
		if open {
			// A word that is kept as no term may begin so, too.
			if sure = sure && !query.CommonBegins(word); query.CommonBegins(word) {
				continue
			}
			t.Look, t.Words = query.Pattern, []string{word + "*"}
		}
		g, err := f.lookUp(ctx, &t)
		if err != nil {
			return nil, err
		}
		p.groups = append(p.groups, g)
	}
	if sure {
		p.how = hasTerms
	}
	return p, nil
}

// planReports finds the reports in whose text or title a phrase stands: the full text knows it for sure.
func (f *finder) planReports(ctx context.Context, phrase query.Phrase) (*plan, error) {
	match := `"` + strings.Join(phrase.Words, " ") + `"` // folded words have no quotation marks
	if phrase.Open {
		match += "*"
	}
	numbers, err := numbersOf(ctx, f.source, `SELECT rowid FROM full_text WHERE full_text MATCH ?`, match)
	if err != nil {
		return nil, fmt.Errorf("full text: %w", err)
	}
	p := &plan{how: isRow, rows: newRowSet(f.most)}
	for _, n := range numbers {
		p.rows.add(n)
	}
	return p, nil
}

// planAdded finds the rows that the record came to know of within days. Rows are numbered in the order of changes.
func (f *finder) planAdded(ctx context.Context, t *query.Test) (*plan, error) {
	first, last := int64(0), int64(math.MaxInt64)
	bound := func(day int) string { return time.Unix(int64(day)*24*60*60, 0).UTC().Format(timeFormat) }
	var err error
	if t.First > query.FirstDay {
		err = f.source.row(ctx, `SELECT coalesce(max(n), 0) FROM changes WHERE at < ?`, bound(t.First)).Scan(&first)
		first++
	}
	if err == nil && t.Last < query.LastDay {
		err = f.source.row(ctx, `SELECT coalesce(max(n), 0) FROM changes WHERE at < ?`, bound(t.Last+1)).Scan(&last)
	}
	if err != nil {
		return nil, err
	}
	rows, err := f.addedBetween(ctx, first, last)
	return &plan{how: isRow, rows: rows}, err
}

// addedBetween gives the rows that the record came to know of with changes from first to last.
func (f *finder) addedBetween(ctx context.Context, first, last int64) (rowSet, error) {
	added := newRowSet(f.most)
	from, to := int64(1), f.most
	var err error
	if first > 0 {
		if from, err = f.firstOf(ctx, first); err != nil {
			return nil, err
		}
	}
	if last < math.MaxInt64 {
		if to, err = f.firstOf(ctx, last+1); err != nil {
			return nil, err
		}
		to--
	}
	added.addRange(from, to)
	if f.shelf != onEvents {
		return added, nil
	}
	// A corrected event is a new row, but the record came to know of the event with its first one. What was known first
	// within these changes has its first row there, and its later ones behind it.
	err = each(ctx, f.source, func(rows *sql.Rows) error {
		var n, since int64
		if err := rows.Scan(&n, &since); err != nil {
			return err
		}
		if since >= first && since <= last {
			added.add(n)
		} else {
			added.remove(n)
		}
		return nil
	}, `SELECT e.n, (SELECT min(f.since) FROM events f WHERE f.id = e.id) FROM events e WHERE e.n >= ? AND e.id IN (SELECT id FROM events WHERE until IS NOT NULL)`, from)
	return added, err
}

// firstOf is the first row that a change, or one after it, has brought: the number after the last when there is none.
func (f *finder) firstOf(ctx context.Context, change int64) (int64, error) {
	query := `SELECT since FROM ` + f.shelf.table() + ` WHERE n >= ? ORDER BY n LIMIT 1`
	low, high := int64(1), f.most+1
	for low < high {
		middle := (low + high) / 2
		var since int64
		switch err := f.source.row(ctx, query, middle).Scan(&since); {
		case errors.Is(err, sql.ErrNoRows):
			high = middle
			continue
		case err != nil:
			return 0, err
		}
		if since >= change {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low, nil
}

// identities are the queries that give the rows that belong to an identity, or to one that begins so.
var identities = map[shelf]map[string]string{
	onEvents: {
		"event":      `SELECT n FROM events WHERE id >= ?1 AND id < ?2`,
		"report":     `SELECT e.n FROM events e JOIN reports r ON r.n = e.report WHERE r.id >= ?1 AND r.id < ?2`,
		"occurrence": `SELECT e.n FROM events e JOIN members m ON m.event = e.id WHERE m.occurrence >= ?1 AND m.occurrence < ?2 AND m.since <= ?3 AND (m.until IS NULL OR m.until > ?3)`,
	},
	onQuotations: {
		"quotation": `SELECT n FROM quotations WHERE id >= ?1 AND id < ?2`,
		"report":    `SELECT q.n FROM quotations q JOIN reports r ON r.n = q.report WHERE r.id >= ?1 AND r.id < ?2`,
	},
	onReports: {
		"report": `SELECT n FROM reports WHERE id >= ?1 AND id < ?2`,
	},
}

func (f *finder) planIdentity(ctx context.Context, t *query.Test) (*plan, error) {
	text := identities[f.shelf][t.Kinds[0]]
	if text == "" {
		return &plan{how: nothing}, nil
	}
	start, end := t.Words[0], t.Words[0]+"\x00"
	if t.Open {
		end = start + "\U0010FFFF"
	}
	args := []any{start, end}
	if strings.Contains(text, "?3") {
		args = append(args, f.change)
	}
	numbers, err := numbersOf(ctx, f.source, text, args...)
	if err != nil {
		return nil, err
	}
	p := &plan{how: isRow, rows: newRowSet(f.most)}
	for _, n := range numbers {
		p.rows.add(n)
	}
	return p, nil
}
