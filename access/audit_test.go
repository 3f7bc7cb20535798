package access

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestAudit(t *testing.T) {
	a, c := opened(t, Options{})
	ctx := t.Context()
	anna := Who{Name: "Anna", Role: Admin, How: Session, Address: netip.MustParseAddr("203.0.113.9")}
	for _, e := range []Entry{
		Event(anna, "export", "csv", "12 events of track:borders"),
		Event(anna, "account add", "Bo", "role read"),
		{Who: "Bo", How: Session, Action: "codebook", Target: "events/aid.txt", Outcome: Refused, Detail: "it takes the role admin"},
		Event(terminal, "backup", "/var/backups/record.db", ""),
	} {
		if err := a.Note(ctx, e); err != nil {
			t.Fatal(err)
		}
		c.pass(time.Minute)
	}
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		name   string
		filter AuditFilter
		want   string // numbers
	}{
		{"all", AuditFilter{}, "4321"},
		{"some", AuditFilter{Limit: 2}, "43+"},
		{"those after them", AuditFilter{Limit: 2, Before: 3}, "21"},
		{"since", AuditFilter{Since: start.Add(2 * time.Minute)}, "43"},
		{"until", AuditFilter{Until: start.Add(2 * time.Minute)}, "21"},
		{"of somebody", AuditFilter{Who: "Anna"}, "21"},
		{"a kind of action", AuditFilter{Action: "account"}, "2"},
		{"an action", AuditFilter{Action: "account add"}, "2"},
		{"an action that begins so", AuditFilter{Action: "acc"}, ""},
		{"what was refused", AuditFilter{Outcome: Refused}, "3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			entries, next, err := a.Entries(ctx, test.filter)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, e := range entries {
				got += fmt.Sprint(e.Number)
			}
			if next > 0 {
				got += "+"
			}
			if got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
	const want = `{"number":4,"at":"2026-03-02T09:03:00.000Z","who":"Root","how":"terminal","action":"backup","target":"/var/backups/record.db","outcome":"done"}
{"number":3,"at":"2026-03-02T09:02:00.000Z","who":"Bo","how":"session","action":"codebook","target":"events/aid.txt","outcome":"refused","detail":"it takes the role admin"}
{"number":2,"at":"2026-03-02T09:01:00.000Z","who":"Anna","address":"203.0.113.9","how":"session","action":"account add","target":"Bo","outcome":"done","detail":"role read"}
{"number":1,"at":"2026-03-02T09:00:00.000Z","who":"Anna","address":"203.0.113.9","how":"session","action":"export","target":"csv","outcome":"done","detail":"12 events of track:borders"}
`
	if got := lines(t, a, AuditFilter{Limit: 1}); got != want {
		t.Errorf("as lines:\n%s\nwant:\n%s", got, want)
	}
}

func TestTheAuditLogIsNotChanged(t *testing.T) {
	a, _ := opened(t, Options{})
	if err := a.Note(t.Context(), Entry{Action: "export"}); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{`DELETE FROM audit`, `UPDATE audit SET who = 'somebody else'`} {
		if _, err := a.db.Exec(statement); err == nil || !strings.Contains(err.Error(), "the audit log is not changed") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// What was done is noted even when who asked for it has gone away meanwhile.
func TestNotesOfWhoHasGone(t *testing.T) {
	a, _ := opened(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := a.Note(ctx, Entry{Action: "export"}); err != nil {
		t.Fatal(err)
	}
	if audit(t, a) == "" {
		t.Error("nothing was noted")
	}
}

func FuzzAudit(f *testing.F) {
	f.Add("Anna", "12 events")
	f.Add("a\x00\xff\n{", strings.Repeat("é", 2000))
	a, _ := opened(f, Options{})
	f.Fuzz(func(t *testing.T, target, detail string) {
		if err := a.Note(t.Context(), Entry{Action: "export", Target: target, Detail: detail}); err != nil {
			t.Fatal(err)
		}
		entries, _, err := a.Entries(t.Context(), AuditFilter{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := WriteEntries(&b, func(yield func(Entry, error) bool) { yield(entries[0], nil) }); err != nil {
			t.Fatal(err)
		}
		var e struct{ Target, Detail string }
		if err := json.Unmarshal(b.Bytes(), &e); err != nil || bytes.Count(b.Bytes(), []byte("\n")) != 1 {
			t.Fatalf("%q: %v", b.String(), err)
		}
		if len(e.Target) > 500 || len(e.Detail) > 2000 || len(target) <= 500 && e.Target != strings.ToValidUTF8(target, "\uFFFD") {
			t.Errorf("%q came back as %q", target, e.Target)
		}
	})
}
