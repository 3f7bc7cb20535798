package origin

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"chancery/event"
	"chancery/reading"
	"chancery/report"
)

func outlets(t testing.TB) *Outlets {
	t.Helper()
	o, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func read(t testing.TB, text string, opts report.Options) *reading.Reading {
	t.Helper()
	rep, err := report.FromText([]byte(text), opts)
	if err != nil {
		t.Fatal(err)
	}
	got, err := reading.Read(context.Background(), rep)
	if err != nil {
		t.Fatal(err)
	}
	return &got
}

// told writes origins as the tables below do: "agency OUT:tass (TASS)".
func told(r *reading.Reading, origins []Origin) string {
	var out []string
	for _, o := range origins {
		s := fmt.Sprintf("%s %s", o.Kind, o.ID)
		if !o.Span.Empty() {
			s += " (" + o.Span.In(r.Report.Text) + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestOf(t *testing.T) {
	for _, test := range []struct {
		name, outlet, url string
		text              string
		want              string
	}{
		{"nobody else is named", "Harbour Daily", "", "Armenia released fifteen prisoners on Monday.", "own name:harbour-daily"},
		{"nothing is known", "", "", "Armenia released fifteen prisoners on Monday.", "own report:id"},
		{"by the address", "", "https://www.reuters.com/world/1", "Armenia released fifteen prisoners on Monday.", "own OUT:reuters"},
		{"a spelling of the outlet", "Itar-Tass", "", "MOSCOW, May 21. /TASS/. Russia handed over maps of minefields to Azerbaijan.", "own OUT:tass"},
		{"dateline", "Harbour Daily", "", "YEREVAN, MAY 21, ARMENPRESS. Armenia released fifteen prisoners on Monday.", "agency OUT:armenpress (ARMENPRESS)"},
		{"dateline of an agency that the codebook does not know", "Harbour Daily", "", "BAKU, May 13, 2021 (Caspian Courier) - Azerbaijan released fifteen prisoners on Thursday.", "agency name:caspian-courier (Caspian Courier)"},
		{"only the dateline tells the outlet", "", "", "BAKU, May 13, 2021 (Caspian Courier) - Azerbaijan released fifteen prisoners on Thursday.", "own name:caspian-courier (Caspian Courier)"},
		{"credit line", "Harbour Daily", "", "Talks resume\n\nArmenia released fifteen prisoners on Monday.\n\n(AP)", "agency OUT:ap (AP)"},
		{"two in a credit line", "Harbour Daily", "", "Talks resume\n\nArmenia released fifteen prisoners on Monday.\n\nSource: Agence France-Presse, TASS", "agency OUT:afp (Agence France-Presse); agency OUT:tass (TASS)"},
		{"reporters of one's own", "Harbour Daily", "", "Talks resume\n\nArmenia released fifteen prisoners on Monday.\n\n(Reporting by Jane Roe; Editing by John Doe)", "own name:harbour-daily"},
		{"help of another", "Harbour Daily", "", "Talks resume\n\nArmenia released fifteen prisoners on Monday.\n\nWith reporting by Reuters", "agency OUT:reuters (Reuters)"},
		{"a picture", "Harbour Daily", "", "Talks resume\n\nArmenia released fifteen prisoners on Monday.\n\nPhoto credit: AFP", "own name:harbour-daily"},
		{"at the end of the text", "Harbour Daily", "", "Talks resume\n\nArmenia released fifteen prisoners on Monday. The ministry gave no names. (Xinhua)", "agency OUT:xinhua (Xinhua)"},
		{"at the end of the headline", "Harbour Daily", "", "Talks resume after a month (AFP)\n\nArmenia released fifteen prisoners on Monday.", "agency OUT:afp (AFP)"},
		{"brackets that name nobody", "Harbour Daily", "", "Talks resume\n\nArmenia released fifteen prisoners on Monday. The ministry gave no names (and no dates).", "own name:harbour-daily"},
		{"the first sentence", "Harbour Daily", "", "Azerbaijan released four Armenian soldiers on Monday, Azertac reported.\n\nThe soldiers crossed the border in the evening.", "agency OUT:azertac (Azertac)"},
		{"a later sentence", "Harbour Daily", "", "The border was quiet on Monday.\n\nAzerbaijan released four Armenian soldiers, Azertac reported.", "own name:harbour-daily"},
		{"said to another outlet", "Harbour Daily", "", "Armenia will sign the treaty, Prime Minister Nikol Pashinyan told Reuters on Monday.", "agency OUT:reuters (Reuters)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := read(t, test.text, report.Options{ID: "id", Outlet: test.outlet, URL: test.url, Published: "2021-05-21"})
			got := outlets(t).Of(r)
			if told(r, got) != test.want {
				t.Errorf("got  %s\nwant %s\n%+v", told(r, got), test.want, got)
			}
			for _, o := range got {
				if o.Reason == "" || o.ID == "" {
					t.Errorf("no reason or no identity: %+v", o)
				}
			}
		})
	}
}

func TestOfEvent(t *testing.T) {
	const outlet = "Harbour Daily"
	for _, test := range []struct {
		name     string
		text     string
		category event.Category // of the event that is meant, the first one
		want     string
		reason   string // part of it
	}{
		{"an agency", "The border was quiet on Monday.\n\nAzerbaijan released four Armenian soldiers, Azertac reported.", event.Retreat, "agency OUT:azertac (Azertac)", "Azertac reported it"},
		{"according to", "The border was quiet on Monday.\n\nAccording to TASS, Russian forces shelled the town of Goris.", event.Assault, "agency OUT:tass (TASS)", "TASS reported it"},
		{"a ministry", "The border was quiet on Monday.\n\nAzerbaijani forces shelled the town of Goris, Armenia's Defense Ministry said.", event.Assault, "body ARMMIL:ministry-of-defence (Armenia's Defense Ministry)", "said so"},
		{"a ministry through an agency", "The border was quiet on Monday.\n\nInterfax reported that Azerbaijani forces had shelled the town of Goris, citing Armenia's Defense Ministry.", event.Assault, "body ARMMIL:ministry-of-defence (Armenia's Defense Ministry)", "as passed on by Interfax"},
		{"a source through an agency", "The border was quiet on Monday.\n\nInterfax reported that Azerbaijani forces had shelled the town of Goris, citing a source in the government.", event.Assault, "agency OUT:interfax (Interfax)", "Interfax reported it"},
		{"a person", "The border was quiet on Monday.\n\nAzerbaijani forces had shelled the town of Goris, lawmaker Eduard Aghajanyan told journalists.", event.Assault, "person name:eduard-aghajanyan (lawmaker Eduard Aghajanyan)", "said so"},
		{"officials", "The border was quiet on Monday.\n\nAzerbaijani forces had shelled the town of Goris, officials said.", event.Assault, "own name:harbour-daily", "own"},
		{"witnesses and another outlet", "The border was quiet on Monday.\n\nWitnesses told Al Jazeera that troops had fired on the town of Goris.", event.Assault, "agency OUT:al-jazeera (Al Jazeera)", "it was said to"},
		{"nobody in a report of an agency", "YEREVAN, MAY 21, ARMENPRESS. Azerbaijani forces shelled the town of Goris on Friday.", event.Assault, "agency OUT:armenpress (ARMENPRESS)", "dateline"},
		{"who does it is no origin", "U.S. Secretary of State Antony Blinken called on Armenia and Azerbaijan on Friday to stop the fighting.", event.Request, "own name:harbour-daily", "own"},
		{"who denies it is no origin", "The border was quiet on Monday.\n\nAzerbaijan denied that its troops had shelled the town of Goris.", event.Assault, "own name:harbour-daily", "own"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := read(t, test.text, report.Options{ID: "id", Outlet: outlet, Published: "2021-05-21"})
			at := slices.IndexFunc(r.Events, func(e event.Event) bool { return e.Category == test.category })
			if at < 0 {
				t.Fatalf("no event %s is read: %+v", test.category, r.Events)
			}
			sources := outlets(t).Told(r)
			got := outlets(t).OfEvent(&sources, &r.Events[at])
			if told(r, got) != test.want || !strings.Contains(got[0].Reason, test.reason) {
				t.Errorf("got  %s: %s\nwant %s: … %s …\n%+v", told(r, got), got[0].Reason, test.want, test.reason, r.Events[at].Attribution)
			}
		})
	}
}

func TestOfCopy(t *testing.T) {
	got := OfCopy(Near, "an earlier report of TASS", []Origin{{ID: "OUT:tass", Name: "TASS", Kind: Own, Reason: "the outlet's own"}})
	if len(got) != 1 || got[0].ID != "OUT:tass" || got[0].Kind != Agency || got[0].Reason != "the text is a copy (near) of an earlier report of TASS" {
		t.Errorf("%+v", got)
	}
	from := []Origin{{ID: "OUT:ap", Name: "Associated Press", Kind: Agency, Reason: "the dateline names Associated Press", Span: report.Span{Start: 1, End: 3}}}
	got = OfCopy(Excerpt, "another report", from)
	if got[0].Kind != Agency || !got[0].Span.Empty() || !strings.HasSuffix(got[0].Reason, "there the dateline names Associated Press") {
		t.Errorf("%+v", got)
	}
	if from[0].Span.Empty() {
		t.Error("the origins that were given have changed")
	}
}

func TestTold(t *testing.T) {
	r := read(t, "YEREVAN, MAY 21, ARMENPRESS. Witnesses told Al Jazeera that troops had fired on the town of Goris.", report.Options{ID: "id", Outlet: "Harbour Daily"})
	sources := outlets(t).Told(r)
	data, err := json.Marshal(sources)
	if err != nil {
		t.Fatal(err)
	}
	var again Told
	if err := json.Unmarshal(data, &again); err != nil || !reflect.DeepEqual(again, sources) {
		t.Errorf("%v: %s is read as %+v, not %+v", err, data, again, sources)
	}
	if sources.Outlet != "name:harbour-daily" || len(sources.Whole) != 1 || len(sources.Heard) != 1 || sources.Heard[0].Origin.ID != "OUT:al-jazeera" {
		t.Errorf("%+v", sources)
	}
}

func TestSentence(t *testing.T) {
	const text = "No end. In a letter J. Smith told Reuters so. Then it\nrained.\n\nA line\n\nLast words"
	for _, test := range []struct{ at, want string }{
		{"Reuters", "In a letter J. Smith told Reuters so."}, {"No", "No end."}, {"rained", "Then it\nrained."}, {"line", "A line"}, {"words", "Last words"},
	} {
		start := strings.Index(text, test.at)
		if got := Sentence(text, report.Span{Start: start, End: start + len(test.at)}).In(text); strings.TrimSpace(got) != test.want {
			t.Errorf("around %q stands %q, want %q", test.at, got, test.want)
		}
	}
}

func TestIdentify(t *testing.T) {
	o := outlets(t)
	for _, test := range []struct{ name, id string }{
		{"TASS", "OUT:tass"}, {"Itar-Tass", "OUT:tass"}, {"the TASS news agency", "OUT:tass"}, {"https://tass.com/world/1", "OUT:tass"},
		{"A.P.", "OUT:ap"}, {"The Associated Press", "OUT:ap"}, {"Agence France Presse", "OUT:afp"}, {"People's Daily", "OUT:peoples-daily"},
		{"Süddeutsche Zeitung", "OUT:sz"}, {"www.reuters.com", "OUT:reuters"}, {"Trend", "OUT:trend"}, {"news.am", "OUT:news-am"},
		{"Meridian Wire", "name:meridian-wire"}, {"MERIDIAN  WIRE", "name:meridian-wire"}, {"meridian.example", "name:meridianexample"}, {"—", ""}, {"", ""},
	} {
		if id, name := o.Identify(test.name); id != test.id || (id == "") != (name == "") {
			t.Errorf("%q is %q, %q; want %q", test.name, id, name, test.id)
		}
	}
}

func TestCount(t *testing.T) {
	o := outlets(t)
	tass := []Origin{{ID: "OUT:tass", Name: "TASS", Kind: Agency}}
	own := func(id string) []Origin { return []Origin{{ID: id, Name: id, Kind: Own}} }
	accounts := []Account{
		{Report: "1", Outlet: "TASS", Origins: []Origin{{ID: "OUT:tass", Name: "TASS", Kind: Own}}},
		{Report: "2", Outlet: "Harbour Daily", Origins: tass},
		{Report: "3", Outlet: "Itar-Tass", Origins: tass},
		{Report: "4", Outlet: "Evening Star", Family: "5", Origins: own("name:evening-star")},
		{Report: "5", Outlet: "Northern Wire", Family: "5", Origins: own("name:northern-wire")},
		{Report: "6", Outlet: "Westhaven Post", Origins: own("name:westhaven-post")},
		{Report: "6", Outlet: "Westhaven Post", Origins: own("name:westhaven-post")},
		{Report: "7", Origins: []Origin{{ID: "report:7", Kind: Own}}},
	}
	check := func(got Tally) {
		t.Helper()
		if got.Origins() != 4 || len(got.Outlets) != 6 {
			t.Fatalf("%d origins, %d outlets, want 4 and 6: %+v", got.Origins(), len(got.Outlets), got)
		}
		first := got.Groups[0]
		if first.Origin.ID != "OUT:tass" || !slices.Equal(first.Reports, []string{"1", "2", "3"}) || !slices.Equal(first.Outlets, []string{"OUT:tass", "name:harbour-daily"}) ||
			!slices.Equal(first.Reasons, []string{"all go back to TASS"}) {
			t.Errorf("%+v", first)
		}
		if second := got.Groups[1]; !slices.Equal(second.Reports, []string{"4", "5"}) || !slices.Equal(second.Reasons, []string{"copies of one text (5)"}) {
			t.Errorf("%+v", second)
		}
	}
	check(o.Count(accounts))
	slices.Reverse(accounts)
	check(o.Count(accounts))
	if none := o.Count(nil); none.Origins() != 0 || len(none.Outlets) != 0 {
		t.Errorf("%+v", none)
	}
}

func TestCircles(t *testing.T) {
	cite := func(about, from, to, report string) Citation {
		return Citation{About: about, From: from, To: to, Report: report, Words: to + " reported it"}
	}
	citations := []Citation{
		cite("o-1", "A", "B", "1"), cite("o-1", "B", "A", "2"), cite("o-1", "B", "D", "2"), // A and B cite each other, D is outside
		cite("o-2", "A", "B", "3"), // no circle: B cites A for something else
		cite("o-3", "A", "B", "4"), cite("o-3", "B", "C", "5"), cite("o-3", "C", "A", "6"), cite("o-3", "A", "A", "7"),
	}
	for range 2 {
		got := Circles(citations)
		if len(got) != 2 || got[0].About != "o-1" || !slices.Equal(got[0].Outlets, []string{"A", "B"}) || len(got[0].Citations) != 2 ||
			got[1].About != "o-3" || !slices.Equal(got[1].Outlets, []string{"A", "B", "C"}) || len(got[1].Citations) != 3 {
			t.Fatalf("%+v", got)
		}
		if c := got[0].Citations[0]; c.From != "A" || c.To != "B" || c.Words != "B reported it" {
			t.Errorf("%+v", c)
		}
		slices.Reverse(citations)
	}
	if got := Circles(nil); got != nil {
		t.Errorf("%+v", got)
	}
}

func TestCitations(t *testing.T) {
	a := read(t, "The border was quiet on Monday.\n\nAzerbaijani forces shelled the town of Goris, Interfax reported.", report.Options{ID: "a", Outlet: "TASS", Published: "2021-05-21"})
	b := read(t, "The border was quiet on Monday.\n\nAccording to TASS, Azerbaijani forces shelled the town of Goris.", report.Options{ID: "b", Outlet: "Interfax", Published: "2021-05-21"})
	var all []Citation
	for _, r := range []*reading.Reading{a, b} {
		at := slices.IndexFunc(r.Events, func(e event.Event) bool { return e.Category == event.Assault })
		if at < 0 {
			t.Fatalf("no assault is read: %+v", r.Events)
		}
		sources := outlets(t).Told(r)
		for _, c := range outlets(t).Citations(&r.Report, &sources, &r.Events[at]) {
			c.About = "o-1"
			all = append(all, c)
		}
	}
	circles := Circles(all)
	if len(circles) != 1 || !slices.Equal(circles[0].Outlets, []string{"OUT:interfax", "OUT:tass"}) || len(circles[0].Citations) != 2 {
		t.Fatalf("%+v from %+v", circles, all)
	}
	if words := circles[0].Citations[0].Words; words != "According to TASS, Azerbaijani forces shelled the town of Goris." {
		t.Errorf("the words are %q", words)
	}
}
