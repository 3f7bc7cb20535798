package eval

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"slices"
	"sort"
	"strings"

	"chancery/event"
	"chancery/reading"
	"chancery/report"
)

// JudgedEvent is an event of the engine as it is now with what a reader said of it.
type JudgedEvent struct {
	Item    string
	Grounds []string
	Right   bool
	// Unseen is set for events of the last round: no rule was written with them in view.
	Unseen bool
}

// JudgedEvents reads the items of the news samples whose events were judged and returns the events that the engine still
// finds as they were when they were judged; judged says how many judgements there are in all.
func JudgedEvents(ctx context.Context, r *reading.Reader, corpora, file string) (found []JudgedEvent, judged int, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	judgements, err := ReadJudgements(f, file)
	if err != nil {
		return nil, 0, err
	}
	var last string
	for i := range judgements {
		last = max(last, judgements[i].Round)
	}
	items := map[string]*NewsItem{} // looked up only
	for _, name := range NewsSamples {
		if !slices.ContainsFunc(judgements, func(j Judgement) bool { return strings.HasPrefix(j.Item, name+":") }) {
			continue
		}
		sample, err := NewsSample(corpora, name)
		if err != nil {
			return nil, 0, err
		}
		for i := range sample {
			items[sample[i].ID] = &sample[i]
		}
	}
	for first := 0; first < len(judgements); {
		end := first + 1
		for end < len(judgements) && judgements[end].Item == judgements[first].Item {
			end++
		}
		item, ok := items[judgements[first].Item]
		if !ok {
			return nil, 0, fmt.Errorf("%s: the samples have no item %q", file, judgements[first].Item)
		}
		read, err := item.Read(ctx, r)
		if err != nil {
			return nil, 0, err
		}
		for _, j := range judgements[first:end] {
			if i := slices.IndexFunc(read.Events, func(e event.Event) bool { return j.Of(&e) }); i >= 0 {
				found = append(found, JudgedEvent{Item: j.Item, Grounds: read.Events[i].Grounds, Right: j.Right, Unseen: j.Round == last})
			}
		}
		first = end
	}
	return found, len(judgements), nil
}

// Read reads the item as chancery read would read it from a line of JSON.
func (n *NewsItem) Read(ctx context.Context, r *reading.Reader) (reading.Reading, error) {
	rep, err := report.FromText([]byte(n.Text), report.Options{ID: n.ID, URL: n.URL, Outlet: n.Outlet, Title: n.Title, Published: n.Published})
	if err != nil {
		return reading.Reading{}, fmt.Errorf("%s: %w", n.ID, err)
	}
	return r.Read(ctx, rep)
}

// How the weights of confidence are fitted: by gradient descent on the log-loss with a normal prior around nothing for
// every weight but the base.
const (
	confidencePrior = 0.2 // standard deviation of the prior, in natural logarithms
	confidenceSteps = 8000
	confidenceRate  = 0.2
	// groundSeen is how often a ground has to be there, and to be missing, for a weight of its own.
	groundSeen = 6
)

// FitConfidence learns the weights of confidence from judged events. Where some of them are unseen, the base is that with
// which their mean confidence is the share of them that is right: where rules were written with events in view, more of
// them are right than elsewhere. The same events in the same order give the same weights.
func FitConfidence(events []JudgedEvent) *event.ConfidenceModel {
	seen := map[string]int{}
	for i := range events {
		for _, g := range events[i].Grounds {
			seen[g]++
		}
	}
	var names []string
	for g, n := range seen {
		if n >= groundSeen && len(events)-n >= groundSeen {
			names = append(names, g)
		}
	}
	sort.Strings(names)
	at := map[string]int{}
	for i, g := range names {
		at[g] = i
	}
	rows := make([][]int, len(events))
	for i := range events {
		for _, g := range events[i].Grounds {
			if k, ok := at[g]; ok {
				rows[i] = append(rows[i], k)
			}
		}
	}
	weights, slope := make([]float64, len(names)), make([]float64, len(names))
	base := 0.0
	// misses adds up by how much the stated shares are too high, and calls each with the grounds it concerns.
	misses := func(unseen bool, each func(i int, miss float64)) (sum, n float64) {
		for i := range rows {
			if unseen && !events[i].Unseen {
				continue
			}
			odds := base
			for _, k := range rows[i] {
				odds += weights[k]
			}
			miss := 1 / (1 + math.Exp(-odds))
			if events[i].Right {
				miss--
			}
			sum, n = sum+miss, n+1
			if each != nil {
				each(i, miss)
			}
		}
		return sum, max(n, 1)
	}
	for range confidenceSteps {
		for k := range weights {
			slope[k] = weights[k] / (confidencePrior * confidencePrior)
		}
		sum, n := misses(false, func(i int, miss float64) {
			for _, k := range rows[i] {
				slope[k] += miss
			}
		})
		base -= confidenceRate * sum / n
		for k := range weights {
			weights[k] -= confidenceRate * slope[k] / n
		}
	}
	for range confidenceSteps {
		sum, n := misses(true, nil)
		base -= confidenceRate * sum / n
	}
	m := &event.ConfidenceModel{Base: hundredths(base), Weights: map[string]int{}}
	for k, g := range names {
		if w := hundredths(weights[k]); w != 0 {
			m.Weights[g] = w
		}
	}
	return m
}

func hundredths(x float64) int { return int(math.Round(100 * x)) }

// Reliability is how often events of about the same confidence were right.
type Reliability struct {
	Low, High float64 // the confidences, in tenths
	Events    int
	Right     int
	Stated    float64 // the mean confidence
}

// confidenceFolds is into how many parts the judged items are split for cross-validation.
const confidenceFolds = 5

// HeldOutConfidence is each event's confidence by weights that were learned without the events of its fold; the folds are
// of items, by a hash of their names, so that events of one report never stand on both sides.
func HeldOutConfidence(events []JudgedEvent) []float64 {
	out := make([]float64, len(events))
	for fold := range confidenceFolds {
		var train []JudgedEvent
		for i := range events {
			if foldOf(events[i].Item) != fold {
				train = append(train, events[i])
			}
		}
		m := FitConfidence(train)
		for i := range events {
			if foldOf(events[i].Item) == fold {
				out[i] = m.Confidence(events[i].Grounds)
			}
		}
	}
	return out
}

func foldOf(item string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(item)) // never fails
	return int(h.Sum32() % confidenceFolds)
}

// ReliabilityOf sorts events into bins of a fifth of confidence and returns the bins that have some, the mean squared
// distance from the truth (Brier score) and the mean distance between what was stated and what was so, weighed by
// the bins' sizes (expected calibration error).
func ReliabilityOf(events []JudgedEvent, stated []float64) (bins []Reliability, brier, calibration float64) {
	const count = 5
	all := make([]Reliability, count)
	for i := range events {
		b := &all[min(int(stated[i]*count), count-1)]
		b.Events++
		b.Stated += stated[i]
		truth := 0.0
		if events[i].Right {
			b.Right++
			truth = 1
		}
		brier += (stated[i] - truth) * (stated[i] - truth)
	}
	for k := range all {
		b := &all[k]
		if b.Events == 0 {
			continue
		}
		b.Low, b.High = float64(k)/count, float64(k+1)/count
		b.Stated /= float64(b.Events)
		calibration += math.Abs(b.Stated*float64(b.Events) - float64(b.Right))
		bins = append(bins, *b)
	}
	n := float64(max(len(events), 1))
	return bins, brier / n, calibration / n
}
