package origin

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"chancery/eval"
	"chancery/report"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares text with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; go test ./origin -update writes it", err)
	}
	if got != string(want) {
		t.Errorf("%s has changed; go test ./origin -update writes it anew when the change is wanted.\ngot:\n%s\nwant:\n%s", name, got, want)
	}
}

// paragraphsOf are the paragraphs of a report.
func paragraphsOf(r *report.Report) (out []string) {
	for i := range r.Blocks {
		if b := &r.Blocks[i]; b.Kind == report.Paragraph {
			out = append(out, strings.Join(strings.Fields(b.In(r.Text)), " "))
		}
	}
	return out
}

// measure alters every report by every rule and says how many of the copies are found by a band, told to be copies,
// and told to be of a right kind.
func measure(reports [][]string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%-38s %7s %9s %9s %11s\n", "alteration", "copies", "by bands", "as copy", "right kind")
	for _, alteration := range alterations {
		var found, told, right, all int
		for i, p := range reports {
			altered := alteration.alter(p, reports[(i+len(reports)/2+1)%len(reports)])
			if alteration.want[0] != Identical && slices.Equal(altered, p) {
				continue // nothing to alter: no number, a single paragraph
			}
			a, b := SignatureOf(strings.Join(p, "\n\n")), SignatureOf(strings.Join(altered, "\n\n"))
			all++
			if shareBand(&a, &b) {
				found++
				if c, ok := Compare(&a, &b); ok {
					told++
					if slices.Contains(alteration.want, c.Relation) {
						right++
					}
				}
			}
		}
		share := func(n int) float64 { return 100 * float64(n) / float64(max(all, 1)) }
		fmt.Fprintf(&out, "%-38s %7d %8.1f%% %8.1f%% %10.1f%%\n", alteration.name, all, share(found), share(told), share(right))
	}
	return out.String()
}

// TestCopiesOfExamples measures copies made by rule of the example reports, none of which is a copy of another.
func TestCopiesOfExamples(t *testing.T) {
	var all []report.Report
	var texts [][]string
	for r, err := range report.Each(context.Background(), []string{"../examples/armenia-azerbaijan"}, report.Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		// The first 22 of them, by the number that their names begin with: new ones shall not change the figures.
		if name := filepath.Base(r.Origin); name < "23" {
			all, texts = append(all, r), append(texts, paragraphsOf(&r))
		}
	}
	if len(all) != 22 {
		t.Fatalf("%d example reports", len(all))
	}
	golden(t, "examples.golden", measure(texts)+"\n"+among(all))
}

// TestCopiesOfReuters measures the same with Reuters-21578, and says what is found among its reports.
func TestCopiesOfReuters(t *testing.T) {
	file := "../../shared/corpora/reuters21578/reuters21578.tar.gz"
	if _, err := os.Stat(file); err != nil {
		t.Skip("needs Reuters-21578 in ../shared/corpora")
	}
	if testing.Short() {
		t.Skip("reads the whole of Reuters-21578")
	}
	var all []report.Report
	var texts [][]string
	for item, err := range eval.Reuters(file) {
		if err != nil {
			t.Fatal(err)
		}
		r, err := report.FromText([]byte(item.Text), report.Options{ID: item.ID, Title: item.Title, Outlet: "Reuters", Published: item.Date})
		if err != nil {
			continue
		}
		all = append(all, r)
		if p := paragraphsOf(&r); len(all)%20 == 0 && count(p) >= shortText {
			texts = append(texts, p)
		}
	}
	golden(t, "reuters.golden", measure(texts)+"\n"+among(all))
}

// among finds the copies among reports that were not altered, and counts them by relation. As in the record, only the
// first reports that have a band are found by it.
func among(all []report.Report) string {
	const mostReports = 16
	signatures := make([]Signature, len(all))
	under := map[uint32][]int{}
	bands, full, pairs, promising := 0, 0, 0, 0
	relations := map[Relation]int{}
	linked := map[int]bool{}
	for i := range all {
		signatures[i] = ReportSignature(&all[i])
		bands += len(signatures[i].Bands())
		shared := map[int]int{}
		for _, band := range signatures[i].Bands() {
			for _, j := range under[band] {
				shared[j]++
			}
			if len(under[band]) < mostReports {
				under[band] = append(under[band], i)
			} else {
				full++
			}
		}
		pairs += len(shared)
		for j, n := range shared {
			if !Promising(n, len(signatures[i].Bands()), len(signatures[j].Bands())) {
				continue
			}
			promising++
			if l, ok := Relate(ItemOf(&all[j], &signatures[j]), ItemOf(&all[i], &signatures[i])); ok {
				relations[l.Relation]++
				linked[i], linked[j] = true, true
			}
		}
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%d reports as they are: %.1f bands each, %d times a band that %d reports had, %d pairs that share a band, %d of them promising\n",
		len(all), float64(bands)/float64(max(len(all), 1)), full, mostReports, pairs, promising)
	fmt.Fprintf(&out, "%d reports linked to another", len(linked))
	for _, r := range []Relation{Identical, Near, Version, Excerpt, Contained} {
		fmt.Fprintf(&out, ", %d pairs %s", relations[r], r)
	}
	return out.String() + "\n"
}
