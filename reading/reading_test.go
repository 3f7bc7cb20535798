package reading

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"chancery/report"
)

// examples reads the example reports.
func examples(t testing.TB) []report.Report {
	t.Helper()
	var all []report.Report
	for rep, err := range report.Each(context.Background(), []string{filepath.Join("..", "examples", "armenia-azerbaijan")}, report.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, rep)
	}
	if len(all) < 20 {
		t.Fatalf("%d example reports", len(all))
	}
	return all
}

// TestSpansSayTheirWords walks the JSON of all examples: every span's text is exactly the bytes it points to.
func TestSpansSayTheirWords(t *testing.T) {
	for _, rep := range examples(t) {
		got, err := Read(context.Background(), rep)
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(got)
		if err != nil {
			t.Fatal(err)
		}
		var tree map[string]any
		if err := json.Unmarshal(data, &tree); err != nil {
			t.Fatal(err)
		}
		reportTree := tree["report"].(map[string]any)
		text := reportTree["text"].(string)
		raw, ok := reportTree["raw"].(string)
		if !ok {
			raw = text
		}
		for _, f := range reportTree["furniture"].([]any) {
			checkSpans(t, rep.ID, f, raw)
		}
		delete(reportTree, "furniture")
		checkSpans(t, rep.ID, tree, text)
		if len(got.Events) == 0 {
			t.Errorf("%s: no events", rep.Title)
		}
		for _, e := range got.Events {
			if len(e.Evidence) == 0 {
				t.Errorf("%s: %s has no evidence", rep.Title, e.ID)
			}
			if e.Entry == "" {
				t.Errorf("%s: %s does not say which codebook entry decided", rep.Title, e.ID)
			}
		}
	}
}

func checkSpans(t *testing.T, where string, node any, text string) {
	t.Helper()
	switch n := node.(type) {
	case map[string]any:
		start, s := n["start"].(float64)
		end, e := n["end"].(float64)
		words, w := n["text"].(string)
		if s && e && w && text[int(start):int(end)] != words {
			t.Errorf("%s: span %v-%v says %q, the text %q", where, start, end, words, text[int(start):int(end)])
		}
		for _, v := range n {
			checkSpans(t, where, v, text)
		}
	case []any:
		for _, v := range n {
			checkSpans(t, where, v, text)
		}
	}
}

// TestSameBytes reads the examples from several goroutines in different orders: each must give the same bytes.
func TestSameBytes(t *testing.T) {
	reports := examples(t)
	reader, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	read := func(i int) string {
		got, err := reader.Read(context.Background(), reports[i])
		if err != nil {
			t.Error(err)
		}
		data, err := json.Marshal(got)
		if err != nil {
			t.Error(err)
		}
		return string(data)
	}
	want := make([]string, len(reports))
	for i := range reports {
		want[i] = read(i)
	}
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for k := range reports {
				i := (k*7 + worker*3) % len(reports)
				if got := read(i); got != want[i] {
					t.Errorf("worker %d: another reading of %s", worker, reports[i].ID)
				}
			}
		})
	}
	group.Wait()
}

// TestUnknownDateStaysUnknown makes sure that the machine's clock is never used.
func TestUnknownDateStaysUnknown(t *testing.T) {
	rep, err := report.FromText([]byte("Ministers of Norway and Sweden met in Oslo on Monday. Norway will visit Denmark tomorrow, the ministry said."), report.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(context.Background(), rep)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range got.Events {
		if e.Time.First.Year != 0 || e.Time.Last.Year != 0 {
			t.Errorf("%s: a time of %v", e.ID, e.Time)
		}
	}
}

// TestOtherLanguages are kept and not read.
func TestOtherLanguages(t *testing.T) {
	for _, text := range []string{
		"Президент России Владимир Путин провёл в Москве переговоры с премьер-министром Армении Николом Пашиняном и президентом Азербайджана Ильхамом Алиевым.",
		"Հայաստանի վարչապետ Նիկոլ Փաշինյանը Մոսկվայում հանդիպեց Ռուսաստանի նախագահ Վլադիմիր Պուտինի հետ և քննարկեց սահմանին տիրող իրավիճակը։",
		"Le président de la République a rencontré mardi à Paris le premier ministre arménien, qui demande le retrait immédiat des troupes azerbaïdjanaises du territoire de son pays.",
	} {
		rep, err := report.FromText([]byte(text), report.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(context.Background(), rep)
		if err != nil {
			t.Fatal(err)
		}
		if English(got.Report.Language) || len(got.Events) > 0 || len(got.Quotations) > 0 || got.Report.Text == "" {
			t.Errorf("language %q, %d events: %s", got.Report.Language, len(got.Events), text)
		}
	}
}

func TestReadRefusesMalformedReports(t *testing.T) {
	for name, rep := range map[string]report.Report{
		"invalid UTF-8":  {ID: "a", Text: "\xff\xfe"},
		"blocks outside": {ID: "b", Text: "Words.", Blocks: []report.Block{{Span: report.Span{Start: 0, End: 99}}}},
		"blocks overlap": {ID: "c", Text: "Words here.", Blocks: []report.Block{{Span: report.Span{Start: 0, End: 6}}, {Span: report.Span{Start: 3, End: 9}}}},
	} {
		if _, err := Read(context.Background(), rep); !errors.Is(err, report.ErrBadText) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestReadHonoursItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, report.Report{Text: "Norway met Sweden.", Language: "en"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// TestHardText puts text through the whole engine that no reporter would write.
func TestHardText(t *testing.T) {
	for name, text := range map[string]string{
		"one sentence of 100,000 words": strings.Repeat("Armenia and Azerbaijan said that ", 20000) + "they met.",
		"brackets":                      strings.Repeat("(", 5000) + "Armenia" + strings.Repeat(")", 5000),
		"quotation marks":               strings.Repeat("“He said \"no”, ", 5000),
		"mixed scripts":                 "Президент met الرئيس in 北京 on Monday, שלום said. Armenia shelled Ağdam.",
		"no letters":                    strings.Repeat("1 2 3 . , ; ", 1000),
	} {
		t.Run(name, func(t *testing.T) {
			rep, err := report.FromText([]byte(text), report.Options{Language: "en"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Read(context.Background(), rep); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// FuzzRead looks for text that the engine cannot bear and for spans that do not fit their words.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("..", "examples", "armenia-azerbaijan", "*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	reader, err := New(Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rep, err := report.FromText([]byte(text), report.Options{Language: "en"})
		if err != nil {
			return
		}
		got, err := reader.Read(context.Background(), rep)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(got); err != nil {
			t.Fatal(err)
		}
	})
}

// BenchmarkRead reads the example reports again and again.
func BenchmarkRead(b *testing.B) {
	reports := examples(b)
	reader, err := New(Options{})
	if err != nil {
		b.Fatal(err)
	}
	n, bytes := 0, 0
	for b.Loop() {
		rep := &reports[n%len(reports)]
		if _, err := reader.Read(context.Background(), *rep); err != nil {
			b.Fatal(err)
		}
		n++
		bytes += len(rep.Text)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "reports/s")
	b.ReportMetric(float64(bytes)/1e6/b.Elapsed().Seconds(), "MB/s")
}
