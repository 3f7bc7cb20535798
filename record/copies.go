package record

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"chancery/origin"
	"chancery/reading"
	"chancery/when"
)

// What is looked at to find the copies of a report, so that adding costs the same in a record of any size. Of a text
// that a hundred outlets print, the first sixteen are found by each of the others: one link makes a report of the family.
const (
	mostUnderBand  = 16 // reports that are stored under one band, the first ones
	mostCandidates = 8  // reports whose signatures are compared, those that share most bands
)

// Bands are kept by the time of publication: what is added to a record of many years touches the pages of one time, and
// these stay in memory. Copies come within days; a reprint of another time is not found.
const (
	periodDays = 64      // in a period
	marginDays = 8       // at the ends of a period the one beside it is looked at, too: copies of eight days are always found
	undated    = -100000 // the period of reports of which the day is not known: before any year
)

// preparedCopies is what finding copies needs of a report and what can be made without the record.
type preparedCopies struct {
	signature origin.Signature
	body      []byte // the signature, encoded
	told      string // JSON of origin.Told, "" when the report names nobody but its outlet
}

// prepareCopies is called by [Prepare], by any number of goroutines.
func prepareCopies(r *reading.Reading) preparedCopies {
	p := preparedCopies{signature: origin.ReportSignature(&r.Report)}
	p.body = p.signature.Encode()
	outlets, err := origin.Shipped()
	if err != nil {
		return p // the tables of the program itself: whoever reads the report has told of it
	}
	if told := outlets.Told(r); len(told.Heard) > 0 || len(told.Whole) > 1 || told.Whole[0].Kind != origin.Own || !told.Whole[0].Span.Empty() {
		if data, err := json.Marshal(told); err == nil {
			p.told = string(data)
		}
	}
	return p
}

// copies links a report that was just stored with the reports that it is a copy of.
func (w *writer) copies(ctx context.Context, rep *storedReport) error {
	p := &rep.copies
	if err := w.tell(ctx, rep.n, p.told); err != nil {
		return err
	}
	if len(p.signature.Bands()) == 0 {
		return nil // a text without words has no copies
	}
	period, err := w.period(ctx, rep)
	if err != nil {
		return fmt.Errorf("look for copies: %w", err)
	}
	candidates, open, err := w.candidates(ctx, period, p.signature.Bands())
	if err != nil {
		return fmt.Errorf("look for copies: %w", err)
	}
	found, err := w.verify(ctx, rep, candidates)
	if err != nil {
		return fmt.Errorf("compare with candidates: %w", err)
	}
	err = w.exec(ctx, `INSERT INTO signatures (report, skipped, body) VALUES (?, ?, ?)`, rep.n, len(p.signature.Bands())-len(open), p.body)
	if err != nil {
		return fmt.Errorf("insert the signature: %w", err)
	}
	if err := w.exec(ctx, `INSERT INTO bands (period, band, report, bands) SELECT ?1, value, ?2, ?3 FROM json_each(?4)`,
		period[0], rep.n, len(p.signature.Bands()), jsonNumbers(open)); err != nil {
		return fmt.Errorf("insert the bands: %w", err)
	}
	rep.copied = len(found)
	for i := range found {
		if err := w.linkCopy(ctx, rep.n, &found[i]); err != nil {
			return fmt.Errorf("link copies: %w", err)
		}
	}
	return nil
}

// tell keeps what a report says of where it comes from: "" when it names nobody. What was kept before is closed when it
// differs. Whoever reads a stored report again calls it with what [prepareCopies] gives.
func (w *writer) tell(ctx context.Context, report int64, told string) error {
	var n int64
	var before string
	err := w.row(ctx, `SELECT n, body FROM told WHERE report = ? AND until IS NULL`, report).Scan(&n, &before)
	switch {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return fmt.Errorf("what %d told before: %w", report, err)
	case before == told:
		return nil
	default:
		if err := w.close(ctx, "told", n); err != nil {
			return fmt.Errorf("close what %d told: %w", report, err)
		}
	}
	if told == "" {
		return nil
	}
	if n, err = w.next(ctx, "told"); err != nil {
		return err
	}
	if err := w.exec(ctx, `INSERT INTO told (n, since, report, body) VALUES (?, ?, ?, ?)`, n, w.change, report, told); err != nil {
		return fmt.Errorf("insert what %d tells: %w", report, err)
	}
	return nil
}

// period gives the periods in which the copies of a report are looked for, its own first. A report without a day may be
// of any time.
func (w *writer) period(ctx context.Context, rep *storedReport) ([]int64, error) {
	year, month, day, ok := rep.report.Published.Day()
	if ok {
		days := when.DayOf(year, month, day).Number()
		own := int64(math.Floor(float64(days) / periodDays))
		switch in := int64(days) - own*periodDays; {
		case in < marginDays:
			return []int64{own, own - 1, undated}, nil
		case in >= periodDays-marginDays:
			return []int64{own, own + 1, undated}, nil
		}
		return []int64{own, undated}, nil
	}
	all := []int64{undated}
	// The periods that there are: each found by a step to the next key, not by a walk over all rows.
	err := each(ctx, w, func(rows *sql.Rows) error {
		var p int64
		if err := rows.Scan(&p); err != nil {
			return err
		}
		if p != undated {
			all = append(all, p)
		}
		return nil
	}, `WITH RECURSIVE p (n) AS (SELECT min(period) FROM bands UNION ALL SELECT (SELECT min(period) FROM bands WHERE period > n) FROM p WHERE n IS NOT NULL)
		SELECT n FROM p WHERE n IS NOT NULL`)
	return all, err
}

// underBands gives what is stored under bands (?2) in periods (?1). CROSS JOIN says in which order SQLite is to take them:
// left to itself it reads whole periods and picks the bands from them.
const underBands = `SELECT b.period, b.band, b.report, b.bands FROM json_each(?1) p CROSS JOIN json_each(?2) v CROSS JOIN bands b
	WHERE b.period = p.value AND b.band = v.value`

// candidates gives the reports that are worth comparing, those that share most bands first and of these the newest, and
// the bands under which there is room for one more in the first of the periods.
func (w *writer) candidates(ctx context.Context, periods []int64, bands []uint32) (reports []int64, open []uint32, err error) {
	type entry struct {
		period int64
		band   uint32
		report int64
		bands  int
	}
	var entries []entry
	under := make(map[uint32]int, len(bands))
	err = each(ctx, w, func(rows *sql.Rows) error {
		var e entry
		if err := rows.Scan(&e.period, &e.band, &e.report, &e.bands); err != nil {
			return err
		}
		entries = append(entries, e)
		if e.period == periods[0] {
			under[e.band]++
		}
		return nil
	}, underBands, jsonNumbers(periods), jsonNumbers(bands))
	if err != nil {
		return nil, nil, err
	}
	open = make([]uint32, 0, len(bands))
	for _, band := range bands {
		if under[band] < mostUnderBand {
			open = append(open, band)
		}
	}
	if len(entries) == 0 {
		return nil, open, nil
	}
	shared := make(map[int64]int, len(entries))
	for _, e := range entries {
		shared[e.report]++
	}
	for _, e := range entries {
		// Once each, in the order of the bands.
		if n := shared[e.report]; origin.Promising(n, len(bands), e.bands) && !slices.Contains(reports, e.report) {
			reports = append(reports, e.report)
		}
	}
	slices.SortFunc(reports, func(a, b int64) int {
		return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(b, a))
	})
	return reports[:min(len(reports), mostCandidates)], open, nil
}

// foundCopy is a report that another is a copy of, or that is a copy of it.
type foundCopy struct {
	report int64
	link   origin.Link // of the stored report (a) and the new one (b)
}

// verify compares a new report with candidates by their signatures, in the order of their numbers.
func (w *writer) verify(ctx context.Context, rep *storedReport, candidates []int64) (found []foundCopy, err error) {
	if len(candidates) == 0 {
		return nil, nil
	}
	own := origin.ItemOf(rep.report, &rep.copies.signature)
	err = each(ctx, w, func(rows *sql.Rows) error {
		var n int64
		var id string
		var body []byte
		var other origin.Item
		if err := rows.Scan(&n, &body, &id, &other.Outlet, &other.URL, &other.Published.EDTF); err != nil {
			return err
		}
		if id == rep.report.ID {
			return nil // what it was before it was revised
		}
		signature, err := origin.Decode(body)
		if err != nil {
			return fmt.Errorf("%w: the signature of %s: %w", ErrDamaged, id, err)
		}
		other.Signature = &signature
		if link, ok := origin.Relate(other, own); ok {
			found = append(found, foundCopy{n, link})
		}
		return nil
	}, `SELECT s.report, s.body, r.id, r.outlet, r.url, r.published FROM signatures s JOIN reports r ON r.n = s.report
		WHERE s.report IN (SELECT value FROM json_each(?)) ORDER BY s.report`, jsonNumbers(candidates))
	return found, err
}

// linkCopy stores that a new report and another are copies, and makes them one family.
func (w *writer) linkCopy(ctx context.Context, n int64, f *foundCopy) error {
	row, err := w.next(ctx, "copies")
	if err != nil {
		return err
	}
	l := &f.link
	err = w.exec(ctx, `INSERT INTO copies (n, since, a, b, relation, of_a, of_b, longer, first, kept, replaced, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		row, w.change, f.report, n, string(l.Relation), l.OfA, l.OfB, l.Longer, l.First, l.Kept, l.Replaced, l.Reason)
	if err != nil || l.Relation == origin.Contained {
		// A digest holds the texts of many agencies; that does not make them one text.
		return err
	}
	return w.joinFamilies(ctx, f.report, n)
}

// joinFamilies makes two reports one family. The smaller of two families takes the other's number, so that however
// families grow together a report changes its family only a few times.
func (w *writer) joinFamilies(ctx context.Context, a, b int64) error {
	ofA, err := w.familyOf(ctx, a)
	if err != nil {
		return err
	}
	ofB, err := w.familyOf(ctx, b)
	switch {
	case err != nil:
		return err
	case ofA == 0 && ofB == 0:
		if err := w.insertFamily(ctx, a, a); err != nil {
			return err
		}
		return w.insertFamily(ctx, b, a)
	case ofB == 0:
		return w.insertFamily(ctx, b, ofA)
	case ofA == 0:
		return w.insertFamily(ctx, a, ofB)
	case ofA == ofB:
		return nil
	}
	from, to := ofA, ofB
	var sizeA, sizeB int
	for _, f := range [...]struct {
		family int64
		size   *int
	}{{ofA, &sizeA}, {ofB, &sizeB}} {
		if err := w.row(ctx, `SELECT count(*) FROM families WHERE family = ? AND until IS NULL`, f.family).Scan(f.size); err != nil {
			return err
		}
	}
	if sizeA > sizeB || sizeA == sizeB && ofA < ofB {
		from, to = ofB, ofA
	}
	var rows, members []int64
	err = each(ctx, w, func(r *sql.Rows) error {
		var n, member int64
		if err := r.Scan(&n, &member); err != nil {
			return err
		}
		rows, members = append(rows, n), append(members, member)
		return nil
	}, `SELECT n, report FROM families WHERE family = ? AND until IS NULL ORDER BY report`, from)
	if err != nil {
		return err
	}
	for i, member := range members {
		if err := w.close(ctx, "families", rows[i]); err != nil {
			return err
		}
		if err := w.insertFamily(ctx, member, to); err != nil {
			return err
		}
	}
	return nil
}

// familyOf gives the number of a report's family, 0 when it has none.
func (w *writer) familyOf(ctx context.Context, report int64) (family int64, err error) {
	err = w.row(ctx, `SELECT family FROM families WHERE report = ? AND until IS NULL`, report).Scan(&family)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return family, err
}

func (w *writer) insertFamily(ctx context.Context, report, family int64) error {
	n, err := w.next(ctx, "families")
	if err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO families (n, since, report, family) VALUES (?, ?, ?, ?)`, n, w.change, report, family)
}

// jsonNumbers writes numbers as one JSON array, as a query takes a list.
func jsonNumbers[T uint32 | int64](numbers []T) string {
	out := make([]byte, 1, 2+12*len(numbers))
	out[0] = '['
	for i, n := range numbers {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendInt(out, int64(n), 10)
	}
	return string(append(out, ']'))
}
