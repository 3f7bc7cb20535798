package access

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestCopyAndRestore(t *testing.T) {
	for _, pack := range []bool{false, true} {
		t.Run(fmt.Sprintf("packed %t", pack), func(t *testing.T) {
			a, c := opened(t, Options{})
			a.mustAdd(t, "Anna", Admin)
			session, _ := signIn(t, a, "anna", good)
			token, _, err := a.AddToken(t.Context(), terminal, "anna", "x", "", 0)
			if err != nil {
				t.Fatal(err)
			}
			copied := filepath.Join(t.TempDir(), "copy")
			if err := a.Copy(t.Context(), copied, pack); err != nil {
				t.Fatal(err)
			}
			if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the copy has the mode %v, %v", info.Mode(), err)
			}
			if err := CheckCopy(t.Context(), copied); err != nil {
				t.Error(err)
			}
			if _, err := a.Identify(session); err != nil {
				t.Errorf("a session after the copy: %v", err)
			}

			to := filepath.Join(t.TempDir(), "a")
			if aside, err := RestoreCopy(t.Context(), copied, to, false, c.now()); err != nil || aside != "" {
				t.Fatalf("restored, with %q aside: %v", aside, err)
			}
			b := openedAt(t, to, Options{}, c)
			if got, want := audit(t, b), audit(t, a); got != want {
				t.Errorf("the audit log is\n%s\nwant\n%s", got, want)
			}
			if _, err := b.Identify(session); !errors.Is(err, ErrEnded) {
				t.Errorf("a session in the copy: %v", err)
			}
			if who, err := b.Identify(withToken(token)); err != nil || who.Name != "Anna" {
				t.Errorf("a token in the copy: %+v, %v", who, err)
			}
			if err := try(t, b, "anna", good, client); err != nil {
				t.Errorf("a password in the copy: %v", err)
			}

			if _, err := RestoreCopy(t.Context(), copied, to, false, c.now()); !errors.Is(err, ErrExists) {
				t.Errorf("over another: %v", err)
			}
			if _, err := RestoreCopy(t.Context(), copied, to, true, c.now()); !errors.Is(err, ErrInUse) {
				t.Errorf("over one in use: %v", err)
			}
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			aside, err := RestoreCopy(t.Context(), copied, to, true, c.now())
			if err != nil || aside != to+".2026-03-02" {
				t.Errorf("over one that was closed: %q, %v", aside, err)
			}
		})
	}
}

func TestCopiesThatAreNone(t *testing.T) {
	path, to := filepath.Join(t.TempDir(), "copy"), filepath.Join(t.TempDir(), "a")
	a, _ := opened(t, Options{})
	if err := a.Copy(t.Context(), path, false); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		content []byte
		want    error
	}{"cut off": {whole[:len(whole)/2], ErrDamaged}, "a letter": {[]byte("Dear Anna,"), ErrNotAccess}} {
		if err := os.WriteFile(path, test.content, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := CheckCopy(t.Context(), path); !errors.Is(err, test.want) {
			t.Errorf("%s: checked: %v, want %v", name, err, test.want)
		}
		if _, err := RestoreCopy(t.Context(), path, to, false, time.Now()); !errors.Is(err, test.want) {
			t.Errorf("%s: restored: %v, want %v", name, err, test.want)
		}
		if _, err := os.Stat(to); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: something is there: %v", name, err)
		}
	}
	none := openedAt(t, "", Options{LocalUser: "Anna"}, newClock())
	if err := none.Copy(t.Context(), path, false); !errors.Is(err, ErrClosed) {
		t.Errorf("without a file: %v", err)
	}
}
