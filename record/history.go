package record

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Step is what one change did to one thing.
type Step struct {
	Change Change
	Kind   string // report, reading, quotation, event, membership, link, ledger, review
	ID     string // of the thing; of a membership the event's, of a link both occurrences'
	What   string // "opened", "changed", "closed"; of a review its action
	// Fields are the values that differ, sorted by field; of what was opened those that it was opened with, where they are
	// few (memberships, links, versions of a reading), else those by which one knows it.
	Fields []FieldChange
}

// FieldChange is one value before and after. A value that was not there is nil.
type FieldChange struct {
	Field  string // "status", "sources[0].country"
	Before json.RawMessage
	After  json.RawMessage
}

// state is one row of a fact: its values while it stood.
type state struct {
	since, until int64 // until 0: it stands
	values       map[string]any
}

// History gives everything that was done to the thing with this identity, of a kind that [View.Resolve] gives, in the
// order of the changes. Of a report it gives what was done to its events, too; of a change all that it did.
func (v View) History(ctx context.Context, kind, id string) ([]Step, error) {
	steps, err := v.history(ctx, kind, id)
	if err != nil {
		return nil, fmt.Errorf("the history of %s: %w", id, err)
	}
	return steps, nil
}

// A traced is a table whose rows are facts. Each query gives identity, since, until and the values as JSON of the rows
// whose identities are in the JSON array ?1, in the order in which they came.
var traced = map[string]string{
	"report": `SELECT id, since, until, json_object('outlet', outlet, 'url', url, 'title', title, 'language', language, 'published', published,
		'text', text) FROM reports WHERE id IN (SELECT value FROM json_each(?1)) AND since <= ?2 ORDER BY n`,
	"reading": `SELECT p.id, r.since, r.until, json_object('engine', v.engine, 'models', v.models, 'codebook', v.codebook) FROM reports p
		JOIN readings r ON r.report = p.n JOIN versions v ON v.n = r.versions WHERE p.id IN (SELECT value FROM json_each(?1)) AND r.since <= ?2 ORDER BY r.n`,
	"quotation": `SELECT id, since, until, body FROM quotations WHERE id IN (SELECT value FROM json_each(?1)) AND since <= ?2 ORDER BY n`,
	"event": `SELECT id, since, until, json_set(body, '$.by_hand', by_hand, '$.verdict', verdict) FROM events
		WHERE id IN (SELECT value FROM json_each(?1)) AND since <= ?2 ORDER BY n`,
	"membership": `SELECT event, since, until, json_object('occurrence', occurrence, 'score', score, 'reasons', reasons, 'by', author) FROM members
		WHERE event IN (SELECT value FROM json_each(?1)) AND since <= ?2 ORDER BY n`,
	"link": `SELECT a || ' ' || b, since, until, json_object('verdict', verdict, 'score', score, 'reasons', reasons, 'by', author)
		FROM json_each(?1) j JOIN links ON a = substr(j.value, 1, instr(j.value, ' ') - 1) AND b = substr(j.value, instr(j.value, ' ') + 1)
		WHERE since <= ?2 ORDER BY n`,
	"ledger": `SELECT id, since, until, body FROM ledger WHERE id IN (SELECT value FROM json_each(?1)) AND since <= ?2 ORDER BY n`,
}

// kinds are the keys of traced, in the order in which the steps of one change are told.
var kinds = []string{"report", "reading", "quotation", "event", "membership", "link", "ledger"}

// related gives, by the kind of what is asked for and of what is traced, which identities belong to it: ?1 is what is
// asked for. Queries may name tables by their indices alone.
var related = map[string]map[string]string{
	"report": {
		"report":     `SELECT ?1`,
		"reading":    `SELECT ?1`,
		"event":      `SELECT DISTINCT e.id FROM reports p JOIN events e ON e.report = p.n WHERE p.id = ?1 ORDER BY e.n`,
		"membership": `SELECT DISTINCT e.id FROM reports p JOIN events e ON e.report = p.n WHERE p.id = ?1 ORDER BY e.n`,
	},
	"quotation": {"quotation": `SELECT ?1`},
	"event":     {"event": `SELECT ?1`, "membership": `SELECT ?1`},
	"occurrence": {
		"membership": `SELECT DISTINCT event FROM members WHERE occurrence = ?1 ORDER BY n`,
		"link":       `SELECT a || ' ' || b FROM links WHERE a = ?1 UNION SELECT a || ' ' || b FROM links WHERE b = ?1 ORDER BY 1`,
	},
	"ledger": {"ledger": `SELECT ?1`},
	"change": {
		"report":  `SELECT id FROM reports WHERE since = ?1 OR until = ?1 ORDER BY n`,
		"reading": `SELECT DISTINCT p.id FROM readings r JOIN reports p ON p.n = r.report WHERE r.since = ?1 OR r.until = ?1 ORDER BY r.n`,
		"quotation": `SELECT q.id FROM readings r JOIN quotations q ON q.report = r.report WHERE r.since = ?1 AND (q.since = ?1 OR q.until = ?1)
			AND EXISTS (SELECT 1 FROM readings o WHERE o.report = r.report AND o.since < ?1) ORDER BY q.n`, // of a report that was read again
		"event":      `SELECT id FROM events WHERE since = ?1 OR until = ?1 ORDER BY n`,
		"membership": `SELECT event FROM members WHERE since = ?1 OR until = ?1 ORDER BY n`,
		"link":       `SELECT a || ' ' || b FROM links WHERE since = ?1 OR until = ?1 ORDER BY n`,
	},
}

func (v View) history(ctx context.Context, kind, id string) ([]Step, error) {
	var only int64
	var asked any = id
	if kind == "change" {
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("change %q: %w", id, ErrNotFound)
		}
		only, asked = n, n
	}
	var steps []Step
	for _, what := range kinds {
		query := related[kind][what]
		if query == "" {
			continue
		}
		var ids []string
		err := each(ctx, v.source, func(rows *sql.Rows) error {
			var one string
			err := rows.Scan(&one)
			ids = append(ids, one)
			return err
		}, query, asked)
		if err != nil {
			return nil, fmt.Errorf("%ss: %w", what, err)
		}
		found, err := v.trace(ctx, what, ids)
		if err != nil {
			return nil, fmt.Errorf("%ss: %w", what, err)
		}
		steps = append(steps, found...)
	}
	reviews, err := v.reviewSteps(ctx, kind, id)
	if err != nil {
		return nil, err
	}
	steps = append(steps, reviews...)
	if kind == "occurrence" {
		steps = slices.DeleteFunc(steps, func(s Step) bool { return s.Kind == "membership" && !concerns(s, id) })
	}
	if only != 0 {
		steps = slices.DeleteFunc(steps, func(s Step) bool { return s.Change.Number != only })
	}
	slices.SortStableFunc(steps, func(a, b Step) int { return cmp.Compare(a.Change.Number, b.Change.Number) })
	return steps, v.nameChanges(ctx, steps)
}

// concerns reports whether a step of a membership enters or leaves an occurrence, or changes within it.
func concerns(s Step, occurrence string) bool {
	quoted := strconv.Quote(occurrence)
	for _, f := range s.Fields {
		if f.Field == "occurrence" {
			return string(f.Before) == quoted || string(f.After) == quoted
		}
	}
	return true
}

// trace gives the steps of things of one kind.
func (v View) trace(ctx context.Context, kind string, ids []string) ([]Step, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	states := map[string][]state{}
	var order []string
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var id string
		var s state
		var until sql.NullInt64
		var values []byte
		if err := rows.Scan(&id, &s.since, &until, &values); err != nil {
			return err
		}
		if until.Valid && until.Int64 <= v.change {
			s.until = until.Int64
		}
		decoder := json.NewDecoder(strings.NewReader(string(values)))
		decoder.UseNumber()
		if err := decoder.Decode(&s.values); err != nil {
			return damaged(err)
		}
		if states[id] == nil {
			order = append(order, id)
		}
		states[id] = append(states[id], s)
		return nil
	}, traced[kind], string(list), v.change)
	if err != nil {
		return nil, err
	}
	var steps []Step
	for _, id := range order {
		steps = append(steps, stepsOf(kind, id, states[id])...)
	}
	return steps, nil
}

// stepsOf tells the rows of one thing as steps: a row that begins where one ends is a change of it.
func stepsOf(kind, id string, states []state) []Step {
	small := kind == "membership" || kind == "link" || kind == "reading"
	var steps []Step
	for i, s := range states {
		step := Step{Change: Change{Number: s.since}, Kind: kind, ID: id, What: "opened"}
		switch {
		case i > 0 && states[i-1].until == s.since:
			step.What, step.Fields = "changed", differences("", states[i-1].values, s.values)
		case small:
			step.Fields = differences("", map[string]any{}, s.values)
		default:
			step.Fields = brief(s.values)
		}
		steps = append(steps, step)
		if s.until != 0 && (i+1 == len(states) || states[i+1].since != s.until) {
			closed := Step{Change: Change{Number: s.until}, Kind: kind, ID: id, What: "closed"}
			if small {
				closed.Fields = differences("", s.values, map[string]any{})
			}
			steps = append(steps, closed)
		}
	}
	return steps
}

// knownBy are the values by which somebody knows a report or an event that was opened.
var knownBy = []string{"outlet", "title", "category", "status", "by_hand", "verdict"}

func brief(values map[string]any) (out []FieldChange) {
	for _, field := range knownBy {
		if value := values[field]; value != nil && value != "" {
			out = append(out, FieldChange{field, nil, encode(value)})
		}
	}
	return out
}

// differences compares two values of JSON, field by field. Lists of the same length are compared element by element.
func differences(path string, before, after any) []FieldChange {
	switch b := before.(type) {
	case map[string]any:
		a, ok := after.(map[string]any)
		if !ok {
			break
		}
		keys := make([]string, 0, len(b)+len(a))
		for key := range b {
			keys = append(keys, key)
		}
		for key := range a {
			if _, both := b[key]; !both {
				keys = append(keys, key)
			}
		}
		slices.Sort(keys)
		var out []FieldChange
		for _, key := range keys {
			out = append(out, differences(strings.TrimPrefix(path+"."+key, "."), b[key], a[key])...)
		}
		return out
	case []any:
		a, ok := after.([]any)
		if !ok || len(a) != len(b) {
			break
		}
		var out []FieldChange
		for i := range b {
			out = append(out, differences(path+"["+strconv.Itoa(i)+"]", b[i], a[i])...)
		}
		return out
	}
	x, y := encode(before), encode(after)
	if string(x) == string(y) {
		return nil
	}
	return []FieldChange{{path, x, y}}
}

func encode(value any) json.RawMessage {
	if value == nil {
		return nil
	}
	data, err := json.Marshal(value)
	if err != nil {
		return nil // it came from JSON
	}
	return data
}

// reviewSteps gives the reviews of a thing as steps.
func (v View) reviewSteps(ctx context.Context, kind, id string) ([]Step, error) {
	target := id
	if kind == "change" {
		target = ""
	}
	reviews, err := v.Reviews(ctx, target)
	if err != nil {
		return nil, err
	}
	steps := make([]Step, 0, len(reviews))
	for _, r := range reviews {
		s := Step{Change: r.Change, Kind: "review", ID: r.Target, What: r.Action}
		if r.Field != "" {
			s.Fields = []FieldChange{{r.Field, r.Before, r.After}}
		}
		steps = append(steps, s)
	}
	return steps, nil
}

// nameChanges fills in the changes of steps.
func (v View) nameChanges(ctx context.Context, steps []Step) error {
	numbers := make([]int64, 0, len(steps))
	for i := range steps {
		numbers = append(numbers, steps[i].Change.Number)
	}
	list, err := json.Marshal(numbers)
	if err != nil {
		return err
	}
	changes := make(map[int64]Change, len(steps))
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var c Change
		err := scanChange(rows, &c)
		changes[c.Number] = c
		return err
	}, `SELECT n, at, author, kind, reason FROM changes WHERE n IN (SELECT value FROM json_each(?))`, string(list))
	if err != nil {
		return err
	}
	for i := range steps {
		steps[i].Change = changes[steps[i].Change.Number]
	}
	return nil
}
