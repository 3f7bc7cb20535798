package record

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// folderNames gives what lies in a folder.
func folderNames(t testing.TB, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestBackupAndRestore(t *testing.T) {
	r := newRecord(t)
	items := examples(t)
	add(t, r, items[:20]...)
	add(t, r, items[20:]...)
	for _, pack := range []bool{false, true} {
		t.Run(fmt.Sprintf("packed %t", pack), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "copy")
			c, err := r.Backup(t.Context(), path, BackupOptions{Pack: pack})
			if err != nil {
				t.Fatal(err)
			}
			if c.Path != path || c.Last.Number != 2 || c.Last.Reason != "a test" || c.Counts != counts(t, now(t, r)) || c.Schema != SchemaVersion() || c.Bytes == 0 {
				t.Errorf("copied %+v", c)
			}
			checked, problems, err := CheckBackup(t.Context(), path, true, BackupOptions{})
			if err != nil || len(problems) > 0 {
				t.Fatalf("%v, %v", problems, err)
			}
			if diff := cmp.Diff(c, checked); diff != "" {
				t.Errorf("checked otherwise than copied:\n%s", diff)
			}
			if got := folderNames(t, filepath.Dir(path)); !slices.Equal(got, []string{"copy"}) {
				t.Errorf("there lie %v", got)
			}
			to := filepath.Join(t.TempDir(), "deeper", "record.db")
			restored, err := Restore(t.Context(), path, to, RestoreOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if restored.Path != to || restored.Aside != "" || restored.Counts != c.Counts {
				t.Errorf("restored %+v", restored)
			}
			again := open(t, to, Options{})
			if problems, err := again.Check(t.Context()); err != nil || len(problems) > 0 {
				t.Errorf("%v, %v", problems, err)
			}
			if diff := cmp.Diff(strings.Split(dump(t, r), "\n"), strings.Split(dump(t, again), "\n")); diff != "" {
				t.Errorf("it is another record:\n%s", diff)
			}
			// It goes on from there.
			for _, s := range add(t, again, items...) {
				if s.Outcome != Known {
					t.Errorf("%s was %v", s.Report, s.Outcome)
				}
			}
		})
	}
}

// Each copy that is made while a record grows is a record as it stood after one of its changes.
func TestBackupWhileAdding(t *testing.T) {
	r := newRecord(t)
	items := examples(t)
	add(t, r, items[0])
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		for _, item := range items[1:] {
			if _, err := r.Add(ctx, "add", "meanwhile", []Item{item}); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	defer cancel()
	folder := t.TempDir()
	// Another process would see the record through a connection of its own.
	other := open(t, r.Path(), Options{ReadOnly: true})
	var copies []Copy
	for running := true; running; {
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			running = false
		default:
		}
		c, err := other.Backup(t.Context(), filepath.Join(folder, fmt.Sprintf("%d.db", len(copies))), BackupOptions{})
		if err != nil {
			t.Fatal(err)
		}
		copies = append(copies, c)
	}
	if first, last := copies[0].Last.Number, copies[len(copies)-1].Last.Number; last != int64(len(items)) || first == last {
		t.Errorf("the first copy is of change %d, the last of change %d", first, last)
	}
	step := max(1, len(copies)/6) // some of them
	for i := 0; i < len(copies); i += step {
		c := copies[i]
		made := open(t, c.Path, Options{ReadOnly: true})
		if problems, err := made.Check(t.Context()); err != nil || len(problems) > 0 {
			t.Errorf("the copy of change %d: %v, %v", c.Last.Number, problems, err)
		}
		then, err := r.At(t.Context(), c.Last.Number)
		if err != nil {
			t.Fatal(err)
		}
		if want := counts(t, then); c.Counts != want {
			t.Errorf("the copy of change %d holds %+v, want %+v", c.Last.Number, c.Counts, want)
		}
	}
}

func TestBackupsInAFolder(t *testing.T) {
	r := newRecord(t)
	folder := t.TempDir()
	strangers := []string{"record-2021-01-01-c1.db.notes", "record-notes.db", "other-2021-01-01-c1.db", "record-2021-01-01-c99999999999999999999.db"}
	for _, name := range append(strangers, "record-2021-01-01-c7.db", "record-2021-01-01-c7.db.access") {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	day := time.Date(2026, 3, 2, 23, 30, 0, 0, time.FixedZone("west", -3600))
	var removed []string
	for i, item := range examples(t)[:11] {
		add(t, r, item)
		o := BackupOptions{Keep: 3, Pack: i%2 == 1, Now: func() time.Time { return day.AddDate(0, 0, i/10) }}
		c, err := r.Backup(t.Context(), folder, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range c.Removed {
			removed = append(removed, filepath.Base(name))
		}
	}
	want := append(slices.Clone(strangers), "record-2026-03-03-c10.db.zst", "record-2026-03-03-c9.db", "record-2026-03-04-c11.db")
	slices.Sort(want)
	if got := folderNames(t, folder); !slices.Equal(got, want) {
		t.Errorf("there lie %q, want %q", got, want)
	}
	if len(removed) != 9 || removed[0] != "record-2021-01-01-c7.db" {
		t.Errorf("removed %q", removed)
	}
}

func TestBackupsThatCannotBe(t *testing.T) {
	r := newRecord(t)
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"itself": r.Path(), "in no folder": filepath.Join(folder, "none", "copy.db"), "in a file": filepath.Join(folder, "file", "copy.db")} {
		if _, err := r.Backup(t.Context(), to, BackupOptions{}); err == nil {
			t.Errorf("%s: made", name)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Backup(ctx, filepath.Join(folder, "copy"), BackupOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("when nobody wants it: %v", err)
	}
	if got := folderNames(t, folder); !slices.Equal(got, []string{"file"}) {
		t.Errorf("there lie %q", got)
	}
}

func TestRestoreOverARecord(t *testing.T) {
	r := newRecord(t)
	add(t, r, examples(t)[:2]...)
	backup := filepath.Join(t.TempDir(), "copy.db")
	if _, err := r.Backup(t.Context(), backup, BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "record.db")
	old, err := Open(t.Context(), to, Options{})
	if err != nil {
		t.Fatal(err)
	}
	add(t, old, examples(t)[2])
	today := func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }
	for _, test := range []struct {
		name string
		o    RestoreOptions
		want error
	}{{"without being told to", RestoreOptions{Now: today}, ErrExists}, {"while it is open", RestoreOptions{Now: today, Force: true}, ErrInUse}} {
		if _, err := Restore(t.Context(), backup, to, test.o); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.name, err, test.want)
		}
	}
	add(t, old, examples(t)[3]) // nothing has happened to it
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	restored, err := Restore(t.Context(), backup, to, RestoreOptions{Force: true, Now: today})
	if err != nil {
		t.Fatal(err)
	}
	if restored.Aside != to+".2026-03-02" {
		t.Errorf("the old one is at %q", restored.Aside)
	}
	for path, want := range map[string]int{to: 2, restored.Aside: 2} {
		rec := open(t, path, Options{})
		if got := counts(t, now(t, rec)).Reports; got != want {
			t.Errorf("%s holds %d reports, want %d", path, got, want)
		}
		if problems, err := rec.Check(t.Context()); err != nil || len(problems) > 0 {
			t.Errorf("%s: %v, %v", path, problems, err)
		}
	}
	if _, err := Restore(t.Context(), to, to, RestoreOptions{Force: true}); err == nil {
		t.Error("a record was replaced by itself")
	}
}

func TestDamagedBackupsAreRefused(t *testing.T) {
	r := newRecord(t)
	add(t, r, examples(t)[:5]...)
	folder := t.TempDir()
	whole := filepath.Join(folder, "copy.db")
	if _, err := r.Backup(t.Context(), whole, BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		content []byte
		want    error
	}{
		"cut off":     {content[:len(content)-pageSize], ErrDamaged},
		"overwritten": {slices.Concat(content[:3*pageSize], make([]byte, pageSize), content[4*pageSize:]), ErrDamaged},
		"no record":   {[]byte("Norway met Chad in Nairobi on Monday."), ErrNotRecord},
		"empty":       {nil, ErrNotRecord},
	} {
		t.Run(name, func(t *testing.T) {
			path, to := filepath.Join(t.TempDir(), "copy"), filepath.Join(t.TempDir(), "record.db")
			if err := os.WriteFile(path, test.content, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, _, err := CheckBackup(t.Context(), path, false, BackupOptions{}); !errors.Is(err, test.want) {
				t.Errorf("checked: %v, want %v", err, test.want)
			}
			if _, err := Restore(t.Context(), path, to, RestoreOptions{}); !errors.Is(err, test.want) {
				t.Errorf("restored: %v, want %v", err, test.want)
			}
			if got := folderNames(t, filepath.Dir(to)); len(got) > 0 {
				t.Errorf("there lie %q", got)
			}
		})
	}
	if _, _, err := CheckBackup(t.Context(), filepath.Join(folder, "none"), false, BackupOptions{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
}

// The file of a record that is open is not all of it.
func TestARecordInUseIsNoBackup(t *testing.T) {
	r := newRecord(t)
	add(t, r, examples(t)[0])
	if _, _, err := CheckBackup(t.Context(), r.Path(), false, BackupOptions{}); !errors.Is(err, ErrInUse) {
		t.Errorf("checked: %v", err)
	}
	if _, err := Restore(t.Context(), r.Path(), filepath.Join(t.TempDir(), "record.db"), RestoreOptions{}); !errors.Is(err, ErrInUse) {
		t.Errorf("restored: %v", err)
	}
}

// SQLite cannot tell that words were changed; that a report's text is no longer what it was only a look at everything can.
func TestChangedWordsAreFoundByCheckingAll(t *testing.T) {
	r := newRecord(t)
	add(t, r, examples(t)[0])
	path := filepath.Join(t.TempDir(), "copy.db")
	if _, err := r.Backup(t.Context(), path, BackupOptions{}); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := examples(t)[0].Reading.Report.Text
	word := text[len(text)/2 : len(text)/2+8]
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(string(content), word, strings.Repeat("x", len(word)))), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, problems, err := CheckBackup(t.Context(), path, false, BackupOptions{}); err != nil || len(problems) > 0 {
		t.Errorf("a quick check: %v, %v", problems, err)
	}
	if _, problems, err := CheckBackup(t.Context(), path, true, BackupOptions{}); err != nil || len(problems) == 0 {
		t.Errorf("a check of all: %v, %v", problems, err)
	}
}

// A copy of a record of an older version is checked as it is, and brought up to date when it is opened.
func TestOlderBackup(t *testing.T) {
	to := filepath.Join(t.TempDir(), "record.db")
	c, _, err := CheckBackup(t.Context(), fixtureFile, false, BackupOptions{})
	if err != nil || c.Schema != 1 || c.Last.Number == 0 || c.Counts != (Counts{}) {
		t.Fatalf("checked %+v, %v", c, err)
	}
	if _, problems, err := CheckBackup(t.Context(), fixtureFile, true, BackupOptions{}); err != nil || len(problems) > 0 {
		t.Errorf("checked all: %v, %v", problems, err)
	}
	if _, err := Restore(t.Context(), fixtureFile, to, RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	if got := counts(t, now(t, open(t, to, Options{}))).Reports; got != 4 {
		t.Errorf("%d reports", got)
	}
}
