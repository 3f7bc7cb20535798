package record

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"

	"chancery/event"
	"chancery/occurrence"
	"chancery/origin"
	"chancery/report"
)

// CopyOf is a report that shares its words with another.
type CopyOf struct {
	Report, Outlet, URL, Title string
	Published                  report.Published
	Link                       origin.Link // a is the report that was asked for, b is this one
}

// Family is the reports that go back to one text.
type Family struct {
	ID      string   // the identity of its earliest report
	Reports []string // identities, the earliest first; of one day those that name an agency or are one first
}

// Sources is who tells of something and from where they have it.
type Sources struct {
	origin.Tally
	Circles []origin.Circle
}

// Copies gives the reports that a report shares its words with, in the order of their publication; ErrNotFound when
// there is no such report.
func (v View) Copies(ctx context.Context, id string) ([]CopyOf, error) {
	n, err := v.reportNumber(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("the copies of %s: %w", id, err)
	}
	var out []CopyOf
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		var a int64
		var c CopyOf
		var edtf, relation string
		l := &c.Link
		if err := rows.Scan(&a, &relation, &l.OfA, &l.OfB, &l.Longer, &l.First, &l.Kept, &l.Replaced, &l.Reason,
			&c.Report, &c.Outlet, &c.URL, &c.Title, &edtf); err != nil {
			return err
		}
		l.Relation, c.Published = origin.Relation(relation), publishedAt(edtf)
		if a != n {
			l.OfA, l.OfB, l.Longer, l.First = l.OfB, l.OfA, -l.Longer, -l.First
		}
		out = append(out, c)
		return nil
	}, `SELECT c.a, c.relation, c.of_a, c.of_b, c.longer, c.first, c.kept, c.replaced, c.reason, r.id, r.outlet, r.url, r.title, r.published
		FROM (SELECT * FROM copies WHERE a = ?1 UNION ALL SELECT * FROM copies WHERE b = ?1) c
		JOIN reports r ON r.n = CASE c.a WHEN ?1 THEN c.b ELSE c.a END
		WHERE c.since <= ?2 AND (c.until IS NULL OR c.until > ?2) AND r.since <= ?2 AND (r.until IS NULL OR r.until > ?2)`, n, v.change)
	if err != nil {
		return nil, fmt.Errorf("the copies of %s: %w", id, err)
	}
	slices.SortFunc(out, func(a, b CopyOf) int {
		return cmp.Or(comparePublished(a.Published, b.Published), cmp.Compare(a.Report, b.Report))
	})
	return out, nil
}

// Family gives the family of a report: one of itself alone when it has no copies; ErrNotFound when there is no such
// report.
func (v View) Family(ctx context.Context, id string) (Family, error) {
	told, err := v.tellings(ctx, []string{id})
	if err != nil {
		return Family{}, fmt.Errorf("the family of %s: %w", id, err)
	}
	t := told[id]
	if t == nil {
		return Family{}, fmt.Errorf("the family of %s: %w", id, ErrNotFound)
	}
	if len(t.family) == 0 {
		return Family{ID: id, Reports: []string{id}}, nil
	}
	out := Family{ID: t.family[0].id}
	for i := range t.family {
		if t.family[i].stands {
			out.Reports = append(out.Reports, t.family[i].id)
		}
	}
	return out, nil
}

// ReportOrigins tells where reports as wholes came from, by their identities. Those that are not in the record are left
// out.
func (v View) ReportOrigins(ctx context.Context, ids []string) (map[string][]origin.Origin, error) {
	told, err := v.tellings(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("the origins of reports: %w", err)
	}
	out := make(map[string][]origin.Origin, len(ids))
	for id, t := range told {
		out[id] = t.whole()
	}
	return out, nil
}

// Sources counts the independent origins and the outlets of accounts apart, and finds those that cite each other in a
// circle. about is what the accounts tell of, for the citations.
func (v View) Sources(ctx context.Context, about string, accounts []occurrence.Account) (Sources, error) {
	outlets, err := origin.Shipped()
	if err != nil {
		return Sources{}, err
	}
	told, err := v.tellings(ctx, reportsOf(accounts))
	if err != nil {
		return Sources{}, fmt.Errorf("the sources of %s: %w", about, err)
	}
	counted := make([]origin.Account, 0, len(accounts))
	var citations []origin.Citation
	for i := range accounts {
		a := &accounts[i]
		account := origin.Account{Report: a.Report.ID, Outlet: a.Report.Outlet, URL: a.Report.URL, Origins: a.Origins}
		if t := told[a.Report.ID]; t != nil {
			if len(t.family) > 0 {
				account.Family = t.family[0].id
			}
			for _, c := range outlets.Citations(a.Report, &t.told, &a.Event) {
				c.About = about
				citations = append(citations, c)
			}
		}
		counted = append(counted, account)
	}
	return Sources{Tally: outlets.Count(counted), Circles: origin.Circles(citations)}, nil
}

// CommonBands says how often a report was not stored under a band because enough reports had it: stock phrases, and
// texts that very many outlets print.
func (v View) CommonBands(ctx context.Context) (n int, err error) {
	err = v.source.row(ctx, `SELECT coalesce(sum(s.skipped), 0) FROM signatures s JOIN reports r ON r.n = s.report WHERE r.since <= ?1`, v.change).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("count bands that are too common: %w", err)
	}
	return n, nil
}

// countCopies counts the reports of a view that are copies of another: of each family all but one.
func (v View) countCopies(ctx context.Context) (n int, err error) {
	err = v.source.row(ctx, `SELECT count(*) - count(DISTINCT f.family) FROM families f JOIN reports r ON r.n = f.report
		WHERE f.since <= ?1 AND (f.until IS NULL OR f.until > ?1) AND r.since <= ?1 AND (r.until IS NULL OR r.until > ?1)`, v.change).Scan(&n)
	return n, err
}

// origins gives accounts that a view has read their Origins.
func (v View) origins(ctx context.Context, accounts []occurrence.Account) error {
	outlets, err := origin.Shipped()
	if err != nil {
		return err
	}
	told, err := v.tellings(ctx, reportsOf(accounts))
	if err != nil {
		return err
	}
	for i := range accounts {
		a := &accounts[i]
		t := told[a.Report.ID]
		if t == nil {
			own := outlets.Own(a.Report)
			t = &telling{told: own}
		}
		a.Origins = t.ofEvent(outlets, a.Report, &a.Event)
	}
	return nil
}

func reportsOf(accounts []occurrence.Account) (ids []string) {
	for i := range accounts {
		ids = append(ids, accounts[i].Report.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// telling is what the record knows of where a report came from.
type telling struct {
	n      int64
	told   origin.Told
	family []kin                     // with the report itself, the earliest first; nil when it has no copies
	links  map[int64]origin.Relation // to other reports of the family, by number
	within []part                    // the texts that stand within it, the earliest first
}

// kin is a report of a family.
type kin struct {
	n         int64
	id        string
	stands    bool // it is what the view knows by its id, not what it was before it was revised
	outlet    string
	published report.Published
	told      origin.Told
	agency    bool // it names an agency, or is one's
}

// part is a text that stands within a longer one.
type part struct {
	kin
	signature origin.Signature
}

// whole tells where the report came from: from whom its own words name, else from where the earliest of its family came.
func (t *telling) whole() []origin.Origin {
	if len(t.family) == 0 || t.told.Whole[0].Kind == origin.Agency {
		return t.told.Whole
	}
	first := &t.family[0]
	if first.n == t.n || first.told.Outlet != "" && first.told.Outlet == t.told.Outlet {
		return t.told.Whole
	}
	for _, o := range first.told.Whole {
		if o.ID == t.told.Outlet {
			return t.told.Whole // it was copied from this outlet: the earliest says so itself
		}
	}
	relation, ok := t.links[first.n]
	if !ok {
		relation = origin.Near // a copy of a copy
	}
	return origin.OfCopy(relation, first.called(t.family), first.told.Whole)
}

// called says in a reason which report of a family this is.
func (k *kin) called(family []kin) string {
	which := "another report"
	if len(family) > 1 && comparePublished(k.published, family[1].published) < 0 {
		which = "an earlier report"
	}
	if k.outlet != "" {
		which += " of " + k.outlet
	}
	return which + " (" + k.id + ")"
}

// ofEvent tells where the account of one event came from.
func (t *telling) ofEvent(outlets *origin.Outlets, r *report.Report, e *event.Event) []origin.Origin {
	if named, ok := outlets.Named(&t.told, e); ok {
		return []origin.Origin{named}
	}
	if t.told.Whole[0].Kind == origin.Agency {
		return t.told.Whole
	}
	for i := range t.within {
		p := &t.within[i]
		if p.told.Outlet != "" && p.told.Outlet == t.told.Outlet || len(e.Evidence) == 0 {
			continue
		}
		if p.signature.Holds(origin.Sentence(r.Text, e.Evidence[0]).In(r.Text)) >= heldShare {
			return origin.OfCopy(origin.Contained, p.called(nil), p.told.Whole)
		}
	}
	return t.whole()
}

// heldShare is how much of an event's sentence must stand in a text for the event to come from there.
const heldShare = 0.6

// tellings gives what is known of where reports came from, by their identities.
func (v View) tellings(ctx context.Context, ids []string) (map[string]*telling, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	outlets, err := origin.Shipped()
	if err != nil {
		return nil, err
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*telling, len(ids))
	byNumber := make(map[int64]*telling, len(ids))
	inFamily := map[int64][]*telling{}
	var numbers, families []int64
	err = each(ctx, v.source, func(rows *sql.Rows) error {
		t := new(telling)
		var id, outlet, url, body string
		var family int64
		if err := rows.Scan(&t.n, &id, &outlet, &url, &body, &family); err != nil {
			return err
		}
		var err error
		if t.told, err = toldOf(outlets, &report.Report{ID: id, Outlet: outlet, URL: url}, body); err != nil {
			return err
		}
		out[id], byNumber[t.n] = t, t
		numbers = append(numbers, t.n)
		if family != 0 {
			if inFamily[family] == nil {
				families = append(families, family)
			}
			inFamily[family] = append(inFamily[family], t)
		}
		return nil
	}, `SELECT r.n, r.id, r.outlet, r.url,
			coalesce((SELECT t.body FROM told t WHERE t.report = r.n AND t.since <= ?2 AND (t.until IS NULL OR t.until > ?2)), ''),
			coalesce((SELECT f.family FROM families f WHERE f.report = r.n AND f.since <= ?2 AND (f.until IS NULL OR f.until > ?2)), 0)
		FROM reports r WHERE r.id IN (SELECT value FROM json_each(?1)) AND r.since <= ?2 AND (r.until IS NULL OR r.until > ?2)`, string(list), v.change)
	if err != nil {
		return nil, err
	}
	if err := v.readFamilies(ctx, outlets, families, inFamily); err != nil {
		return nil, fmt.Errorf("families of copies: %w", err)
	}
	if err := v.readWithin(ctx, outlets, numbers, byNumber); err != nil {
		return nil, fmt.Errorf("texts within others: %w", err)
	}
	return out, nil
}

// readFamilies fills the families of tellings.
func (v View) readFamilies(ctx context.Context, outlets *origin.Outlets, families []int64, of map[int64][]*telling) error {
	if len(families) == 0 {
		return nil
	}
	members := map[int64][]kin{}
	err := each(ctx, v.source, func(rows *sql.Rows) error {
		var family int64
		k, err := scanKin(rows, outlets, &family)
		members[family] = append(members[family], k)
		return err
	}, `SELECT f.family, r.n, r.id, r.outlet, r.url, r.published, r.until IS NULL OR r.until > ?2,
			coalesce((SELECT t.body FROM told t WHERE t.report = r.n AND t.since <= ?2 AND (t.until IS NULL OR t.until > ?2)), '')
		FROM families f JOIN reports r ON r.n = f.report
		WHERE f.family IN (SELECT value FROM json_each(?1)) AND f.since <= ?2 AND (f.until IS NULL OR f.until > ?2)`, jsonNumbers(families), v.change)
	if err != nil {
		return err
	}
	for family, kin := range members {
		slices.SortFunc(kin, compareKin)
		for _, t := range of[family] {
			t.family = kin
		}
	}
	byNumber := map[int64]*telling{}
	var numbers []int64
	for _, family := range families {
		for _, t := range of[family] {
			byNumber[t.n], t.links = t, map[int64]origin.Relation{}
			numbers = append(numbers, t.n)
		}
	}
	return each(ctx, v.source, func(rows *sql.Rows) error {
		var report, other int64
		var relation string
		err := rows.Scan(&report, &other, &relation)
		if t := byNumber[report]; err == nil && t != nil {
			t.links[other] = origin.Relation(relation)
		}
		return err
	}, `SELECT a, b, relation FROM copies WHERE a IN (SELECT value FROM json_each(?1)) AND since <= ?2 AND (until IS NULL OR until > ?2)
		UNION ALL SELECT b, a, relation FROM copies WHERE b IN (SELECT value FROM json_each(?1)) AND since <= ?2 AND (until IS NULL OR until > ?2)`,
		jsonNumbers(numbers), v.change)
}

// readWithin fills the texts that stand within reports.
func (v View) readWithin(ctx context.Context, outlets *origin.Outlets, numbers []int64, byNumber map[int64]*telling) error {
	var found []*telling
	err := each(ctx, v.source, func(rows *sql.Rows) error {
		var longer int64
		var body []byte
		k, err := scanKin(rows, outlets, &longer, &body)
		if err != nil {
			return err
		}
		p := part{kin: k}
		if p.signature, err = origin.Decode(body); err != nil {
			return fmt.Errorf("%w: the signature of %s: %w", ErrDamaged, k.id, err)
		}
		t := byNumber[longer]
		t.within = append(t.within, p)
		found = append(found, t)
		return nil
	}, `SELECT c.long, s.body, r.n, r.id, r.outlet, r.url, r.published, r.until IS NULL OR r.until > ?2,
			coalesce((SELECT t.body FROM told t WHERE t.report = r.n AND t.since <= ?2 AND (t.until IS NULL OR t.until > ?2)), '')
		FROM (SELECT a AS long, b AS short, since, until, first < 0 AS before FROM copies
				WHERE a IN (SELECT value FROM json_each(?1)) AND relation = 'contained' AND longer = -1
			UNION ALL SELECT b, a, since, until, first > 0 FROM copies
				WHERE b IN (SELECT value FROM json_each(?1)) AND relation = 'contained' AND longer = 1) c
		JOIN reports r ON r.n = c.short JOIN signatures s ON s.report = r.n
		WHERE NOT c.before AND c.since <= ?2 AND (c.until IS NULL OR c.until > ?2)`, jsonNumbers(numbers), v.change)
	if err != nil {
		return err
	}
	for _, t := range found {
		slices.SortFunc(t.within, func(a, b part) int { return compareKin(a.kin, b.kin) })
	}
	return nil
}

// scanKin reads a row that ends with what kin needs; before stands what else it holds.
func scanKin(rows *sql.Rows, outlets *origin.Outlets, before ...any) (kin, error) {
	var k kin
	var url, edtf, body string
	if err := rows.Scan(append(before, &k.n, &k.id, &k.outlet, &url, &edtf, &k.stands, &body)...); err != nil {
		return k, err
	}
	k.published = publishedAt(edtf)
	var err error
	if k.told, err = toldOf(outlets, &report.Report{ID: k.id, Outlet: k.outlet, URL: url}, body); err != nil {
		return k, err
	}
	k.agency = k.told.Whole[0].Kind == origin.Agency || outlets.Agency(k.outlet)
	return k, nil
}

// toldOf reads what is kept of what a report tells; of one that names nobody nothing is kept.
func toldOf(outlets *origin.Outlets, r *report.Report, body string) (origin.Told, error) {
	if body == "" {
		return outlets.Own(r), nil
	}
	var told origin.Told
	if err := json.Unmarshal([]byte(body), &told); err != nil {
		return told, fmt.Errorf("%w: what %s tells of its origins: %w", ErrDamaged, r.ID, err)
	}
	if len(told.Whole) == 0 {
		return told, fmt.Errorf("%w: %s tells of no origin", ErrDamaged, r.ID)
	}
	return told, nil
}

// compareKin orders by publication, the earliest first; of one time those that name an agency or are one's first.
func compareKin(a, b kin) int {
	agency := 0
	switch {
	case a.agency && !b.agency:
		agency = -1
	case b.agency && !a.agency:
		agency = 1
	}
	return cmp.Or(comparePublished(a.published, b.published), agency, cmp.Compare(a.id, b.id), cmp.Compare(a.n, b.n))
}

func publishedAt(edtf string) report.Published { return report.Published{EDTF: edtf} }

// comparePublished orders by day, then by time; what has no time comes after what has one on its day, what has no day
// comes last.
func comparePublished(a, b report.Published) int {
	return cmp.Compare(instant(a), instant(b))
}

func instant(p report.Published) int64 {
	if t, err := time.Parse(time.RFC3339, p.EDTF); err == nil {
		return t.Unix()
	}
	year, month, day, ok := p.Day()
	if !ok {
		return math.MaxInt64
	}
	return time.Date(year, time.Month(month), day, 23, 59, 59, 0, time.UTC).Unix()
}
