package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"chancery/reading"
)

// Add stores a batch in one transaction, in its order, and says what became of each item: all of it is stored, or
// nothing. kind is that of the change: "add", "watch", "import". Batches of a few hundred are cheapest; what is stored
// does not depend on their size but for the numbers and times of the changes.
//
// An item is Known when a report with its identity has had the same text before, or, when its identity was made from
// its text, when any report has this text. A changed text of the same identity is Revised when outlet or URL are the
// same; else the item is set aside with ErrIdentity. What is set aside is kept with its reason until an item from the
// same source can be added.
func (r *Record) Add(ctx context.Context, kind, reason string, items []Item) ([]Stored, error) {
	ready := make([]Item, len(items))
	for i := range items {
		var err error
		if ready[i], err = Prepare(items[i]); err != nil {
			return nil, err
		}
	}
	stored := make([]Stored, len(items))
	_, err := r.write(ctx, r.options.Author, kind, reason, func(ctx context.Context, w *writer) error {
		failures, err := w.openFailures(ctx)
		if err != nil {
			return err
		}
		for i := range ready {
			if err := ctx.Err(); err != nil {
				return err
			}
			if stored[i], err = w.add(ctx, &ready[i], failures); err != nil {
				return fmt.Errorf("store %s: %w", name(&ready[i]), err)
			}
		}
		return w.indexTexts(ctx)
	})
	if err != nil {
		return nil, fmt.Errorf("add to the record: %w", err)
	}
	return stored, nil
}

func name(item *Item) string {
	if item.Err == nil && item.Reading.Report.ID != "" {
		return item.Reading.Report.ID
	}
	return item.Source
}

// Has reports whether a report with this identity or, when the identity is made from the text, this text is stored:
// then it need not be read. Either may be "": then the other decides.
func (r *Record) Has(ctx context.Context, id, sha256 string) (bool, error) {
	known, err := has(ctx, r.pool, id, sha256)
	if err != nil {
		return false, fmt.Errorf("look for %s: %w", id, err)
	}
	return known != "", nil
}

// has gives the identity of the report that Has speaks of, "" when there is none.
func has(ctx context.Context, s source, id, sha256 string) (known string, err error) {
	switch {
	case id == "" && sha256 == "":
		return "", nil
	case sha256 == "":
		err = s.row(ctx, `SELECT id FROM reports WHERE id = ? LIMIT 1`, id).Scan(&known)
	case id == "" || madeFromText(id, sha256):
		err = s.row(ctx, `SELECT id FROM reports WHERE sha256 = ? ORDER BY n LIMIT 1`, sha256).Scan(&known)
	default:
		err = s.row(ctx, `SELECT id FROM reports WHERE id = ? AND sha256 = ? LIMIT 1`, id, sha256).Scan(&known)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return known, err
}

// madeFromText reports whether an identity is the one that package report makes from a text's hash.
func madeFromText(id, sha256 string) bool {
	const prefix = "sha256:"
	return len(sha256) >= 16 && len(id) == len(prefix)+16 && id[:len(prefix)] == prefix && id[len(prefix):] == sha256[:16]
}

// add stores one item.
func (w *writer) add(ctx context.Context, item *Item, failures map[string]failure) (Stored, error) {
	if item.Err != nil {
		return w.setAside(ctx, item, item.Err, failures)
	}
	rep := &item.Reading.Report
	known, err := has(ctx, w, rep.ID, rep.SHA256)
	if err != nil {
		return Stored{}, err
	}
	out := Stored{Report: rep.ID}
	if known != "" {
		out.Outcome, out.Report = Known, known
		return out, w.closeFailure(ctx, item.Source, failures)
	}
	var older int64
	var outlet, url string
	err = w.row(ctx, `SELECT n, outlet, url FROM reports WHERE id = ? AND until IS NULL`, rep.ID).Scan(&older, &outlet, &url)
	switch {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return Stored{}, err
	case outlet != rep.Outlet && (url == "" || url != rep.URL):
		return w.setAside(ctx, item, fmt.Errorf("%w: %s is there from %s, this one is from %s; give it an identity of its own", ErrIdentity, rep.ID,
			whose(outlet, url), whose(rep.Outlet, rep.URL)), failures)
	default:
		out.Outcome = Revised
	}
	if err := w.open(ctx); err != nil {
		return Stored{}, err
	}
	if err := w.closeFailure(ctx, item.Source, failures); err != nil {
		return Stored{}, err
	}
	var touched []storedEvent
	var over []carried
	if older != 0 {
		if touched, err = w.closeReport(ctx, older); err != nil {
			return Stored{}, err
		}
		if over, err = w.carryOver(ctx, touched, &item.Reading); err != nil {
			return Stored{}, fmt.Errorf("carry over what was decided: %w", err)
		}
	}
	decided, err := applyCarried(over, item)
	if err != nil {
		return Stored{}, err
	}
	stored, err := w.insertReport(ctx, item)
	if err != nil {
		return Stored{}, err
	}
	if err := w.copies(ctx, stored); err != nil {
		return Stored{}, err
	}
	opened, err := w.insertReading(ctx, stored, item, decided)
	if err != nil {
		return Stored{}, err
	}
	w.indexReport(stored, item.prepared)
	before := w.joined
	if err := w.settle(ctx, append(touched, opened...)); err != nil {
		return Stored{}, err
	}
	if err := w.placeCarried(ctx, over); err != nil {
		return Stored{}, fmt.Errorf("carry over what was decided: %w", err)
	}
	out.Events, out.Joined, out.Copies = len(opened), w.joined-before, stored.copied
	return out, nil
}

// whose names the outlet and the address of a report.
func whose(outlet, url string) string {
	switch {
	case outlet == "" && url == "":
		return "an outlet that is not named"
	case url == "":
		return outlet
	case outlet == "":
		return url
	}
	return outlet + " (" + url + ")"
}

// settle brings up to date what depends on events: occurrences, terms and ledger.
func (w *writer) settle(ctx context.Context, events []storedEvent) error {
	defer w.endShelf()
	if len(events) == 0 {
		return nil
	}
	if err := w.join(ctx, events); err != nil {
		return fmt.Errorf("join: %w", err)
	}
	for i := range events {
		e := &events[i]
		if e.previous != 0 {
			if err := w.unindex(ctx, e); err != nil {
				return fmt.Errorf("take the terms of %s off: %w", e.event.ID, err)
			}
		}
		if !e.gone {
			if err := w.index(ctx, e); err != nil {
				return fmt.Errorf("index %s: %w", e.event.ID, err)
			}
		}
		if err := w.stale(ctx, e); err != nil {
			return fmt.Errorf("mark the ledger of %s: %w", e.event.ID, err)
		}
	}
	return nil
}

// insertReport stores a report and its words.
func (w *writer) insertReport(ctx context.Context, item *Item) (*storedReport, error) {
	rep, p := &item.Reading.Report, item.prepared
	n, err := w.next(ctx, "reports")
	if err != nil {
		return nil, err
	}
	var raw any
	if p.raw != nil {
		raw = p.raw
	}
	err = w.exec(ctx, `INSERT INTO reports (n, since, day, id, sha256, outlet, url, language, published, source, title, text, rest, raw)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		n, w.change, number(p.day), rep.ID, rep.SHA256, rep.Outlet, rep.URL, rep.Language, rep.Published.EDTF, item.Source, rep.Title, rep.Text, p.rest, raw)
	if err != nil {
		return nil, fmt.Errorf("insert the report: %w", err)
	}
	w.texts = append(w.texts, text{n, p.title, p.text})
	w.glanceReport(n, rep.Outlet, rep.Language, p.day)
	return &storedReport{n: n, report: rep, day: p.day, copies: p.copies}, nil
}

// text is a text that is to be found by its words, folded.
type text struct {
	n           int64
	title, text string
}

// indexTexts indexes the words of the reports that the transaction has stored. It comes last: a statement of many rows
// between two texts would make SQLite write the index of the first out alone, and merge it again later.
func (w *writer) indexTexts(ctx context.Context) error {
	for _, t := range w.texts {
		if err := w.exec(ctx, `INSERT INTO full_text (rowid, title, text) VALUES (?, ?, ?)`, t.n, t.title, t.text); err != nil {
			return fmt.Errorf("index the text: %w", err)
		}
	}
	w.texts = nil
	return nil
}

// insertReading stores what was found in a report: a row for the reading, and one for each quotation and event; with
// what people had decided about events of an older text, by identity.
func (w *writer) insertReading(ctx context.Context, rep *storedReport, item *Item, decided map[string]*carried) ([]storedEvent, error) {
	r, p := &item.Reading, item.prepared
	versions, err := w.versionsOf(ctx, r.Versions)
	if err != nil {
		return nil, err
	}
	n, err := w.next(ctx, "readings")
	if err != nil {
		return nil, err
	}
	if err := w.exec(ctx, `INSERT INTO readings (n, since, report, versions, sentences) VALUES (?, ?, ?, ?, ?)`, n, w.change, rep.n, versions, p.sentences); err != nil {
		return nil, fmt.Errorf("insert the reading: %w", err)
	}
	for i := range p.quotations {
		if err := w.insertQuotation(ctx, rep, &p.quotations[i]); err != nil {
			return nil, err
		}
	}
	out := make([]storedEvent, 0, len(r.Events))
	for i := range r.Events {
		e := storedEvent{event: &r.Events[i], report: rep}
		if c := decided[e.event.ID]; c != nil {
			e.byHand, e.verdict = c.byHand, c.verdict
		}
		if err := w.insertEvent(ctx, &e, &p.events[i], versions); err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

func (w *writer) insertQuotation(ctx context.Context, rep *storedReport, q *preparedQuotation) error {
	n, err := w.next(ctx, "quotations")
	if err != nil {
		return err
	}
	err = w.exec(ctx, `INSERT INTO quotations (n, since, report, day, id, speaker, body) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		n, w.change, rep.n, number(rep.day), q.id, q.speaker, q.body)
	if err != nil {
		return fmt.Errorf("insert quotation %s: %w", q.id, err)
	}
	w.indexQuotation(rep, n, q)
	return nil
}

// insertEvent stores an event and completes e: n, join and terms.
func (w *writer) insertEvent(ctx context.Context, e *storedEvent, p *preparedEvent, versions int64) error {
	n, err := w.next(ctx, "events")
	if err != nil {
		return err
	}
	err = w.exec(ctx, `INSERT INTO events (n, since, report, versions, first, last, id, by_hand, verdict, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		n, w.change, e.report.n, versions, number(p.first), number(p.last), e.event.ID, e.byHand, e.verdict, p.body)
	if err != nil {
		return fmt.Errorf("insert event %s: %w", e.event.ID, err)
	}
	e.n, e.join, e.terms = n, p.join, p.terms
	w.glances.open(n, e.report.n, e.event, e.byHand, e.verdict)
	return nil
}

// versionsOf gives the row of versions, made when it is new.
func (w *writer) versionsOf(ctx context.Context, v reading.Versions) (int64, error) {
	if n, ok := w.versions[v]; ok {
		return n, nil
	}
	var n int64
	err := w.row(ctx, `SELECT n FROM versions WHERE engine = ? AND models = ? AND codebook = ?`, v.Engine, v.Models, v.Codebook).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		if n, err = w.next(ctx, "versions"); err == nil {
			err = w.exec(ctx, `INSERT INTO versions (n, engine, models, codebook) VALUES (?, ?, ?, ?)`, n, v.Engine, v.Models, v.Codebook)
		}
	}
	if err != nil {
		return 0, fmt.Errorf("the versions of a reading: %w", err)
	}
	w.versions[v] = n
	return n, nil
}

// closeReport closes a report with its reading, and gives its events as gone.
func (w *writer) closeReport(ctx context.Context, n int64) ([]storedEvent, error) {
	old := &storedReport{n: n}
	gone, err := standing(ctx, w, old)
	if err != nil {
		return nil, err
	}
	for i := range gone {
		w.glances.close(gone[i].n)
		gone[i].previous, gone[i].n, gone[i].gone = gone[i].n, 0, true
	}
	for _, table := range [...]string{"readings", "quotations", "events"} {
		if err := w.exec(ctx, `UPDATE `+table+` SET until = ? WHERE report = ? AND until IS NULL`, w.change, n); err != nil {
			return nil, fmt.Errorf("close the %s of a revised report: %w", table, err)
		}
	}
	if err := w.close(ctx, "reports", n); err != nil {
		return nil, fmt.Errorf("close a revised report: %w", err)
	}
	return gone, nil
}

// standing gives the events of a report that stand, and completes the report.
func standing(ctx context.Context, s source, rep *storedReport) ([]storedEvent, error) {
	var err error
	if rep.report, rep.day, err = reportRow(ctx, s, rep.n, false); err != nil {
		return nil, err
	}
	var out []storedEvent
	err = each(ctx, s, func(rows *sql.Rows) error {
		e := storedEvent{report: rep}
		var body []byte
		if err := rows.Scan(&e.n, &e.byHand, &e.verdict, &body); err != nil {
			return err
		}
		decoded, _, err := reading.DecodeEvent(body, rep.report.Text)
		if err != nil {
			return damaged(err)
		}
		e.event = &decoded
		out = append(out, e)
		return nil
	}, `SELECT n, by_hand, verdict, body FROM events WHERE report = ? AND until IS NULL ORDER BY n`, rep.n)
	if err != nil {
		return nil, fmt.Errorf("the events of %s: %w", rep.report.ID, err)
	}
	return out, nil
}
