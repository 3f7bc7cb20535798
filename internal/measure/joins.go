package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"strconv"
	"strings"

	"chancery/occurrence"
	"chancery/record"
)

// joins prints a sheet for somebody who judges joins: pairs of accounts that one occurrence has from two reports, and
// pairs that are possibly the same but were left apart, each drawn at random from a record, as lines of the file of
// judged joins under the words of both.
func joins(ctx context.Context, out io.Writer, arguments []string) (err error) {
	if len(arguments) != 2 {
		return fmt.Errorf("want a record and how many pairs of each sort")
	}
	n, err := strconv.Atoi(arguments[1])
	if err != nil {
		return err
	}
	rec, err := record.Open(ctx, arguments[0], record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	view, err := rec.Now(ctx)
	if err != nil {
		return err
	}
	var joined, apart []pair
	first := map[string]*occurrence.Account{} // of each occurrence with a possible other
	for o, err := range view.Occurrences(ctx) {
		if err != nil {
			return err
		}
		if len(o.Possible) > 0 {
			a := o.Members[0].Account
			first[o.ID] = &a
			for _, link := range o.Possible {
				if other := first[link.Occurrence]; other != nil && other.Report.ID != a.Report.ID { // the second of the two to come by
					apart = append(apart, pair{"apart", other, &a, link.Score, link.Reasons})
				}
			}
		}
		for i := 1; i < len(o.Members); i++ {
			m := &o.Members[i]
			if m.Report.ID != o.Members[0].Report.ID {
				a, b := o.Members[0].Account, m.Account
				why := m.Join
				if len(why.Reasons) == 0 { // this one was there first, though it was published later
					why = o.Members[0].Join
				}
				joined = append(joined, pair{"joined", &a, &b, why.Score, why.Reasons})
			}
		}
	}
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "# %d pairs are joined over two reports, %d are left apart though possibly the same.\n", len(joined), len(apart))
	for _, all := range [][]pair{joined, apart} {
		// Drawn by a hash of both identities: at random, and the same each time.
		slices.SortFunc(all, func(a, b pair) int { return cmp.Compare(a.rank(), b.rank()) })
		for i := range all[:min(n, len(all))] {
			all[i].print(w, i+1)
		}
	}
	return w.Flush()
}

// pair is two accounts of two reports.
type pair struct {
	sort    string
	a, b    *occurrence.Account
	score   float64
	reasons []string
}

func (p *pair) rank() uint64 {
	h := fnv.New64a()
	_, _ = io.WriteString(h, p.a.Event.ID+" "+p.b.Event.ID) // a hash never fails
	return h.Sum64()
}

func (p *pair) print(w io.Writer, number int) {
	fmt.Fprintf(w, "\n=== %s %d, score %.2f: %s\n", p.sort, number, p.score, strings.Join(p.reasons, "; "))
	for _, a := range []*occurrence.Account{p.a, p.b} {
		e := &a.Event
		start, end := around(a)
		fmt.Fprintf(w, "  [%s %s] %s\n    %s %s %s %s: …%s…\n", a.Report.ID, a.Report.Published.EDTF, a.Report.Title, e.Category, e.Mode, e.Status, e.Time.EDTF,
			strings.Join(strings.Fields(a.Report.Text[start:end]), " "))
	}
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t?\t\n", p.sort, collection(p.a.Report.ID), p.a.Report.ID, p.b.Report.ID, p.a.Event.ID, p.b.Event.ID)
}

// collection is what stands before the colon of an identity: "reuters".
func collection(id string) string {
	name, _, _ := strings.Cut(id, ":")
	return name
}

// around gives the bytes of the text from some before the evidence to some after.
func around(a *occurrence.Account) (start, end int) {
	text := a.Report.Text
	start, end = len(text), 0
	for _, span := range a.Event.Evidence {
		start, end = min(start, span.Start), max(end, span.End)
	}
	start, end = max(0, start-200), min(len(text), end+200)
	for start > 0 && text[start]&0xC0 == 0x80 {
		start--
	}
	for end < len(text) && text[end]&0xC0 == 0x80 {
		end++
	}
	return start, end
}
