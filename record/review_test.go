package record

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"chancery/codebook"
	"chancery/event"
	"chancery/occurrence"
	"chancery/report"
	"chancery/review"
)

var names = sync.OnceValues(func() (*review.Names, error) { return review.LoadNames(codebook.Shipped()) })

// decide applies an act that must work.
func decide(t *testing.T, r *Record, act review.Act) Change {
	t.Helper()
	c, err := tryDecide(t, r, act)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func tryDecide(t *testing.T, r *Record, act review.Act) (Change, error) {
	t.Helper()
	n, err := names()
	if err != nil {
		t.Fatal(err)
	}
	return r.Decide(t.Context(), "Ada", act, n)
}

// twoReports adds two reports of the same and one of something else, and gives their first accounts.
func twoReports(t *testing.T, r *Record) (one, two, other occurrence.Account) {
	t.Helper()
	items := []Item{
		read(t, "Armenian Foreign Minister Ararat Mirzoyan met Azerbaijani Foreign Minister Jeyhun Bayramov in Geneva on 2 October 2022.", report.Options{ID: "a", Outlet: "A Daily", Published: "2022-10-03"}),
		read(t, "The foreign ministers of Armenia and Azerbaijan met in Geneva on Sunday.", report.Options{ID: "b", Outlet: "B Daily", Published: "2022-10-03"}),
		read(t, "Iran accused Azerbaijan of spying on 5 October 2022.", report.Options{ID: "c", Outlet: "C Daily", Published: "2022-10-05"}),
	}
	var out [3]occurrence.Account
	for i := range items {
		add(t, r, items[i])
		if len(items[i].Reading.Events) == 0 {
			t.Fatalf("report %d tells no event", i)
		}
		out[i] = account(t, r, items[i].Reading.Events[0].ID)
	}
	return out[0], out[1], out[2]
}

func account(t *testing.T, r *Record, id string) occurrence.Account {
	t.Helper()
	a, err := now(t, r).Account(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func occurrenceOfEvent(t *testing.T, r *Record, event string) string {
	t.Helper()
	var id string
	if err := r.pool.row(t.Context(), `SELECT occurrence FROM members WHERE event = ? AND until IS NULL`, event).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestDecideAndUndo(t *testing.T) {
	for _, test := range []struct {
		name string
		act  func(one, other string) review.Act
		look func(t *testing.T, r *Record, one, other occurrence.Account)
	}{
		{"accept", func(one, _ string) review.Act { return review.Act{Action: review.Accept, Target: one} },
			func(t *testing.T, r *Record, one, _ occurrence.Account) {
				if one.Verdict != "accepted" || len(one.ByHand) != 0 {
					t.Errorf("verdict %q, by hand %v", one.Verdict, one.ByHand)
				}
			}},
		{"reject", func(one, _ string) review.Act { return review.Act{Action: review.Reject, Target: one} },
			func(t *testing.T, r *Record, one, _ occurrence.Account) {
				if one.Verdict != "rejected" {
					t.Errorf("verdict %q", one.Verdict)
				}
			}},
		{"status", func(one, _ string) review.Act {
			return review.Act{Action: review.Correct, Target: one, Field: "status", Value: "planned", Coder: "Bo", Reason: "will"}
		}, func(t *testing.T, r *Record, one, _ occurrence.Account) {
			if one.Event.Status != event.Planned || !slices.Equal(one.ByHand, []string{"status"}) {
				t.Errorf("status %q, by hand %v", one.Event.Status, one.ByHand)
			}
		}},
		{"sources", func(one, _ string) review.Act {
			return review.Act{Action: review.Correct, Target: one, Field: "sources", Value: "Ararat Mirzoyan; AZE"}
		}, func(t *testing.T, r *Record, one, _ occurrence.Account) {
			if review.Value(&one.Event, "sources") != "ARMGOV:ararat-mirzoyan; AZE" {
				t.Errorf("sources %q", review.Value(&one.Event, "sources"))
			}
			if words := one.Event.Sources[0].Span.In(one.Report.Text); !strings.Contains(words, "Mirzoyan") {
				t.Errorf("the words of the first source are %q", words)
			}
		}},
		{"time", func(one, _ string) review.Act {
			return review.Act{Action: review.Correct, Target: one, Field: "time", Value: "2022-10-01/2022-10-02"}
		}, func(t *testing.T, r *Record, one, _ occurrence.Account) {
			if one.Event.Time.EDTF != "2022-10-01/2022-10-02" || one.Event.Time.UCDP != 2 {
				t.Errorf("time %+v", one.Event.Time)
			}
		}},
		{"place", func(one, _ string) review.Act {
			return review.Act{Action: review.Correct, Target: one, Field: "place", Value: "Yerevan"}
		}, func(t *testing.T, r *Record, one, _ occurrence.Account) {
			if p := one.Event.Place; p == nil || p.Place.Name != "Yerevan" || p.UCDP != 1 {
				t.Errorf("place %+v", p)
			}
		}},
		{"killed", func(one, _ string) review.Act {
			return review.Act{Action: review.Correct, Target: one, Field: "killed", Value: "3-5"}
		}, func(t *testing.T, r *Record, one, _ occurrence.Account) {
			if review.Value(&one.Event, "killed") != "3-5" {
				t.Errorf("killed %q", review.Value(&one.Event, "killed"))
			}
		}},
		{"category", func(one, _ string) review.Act {
			return review.Act{Action: review.Correct, Target: one, Field: "category", Value: "assault"}
		}, func(t *testing.T, r *Record, one, _ occurrence.Account) {
			if e := one.Event; e.Category != event.Assault || e.CAMEO != "" || e.Quad != 4 {
				t.Errorf("%s, CAMEO %q, quad %d", e.Category, e.CAMEO, e.Quad)
			}
		}},
		{"join", func(one, other string) review.Act { return review.Act{Action: review.Join, Target: other, Value: one} },
			func(t *testing.T, r *Record, one, other occurrence.Account) {
				if occurrenceOfEvent(t, r, one.Event.ID) != occurrenceOfEvent(t, r, other.Event.ID) {
					t.Error("they are not together")
				}
			}},
		{"split", func(one, other string) review.Act {
			return review.Act{Action: review.Split, Target: one, Reason: "another meeting"}
		},
			func(t *testing.T, r *Record, one, _ occurrence.Account) {
				o, err := now(t, r).Occurrence(t.Context(), occurrenceOfEvent(t, r, one.Event.ID))
				if err != nil || len(o.Members) != 1 {
					t.Errorf("%d accounts, %v", len(o.Members), err)
				}
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRecord(t)
			one, two, other := twoReports(t, r)
			if test.name == "split" && occurrenceOfEvent(t, r, one.Event.ID) != occurrenceOfEvent(t, r, two.Event.ID) {
				decide(t, r, review.Act{Action: review.Join, Target: two.Event.ID, Value: one.Event.ID})
			}
			before := standingRows(t, r)
			c := decide(t, r, test.act(one.Event.ID, other.Event.ID))
			test.look(t, r, account(t, r, one.Event.ID), account(t, r, other.Event.ID))
			reviews, err := now(t, r).Reviews(t.Context(), "")
			if err != nil || len(reviews) == 0 {
				t.Fatalf("%d reviews, %v", len(reviews), err)
			}
			decide(t, r, review.Act{Action: review.Undo, Target: "c" + itoa(c.Number), Reason: "a slip"})
			if after := standingRows(t, r); after != before {
				t.Errorf("after undoing there stands\n%s, before\n%s", after, before)
			}
		})
	}
}

// standingRows gives what stands: events, memberships and links, without the numbers of changes.
func standingRows(t *testing.T, r *Record) string {
	t.Helper()
	var all []string
	for _, query := range []string{
		`SELECT id || ' ' || body || ' ' || by_hand || ' ' || verdict FROM events WHERE until IS NULL ORDER BY id`,
		`SELECT event || ' ' || occurrence || ' ' || score || ' ' || reasons || ' ' || author FROM members WHERE until IS NULL ORDER BY event`,
		`SELECT a || ' ' || b || ' ' || verdict || ' ' || author FROM links WHERE until IS NULL ORDER BY a, b`,
	} {
		rows, err := r.pool.db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var s string
			if err := rows.Scan(&s); err != nil {
				t.Fatal(err)
			}
			all = append(all, s)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return strings.Join(all, "\n")
}

func TestAddByHand(t *testing.T) {
	r := newRecord(t)
	one, _, _ := twoReports(t, r)
	const value = `{"evidence":"met Azerbaijani Foreign Minister","category":"CONSULT","status":"actual","sources":"ARM","recipients":"AZE","tracks":"peace-talks"}`
	c := decide(t, r, review.Act{Action: review.Add, Target: "a", Value: value, Coder: "Bo"})
	reviews, err := now(t, r).Reviews(t.Context(), "")
	if err != nil || len(reviews) != 1 {
		t.Fatalf("%d reviews, %v", len(reviews), err)
	}
	got := account(t, r, reviews[0].Target)
	if words := got.Event.Evidence[0].In(got.Report.Text); words != "met Azerbaijani Foreign Minister" || !slices.Equal(got.ByHand, []string{ByHand}) {
		t.Errorf("added %q, by hand %v", words, got.ByHand)
	}
	decide(t, r, review.Act{Action: review.Undo, Target: itoa(c.Number)})
	if _, err := now(t, r).Account(t.Context(), reviews[0].Target); !errors.Is(err, ErrNotFound) {
		t.Errorf("the undone event: %v", err)
	}
	if account(t, r, one.Event.ID).Verdict != "" {
		t.Error("its neighbour was touched")
	}
}

func TestDecideRefuses(t *testing.T) {
	r := newRecord(t)
	one, _, _ := twoReports(t, r)
	for _, test := range []struct {
		act  review.Act
		is   error
		says string
	}{
		{review.Act{Action: review.Accept, Target: "e-nothing"}, ErrNotFound, ""},
		{review.Act{Action: review.Accept, Target: "a"}, review.ErrAct, "report"},
		{review.Act{Action: review.Correct, Target: one.Event.ID, Field: "status", Value: "maybe"}, review.ErrAct, "hypothetical"},
		{review.Act{Action: review.Correct, Target: one.Event.ID, Field: "tracks", Value: "weather"}, review.ErrAct, "prisoners"},
		{review.Act{Action: review.Correct, Target: one.Event.ID, Field: "cameo", Value: "190"}, review.ErrAct, "correct the category first"},
		{review.Act{Action: review.Correct, Target: one.Event.ID, Field: "time", Value: "yesterday"}, review.ErrAct, "2021-05-13"},
		{review.Act{Action: review.Correct, Target: one.Event.ID, Field: "killed", Value: "5-3"}, review.ErrAct, "3-5"},
		{review.Act{Action: review.Join, Target: one.Event.ID, Value: one.Event.ID}, review.ErrAct, "already"},
		{review.Act{Action: review.Add, Target: "a", Value: `{"evidence":"never said","category":"AID","status":"actual"}`}, review.ErrAct, "copy it exactly"},
		{review.Act{Action: review.Undo, Target: "1"}, review.ErrAct, "only reviews"},
		{review.Act{Action: review.Undo, Target: "99"}, ErrNotFound, ""},
	} {
		before := standingRows(t, r)
		if _, err := tryDecide(t, r, test.act); !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s %s %s: %v", test.act.Action, test.act.Target, test.act.Value, err)
		}
		if standingRows(t, r) != before {
			t.Errorf("%s %s changed something", test.act.Action, test.act.Target)
		}
	}
}

// TestUndoInOrder: what was changed again must be undone from the last change back.
func TestUndoInOrder(t *testing.T) {
	r := newRecord(t)
	one, _, _ := twoReports(t, r)
	first := decide(t, r, review.Act{Action: review.Correct, Target: one.Event.ID, Field: "status", Value: "planned"})
	second := decide(t, r, review.Act{Action: review.Correct, Target: one.Event.ID, Field: "status", Value: "offered"})
	if _, err := tryDecide(t, r, review.Act{Action: review.Undo, Target: itoa(first.Number)}); !errors.Is(err, review.ErrAct) || !strings.Contains(err.Error(), itoa(second.Number)) {
		t.Errorf("undoing the first of two: %v", err)
	}
	decide(t, r, review.Act{Action: review.Undo, Target: itoa(second.Number)})
	if got := account(t, r, one.Event.ID); got.Event.Status != event.Planned {
		t.Errorf("after undoing the second the status is %s", got.Event.Status)
	}
}

func TestAgreementInTheRecord(t *testing.T) {
	r := newRecord(t)
	one, two, other := twoReports(t, r)
	for _, act := range []review.Act{
		{Action: review.Accept, Target: one.Event.ID, Coder: "Ada"},
		{Action: review.Correct, Target: one.Event.ID, Field: "status", Value: "planned", Coder: "Bo"},
		{Action: review.Accept, Target: two.Event.ID, Coder: "Ada"},
		{Action: review.Accept, Target: two.Event.ID, Coder: "Bo"},
		{Action: review.Reject, Target: other.Event.ID, Coder: "Ada"},
		{Action: review.Reject, Target: other.Event.ID, Coder: "Bo"},
	} {
		decide(t, r, act)
	}
	slip := decide(t, r, review.Act{Action: review.Reject, Target: one.Event.ID, Coder: "Bo"})
	decide(t, r, review.Act{Action: review.Undo, Target: itoa(slip.Number)})
	judged, err := now(t, r).Judged(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n, err := names()
	if err != nil {
		t.Fatal(err)
	}
	agreement, faults := review.Agree(n, judged)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, a := range agreement {
		switch a.Field {
		case review.Right:
			if !a.Known || a.Alpha != 1 || a.Units != 3 || a.Coders != 2 {
				t.Errorf("right: %+v", a)
			}
		case "status": // Ada has actual where Bo has planned, both have actual of the other: 1 - 3*2/(2*3)
			if !a.Known || a.Alpha != 0 || a.Units != 2 || a.Agreed != 1 {
				t.Errorf("status: %+v", a)
			}
		}
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
