package access

import (
	"errors"
	"strings"
	"testing"
)

func TestCheckPassword(t *testing.T) {
	for _, test := range []struct {
		name, password string
		good           bool
	}{
		{"Anna", "a gate by the river", true},
		{"Anna", "twelve signs", true},
		{"Anna", "eleven sign", false},
		{"Anna", "дванадцять!!", true},
		{"Anna", "          spaces          ", true},
		{"Anna Petrosyan", "anna petrosyan", false},
		{"Anna Petrosyan", "Anna Petrosyan 2026", false},
		{"Anna", "annaannaanna", false},
		{"Anna", "123456789012", false},
		{"Anna", "anna went to the river", true},
		{"Anna", strings.Repeat("x", 1024), true},
		{"Anna", strings.Repeat("x", 1025), false},
		{"Anna", "not UTF-8 at all \xff", false},
	} {
		if err := CheckPassword(test.name, test.password); (err == nil) != test.good || err != nil && !errors.Is(err, ErrPassword) {
			t.Errorf("%q for %s: %v", test.password, test.name, err)
		}
	}
}

func TestStoredPasswords(t *testing.T) {
	stored := hashPassword("caf\u00e9 by the river", []byte("0123456789abcdef"), cheap)
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=8,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$") {
		t.Errorf("stored as %s", stored)
	}
	p, err := parsePassword(stored)
	if err != nil {
		t.Fatal(err)
	}
	for password, want := range map[string]bool{"caf\u00e9 by the river": true, "cafe\u0301 by the river": true, "cafe by the river": false, "": false} {
		if p.is(password) != want {
			t.Errorf("%q: %v", password, !want)
		}
	}
}

func FuzzParsePassword(f *testing.F) {
	f.Add(hashPassword(good, []byte("0123456789abcdef"), cheap))
	f.Add("$argon2id$v=19$m=4294967295,t=4294967295,p=255$MDEyMzQ1Njc4OWFiY2RlZg$x")
	f.Add("$argon2id$v=19$m=8,t=1,p=0$$")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parsePassword(s)
		if err != nil {
			return
		}
		if p.work.check() != nil || len(p.sum) != hashSize || len(p.salt) > 64 {
			t.Errorf("%q was taken for a password of %v", s, p.work)
		}
	})
}

// The cost of one attempt to sign in.
func BenchmarkHash(b *testing.B) {
	salt := make([]byte, saltSize)
	for b.Loop() {
		hashPassword(good, salt, DefaultWork)
	}
}
