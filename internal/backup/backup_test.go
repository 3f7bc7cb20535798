package backup

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var (
	errOther   = errors.New("another file")
	errNewer   = errors.New("a newer file")
	errDamaged = errors.New("a damaged file")
)

var books = Kind{ApplicationID: 0x626f6f6b, Schema: 3, Other: errOther, Newer: errNewer, Damaged: errDamaged}

// killed, in the environment, has the test's binary make a copy and stop for good in the midst of a stage.
const killed = "CHANCERY_TEST_STOP_AT"

func TestMain(m *testing.M) {
	if stage := os.Getenv(killed); stage != "" {
		fmt.Println(stopAt(Stage(stage), os.Args[1], os.Args[2]))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// stopAt copies a database until a stage has begun, says so, and waits to be killed.
func stopAt(stage Stage, from, to string) error {
	ctx := context.Background()
	progress := func(now Stage, _, _ int64) {
		if now == stage {
			fmt.Println("here")
			select {}
		}
	}
	db, err := sql.Open("sqlite", from)
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	f, err := Take(ctx, conn, filepath.Dir(to), filepath.Base(to), Options{Kind: books, Progress: progress})
	if err != nil {
		return err
	}
	if err := f.Check(ctx, progress); err != nil {
		return err
	}
	return f.Keep(ctx, to, true, progress)
}

// database makes a database of books, in the journal mode that records have, with so many rows of a kilobyte.
func database(t testing.TB, path string, rows int) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, s := range []string{
		fmt.Sprintf(`PRAGMA application_id = %d`, books.ApplicationID), `PRAGMA user_version = 2`,
		`CREATE TABLE books (n INTEGER PRIMARY KEY, title TEXT)`,
	} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	insert(t, db, rows)
	return db
}

func insert(t testing.TB, db *sql.DB, rows int) {
	t.Helper()
	if _, err := db.Exec(`WITH RECURSIVE r (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < ?)
		INSERT INTO books (title) SELECT hex(randomblob(500)) FROM r WHERE ? > 0`, rows, rows); err != nil {
		t.Fatal(err)
	}
}

func take(t testing.TB, db *sql.DB, folder, name string, o Options) (*File, error) {
	t.Helper()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	o.Kind = books
	return Take(t.Context(), conn, folder, name, o)
}

// count counts the rows of a database that nobody writes to.
func count(t testing.TB, path string) (n int) {
	t.Helper()
	db, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(`SELECT count(*) FROM books`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// names gives what lies in a folder.
func names(t testing.TB, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

func TestTakeAndKeep(t *testing.T) {
	for _, pack := range []bool{false, true} {
		t.Run(fmt.Sprintf("packed %t", pack), func(t *testing.T) {
			folder := t.TempDir()
			db := database(t, filepath.Join(t.TempDir(), "books.db"), 3000)
			var stages []Stage
			progress := func(stage Stage, done, total int64) {
				if !slices.Contains(stages, stage) {
					stages = append(stages, stage)
				}
				if done > total {
					t.Errorf("%s: %d of %d", stage, done, total)
				}
			}
			f, err := take(t, db, folder, "copy", Options{Mode: 0o640, Progress: progress})
			if err != nil {
				t.Fatal(err)
			}
			insert(t, db, 10) // after the moment of the copy
			if err := f.Check(t.Context(), progress); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(folder, "copy")
			if err := f.Keep(t.Context(), path, pack, progress); err != nil {
				t.Fatal(err)
			}
			if got := names(t, folder); !slices.Equal(got, []string{"copy"}) {
				t.Errorf("there lie %v", got)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
				t.Errorf("its mode is %v, %v", info.Mode(), err)
			}
			want := []Stage{Copying, Checking}
			if pack {
				want = append(want, Packing)
			}
			if !slices.Equal(stages, want) {
				t.Errorf("stages %v, want %v", stages, want)
			}
			back, err := Unpack(t.Context(), path, folder, "back", Options{Kind: books})
			if err != nil {
				t.Fatal(err)
			}
			defer back.Discard()
			if err := back.Check(t.Context(), nil); err != nil {
				t.Error(err)
			}
			if n := count(t, back.Path()); n != 3000 {
				t.Errorf("%d rows", n)
			}
		})
	}
}

// A copy that is under way neither begins again nor sees what is written meanwhile, and writers do not wait for it.
func TestTakeWhileOthersWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "books.db")
	db := database(t, path, 40_000) // several steps
	steps := 0
	f, err := take(t, db, t.TempDir(), "copy", Options{Progress: func(Stage, int64, int64) {
		steps++
		insert(t, db, 100)
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Discard()
	if steps < 3 || steps > 100 {
		t.Errorf("%d steps", steps)
	}
	if err := f.Check(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if n := count(t, f.Path()); n != 40_000 {
		t.Errorf("%d rows, want those of the beginning", n)
	}
}

func TestWhoIsKilledLeavesNothingByTheName(t *testing.T) {
	source := filepath.Join(t.TempDir(), "books.db")
	db := database(t, source, 20_000)
	for _, stage := range []Stage{Copying, Checking, Packing} {
		t.Run(string(stage), func(t *testing.T) {
			folder := t.TempDir()
			to := filepath.Join(folder, "copy.zst")
			cmd := exec.Command(os.Args[0], source, to)
			cmd.Env = append(os.Environ(), killed+"="+string(stage))
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(out).ReadString('\n')
			if err != nil || line != "here\n" {
				t.Errorf("the copy said %q, %v", line, err)
			}
			// As long as somebody works on it, nobody else removes it.
			if err := sweep(folder, "copy.zst"); err != nil {
				t.Error(err)
			}
			if len(names(t, folder)) == 0 {
				t.Error("what another process works on was removed")
			}
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = cmd.Wait()
			for _, name := range names(t, folder) {
				if !strings.HasPrefix(name, ".copy.zst.partial-") {
					t.Errorf("there lies %s", name)
				}
			}
			f, err := take(t, db, folder, "copy.zst", Options{})
			if err != nil {
				t.Fatal(err)
			}
			if err := f.Keep(t.Context(), to, false, nil); err != nil {
				t.Fatal(err)
			}
			if got := names(t, folder); !slices.Equal(got, []string{"copy.zst"}) {
				t.Errorf("after the next copy there lie %v", got)
			}
		})
	}
}

func TestNobodyWantsItAnyMore(t *testing.T) {
	db := database(t, filepath.Join(t.TempDir(), "books.db"), 40_000)
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = Take(ctx, conn, folder, "copy", Options{Progress: func(Stage, int64, int64) { cancel() }})
	if !errors.Is(err, context.Canceled) || len(names(t, folder)) > 0 {
		t.Errorf("%v; there lie %v", err, names(t, folder))
	}
	if _, err := conn.ExecContext(t.Context(), `BEGIN; ROLLBACK`); err != nil {
		t.Errorf("the connection is in a transaction: %v", err)
	}
}

func TestTheDiskIsFull(t *testing.T) {
	db := database(t, filepath.Join(t.TempDir(), "books.db"), 3000)
	folder := t.TempDir()
	_, err := take(t, db, folder, "copy", Options{pages: 20})
	if !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), folder) || len(names(t, folder)) > 0 {
		t.Errorf("%v; there lie %v", err, names(t, folder))
	}
}

func TestWhatIsNoCopy(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "books.db")
	f, err := take(t, database(t, path, 3000), folder, "whole", Options{})
	if err != nil {
		t.Fatal(err)
	}
	packed := filepath.Join(folder, "whole.zst")
	whole, err := os.ReadFile(f.Path())
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Keep(t.Context(), packed, true, nil); err != nil {
		t.Fatal(err)
	}
	squeezed, err := os.ReadFile(packed)
	if err != nil {
		t.Fatal(err)
	}
	damage := func(b []byte, at int) []byte {
		b = slices.Clone(b)
		copy(b[at:], strings.Repeat("\xa5", 64))
		return b
	}
	set := func(at int, values ...byte) []byte {
		b := slices.Clone(whole)
		copy(b[at:], values)
		return b
	}
	for _, test := range []struct {
		name    string
		content []byte
		want    error
	}{
		{"whole", whole, nil},
		{"packed", squeezed, nil},
		{"empty", nil, errOther},
		{"text", []byte("Norway met Chad in Nairobi on Monday."), errOther},
		{"cut off", whole[:len(whole)/2], errDamaged},
		{"cut off within a page", whole[:len(whole)-100], errDamaged},
		{"overwritten in the midst", damage(whole, len(whole)/2/4096*4096), errDamaged},
		{"overwritten at the beginning", damage(whole, 0), errOther},
		{"packed and cut off", squeezed[:len(squeezed)/2], errDamaged},
		{"packed and cut off at the end", squeezed[:len(squeezed)-1], errDamaged},
		{"packed and overwritten", damage(squeezed, len(squeezed)/2), errDamaged},
		{"of another program", set(68, 1, 2, 3, 4), errOther},
		{"of a newer version", set(60, 0, 0, 0, 4), errNewer},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "file")
			if err := os.WriteFile(path, test.content, 0o600); err != nil {
				t.Fatal(err)
			}
			err := func() error {
				f, err := Unpack(t.Context(), path, folder, "file", Options{Kind: books})
				if err != nil {
					return err
				}
				return errors.Join(f.Check(t.Context(), nil), f.Discard())
			}()
			if !errors.Is(err, test.want) || (err == nil) != (test.want == nil) {
				t.Errorf("%v, want %v", err, test.want)
			}
			if got := names(t, folder); !slices.Equal(got, []string{"file"}) {
				t.Errorf("there lie %v", got)
			}
		})
	}
	if _, err := Unpack(t.Context(), folder, folder, "x", Options{Kind: books}); !errors.Is(err, errOther) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Unpack(t.Context(), filepath.Join(folder, "none"), folder, "x", Options{Kind: books}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
}

// A day for names.
var day = time.Date(2026, 3, 2, 23, 0, 0, 0, time.UTC)

// replaceWith puts a fresh copy with so many rows in the place of path.
func replaceWith(t testing.TB, path string, rows int, replace bool) (string, error) {
	t.Helper()
	f, err := take(t, database(t, filepath.Join(t.TempDir(), "books.db"), rows), filepath.Dir(path), filepath.Base(path), Options{})
	if err != nil {
		t.Fatal(err)
	}
	return f.Replace(t.Context(), path, replace, Aside(path, day))
}

func TestReplace(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "books.db")
	if kept, err := replaceWith(t, path, 1, false); err != nil || kept != "" {
		t.Fatalf("where nothing is: %q, %v", kept, err)
	}
	if _, err := replaceWith(t, path, 2, false); !errors.Is(err, ErrExists) {
		t.Errorf("where one is: %v", err)
	}
	for i, want := range []string{path + ".2026-03-02", path + ".2026-03-02-2"} {
		kept, err := replaceWith(t, path, i+2, true)
		if err != nil || kept != want {
			t.Fatalf("to replace it: %q, %v, want %q", kept, err, want)
		}
		if n := count(t, kept); n != i+1 {
			t.Errorf("%s has %d rows, want %d", kept, n, i+1)
		}
	}
	if n := count(t, path); n != 3 {
		t.Errorf("%d rows at last", n)
	}
	if got := names(t, folder); len(got) != 3 {
		t.Errorf("there lie %v", got)
	}
}

func TestReplaceWhatIsInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "books.db")
	db := database(t, path, 5)
	if _, err := replaceWith(t, path, 1, true); !errors.Is(err, ErrInUse) {
		t.Errorf("while it is open: %v", err)
	}
	insert(t, db, 1)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	reader, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reader.QueryRow(`SELECT count(*) FROM books`).Scan(&n); err != nil || n != 6 {
		t.Errorf("%d rows, %v", n, err)
	}
	if _, err := replaceWith(t, path, 1, true); !errors.Is(err, ErrInUse) {
		t.Errorf("while it is read: %v", err)
	}
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := replaceWith(t, path, 1, true)
	if err != nil || count(t, kept) != 6 || count(t, path) != 1 {
		t.Errorf("when all have gone: %v", err)
	}
}

// What the log of a dead process holds belongs to the old database: it goes with it and never meets the new one.
func TestReplaceWhatHasALog(t *testing.T) {
	folder := t.TempDir()
	path, live := filepath.Join(folder, "books.db"), filepath.Join(t.TempDir(), "live.db")
	db := database(t, live, 5)
	for _, suffix := range []string{"", "-wal"} { // as a process leaves them that was killed
		content, err := os.ReadFile(live + suffix)
		if err != nil || len(content) == 0 && suffix != "" {
			t.Fatalf("%d bytes in %s, %v", len(content), live+suffix, err)
		}
		if err := os.WriteFile(path+suffix, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := replaceWith(t, path, 2, true)
	if err != nil {
		t.Fatal(err)
	}
	if count(t, kept) != 5 || count(t, path) != 2 {
		t.Errorf("%d rows before and %d after", count(t, kept), count(t, path))
	}
}

func TestReplaceWhatIsDamaged(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"no database":          {"": "a letter, and not a short one, " + strings.Repeat("x", 9000)},
		"damaged, with a log":  {"": "SQLite format 3\x00" + strings.Repeat("x", 9000), "-wal": "what nobody can read"},
		"a log without a file": {"-wal": "what nobody can read"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "books.db")
			for suffix, content := range files {
				if err := os.WriteFile(path+suffix, []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := replaceWith(t, path, 2, false); !errors.Is(err, ErrExists) {
				t.Errorf("not to be replaced: %v", err)
			}
			kept, err := replaceWith(t, path, 2, true)
			if err != nil {
				t.Fatal(err)
			}
			if n := count(t, path); n != 2 {
				t.Errorf("%d rows", n)
			}
			for suffix, content := range files {
				if got, err := os.ReadFile(kept + suffix); err != nil || string(got) != content {
					t.Errorf("what was there by %q: %v", suffix, err)
				}
				if _, err := os.Stat(path + suffix); suffix != "" && !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("%q stayed: %v", suffix, err)
				}
			}
		})
	}
}
