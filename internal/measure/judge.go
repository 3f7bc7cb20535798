package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"chancery/eval"
	"chancery/reading"
)

// sampleOf returns the items from one rank to before another of a sample of news.
func sampleOf(corpora string, arguments []string) ([]eval.NewsItem, error) {
	if len(arguments) != 3 {
		return nil, fmt.Errorf("want the sample's name (%s), the first rank and the one after the last", strings.Join(eval.NewsSamples, ", "))
	}
	items, err := eval.NewsSample(corpora, arguments[0])
	if err != nil {
		return nil, err
	}
	first, err := strconv.Atoi(arguments[1])
	if err != nil {
		return nil, err
	}
	last, err := strconv.Atoi(arguments[2])
	if err != nil {
		return nil, err
	}
	return items[min(max(first, 0), len(items)):min(max(last, first, 0), len(items))], nil
}

// sample prints a part of a sample of news as JSON lines, as chancery read takes them.
func sample(out io.Writer, corpora string, arguments []string) error {
	items, err := sampleOf(corpora, arguments)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for i := range items {
		if err := encoder.Encode(&items[i]); err != nil {
			return err
		}
	}
	return nil
}

// judge prints a sheet for somebody who judges a part of a sample: each item's text and, after it, the events that
// chancery finds as lines of the file of judged events, to which a verdict and a remark are added.
func judge(out io.Writer, corpora string, arguments []string) error {
	items, err := sampleOf(corpora, arguments)
	if err != nil {
		return err
	}
	r, err := reading.New(reading.Options{})
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	for i := range items {
		read, err := items[i].Read(context.Background(), r)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "=== %s\n%s\n", items[i].ID, read.Report.Text)
		for k := range read.Events {
			e := &read.Events[k]
			fmt.Fprintf(w, "\n--- event %d: %s\n", k+1, strings.Join(strings.Fields(e.Evidence[0].In(read.Report.Text)), " "))
			fmt.Fprintf(w, "    mode %q, CAMEO %s, entry %s\n", e.Mode, e.CAMEO, e.Entry)
			if e.Content != nil {
				fmt.Fprintf(w, "    content %s %s\n", e.Content.Category, e.Content.Status)
			}
			fmt.Fprintln(w, eval.JudgementLine("3", items[i].ID, e))
		}
		fmt.Fprintln(w)
	}
	return w.Flush()
}
