package access

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestNames(t *testing.T) {
	for _, test := range []struct {
		name, want string
	}{
		{"anna", "anna"},
		{"Anna Petrosyan", "Anna Petrosyan"},
		{"O'Neill-Ray", "O'Neill-Ray"},
		{"anna@desk.example", "anna@desk.example"},
		{"Zoe\u0308", "Zo\u00eb"},
		{"Անի", "Անի"},
		{"ليلى", "ليلى"},
		{"_service", "_service"},
		{"", ""},
		{" anna", ""},
		{"anna  b", ""},
		{"chancery", ""},
		{"Chancery", ""},
		{"ＣＨＡＮＣＥＲＹ", ""},
		{"anna\n", ""},
		{"anna\u202e", ""},
		{"an\u200bna", ""},
		{"\u0301anna", ""},
		{"<b>anna", ""},
		{"-anna", ""},
		{"___", ""},
		{"\xff", ""},
		{strings.Repeat("a", 65), ""},
	} {
		got, err := CleanName(test.name)
		if got != test.want || (err == nil) != (test.want != "") || err != nil && !errors.Is(err, ErrName) {
			t.Errorf("CleanName(%q) = %q, %v, want %q", test.name, got, err, test.want)
		}
	}
}

func FuzzCleanName(f *testing.F) {
	f.Add("Anna Petrosyan")
	f.Add("cha\u0301ncery")
	f.Fuzz(func(t *testing.T, name string) {
		once, err := CleanName(name)
		if err != nil {
			return
		}
		if twice, err := CleanName(once); err != nil || twice != once {
			t.Errorf("%q becomes %q becomes %q, %v", name, once, twice, err)
		}
		if strings.EqualFold(once, machine) || strings.ContainsAny(once, "<>&\"\x00\r\n\t") {
			t.Errorf("%q was taken", name)
		}
	})
}

func TestRoles(t *testing.T) {
	actions := []Action{See, Export, TryText, OwnKeys, Decide, Add, Save, Rehear, Codebook, Hook, Backup, Accounts, Audit, Measure}
	for role, want := range map[Role]int{"": 0, "owner": 0, Read: 4, Review: 8, Admin: 14} {
		n := 0
		for _, action := range actions {
			if role.May(action) {
				n++
			}
		}
		if n != want {
			t.Errorf("%q may do %d things, want %d", role, n, want)
		}
		if role.May("fly") || role.Reaches("") {
			t.Errorf("%q may do what has no name", role)
		}
	}
	if err := (Who{Role: Read}).Must(Decide); !errors.Is(err, ErrRole) || !strings.Contains(err.Error(), "review") {
		t.Errorf("Must = %v", err)
	}
	if err := (Who{Role: Review}).Must(Decide); err != nil {
		t.Error(err)
	}
}

func TestAccounts(t *testing.T) {
	a, c := opened(t, Options{})
	ctx := t.Context()
	if err := a.Ready(ctx); !errors.Is(err, ErrNoAccounts) {
		t.Errorf("without accounts: %v", err)
	}
	a.mustAdd(t, "Bo", Admin)
	a.mustAdd(t, "Anna", Read)
	if err := a.Ready(ctx); err != nil {
		t.Errorf("with accounts: %v", err)
	}
	for _, test := range []struct {
		name, password string
		role           Role
		want           error
	}{
		{"ANNA", good, Read, ErrTaken},
		{"chancery", good, Read, ErrName},
		{"Cem", "short", Read, ErrPassword},
		{"Cem", good, "owner", ErrRoleName},
	} {
		if _, err := a.AddAccount(ctx, terminal, test.name, test.role, test.password); !errors.Is(err, test.want) {
			t.Errorf("add %s: %v, want %v", test.name, err, test.want)
		}
	}
	r, _ := signIn(t, a, "anna", good)
	token, _, err := a.AddToken(ctx, terminal, "anna", "nightly", "", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	all, err := a.ListAccounts(ctx)
	if err != nil || len(all) != 2 || all[0].Name != "Anna" || all[0].Sessions != 1 || all[0].Tokens != 1 || all[1].Sessions != 0 || !all[0].Seen.Equal(c.now()) || !all[1].Seen.IsZero() {
		t.Fatalf("accounts %+v, %v", all, err)
	}

	// A role counts from the next request on.
	if err := a.SetRole(ctx, terminal, "anna", Review); err != nil {
		t.Fatal(err)
	}
	if who, err := a.Identify(r); err != nil || who.Role != Review {
		t.Errorf("after a new role: %+v, %v", who, err)
	}
	if who, err := a.Identify(withToken(token)); err != nil || who.Role != Read {
		t.Errorf("the token after a higher role: %+v, %v", who, err)
	}

	// Who is disabled is out, with sessions and tokens.
	if err := a.SetDisabled(ctx, terminal, "anna", true); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Identify(r); !errors.Is(err, ErrEnded) {
		t.Errorf("a session of who is disabled: %v", err)
	}
	if _, err := a.Identify(withToken(token)); !errors.Is(err, ErrToken) {
		t.Errorf("a token of who is disabled: %v", err)
	}
	if err := a.SetDisabled(ctx, terminal, "anna", false); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Identify(r); !errors.Is(err, ErrEnded) {
		t.Errorf("the session of who was disabled: %v", err)
	}
	if err := try(t, a, "anna", good, client); err != nil {
		t.Errorf("who is let in again: %v", err)
	}

	// Another password ends the sessions.
	r, _ = signIn(t, a, "anna", good)
	if err := a.SetPassword(ctx, terminal, "anna", "seven ships at anchor"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Identify(r); !errors.Is(err, ErrEnded) {
		t.Errorf("a session after another password: %v", err)
	}
	if one, err := a.AccountOf(ctx, "ANNA"); err != nil || one.Name != "Anna" || !one.Password {
		t.Errorf("AccountOf = %+v, %v", one, err)
	}
	if err := a.SetPassword(ctx, terminal, "anna", ""); err != nil {
		t.Fatal(err)
	}
	if one, err := a.AccountOf(ctx, "anna"); err != nil || one.Password {
		t.Errorf("without a password: %+v, %v", one, err)
	}
	for _, err := range []error{a.SetRole(ctx, terminal, "cem", Read), a.SetDisabled(ctx, terminal, "cem", true), a.SetPassword(ctx, terminal, "cem", good)} {
		if !errors.Is(err, ErrNone) {
			t.Errorf("of nobody: %v", err)
		}
	}
}

func TestTheLastAdminStays(t *testing.T) {
	a, _ := opened(t, Options{})
	a.mustAdd(t, "Anna", Admin)
	_, who := signIn(t, a, "anna", good)
	for _, err := range []error{a.SetRole(t.Context(), who, "anna", Read), a.SetDisabled(t.Context(), who, "anna", true)} {
		if !errors.Is(err, ErrLast) {
			t.Errorf("the last admin: %v", err)
		}
	}
	a.mustAdd(t, "Bo", Admin)
	if err := a.SetRole(t.Context(), who, "anna", Read); err != nil {
		t.Errorf("one of two: %v", err)
	}
	if err := a.SetDisabled(t.Context(), terminal, "bo", true); err != nil {
		t.Errorf("by who has the file in hand: %v", err)
	}
}

func TestTheFileIsOnesOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deeper", "a")
	a := openedAt(t, path, Options{}, newClock())
	a.mustAdd(t, "Anna", Admin)
	for _, name := range []string{path, path + "-wal"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %v", name, info.Mode())
		}
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	openedAt(t, path, Options{}, newClock())
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("what others could read has the mode %v, %v", info.Mode(), err)
	}
	// Nothing in it opens a door.
	for _, name := range []string{path, path + "-wal"} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), good) {
			t.Errorf("%s holds a password", name)
		}
	}
}

func TestOtherFiles(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	database := func(name string, statements ...string) string {
		path := filepath.Join(folder, name)
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for _, s := range statements {
			if _, err := db.Exec(s); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
	for _, test := range []struct {
		path string
		want error
	}{
		{write("empty", ""), nil},
		{write("text", "a letter to somebody"), ErrNotAccess},
		{write("short", "SQL"), ErrNotAccess},
		{database("other", `CREATE TABLE t (a)`), ErrNotAccess},
		{database("newer", fmt.Sprintf(`PRAGMA application_id = %d`, applicationID), `PRAGMA user_version = 1000`, `CREATE TABLE t (a)`), ErrNewer},
	} {
		a, err := Open(t.Context(), test.path, Options{Work: cheap})
		if !errors.Is(err, test.want) || (err == nil) != (test.want == nil) {
			t.Errorf("%s: %v, want %v", filepath.Base(test.path), err, test.want)
		}
		if err == nil {
			a.Close()
		}
	}
}

func TestOpenedByManyAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	keys := make([]string, 6)
	var group sync.WaitGroup
	for i := range keys {
		group.Go(func() {
			a, err := Open(t.Context(), path, Options{Work: cheap})
			if err != nil {
				t.Error(err)
				return
			}
			keys[i] = string(a.key)
			if _, err := a.AddAccount(t.Context(), terminal, fmt.Sprintf("name %d", i), Read, good); err != nil {
				t.Error(err)
			}
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	for _, key := range keys {
		if key != keys[0] {
			t.Error("two keys for one file")
		}
	}
	all, err := openedAt(t, path, Options{}, newClock()).ListAccounts(t.Context())
	if err != nil || len(all) != len(keys) {
		t.Errorf("%d accounts, %v", len(all), err)
	}
}

func TestWithoutAFile(t *testing.T) {
	if _, err := Open(t.Context(), "", Options{}); err == nil {
		t.Error("a desk that nobody can enter was opened")
	}
	a := openedAt(t, "", Options{LocalUser: "Anna"}, newClock())
	if err := a.Note(t.Context(), Entry{Action: "export"}); err != nil {
		t.Errorf("Note: %v", err)
	}
	_, err := a.AddAccount(t.Context(), terminal, "Bo", Read, good)
	_, _, listErr := a.Entries(t.Context(), AuditFilter{})
	_, tokensErr := a.Tokens(t.Context(), "", false)
	for _, err := range []error{err, listErr, tokensErr, try(t, a, "bo", good, client)} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("without a file: %v", err)
		}
	}
	if a.SignsIn() || a.LocalUser() != "Anna" {
		t.Error("one can sign in where everybody is the local user")
	}
}
