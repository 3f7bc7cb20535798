package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"chancery/codebook"
	"chancery/query"
	"chancery/record"
)

// scaleQueries are typical questions; those that look for words in texts are told apart.
var scaleQueries = []struct {
	text bool
	ask  string
}{
	{false, ""},
	{false, "source:USA"},
	{false, "source:RUS recipient:USA"},
	{false, "source:USA recipient:ARM,AZE status:offered since:2021-05"},
	{false, "party:Aliyev"},
	{false, "party:Putin category:CONSULT"},
	{false, `speaker:"prime minister" status:demanded`},
	{false, `speaker:"president of Azerbaijan"`},
	{false, "country:JPN quad:4"},
	{false, "country:ARM country:AZE since:2020 until:2020"},
	{false, "category:SANCTION"},
	{false, "category:A* status:planned"},
	{false, "mode:visit source:GBR"},
	{false, "context:military sector:MIL"},
	{false, "cameo:05*"},
	{false, "cameo:19* -source:USA"},
	{false, "status:offered,demanded track:border-demarcation"},
	{false, "track:prisoners"},
	{false, "medium:letter"},
	{false, "stance:denies"},
	{false, `outlet:"Northern Courier" on:2021-05-13`},
	{false, "on:2021-05"},
	{false, "since:2023-06 confidence:>=0.7"},
	{false, "killed:>10"},
	{false, "historical:yes category:ASSAULT"},
	{false, "near:Yerevan/200km"},
	{false, "place-country:AZE since:2022"},
	{false, "place:Moscow"},
	{false, "(source:USA or source:RUS) (recipient:ARM or recipient:AZE) -category:CONSULT"},
	{false, "party:FRA kind:occurrences"},
	{false, "speaker:Pashinyan kind:quotations"},
	{true, "border"},
	{true, `"prime minister"`},
	{true, `"foreign minister" source:RUS`},
	{true, `"trade agreement"`},
	{true, "negotiat* party:USA"},
	{true, `"peace talks" since:2020`},
	{true, "ceasefire or truce"},
	{true, "oil -party:USA on:2019"},
	{true, `said:"interest rates"`},
	{true, "said:border speaker:Aliyev"},
	{true, `kind:reports "prime minister"`},
	{true, "kind:reports ceasefire since:2021"},
	{true, `kind:occurrences "foreign ministers"`},
}

// findTimes are how long the queries took: of each the median of several times, and of these the median, the 95th
// percentile and the longest.
type findTimes struct{ indexed, text spread }

type spread struct {
	median, p95, longest time.Duration
	slowest              string
	queries              int
}

func (s spread) String() string {
	return fmt.Sprintf("%.1f ms (p95 %.1f)", ms(s.median), ms(s.p95))
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// repetitions is how often each query is asked.
const repetitions = 5

// timeFinds asks all queries, each for its first page of 50 and the number of all. It tells the time of each to each,
// unless that is nil.
func timeFinds(ctx context.Context, rec *record.Record, each io.Writer) (findTimes, error) {
	vocabulary := query.Load(codebook.Shipped())
	type timed struct {
		took time.Duration
		ask  string
	}
	var indexed, text []timed
	for _, x := range scaleQueries {
		q, err := query.Parse(x.ask, vocabulary)
		if err != nil {
			return findTimes{}, fmt.Errorf("%s: %w", x.ask, err)
		}
		var took []time.Duration
		for range repetitions {
			v, err := rec.Now(ctx)
			if err != nil {
				return findTimes{}, err
			}
			begin := time.Now()
			if _, err := v.Find(ctx, q, record.Page{Count: true}); err != nil {
				return findTimes{}, err
			}
			took = append(took, time.Since(begin))
		}
		slices.Sort(took)
		if each != nil {
			fmt.Fprintf(each, "%8.1f ms  %s\n", ms(took[len(took)/2]), x.ask)
		}
		t := timed{took[len(took)/2], x.ask}
		if x.text {
			text = append(text, t)
		} else {
			indexed = append(indexed, t)
		}
	}
	of := func(all []timed) spread {
		slices.SortFunc(all, func(a, b timed) int { return int(a.took - b.took) })
		last := all[len(all)-1]
		return spread{all[len(all)/2].took, all[min(len(all)-1, len(all)*95/100)].took, last.took, last.ask, len(all)}
	}
	return findTimes{of(indexed), of(text)}, nil
}

// findsIn times the queries in a record that was kept.
func findsIn(path string) (err error) {
	ctx := context.Background()
	rec, err := record.Open(ctx, path, record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	times, err := timeFinds(ctx, rec, os.Stdout)
	if err != nil {
		return err
	}
	_, err = fmt.Printf("by fields %s, words %s\n", times.indexed, times.text)
	return err
}

func printFinds(w io.Writer, marks []mark) {
	if len(marks) == 0 {
		return
	}
	f := marks[0].finds
	fmt.Fprintf(w, `
The first page of 50 with the count of all, of %d queries by fields and %d that look for words; each query %d times, of which the
median counts.

| events | by fields: median | 95 %% | longest | words: median | 95 %% | longest |
|---|---|---|---|---|---|---|
`, f.indexed.queries, f.text.queries, repetitions)
	for _, m := range marks {
		f := m.finds
		fmt.Fprintf(w, "| %s | %.0f ms | %.0f ms | %.0f ms (`%s`) | %.0f ms | %.0f ms | %.0f ms (`%s`) |\n", thousands(float64(m.events)),
			ms(f.indexed.median), ms(f.indexed.p95), ms(f.indexed.longest), f.indexed.slowest, ms(f.text.median), ms(f.text.p95), ms(f.text.longest), f.text.slowest)
	}
}
