package wording

import (
	"slices"
	"strings"
	"testing"

	"chancery/codebook"
	"chancery/query"
	"chancery/reading"
	"chancery/record"
	"chancery/report"
)

// The reports of the tests: a minister says nearly the same three times, once in the words of an outlet only.
var reports = []struct{ published, text string }{
	{"2021-11-26", "Azerbaijan was ready to begin work on a peace treaty with Armenia, President Ilham Aliyev said on Friday."},
	{"2022-04-12", "Azerbaijan was ready to sign a peace treaty with Armenia, President Ilham Aliyev said on Tuesday."},
	{"2022-06-12", "\"Azerbaijan was never ready to sign a peace treaty with Armenia,\" President Ilham Aliyev said on Sunday."},
}

func TestFind(t *testing.T) {
	view := recordOf(t)
	words := query.Load(codebook.Shipped())
	ask := Ask{Speaker: "AZEGOV:ilham-aliyev", Track: "peace-agreement"}
	found, err := Find(t.Context(), view, words, ask)
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Wordings) < 2 || found.More {
		t.Fatalf("found %d wordings, more: %v", len(found.Wordings), found.More)
	}
	if !slices.IsSortedFunc(found.Wordings, func(a, b Wording) int { return strings.Compare(a.Day, b.Day) }) {
		t.Error("not in the order of days")
	}
	first, second := found.Wordings[0], found.Wordings[1]
	if first.Diff != nil || first.Day != "2021-11-26" || !first.Quoted || !strings.Contains(first.Words, "begin work on a peace treaty") {
		t.Errorf("the first: %+v", first)
	}
	if !slices.Contains(second.Diff, Edit{Deleted, "begin work on"}) || !slices.Contains(second.Diff, Edit{Inserted, "sign"}) {
		t.Errorf("the second differs by %+v", second.Diff)
	}

	ask.First = "2022"
	later, err := Find(t.Context(), view, words, ask)
	if err != nil || len(later.Wordings) != len(found.Wordings)-1 {
		t.Errorf("since 2022: %d wordings, %v", len(later.Wordings), err)
	}
	ask.First, ask.Most = "", 1
	newest, err := Find(t.Context(), view, words, ask)
	if err != nil || !newest.More || newest.Wordings[len(newest.Wordings)-1].Day < "2022-04" {
		t.Errorf("the newest: %+v, %v", newest, err)
	}
	ask.First = "someday"
	if _, err := Find(t.Context(), view, words, ask); err == nil {
		t.Error("days that are none are taken")
	}
}

func recordOf(t *testing.T) record.View {
	t.Helper()
	reader, err := reading.New(reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rec, err := record.Open(t.Context(), t.TempDir()+"/record.db", record.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = rec.Close() })
	items := make([]record.Item, 0, len(reports))
	for _, r := range reports {
		read, err := report.FromText([]byte("Published: "+r.published+"\nOutlet: Caspian Courier\n\n"+r.text+"\n"), report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := reader.Read(t.Context(), read)
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, record.Item{Reading: got})
	}
	if _, err := rec.Add(t.Context(), "add", "", items); err != nil {
		t.Fatal(err)
	}
	view, err := rec.Now(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return view
}
