package eval

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"chancery/codebook"
)

var updateIncidents = flag.Bool("update-incidents", false, "write testdata/incidents.golden anew")

const mucTexts = `DEV-MUC3-0001 (TEST)

   LIMA, 4 JAN 90 (AFP) -- [REPORT] [AFP] GUNMEN MURDERED TWO TEACHERS IN THE TOWN OF
HUANTA YESTERDAY, THE POLICE HAVE REPORTED. NOBODY HAS CLAIMED RESPONSIBILITY FOR THE CRIME.


DEV-MUC3-0002

   CLANDESTINE, 5 JAN (RADIO X) -- NOTHING HAPPENED TODAY, AND NOBODY WAS HURT.
`

const mucKey = `;;; a comment
0.  MESSAGE: ID                     DEV-MUC3-0001 (TEST)
1.  MESSAGE: TEMPLATE               1
2.  INCIDENT: DATE                  (03 JAN 90) / (- 04 JAN 90)
3.  INCIDENT: LOCATION              PERU: HUANTA (TOWN)
4.  INCIDENT: TYPE                  ATTACK / BOMBING
14. PHYS TGT: NUMBER                *
21. HUM TGT: NUMBER                 2: "TEACHERS" / "TWO
                                    TEACHERS"
                                    ? ~10: "PEOPLE"
                                    PLURAL / 3 -: "PUPILS"
22. HUM TGT: FOREIGN NATION         -
23. HUM TGT: EFFECT OF INCIDENT     DEATH: "TEACHERS"
                                    DEATH: "PEOPLE"
                                    NO INJURY / -: "PUPILS"
24. HUM TGT: TOTAL NUMBER           -      ; another comment

0.  MESSAGE: ID                     DEV-MUC3-0001
1.  MESSAGE: TEMPLATE               2 (OPTIONAL)
2.  INCIDENT: DATE                  02 JAN 90 - 03 JAN 90
3.  INCIDENT: LOCATION              -
4.  INCIDENT: TYPE                  KIDNAPPING
23. HUM TGT: EFFECT OF INCIDENT     *

0.  MESSAGE: ID                     DEV-MUC3-0002
1.  MESSAGE: TEMPLATE               *
2.  INCIDENT: DATE                  *
`

func TestReadMUCMessages(t *testing.T) {
	messages := ReadMUCMessages(mucTexts)
	var got []string
	for _, m := range messages {
		got = append(got, fmt.Sprintf("%s|%s|%s|%.20s|%d", m.ID, m.Dateline, m.Published.EDTF, m.Text, m.Line))
	}
	want := []string{
		"DEV-MUC3-0001|LIMA, 4 JAN 90 (AFP)|1990-01-04|GUNMEN MURDERED TWO |1",
		"DEV-MUC3-0002|CLANDESTINE, 5 JAN (RADIO X)||NOTHING HAPPENED TOD|7",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for file, want := range map[string][2]bool{mucTexts: {false, true}, mucKey: {true, false}, "a list of places\n": {}} {
		if key, text := IsMUCKey(file); key != want[0] || text != want[1] {
			t.Errorf("%.20q: key %v, text %v", file, key, text)
		}
	}
}

func TestReadMUCKey(t *testing.T) {
	key, err := ReadMUCKey(mucKey, "key", func(name string) string { return strings.ToUpper(name[:3]) })
	if err != nil {
		t.Fatal(err)
	}
	if len(key) != 2 || len(key["DEV-MUC3-0001"]) != 2 || len(key["DEV-MUC3-0002"]) != 0 {
		t.Fatalf("%v", key)
	}
	first, second := key["DEV-MUC3-0001"][0], key["DEV-MUC3-0001"][1]
	if got, want := first.String(), "ATTACK|BOMBING 1990-01-03|/1990-01-04 PER 2+?10+PLURAL|3 DEATH+?NO INJURY"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got, want := second.String(), "KIDNAPPING 1990-01-02/1990-01-03 - - -"; got != want || !second.Optional || !second.Inapt[TargetEffect] {
		t.Errorf("got %s, want %s; %+v", got, want, second)
	}
	for file, says := range map[string]string{
		"":                               "key: no template",
		"99. WHAT  x\n":                  "key:1: ",
		"no slot\n":                      "key:1: ",
		"1.  MESSAGE: TEMPLATE  1\n":     "key:1: a template of no message",
		"0.  MESSAGE: ID\n":              "key:1: the message has no identity",
		"0.  MESSAGE: ID  A\n25.  X:  1": "key:2: ",
	} {
		if _, err := ReadMUCKey(file, "key", strings.ToUpper); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v, want %q in it", file, err, says)
		}
	}
}

func FuzzReadMUC(f *testing.F) {
	f.Add(mucTexts)
	f.Add(mucKey)
	f.Add("a heading\n0-MUC0-1\n1")
	f.Fuzz(func(t *testing.T, file string) {
		for _, m := range ReadMUCMessages(file) {
			if !strings.Contains(file, m.Text) {
				t.Errorf("the text of %s is not in the file", m.ID)
			}
		}
		key, err := ReadMUCKey(file, "f", strings.ToUpper)
		if err != nil {
			return
		}
		for id, incidents := range key {
			var s IncidentScore
			s.Add(incidents, incidents, func(string) {})
			for k, c := range s.Slots {
				if c.Right > c.Gold || c.Right > c.System {
					t.Errorf("%s: slot %d has %+v", id, k, c)
				}
			}
		}
	})
}

// incidentOf makes an incident of its fills: "ATTACK /1990-01-04 PER 2+3 DEATH", "-" for none.
func incidentOf(t *testing.T, text string) Incident {
	t.Helper()
	var x Incident
	fields := strings.Fields(text)
	if len(fields) != int(slots) {
		t.Fatalf("%q has %d slots", text, len(fields))
	}
	for k, field := range fields {
		if field == "-" {
			continue
		}
		for _, fill := range strings.Split(field, "+") {
			values, optional := strings.CutPrefix(fill, "?")
			x.Fills[k] = append(x.Fills[k], Fill{Values: strings.Split(values, "|"), Optional: optional})
		}
	}
	return x
}

// TestIncidentScore counts by hand.
func TestIncidentScore(t *testing.T) {
	for _, c := range []struct {
		name        string
		gold, found []string
		want        [slots]Counts
	}{
		{"the same", []string{"ATTACK 1990-01-03 PER 2+3 DEATH"}, []string{"ATTACK 1990-01-03 PER 3+2 DEATH"},
			[slots]Counts{{1, 1, 1}, {1, 1, 1}, {1, 1, 1}, {2, 2, 2}, {1, 1, 1}}},
		{"alternatives and what may be left out", []string{"ATTACK|BOMBING 1990-01-03|/1990-01-04 PER 2+?9 ?DEATH"}, []string{"BOMBING /1990-01-04 COL 2 -"},
			[slots]Counts{{1, 1, 1}, {1, 1, 1}, {1, 1, 0}, {1, 1, 1}, {}}},
		{"what may be left out is found", []string{"ATTACK - - ?9 -"}, []string{"ATTACK - - 9 -"},
			[slots]Counts{{1, 1, 1}, {}, {}, {1, 1, 1}, {}}},
		{"day and country alone align nothing", []string{"ATTACK 1990-01-03 PER 2 DEATH"}, []string{"BOMBING 1990-01-03 PER - -"},
			[slots]Counts{{1, 1, 0}, {1, 1, 0}, {1, 1, 0}, {1, 0, 0}, {1, 0, 0}}},
		{"the alignment that makes most right", []string{"ATTACK 1990-01-03 PER 1 DEATH", "ATTACK 1990-01-02 COL 5 INJURY"}, []string{"ATTACK 1990-01-02 COL 5 DEATH", "ATTACK 1990-01-03 PER 1 -"},
			[slots]Counts{{2, 2, 2}, {2, 2, 2}, {2, 2, 2}, {2, 2, 2}, {2, 1, 0}}},
		{"one missed", []string{"ATTACK - PER 1+1 DEATH"}, nil,
			[slots]Counts{{1, 0, 0}, {}, {1, 0, 0}, {2, 0, 0}, {1, 0, 0}}},
	} {
		var gold, found []Incident
		for _, g := range c.gold {
			gold = append(gold, incidentOf(t, g))
		}
		for _, f := range c.found {
			found = append(found, incidentOf(t, f))
		}
		var s IncidentScore
		s.Add(gold, found, func(string) {})
		if diff := cmp.Diff(c.want, s.Slots); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	// An incident that the key does not ask for is neither missed nor too much; a slot with an asterisk does not count.
	optional := incidentOf(t, "ATTACK - PER 1 DEATH")
	optional.Optional, optional.Inapt[TargetNumber] = true, true
	var s IncidentScore
	s.Add([]Incident{optional}, nil, func(string) {})
	if s.Slots != ([slots]Counts{}) {
		t.Errorf("a missing optional incident counts: %+v", s.Slots)
	}
	s.Add([]Incident{optional}, []Incident{incidentOf(t, "ATTACK - PER 7 DEATH")}, func(string) {})
	if s.Slots[TargetNumber] != (Counts{}) || s.Slots[IncidentType] != (Counts{1, 1, 1}) {
		t.Errorf("%+v", s.Slots)
	}
}

func incidentReader(t *testing.T) *IncidentReader {
	t.Helper()
	r, err := NewIncidentReader(codebook.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestIncidentReader(t *testing.T) {
	r := incidentReader(t)
	if got := r.Country("EL SALVADOR"); got != "SLV" {
		t.Errorf("El Salvador is %q", got)
	}
	for _, c := range []struct{ text, want string }{
		{"LIMA, 4 JAN 90 (AFP) -- [TEXT] YESTERDAY GUNMEN KIDNAPPED TWO TEACHERS IN BOGOTA, COLOMBIA.", "KIDNAPPING 1990-01-03 COL 2 -"},
		{"LIMA, 4 JAN 90 (AFP) -- [TEXT] GUERRILLAS KILLED THREE PEASANTS IN PERU.", "ATTACK /1990-01-04 PER 3 DEATH"},
		{"LIMA, 4 JAN 90 -- A BOMB EXPLODED IN FRONT OF A BANK IN LIMA ON 2 JANUARY. THERE WERE NO CASUALTIES.", "BOMBING 1990-01-02 PER - NO INJURY OR DEATH"},
		{"LIMA, 4 JAN 90 -- THE ARMY KILLED THREE GUERRILLAS IN PERU ON 2 JANUARY.", ""}, // fighters are no targets
		{"PARIS, 4 JAN 90 -- GUNMEN KILLED THREE FARMERS IN FRANCE ON 2 JANUARY.", ""},   // of no country of interest
		{"LIMA, 4 JAN 90 -- IN 1975, GUERRILLAS KILLED THREE PEASANTS IN PERU.", ""},     // long past
	} {
		found, err := r.Read(&ReadMUCMessages("DEV-MUC3-0001\n\n   " + c.text + "\n")[0])
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range found {
			got = append(got, found[i].String())
		}
		if s := strings.Join(got, " & "); s != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, s, c.want)
		}
	}
}

// TestIncidentsFigures holds incidents to the figures in testdata/incidents.golden, on every fifth message of the training
// part and on all of the development part.
func TestIncidentsFigures(t *testing.T) {
	r := incidentReader(t)
	var b strings.Builder
	for _, part := range []struct {
		name  string
		every int // of the messages, for the time the test takes
	}{{"train", 5}, {"dev", 1}} {
		files, err := filepath.Glob(filepath.Join(corpus(t, "muc4"), part.name, "*"))
		if err != nil || len(files) == 0 {
			t.Fatalf("muc4/%s: nothing there", part.name)
		}
		var messages []MUCMessage
		key := map[string][]Incident{}
		for _, path := range files {
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if isKey, isText := IsMUCKey(string(file)); isKey {
				more, err := ReadMUCKey(string(file), path, r.Country)
				if err != nil {
					t.Fatal(err)
				}
				for id, incidents := range more {
					key[id] = incidents
				}
			} else if isText {
				messages = append(messages, ReadMUCMessages(string(file))...)
			}
		}
		var s IncidentScore
		for i := 0; i < len(messages); i += part.every {
			found, err := r.Read(&messages[i])
			if err != nil {
				t.Fatal(err)
			}
			s.Add(key[messages[i].ID], found, func(string) {})
		}
		for _, line := range s.Lines() {
			fmt.Fprintf(&b, "%s_%s\n", part.name, line)
		}
	}
	golden := filepath.Join("testdata", "incidents.golden")
	if *updateIncidents {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	fell, err := fallen(string(want), b.String(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if fell != "" {
		t.Errorf("figures fell by more than a point (-update-incidents takes them):\n%s", fell)
	}
}
