package record

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"chancery/event"
	"chancery/occurrence"
	"chancery/quote"
	"chancery/reading"
	"chancery/report"
	"chancery/when"
)

// Reading gives the reading of a report, put together from its rows; ErrNotFound when there is none. Events that were
// corrected are as corrected, events that were rejected stand among the others: [View.Account] tells which.
func (v View) Reading(ctx context.Context, id string) (reading.Reading, error) {
	out, err := v.reading(ctx, id)
	if err != nil {
		return reading.Reading{}, fmt.Errorf("the reading of %s: %w", id, err)
	}
	return out, nil
}

func (v View) reading(ctx context.Context, id string) (reading.Reading, error) {
	n, err := v.reportNumber(ctx, id)
	if err != nil {
		return reading.Reading{}, err
	}
	return readingOf(ctx, v.source, v.change, n)
}

// reportNumber gives the row of a report as the view knows it.
func (v View) reportNumber(ctx context.Context, id string) (n int64, err error) {
	err = v.source.row(ctx, `SELECT n FROM reports WHERE id = ?1 AND since <= ?2 AND (until IS NULL OR until > ?2)`, id, v.change).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrNotFound
	}
	return n, err
}

// readingOf puts the reading of the report n together as of a change.
func readingOf(ctx context.Context, s source, change, n int64) (reading.Reading, error) {
	var out reading.Reading
	rep, _, err := reportRow(ctx, s, n, true)
	if err != nil {
		return out, err
	}
	out.Report = *rep
	var sentences []byte
	err = s.row(ctx, `SELECT r.sentences, v.engine, v.models, v.codebook FROM readings r JOIN versions v ON v.n = r.versions
		WHERE r.report = ?1 AND r.since <= ?2 AND (r.until IS NULL OR r.until > ?2) ORDER BY r.n DESC LIMIT 1`, n, change).
		Scan(&sentences, &out.Versions.Engine, &out.Versions.Models, &out.Versions.Codebook)
	if err != nil {
		return out, fmt.Errorf("its reading: %w", err)
	}
	if out.Sentences, err = decodeSpans(sentences); err != nil {
		return out, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	var since changesSeen
	err = each(ctx, s, func(rows *sql.Rows) error {
		var body []byte
		if err := rows.Scan(since.next(), &body); err != nil {
			return err
		}
		q, _, err := reading.DecodeQuotation(body, rep.Text)
		out.Quotations = append(out.Quotations, q)
		return damaged(err)
	}, `SELECT since, body FROM quotations WHERE report = ?1 AND since <= ?2 AND (until IS NULL OR until > ?2) ORDER BY n`, n, change)
	if err != nil {
		return out, fmt.Errorf("its quotations: %w", err)
	}
	if since.several() {
		slices.SortStableFunc(out.Quotations, func(a, b quote.Quotation) int { return cmp.Compare(startOf(a.Content), startOf(b.Content)) })
	}
	since = changesSeen{}
	err = each(ctx, s, func(rows *sql.Rows) error {
		var body []byte
		if err := rows.Scan(since.next(), &body); err != nil {
			return err
		}
		e, _, err := reading.DecodeEvent(body, rep.Text)
		out.Events = append(out.Events, e)
		return damaged(err)
	}, `SELECT since, body FROM events WHERE report = ?1 AND since <= ?2 AND (until IS NULL OR until > ?2) ORDER BY n`, n, change)
	if err != nil {
		return out, fmt.Errorf("its events: %w", err)
	}
	if since.several() {
		slices.SortStableFunc(out.Events, func(a, b event.Event) int { return cmp.Compare(startOf(a.Evidence), startOf(b.Evidence)) })
	}
	return out, nil
}

// changesSeen tells whether rows came with one change, and so in the order of the text, or with several: a correction is
// a later row.
type changesSeen struct{ first, last int64 }

func (c *changesSeen) next() *int64 {
	if c.first == 0 {
		c.first = c.last
	}
	return &c.last
}

func (c *changesSeen) several() bool { return c.first != 0 && c.first != c.last }

// startOf is where the first span begins.
func startOf(spans []report.Span) int {
	if len(spans) == 0 {
		return 0
	}
	return spans[0].Start
}

// damaged marks an error of decoding as what it says of the record.
func damaged(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

const reportColumns = `n, id, sha256, outlet, url, language, published, day, title, text, rest`

// reportRow reads one report, with its Raw or without.
func reportRow(ctx context.Context, s source, n int64, withRaw bool) (*report.Report, when.Day, error) {
	reports, err := reportRows(ctx, s, []int64{n})
	if err != nil {
		return nil, when.Day{}, err
	}
	out := reports[n]
	if out.report == nil {
		return nil, when.Day{}, fmt.Errorf("%w: report number %d is missing", ErrDamaged, n)
	}
	if !withRaw {
		return out.report, out.day, nil
	}
	var raw []byte
	if err := s.row(ctx, `SELECT raw FROM reports WHERE n = ?`, n).Scan(&raw); err != nil {
		return nil, when.Day{}, err
	}
	out.report.Raw = out.report.Text
	if raw != nil {
		if raw, err = decompress(raw); err != nil {
			return nil, when.Day{}, damaged(err)
		}
		out.report.Raw = string(raw)
	}
	return out.report, out.day, nil
}

// reportRows reads reports by the numbers of their rows, without their Raw.
func reportRows(ctx context.Context, s source, numbers []int64) (map[int64]storedReport, error) {
	list, err := json.Marshal(numbers)
	if err != nil {
		return nil, err
	}
	out := make(map[int64]storedReport, len(numbers))
	err = each(ctx, s, func(rows *sql.Rows) error {
		r := new(report.Report)
		stored := storedReport{report: r}
		var day sql.NullInt64
		var rest []byte
		if err := rows.Scan(&stored.n, &r.ID, &r.SHA256, &r.Outlet, &r.URL, &r.Language, &r.Published.EDTF, &day, &r.Title, &r.Text, &rest); err != nil {
			return err
		}
		if day.Valid {
			stored.day = when.DayNumbered(int(day.Int64))
		}
		out[stored.n] = stored
		if err := decodeRest(rest, r); err != nil {
			return fmt.Errorf("%w: what is kept of %s beside its text: %w", ErrDamaged, r.ID, err)
		}
		return nil
	}, `SELECT `+reportColumns+` FROM reports WHERE n IN (SELECT value FROM json_each(?))`, string(list))
	if err != nil {
		return nil, fmt.Errorf("reports: %w", err)
	}
	return out, nil
}

// Account gives an event with its report; ErrNotFound when there is none.
func (v View) Account(ctx context.Context, event string) (occurrence.Account, error) {
	accounts, err := v.Accounts(ctx, []string{event})
	if err != nil {
		return occurrence.Account{}, err
	}
	return accounts[0], nil
}

// Accounts gives events with their reports in the order asked for; accounts of one report share it. ErrNotFound when
// one of them is not there.
func (v View) Accounts(ctx context.Context, events []string) ([]occurrence.Account, error) {
	if len(events) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(events)
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	type row struct {
		report int64
		body   []byte
		occurrence.Account
	}
	found := make(map[string]*row, len(events))
	seen := map[int64]bool{}
	var numbers []int64
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		r := new(row)
		var id, byHand string
		if err := rows.Scan(&id, &r.report, &byHand, &r.Verdict, &r.body, &r.Versions.Engine, &r.Versions.Models, &r.Versions.Codebook, changeTime{&r.Added}); err != nil {
			return err
		}
		r.ByHand = splitFields(byHand)
		found[id] = r
		if !seen[r.report] {
			seen[r.report] = true
			numbers = append(numbers, r.report)
		}
		return nil
	}, `SELECT e.id, e.report, e.by_hand, e.verdict, e.body, v.engine, v.models, v.codebook,
			(SELECT at FROM changes WHERE n = (SELECT min(since) FROM events f WHERE f.id = e.id))
		FROM events e JOIN versions v ON v.n = e.versions
		WHERE e.id IN (SELECT value FROM json_each(?1)) AND e.since <= ?2 AND (e.until IS NULL OR e.until > ?2)`, string(list), v.change)
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	reports, err := reportRows(ctx, v.source, numbers)
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	out := make([]occurrence.Account, len(events))
	for i, id := range events {
		r := found[id]
		if r == nil {
			return nil, fmt.Errorf("event %s: %w", id, ErrNotFound)
		}
		if r.Report == nil {
			rep := reports[r.report]
			if rep.report == nil {
				return nil, fmt.Errorf("event %s: %w: its report is missing", id, ErrDamaged)
			}
			r.Report = rep.report
			if r.Event, _, err = reading.DecodeEvent(r.body, rep.report.Text); err != nil {
				return nil, fmt.Errorf("event %s: %w", id, damaged(err))
			}
		}
		out[i] = r.Account
	}
	if err := v.origins(ctx, out); err != nil {
		return nil, fmt.Errorf("the origins of accounts: %w", err)
	}
	return out, nil
}

// splitFields reads by_hand.
func splitFields(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ",")
}

// countRows counts the rows of a table that stand, without walking through them: they are numbered from 1 without gaps
// in the order of their changes, and those that are closed have an index.
func (v View) countRows(ctx context.Context, table string) (int, error) {
	var last int64
	if err := v.source.row(ctx, `SELECT coalesce(max(n), 0) FROM `+table).Scan(&last); err != nil {
		return 0, err
	}
	var wrong error
	known := sort.Search(int(last), func(i int) bool {
		var since int64
		if err := v.source.row(ctx, `SELECT since FROM `+table+` WHERE n = ?`, i+1).Scan(&since); err != nil {
			wrong = err
		}
		return since > v.change
	})
	if errors.Is(wrong, sql.ErrNoRows) { // somebody else has taken rows out
		err := v.source.row(ctx, `SELECT count(*) FROM `+table+` WHERE since <= ?1 AND (until IS NULL OR until > ?1)`, v.change).Scan(&known)
		return known, err
	}
	if wrong != nil {
		return 0, wrong
	}
	var closed int
	err := v.source.row(ctx, `SELECT count(*) FROM `+table+` WHERE until IS NOT NULL AND until <= ?`, v.change).Scan(&closed)
	return known - closed, err
}

// Counts counts what the view holds. Of a large record the occurrences take seconds: package overview has them counted.
func (v View) Counts(ctx context.Context) (Counts, error) {
	var c Counts
	for _, q := range []struct {
		to    *int
		query string
	}{
		{&c.Occurrences, `SELECT count(DISTINCT occurrence) FROM members WHERE since <= ?1 AND (until IS NULL OR until > ?1)`},
		{&c.Failures, `SELECT count(*) FROM failures WHERE since <= ?1 AND (until IS NULL OR until > ?1)`},
		{&c.Reviews, `SELECT count(*) FROM reviews WHERE change <= ?1`},
	} {
		if err := v.source.row(ctx, q.query, v.change).Scan(q.to); err != nil {
			return Counts{}, fmt.Errorf("count: %w", err)
		}
	}
	for table, to := range map[string]*int{"reports": &c.Reports, "quotations": &c.Quotations, "events": &c.Events} {
		n, err := v.countRows(ctx, table)
		if err != nil {
			return Counts{}, fmt.Errorf("count %s: %w", table, err)
		}
		*to = n
	}
	var err error
	if c.Copies, err = v.countCopies(ctx); err != nil {
		return Counts{}, fmt.Errorf("count copies: %w", err)
	}
	return c, nil
}
