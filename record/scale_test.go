package record

import (
	"fmt"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"chancery/occurrence"
	"chancery/query"
)

// TestScale times what a page asks of a large record: CHANCERY_SCALE names it.
func TestScale(t *testing.T) {
	path := os.Getenv("CHANCERY_SCALE")
	if path == "" {
		t.Skip("CHANCERY_SCALE names no record")
	}
	r, err := Open(t.Context(), path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	v := now(t, r)
	events, err := v.strings(t.Context(), `SELECT id FROM events WHERE n % 20011 = 7 AND until IS NULL AND ?1 IS NOT NULL AND ?2 > 0`, nil)
	if err != nil {
		t.Fatal(err)
	}
	var occurrences, reports []string
	for _, id := range events {
		var o, rep string
		if err := v.source.row(t.Context(), `SELECT m.occurrence, r.id FROM members m JOIN events e ON e.id = m.event JOIN reports r ON r.n = e.report
			WHERE m.event = ? AND m.until IS NULL`, id).Scan(&o, &rep); err != nil {
			t.Fatal(err)
		}
		occurrences, reports = append(occurrences, o), append(reports, rep)
	}
	cpu := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			t.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	took := func(what string, ids []string, do func(id string) (string, error)) {
		var walls, cpus []time.Duration
		said := ""
		for _, id := range ids {
			start, used := time.Now(), cpu()
			var err error
			if said, err = do(id); err != nil {
				t.Errorf("%s of %s: %v", what, id, err)
				return
			}
			walls, cpus = append(walls, time.Since(start)), append(cpus, cpu()-used)
		}
		slices.Sort(walls)
		slices.Sort(cpus)
		t.Logf("%-40s median %8.2f ms of CPU, %8.2f ms; 95 %% %8.2f ms of CPU, %8.2f ms  %s", what, ms(cpus[len(cpus)/2]), ms(walls[len(walls)/2]), ms(cpus[len(cpus)*95/100]), ms(walls[len(walls)*95/100]), said)
	}
	ctx := t.Context()
	took("Occurrence", occurrences, func(id string) (string, error) {
		o, err := v.Occurrence(ctx, id)
		return fmt.Sprint(len(o.Members), len(o.Possible)), err
	})
	took("Account", events, func(id string) (string, error) { _, err := v.Account(ctx, id); return "", err })
	took("Reading", reports, func(id string) (string, error) {
		got, err := v.Reading(ctx, id)
		return fmt.Sprint(len(got.Events)), err
	})
	took("Copies", reports, func(id string) (string, error) { got, err := v.Copies(ctx, id); return fmt.Sprint(len(got)), err })
	took("Family", reports, func(id string) (string, error) {
		got, err := v.Family(ctx, id)
		return fmt.Sprint(len(got.Reports)), err
	})
	took("ReportOrigins", reports, func(id string) (string, error) {
		got, err := v.ReportOrigins(ctx, []string{id})
		return fmt.Sprint(len(got)), err
	})
	took("Sources", occurrences, func(id string) (string, error) {
		o, err := v.Occurrence(ctx, id)
		if err != nil {
			return "", err
		}
		s := o.Members
		accounts := make([]occurrence.Account, len(s))
		for i := range s {
			accounts[i] = s[i].Account
		}
		got, err := v.Sources(ctx, "", accounts)
		return fmt.Sprint(got.Origins()), err
	})
	took("History of an event", events, func(id string) (string, error) {
		got, err := v.History(ctx, "event", id)
		return fmt.Sprint(len(got)), err
	})
	took("History of an occurrence", occurrences, func(id string) (string, error) {
		got, err := v.History(ctx, "occurrence", id)
		return fmt.Sprint(len(got)), err
	})
	took("History of a report", reports, func(id string) (string, error) {
		got, err := v.History(ctx, "report", id)
		return fmt.Sprint(len(got)), err
	})
	took("Reviews", events, func(id string) (string, error) { got, err := v.Reviews(ctx, id); return fmt.Sprint(len(got)), err })
	took("Resolve", events, func(id string) (string, error) { kind, _, err := v.Resolve(ctx, id); return kind, err })
	took("Resolve of a part", events, func(id string) (string, error) { kind, _, err := v.Resolve(ctx, id[:12]); return kind, err })
	took("Log", events, func(id string) (string, error) { got, err := v.Log(ctx, id); return fmt.Sprint(len(got)), err })
	once := []string{"", "", ""}
	took("Now", once, func(string) (string, error) { _, err := r.Now(ctx); return "", err })
	took("LastChange", once, func(string) (string, error) { _, err := v.LastChange(ctx); return "", err })
	took("Failures", once, func(string) (string, error) { got, err := v.Failures(ctx); return fmt.Sprint(len(got)), err })
	took("Versions", once, func(string) (string, error) { got, err := v.Versions(ctx); return fmt.Sprint(len(got)), err })
	took("Counts", once[:1], func(string) (string, error) { got, err := v.Counts(ctx); return fmt.Sprint(got), err })
	for _, text := range []string{"", "party:USA", "party:USA kind:occurrences", "source:USA recipient:JPN", "status:demanded", "on:2021-05", "track:trade",
		"category:ASSAULT", "minister", `"prime minister"`, `"trade agreement"`, "kind:reports minister", "kind:quotations oil", "place-country:IRN status:actual", "reviewed:accepted"} {
		q, err := query.Parse(text, findVocabulary())
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		took("Find "+text, once, func(string) (string, error) {
			got, err := v.Find(ctx, q, Page{Limit: 20})
			return fmt.Sprint(len(got.Hits)), err
		})
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
