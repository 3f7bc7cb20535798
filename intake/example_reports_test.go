package intake

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

// pairs are put in the stead of the two sides of the example process, so that its reports become those of others.
var pairs = [][2][3]string{
	{{"Armenia", "Armenian", "Yerevan"}, {"Azerbaijan", "Azerbaijani", "Baku"}},
	{{"Norway", "Norwegian", "Oslo"}, {"Sweden", "Swedish", "Stockholm"}},
	{{"Peru", "Peruvian", "Lima"}, {"Chile", "Chilean", "Santiago"}},
	{{"Kenya", "Kenyan", "Nairobi"}, {"Uganda", "Ugandan", "Kampala"}},
	{{"Jordan", "Jordanian", "Amman"}, {"Egypt", "Egyptian", "Cairo"}},
	{{"India", "Indian", "New Delhi"}, {"Nepal", "Nepalese", "Kathmandu"}},
	{{"Serbia", "Serbian", "Belgrade"}, {"Hungary", "Hungarian", "Budapest"}},
	{{"Ghana", "Ghanaian", "Accra"}, {"Togo", "Togolese", "Lome"}},
	{{"Japan", "Japanese", "Tokyo"}, {"Mongolia", "Mongolian", "Ulaanbaatar"}},
	{{"Spain", "Spanish", "Madrid"}, {"Portugal", "Portuguese", "Lisbon"}},
}

// line is a report in JSON lines.
type line struct {
	ID        string `json:"id,omitempty"`
	Outlet    string `json:"outlet"`
	Published string `json:"published"`
	Text      string `json:"text"`
}

// exampleLines makes of the example process the reports of that many pairs of countries, as JSON lines. Every fifth
// report has an identity of its own.
func exampleLines(t testing.TB, countries int) []byte {
	t.Helper()
	files, err := filepath.Glob("../examples/armenia-azerbaijan/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d example reports, %v", len(files), err)
	}
	var out bytes.Buffer
	for k, pair := range pairs[:countries] {
		for i, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for side := range pair {
				for form := len(pair[side]) - 1; form >= 0; form-- { // "Armenian" before "Armenia"
					names = append(names, pairs[0][side][form], pair[side][form])
				}
			}
			l := line{Outlet: fmt.Sprintf("Example Daily %d", i%4), Published: filepath.Base(file)[3:13], Text: strings.NewReplacer(names...).Replace(string(text))}
			if i%5 == 0 {
				l.ID = fmt.Sprintf("example-%d-%d", k, i)
			}
			data, err := json.Marshal(l)
			if err != nil {
				t.Fatal(err)
			}
			out.Write(append(data, '\n'))
		}
	}
	return out.Bytes()
}

// engine loads the models once.
var engine = sync.OnceValues(func() (*reading.Reader, error) { return reading.New(reading.Options{}) })

// prepared gives readings that were made before, by the hash of the text.
type prepared map[string]reading.Reading

// Read gives a reading that was made before.
func (p prepared) Read(ctx context.Context, rep report.Report) (reading.Reading, error) {
	r, ok := p[rep.SHA256]
	if !ok {
		return r, fmt.Errorf("no reading of %s was prepared", rep.ID)
	}
	r.Report = rep
	return r, ctx.Err()
}

// prepare reads JSON lines with the engine.
func prepare(t testing.TB, lines []byte) (prepared, []reading.Reading) {
	t.Helper()
	reader, err := engine()
	if err != nil {
		t.Fatal(err)
	}
	by, all := prepared{}, []reading.Reading(nil)
	for rep, err := range report.Each(t.Context(), []string{"-"}, report.Options{Stdin: bytes.NewReader(lines), Kind: report.JSONLines}) {
		if err != nil {
			t.Fatal(err)
		}
		r, err := reader.Read(t.Context(), rep)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := by[rep.SHA256]; twice {
			t.Fatalf("%s: the same text twice", rep.Origin)
		}
		by[rep.SHA256] = r
		all = append(all, r)
	}
	return by, all
}

// now is a clock that stands still.
func now() time.Time { return time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC) }

func openRecord(t testing.TB, path string) *record.Record {
	t.Helper()
	rec, err := record.Open(context.Background(), path, record.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// take takes JSON lines into a record.
func take(ctx context.Context, reader Reader, rec *record.Record, lines []byte, o Options) (Summary, error) {
	return Run(ctx, reader, rec, report.Items(ctx, []string{"-"}, report.Options{Stdin: bytes.NewReader(lines), Kind: report.JSONLines}), o)
}

// account writes out all that a record says: its readings, its occurrences, its copies, what was set aside, and its
// counts; but for the numbers and times of changes, which depend on the batches.
func account(t testing.TB, rec *record.Record) string {
	t.Helper()
	ctx := context.Background()
	v, err := rec.Now(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	write := func(what any) {
		if err := encoder.Encode(what); err != nil {
			t.Fatal(err)
		}
	}
	for r, err := range v.Readings(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		write(r)
		copies, err := v.Copies(ctx, r.Report.ID)
		if err != nil {
			t.Fatal(err)
		}
		write(copies)
	}
	for o, err := range v.Occurrences(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		write(o)
	}
	failures, err := v.Failures(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range failures {
		write([2]string{f.Source, f.Reason})
	}
	counts, err := v.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	write(counts)
	return out.String()
}

// whole checks a record that nobody has open by means of SQLite alone: the file, the references, the full text, and
// that nothing is there twice or by half. It gives the reports by identity.
func whole(t testing.TB, path string) map[string]bool {
	t.Helper()
	db, err := sql.Open("sqlite", path+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	strings := func(query string) (out []string) {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		defer rows.Close()
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				t.Fatal(err)
			}
			out = append(out, s)
		}
		if err := rows.Err(); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		return out
	}
	if said := strings(`PRAGMA integrity_check`); len(said) != 1 || said[0] != "ok" {
		t.Fatalf("integrity_check: %q", said)
	}
	if said := strings(`SELECT "table" || ' ' || rowid FROM pragma_foreign_key_check`); len(said) > 0 {
		t.Fatalf("rows without what they refer to: %q", said)
	}
	if _, err := db.Exec(`INSERT INTO full_text (full_text, rank) VALUES ('integrity-check', 1)`); err != nil {
		t.Fatalf("the full text is not that of the reports: %v", err)
	}
	if twice := strings(`SELECT id FROM reports WHERE until IS NULL GROUP BY id HAVING count(*) > 1`); len(twice) > 0 {
		t.Fatalf("stored twice: %q", twice)
	}
	if twice := strings(`SELECT sha256 FROM reports GROUP BY sha256 HAVING count(*) > 1`); len(twice) > 0 {
		t.Fatalf("the same text twice: %q", twice)
	}
	if half := strings(`SELECT id FROM reports r WHERE (SELECT count(*) FROM readings WHERE report = r.n AND until IS NULL) <> 1`); len(half) > 0 {
		t.Fatalf("reports without one reading: %q", half)
	}
	if half := strings(`SELECT id FROM events e WHERE until IS NULL AND (SELECT count(*) FROM members WHERE event = e.id AND until IS NULL) <> 1`); len(half) > 0 {
		t.Fatalf("events that are not in one occurrence: %q", half)
	}
	out := map[string]bool{}
	for _, id := range strings(`SELECT id FROM reports`) {
		out[id] = true
	}
	return out
}
