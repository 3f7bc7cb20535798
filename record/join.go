package record

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"chancery/event"
	"chancery/occurrence"
	"chancery/reading"
)

// preparedJoin is what joining needs of an event and what can be made without the record. Without features it was not
// prepared: join makes it from the record.
type preparedJoin struct {
	features *occurrence.Features
	body     []byte   // the event's identity and the features, encoded
	keys     []uint64 // the blocks in which the event stands
	probes   []uint64 // the blocks in which its candidates stand
}

// prepareJoin is called by [Prepare], by any number of goroutines.
func prepareJoin(r *reading.Reading, e *event.Event) preparedJoin {
	f := occurrence.FeaturesOf(r, e)
	return preparedJoin{features: &f, body: encodeFeatures(e.ID, &f), keys: f.Keys(), probes: f.Probes()}
}

// encodeFeatures puts the identity of an event before its features: whoever reads these need not look into events,
// whose long rows lie far from each other.
func encodeFeatures(id string, f *occurrence.Features) []byte {
	body := binary.AppendUvarint(nil, uint64(len(id)))
	return append(append(body, id...), f.Encode()...)
}

func decodeFeatures(body []byte) (id string, f *occurrence.Features, err error) {
	n, size := binary.Uvarint(body)
	if size <= 0 || n > uint64(len(body)-size) {
		return "", nil, occurrence.ErrFeatures
	}
	got, err := occurrence.Decode(body[size+int(n):])
	return string(body[size : size+int(n)]), &got, err
}

// joining is what a transaction remembers of candidates, so that those of one batch are read once.
type joining struct {
	events map[int64]*remembered // by events.n
}

// remembered is an event that was looked at.
type remembered struct {
	id         string
	features   *occurrence.Features
	occurrence string // that it belongs to; "" when it must be looked up
}

// join brings the occurrences up to date after the events of one report were stored, corrected or closed. Every event
// that stands belongs to one occurrence, be it its only account. What somebody joined or split by hand stays.
func (w *writer) join(ctx context.Context, events []storedEvent) error {
	if w.joining.events == nil {
		w.joining.events = make(map[int64]*remembered)
	}
	var open []*placing
	for i := range events {
		e := &events[i]
		p := &placing{event: e}
		if e.previous != 0 {
			if err := w.unblock(ctx, e.previous); err != nil {
				return fmt.Errorf("take %s out of its blocks: %w", e.event.ID, err)
			}
		}
		if err := w.membership(ctx, p); err != nil {
			return fmt.Errorf("where %s belongs: %w", e.event.ID, err)
		}
		switch {
		case e.gone:
			if p.member != 0 {
				if err := w.close(ctx, "members", p.member); err != nil {
					return fmt.Errorf("take %s out of %s: %w", e.event.ID, p.occurrence, err)
				}
			}
			continue
		case e.verdict == "rejected":
			// It stays where it was, to be seen as rejected, and draws nothing else there.
			if p.member == 0 {
				if err := w.found(ctx, p, occurrence.Decision{Score: 1}); err != nil {
					return err
				}
			}
			continue
		}
		if err := w.prepareJoinOf(ctx, e); err != nil {
			return fmt.Errorf("what joining looks at in %s: %w", e.event.ID, err)
		}
		open = append(open, p)
	}
	if err := w.place(ctx, open); err != nil {
		return err
	}
	for _, p := range open {
		if err := w.block(ctx, p); err != nil {
			return fmt.Errorf("put %s into its blocks: %w", p.event.event.ID, err)
		}
	}
	return nil
}

// placing is an event on its way into an occurrence.
type placing struct {
	event      *storedEvent
	member     int64  // members.n of the row that stands; 0 when there is none
	occurrence string // of that row, then of the one that is decided on
	author     string
}

// membership finds where an event belongs up to now.
func (w *writer) membership(ctx context.Context, p *placing) error {
	if p.event.previous == 0 {
		return nil // new
	}
	err := w.row(ctx, `SELECT n, occurrence, author FROM members WHERE event = ? AND until IS NULL`, p.event.event.ID).
		Scan(&p.member, &p.occurrence, &p.author)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// prepareJoinOf makes the features of an event that came without, a corrected one, and tells those of a copied report
// whose copy it is.
func (w *writer) prepareJoinOf(ctx context.Context, e *storedEvent) error {
	if e.join.features == nil {
		r, err := readingOf(ctx, w, w.change, e.report.n)
		if err != nil {
			return err
		}
		e.join = prepareJoin(&r, e.event)
	}
	if e.report.copied == 0 && e.previous == 0 {
		return nil
	}
	family, err := w.familyOf(ctx, e.report.n)
	if err != nil || family == 0 {
		return err
	}
	f := *e.join.features // what was prepared may be stored again, when a transaction is
	f.Copies = nil
	err = each(ctx, w, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		f.Copies = append(f.Copies, id)
		return err
	}, `SELECT r.id FROM families f JOIN reports r ON r.n = f.report WHERE f.family = ? AND f.until IS NULL AND f.report <> ? ORDER BY f.report LIMIT ?`,
		family, e.report.n, occurrence.CopiesMost)
	e.join.features, e.join.body = &f, encodeFeatures(e.event.ID, &f)
	return err
}

// place decides where events of one report belong and writes it.
func (w *writer) place(ctx context.Context, open []*placing) error {
	// What a person joined or split is not asked about again.
	free := slices.DeleteFunc(slices.Clone(open), func(p *placing) bool { return p.member != 0 && p.author != Machine })
	if len(free) == 0 {
		return nil
	}
	features := make([]*occurrence.Features, len(free))
	candidates := make([][]occurrence.Candidate, len(free))
	for i, p := range free {
		features[i] = p.event.join.features
		var err error
		if candidates[i], err = w.joinable(ctx, p); err != nil {
			return fmt.Errorf("the candidates of %s: %w", p.event.event.ID, err)
		}
	}
	for i, d := range occurrence.DecideAll(features, candidates) {
		if err := w.settleMember(ctx, free[i], d); err != nil {
			return fmt.Errorf("join %s: %w", free[i].event.event.ID, err)
		}
	}
	return nil
}

// settleMember writes a decision.
func (w *writer) settleMember(ctx context.Context, p *placing, d occurrence.Decision) error {
	switch {
	case d.Occurrence == "" && p.member == 0:
		return w.found(ctx, p, d)
	case d.Occurrence == "":
		alone, err := w.alone(ctx, p)
		if err != nil {
			return err
		}
		if alone {
			return w.possible(ctx, p.occurrence, d.Possible)
		}
		// Corrected so that it does not fit the others any more.
		if err := w.close(ctx, "members", p.member); err != nil {
			return err
		}
		return w.found(ctx, p, d)
	case d.Occurrence == p.occurrence:
		return w.possible(ctx, p.occurrence, d.Possible)
	}
	if p.member != 0 {
		if err := w.close(ctx, "members", p.member); err != nil {
			return err
		}
	}
	w.joined++
	if err := w.insertMember(ctx, p.event.event.ID, d.Occurrence, d.Score, d.Reasons, Machine); err != nil {
		return err
	}
	p.occurrence = d.Occurrence
	return w.possible(ctx, d.Occurrence, d.Possible)
}

// alone reports whether nothing but the event stands in its occurrence.
func (w *writer) alone(ctx context.Context, p *placing) (bool, error) {
	var others int
	err := w.row(ctx, `SELECT count(*) FROM (SELECT 1 FROM members WHERE occurrence = ? AND until IS NULL AND event <> ? LIMIT 1)`, p.occurrence, p.event.event.ID).Scan(&others)
	return others == 0, err
}

// found makes an occurrence of an event.
func (w *writer) found(ctx context.Context, p *placing, d occurrence.Decision) error {
	id, err := w.occurrenceID(ctx, p.event.event.ID)
	if err != nil {
		return err
	}
	if err := w.insertMember(ctx, p.event.event.ID, id, 1, nil, Machine); err != nil {
		return err
	}
	p.occurrence = id
	return w.possible(ctx, id, d.Possible)
}

// occurrenceID makes the identity of an occurrence from that of its first account. When that one has founded an
// occurrence before, which others joined and keep, the new one is numbered by the change that makes it.
func (w *writer) occurrenceID(ctx context.Context, event string) (string, error) {
	id := "o-" + strings.TrimPrefix(event, "e-")
	var others int
	err := w.row(ctx, `SELECT count(*) FROM (SELECT 1 FROM members WHERE occurrence = ? AND event <> ? LIMIT 1)`, id, event).Scan(&others)
	if err != nil || others == 0 {
		return id, err
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", event, w.change))
	return "o-" + hex.EncodeToString(sum[:8]), nil
}

func (w *writer) insertMember(ctx context.Context, event, id string, score float64, reasons []string, author string) error {
	n, err := w.next(ctx, "members")
	if err != nil {
		return err
	}
	w.glances.belongs(event, id)
	return w.exec(ctx, `INSERT INTO members (n, event, occurrence, score, reasons, author, since) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		n, event, id, score, strings.Join(reasons, "\n"), author, w.change)
}

// possible links an occurrence with those that are possibly the same. What stands between two occurrences stays: a
// reader's verdict above all, else the first that was found.
func (w *writer) possible(ctx context.Context, id string, links []occurrence.Link) error {
	for _, l := range links {
		a, b := min(id, l.Occurrence), max(id, l.Occurrence)
		if a == b {
			continue
		}
		var there int
		if err := w.row(ctx, `SELECT count(*) FROM links WHERE a = ? AND b = ? AND until IS NULL`, a, b).Scan(&there); err != nil {
			return err
		}
		if there > 0 {
			continue
		}
		n, err := w.next(ctx, "links")
		if err != nil {
			return err
		}
		w.glances.link(a, b, Possible, l.Score)
		err = w.exec(ctx, `INSERT INTO links (n, a, b, verdict, score, reasons, author, since) VALUES (?, ?, ?, 'possible', ?, ?, ?, ?)`,
			n, a, b, l.Score, strings.Join(l.Reasons, "\n"), Machine, w.change)
		if err != nil {
			return err
		}
	}
	return nil
}

// probesTogether is how many blocks one query looks into.
const probesTogether = 6

// probe asks for the latest events of some blocks. Each has its own limit, so that a block of thousands costs no more
// than one of dozens.
var probe = strings.Repeat(fmt.Sprintf(` UNION ALL SELECT * FROM (SELECT event FROM blocks WHERE key = ? ORDER BY event DESC LIMIT %d)`, occurrence.BlockMost), probesTogether)[len(" UNION ALL "):]

// joinable finds the events that share a block with one, at most [occurrence.CandidatesMost], each with its occurrence.
func (w *writer) joinable(ctx context.Context, p *placing) ([]occurrence.Candidate, error) {
	var found []int64
	for group := range slices.Chunk(p.event.join.probes, probesTogether) {
		args := make([]any, probesTogether)
		for i := range args {
			args[i] = -1 // no block
			if i < len(group) {
				args[i] = int64(group[i])
			}
		}
		err := each(ctx, w, func(rows *sql.Rows) error {
			var n int64
			if err := rows.Scan(&n); err != nil {
				return err
			}
			if n != p.event.n && !slices.Contains(found, n) && len(found) < occurrence.CandidatesMost {
				found = append(found, n)
			}
			return nil
		}, probe, args...)
		if err != nil {
			return nil, err
		}
		if len(found) >= occurrence.CandidatesMost {
			break
		}
	}
	if len(found) == 0 {
		return nil, nil
	}
	apart, err := w.apart(ctx, p.occurrence)
	if err != nil {
		return nil, err
	}
	out, err := w.described(ctx, found)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(out, func(c occurrence.Candidate) bool { return slices.Contains(apart, c.Occurrence) }), nil
}

// described gives events with their features and the occurrences that they stand in.
func (w *writer) described(ctx context.Context, events []int64) ([]occurrence.Candidate, error) {
	var unread []int64
	for _, n := range events {
		if w.joining.events[n] == nil {
			unread = append(unread, n)
		}
	}
	if len(unread) > 0 {
		if len(w.joining.events) > rememberedMost {
			clear(w.joining.events) // a long transaction must not grow without end
			unread = events
		}
		if err := w.readFeatures(ctx, unread); err != nil {
			return nil, err
		}
	}
	if err := w.readOccurrences(ctx, events); err != nil {
		return nil, err
	}
	var out []occurrence.Candidate
	for _, n := range events {
		if e := w.joining.events[n]; e != nil && e.occurrence != "" {
			out = append(out, occurrence.Candidate{Occurrence: e.occurrence, Features: e.features})
		}
	}
	return out, nil
}

// rememberedMost is how many events a transaction remembers.
const rememberedMost = 20_000

func (w *writer) readFeatures(ctx context.Context, events []int64) error {
	list, err := json.Marshal(events)
	if err != nil {
		return err
	}
	return each(ctx, w, func(rows *sql.Rows) error {
		var n int64
		var body sql.RawBytes
		if err := rows.Scan(&n, &body); err != nil {
			return err
		}
		// Features of an older version make no candidate until their report is read again.
		if id, f, err := decodeFeatures(body); err == nil {
			w.joining.events[n] = &remembered{id: id, features: f}
		}
		return nil
	}, `SELECT f.event, f.body FROM json_each(?) j JOIN features f ON f.event = j.value`, string(list))
}

// readOccurrences looks up where events belong. What is stored in bulk only moves through join itself, and is looked up
// once; where people move events within the same transaction, each time.
func (w *writer) readOccurrences(ctx context.Context, events []int64) error {
	bulk := w.kind == "add" || w.kind == "watch" || w.kind == "import"
	byID := make(map[string]*remembered, len(events))
	var ids []string
	for _, n := range events {
		if e := w.joining.events[n]; e != nil && (e.occurrence == "" || !bulk) {
			e.occurrence = ""
			byID[e.id] = e
			ids = append(ids, e.id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	return each(ctx, w, func(rows *sql.Rows) error {
		var event, id string
		err := rows.Scan(&event, &id)
		if e := byID[event]; e != nil {
			e.occurrence = id
		}
		return err
	}, `SELECT m.event, m.occurrence FROM json_each(?) j JOIN members m ON m.event = j.value WHERE m.until IS NULL`, string(list))
}

// apart gives the occurrences that somebody told to be different from one.
func (w *writer) apart(ctx context.Context, id string) ([]string, error) {
	if id == "" {
		return nil, nil
	}
	var out []string
	err := each(ctx, w, func(rows *sql.Rows) error {
		var other string
		err := rows.Scan(&other)
		out = append(out, other)
		return err
	}, `SELECT b FROM links WHERE a = ?1 AND verdict = 'apart' AND until IS NULL
		UNION SELECT a FROM links WHERE b = ?1 AND verdict = 'apart' AND until IS NULL`, id)
	return out, err
}

// block lets later events find an event.
func (w *writer) block(ctx context.Context, p *placing) error {
	e := p.event
	if err := w.exec(ctx, `INSERT INTO features (event, body) VALUES (?, ?)`, e.n, e.join.body); err != nil {
		return err
	}
	w.joining.events[e.n] = &remembered{e.event.ID, e.join.features, p.occurrence}
	for _, key := range e.join.keys {
		// One statement a row: one that inserts several makes SQLite set a savepoint first, and with it the full text
		// write out what it has gathered, which costs ten times as much as all blocks together.
		if err := w.exec(ctx, `INSERT INTO blocks (key, event) VALUES (?, ?)`, int64(key), e.n); err != nil {
			return err
		}
	}
	return nil
}

// unblock takes the row of an event that does not stand any more out of its blocks, so that nothing joins it.
func (w *writer) unblock(ctx context.Context, n int64) error {
	var body []byte
	err := w.row(ctx, `SELECT body FROM features WHERE event = ?`, n).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	delete(w.joining.events, n)
	_, f, err := decodeFeatures(body)
	if err != nil {
		// Features of an older version do not tell their blocks any more: without them nothing compares with the event.
		return w.exec(ctx, `DELETE FROM features WHERE event = ?`, n)
	}
	for _, key := range f.Keys() {
		if err := w.exec(ctx, `DELETE FROM blocks WHERE key = ? AND event = ?`, int64(key), n); err != nil {
			return err
		}
	}
	return w.exec(ctx, `DELETE FROM features WHERE event = ?`, n)
}
