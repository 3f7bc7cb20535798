package main

import (
	"context"
	"fmt"
	"io"

	"chancery/eval"
	"chancery/reading"
)

// reliability writes the table of how often events of a confidence are right.
func reliability(out io.Writer, corpora, judged string) error {
	r, err := reading.New(reading.Options{})
	if err != nil {
		return err
	}
	events, all, err := eval.JudgedEvents(context.Background(), r, corpora, judged)
	if err != nil {
		return err
	}
	held := eval.HeldOutConfidence(events)
	var unseen []eval.JudgedEvent
	var stated []float64
	right := 0
	for i := range events {
		if !events[i].Unseen {
			continue
		}
		unseen, stated = append(unseen, events[i]), append(stated, held[i])
		if events[i].Right {
			right++
		}
	}
	bins, brier, calibration := eval.ReliabilityOf(unseen, stated)
	share := float64(right) / float64(max(len(unseen), 1))
	fmt.Fprintf(out, `
## Confidence

How often events of a given confidence are right. Readers judged %d events of news reports (docs/judged-events.tsv, with
remarks); the engine as it is now finds %d of them with the same category, status and parties. The table is of the %d among these
that are of the last round, with which in view no rule was written. Each event's confidence is reckoned here with weights
learned without the reports of its fold (5 folds of reports), from what is known of its reading (event/confidence.go);
the binary has the weights learned from all. Brier score %.3f (%.3f for giving every event the mean, %.0f %%); mean distance
between confidence and truth over the bins %.1f points.

| confidence | events | mean confidence | right |
|---|---|---|---|
`, all, len(events), len(unseen), brier, share*(1-share), 100*share, 100*calibration)
	for _, b := range bins {
		fmt.Fprintf(out, "| %.1f to %.1f | %d | %.0f %% | %.0f %% |\n", b.Low, b.High, b.Events, 100*b.Stated, 100*float64(b.Right)/float64(b.Events))
	}
	return nil
}
