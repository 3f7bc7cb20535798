package record

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	sqlite3 "modernc.org/sqlite/lib"

	"chancery/report"
)

func TestDefaultPath(t *testing.T) {
	for _, c := range []struct {
		name string
		env  map[string]string
		want string
	}{
		{"named", map[string]string{"CHANCERY_RECORD": "mine.db", "XDG_DATA_HOME": "/data", "HOME": "/home/ada"}, "mine.db"},
		{"data folder", map[string]string{"XDG_DATA_HOME": "/data", "HOME": "/home/ada"}, "/data/chancery/record.db"},
		{"relative data folder", map[string]string{"XDG_DATA_HOME": "data", "HOME": "/home/ada"}, "/home/ada/.local/share/chancery/record.db"},
		{"home", map[string]string{"HOME": "/home/ada"}, "/home/ada/.local/share/chancery/record.db"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := DefaultPath(func(key string) string { return c.env[key] }); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestNotRecord: what is no record is refused, for reading and for writing, and left as it is.
func TestNotRecord(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(path string) error
		want error // for writing
	}{
		{"text", func(path string) error {
			return os.WriteFile(path, []byte("Norway met Chad in Nairobi on Monday."), 0o644)
		}, ErrNotRecord},
		{"a short file", func(path string) error { return os.WriteFile(path, []byte("SQLite"), 0o644) }, ErrNotRecord},
		{"a damaged database", func(path string) error {
			return os.WriteFile(path, []byte("SQLite format 3\x00"+strings.Repeat("x", 9000)), 0o644)
		}, ErrNotRecord},
		{"a folder", func(path string) error { return os.Mkdir(path, 0o755) }, ErrNotRecord},
		{"another database", func(path string) error { return database(path, `CREATE TABLE books (title TEXT)`) }, ErrNotRecord},
		{"an empty file", func(path string) error { return os.WriteFile(path, nil, 0o644) }, nil},
		{"nothing", func(string) error { return nil }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a file?#%.db")
			if err := c.make(path); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(path) // a folder has no bytes
			want := ErrNotRecord
			if c.name == "nothing" {
				want = fs.ErrNotExist
			}
			if r, err := Open(t.Context(), path, Options{ReadOnly: true}); !errors.Is(err, want) {
				t.Errorf("for reading: %v, %v", r, err)
			}
			r, err := Open(t.Context(), path, Options{})
			if !errors.Is(err, c.want) {
				t.Fatalf("for writing: %v", err)
			}
			if c.want != nil {
				if after, _ := os.ReadFile(path); !slices.Equal(before, after) {
					t.Error("the file was changed")
				}
				return
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// database makes a database of SQLite.
func database(path, statement string) error {
	db, err := sql.Open("sqlite", "file:"+strings.NewReplacer("?", "%3f", "#", "%23", "%", "%25").Replace(path))
	if err != nil {
		return err
	}
	_, err = db.Exec(statement)
	return errors.Join(err, db.Close())
}

// TestNewer: the record of a newer chancery is refused and left as it is.
func TestNewer(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	r := open(t, path, Options{})
	add(t, r, read(t, "Norway met Chad.", report.Options{ID: "a"}))
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if err := database(path, fmt.Sprintf(`PRAGMA user_version = %d`, SchemaVersion()+1)); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, readOnly := range []bool{true, false} {
		if _, err := Open(t.Context(), path, Options{ReadOnly: readOnly}); !errors.Is(err, ErrNewer) {
			t.Errorf("read only %t: %v", readOnly, err)
		}
	}
	if after, err := os.ReadFile(path); err != nil || !slices.Equal(before, after) {
		t.Errorf("the file was changed: %v", err)
	}
}

// TestReadOnly: a record that is open for reading shows all, also while another adds, and changes nothing.
func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	w := open(t, path, Options{})
	add(t, w, read(t, "Norway met Chad.", report.Options{ID: "a"}))
	r := open(t, path, Options{ReadOnly: true})
	if n := counts(t, now(t, r)); n.Reports != 1 {
		t.Errorf("%+v", n)
	}
	old := now(t, r)
	add(t, w, read(t, "Norway met Peru.", report.Options{ID: "b"}))
	if n := counts(t, now(t, r)); n.Reports != 2 {
		t.Errorf("after the other added: %+v", n)
	}
	if n := counts(t, old); n.Reports != 1 {
		t.Errorf("the older view: %+v", n)
	}
	for name, change := range map[string]func() error{
		"add":    func() error { _, err := r.Add(t.Context(), "add", "", examples(t)[:1]); return err },
		"amend":  func() error { _, err := r.Amend(t.Context(), "Ada", "", nil); return err },
		"reread": func() error { return r.Reread(t.Context(), Reread{Keep: true}, nil) },
	} {
		if err := change(); !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFolderThatCannotBeWritten: a record on a disk that is read only can be read.
func TestFolderThatCannotBeWritten(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	folder := t.TempDir()
	path := filepath.Join(folder, "record.db")
	w := open(t, path, Options{})
	add(t, w, read(t, "Norway met Chad.", report.Options{ID: "a"}))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Chmod(path, 0o444), os.Chmod(folder, 0o555)); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(folder, 0o755) //nolint:errcheck // so that the test's folder can be removed
	r := open(t, path, Options{ReadOnly: true})
	if n := counts(t, now(t, r)); n.Reports != 1 {
		t.Errorf("%+v", n)
	}
}

// TestSecondWriterWaits: several who add at the same time wait for each other; all is stored, once.
func TestSecondWriterWaits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	items := examples(t)
	const writers = 4
	var group sync.WaitGroup
	errs := make([]error, writers)
	for i := range writers {
		group.Go(func() {
			errs[i] = func() error {
				r, err := Open(t.Context(), path, Options{}) // the first of them makes the record
				if err != nil {
					return err
				}
				for j := range items { // from different ends, so that they meet
					item := items[(j+i*len(items)/writers)%len(items)]
					if _, err := r.Add(t.Context(), "add", "", []Item{item}); err != nil {
						return errors.Join(err, r.Close())
					}
				}
				return r.Close()
			}()
		})
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	r := open(t, path, Options{})
	if n := counts(t, now(t, r)); n.Reports != len(items) {
		t.Errorf("%d reports, want %d", n.Reports, len(items))
	}
	if n := now(t, r).Change(); n != int64(len(items)) {
		t.Errorf("%d changes for %d reports", n, len(items))
	}
	problems, err := r.Check(t.Context())
	if err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
}

// TestWaitingEnds: who waits for another writer gives up when told to.
func TestWaitingEnds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	first, second := open(t, path, Options{}), open(t, path, Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := first.Amend(t.Context(), "Ada", "", func(context.Context, *Amendment) error {
		_, err := second.Add(ctx, "add", "", []Item{{Source: "x", Err: report.ErrEmpty}})
		return err
	})
	if err == nil || ctx.Err() == nil {
		t.Errorf("the second wrote while the first did: %v", err)
	}
	if _, err := second.Add(t.Context(), "add", "", []Item{{Source: "x", Err: report.ErrEmpty}}); err != nil {
		t.Errorf("after the first: %v", err)
	}
}

// TestSameForAnyNumberOfWorkers: what is stored does not depend on how many goroutines prepared it.
func TestSameForAnyNumberOfWorkers(t *testing.T) {
	var first string
	for _, workers := range []int{1, 2, 8} {
		items := examples(t)
		errs := make([]error, len(items))
		jobs := make(chan int)
		var group sync.WaitGroup
		for range workers {
			group.Go(func() {
				for i := range jobs {
					items[i], errs[i] = Prepare(items[i])
				}
			})
		}
		for i := range items {
			jobs <- i
		}
		close(jobs)
		group.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		r := newRecord(t)
		for part := range slices.Chunk(items, 7) {
			add(t, r, part...)
		}
		got := dump(t, r)
		if first == "" {
			first = got
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Errorf("%d workers: %s", workers, diff)
		}
	}
}

// TestFullDisk: what does not fit is not stored by half, and when there is room again all goes on.
func TestFullDisk(t *testing.T) {
	r := newRecord(t)
	items := examples(t)
	add(t, r, items[:2]...)
	before := dump(t, r)
	pages := func(statement string) (n int) {
		t.Helper()
		if err := r.connection.QueryRowContext(t.Context(), statement).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	used := pages(`PRAGMA page_count`)
	full := 0
	for room := range 40 { // the disk is full at ever later moments of the transaction
		pages(fmt.Sprintf(`PRAGMA max_page_count = %d`, used+room))
		stored, err := r.Add(t.Context(), "add", "", items[2:6])
		if err == nil {
			if stored[0].Outcome != Added {
				t.Errorf("%+v", stored)
			}
			break
		}
		full++
		if !isCode(err, sqlite3.SQLITE_FULL) {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, dump(t, r)); diff != "" {
			t.Fatal(diff)
		}
	}
	if full == 0 {
		t.Error("the disk was never full")
	}
	pages(`PRAGMA max_page_count = 1000000`)
	add(t, r, items...)
	if n := counts(t, now(t, r)); n.Reports != len(items) {
		t.Errorf("%+v", n)
	}
	problems, err := r.Check(t.Context())
	if err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
}

// TestClosed: a record that is closed says so.
func TestClosed(t *testing.T) {
	r, err := Open(t.Context(), filepath.Join(t.TempDir(), "record.db"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(r.Close(), r.Close()); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if _, err := r.Add(t.Context(), "add", "", examples(t)[:1]); err == nil {
		t.Error("a closed record took a report")
	}
	if _, err := r.Now(t.Context()); err == nil {
		t.Error("a closed record gave a view")
	}
}

// TestResolve: what is meant by the beginning of an identity.
func TestResolve(t *testing.T) {
	r := newRecord(t)
	items := examples(t)
	add(t, r, items...)
	add(t, r, read(t, "Norway met Chad.", report.Options{ID: "norway-1"}), read(t, "Norway met Peru.", report.Options{ID: "norway-12"}))
	v := now(t, r)
	event := items[0].Reading.Events[0].ID
	hash := items[0].Reading.Report.ID
	for _, c := range []struct {
		start, kind, id string
		err             error
	}{
		{event, "event", event, nil},
		{event[:14], "event", event, nil},
		{"e-", "", "", ErrAmbiguous},
		{"norway-1", "report", "norway-1", nil},
		{"norway-", "", "", ErrAmbiguous},
		{"norway-12", "report", "norway-12", nil},
		{hash, "report", hash, nil},
		{strings.TrimPrefix(hash, "sha256:"), "report", hash, nil},
		{"#1", "change", "1", nil},
		{"#3", "", "", ErrNotFound},
		{"#x", "", "", ErrNotFound},
		{"sweden", "", "", ErrNotFound},
		{"", "", "", ErrNotFound},
	} {
		kind, id, err := v.Resolve(t.Context(), c.start)
		if kind != c.kind || id != c.id || !errors.Is(err, c.err) {
			t.Errorf("%q: %s %s, %v; want %s %s, %v", c.start, kind, id, err, c.kind, c.id, c.err)
		}
	}
}
