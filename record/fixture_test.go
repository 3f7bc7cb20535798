package record

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/pressly/goose/v3"
)

var fixture = flag.Bool("fixture", false, "make testdata/record-1.db.zst anew: only as long as version 1 has not been released")

const fixtureFile = "testdata/record-1.db.zst"

// TestOlderRecord: a record that was made when there was only the first migration opens after all later ones, for
// reading and for writing, with all that it held.
func TestOlderRecord(t *testing.T) {
	if *fixture {
		makeFixture(t)
	}
	packed, err := os.ReadFile(fixtureFile)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	data, err := z.DecodeAll(packed, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{true, false} {
		t.Run(fmt.Sprintf("read only %t", readOnly), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "record.db")
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
			r := open(t, path, Options{ReadOnly: readOnly})
			var version int
			if err := r.pool.row(t.Context(), `PRAGMA user_version`).Scan(&version); err != nil || version != SchemaVersion() {
				t.Errorf("version %d, %v; want %d", version, err, SchemaVersion())
			}
			v := now(t, r)
			got := counts(t, v)
			got.Copies = 0
			if want := (Counts{Reports: 4, Quotations: 15, Events: 14, Occurrences: 14, Failures: 1, Reviews: 1}); got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
			problems, err := r.Check(t.Context())
			if err != nil || len(problems) > 0 {
				t.Errorf("%v %v", problems, err)
			}
			hand := 0
			for o, err := range v.Occurrences(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range o.Members {
					if len(m.ByHand) > 0 {
						hand++
					}
				}
			}
			if hand != 1 {
				t.Errorf("%d events by hand", hand)
			}
			if readOnly {
				return
			}
			known := 0
			for _, s := range add(t, r, examples(t)...) {
				switch _, err := v.Reading(t.Context(), s.Report); {
				case err == nil && s.Outcome == Known:
					known++
				case !errors.Is(err, ErrNotFound) || s.Outcome != Added:
					t.Errorf("%+v: %v", s, err)
				}
			}
			if known == 0 {
				t.Error("no example was known")
			}
		})
	}
}

// makeFixture makes a record of the first version: the rows of one of today in the tables of then.
func makeFixture(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	full := newRecord(t)
	add(t, full, append(examples(t)[:4], Item{Source: "broken.txt", Err: errors.New("no text")})...)
	a, err := now(t, full).Reading(ctx, examples(t)[0].Reading.Report.ID)
	if err != nil {
		t.Fatal(err)
	}
	correctFixture(t, full, a.Events[0].ID)
	path := filepath.Join(t.TempDir(), "old.db")
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, folder, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(ctx, 1); err != nil {
		t.Fatal(err)
	}
	run := func(statement string, args ...any) {
		t.Helper()
		if _, err := db.ExecContext(ctx, statement, args...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	run(`ATTACH ? AS today`, full.path)
	for _, table := range strings.Fields("changes versions reports readings quotations events members links blocks features reviews failures") {
		run(`INSERT INTO main.` + table + ` SELECT * FROM today.` + table)
	}
	run(`INSERT INTO full_text (rowid, title, text) SELECT n, lower(title), lower(text) FROM reports`)
	run(fmt.Sprintf(`PRAGMA application_id = %d`, applicationID))
	run(`PRAGMA user_version = 1`)
	run(`DETACH today`)
	run(`VACUUM`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(fixtureFile, z.EncodeAll(data, nil), 0o644); err != nil {
		t.Fatal(err)
	}
}
