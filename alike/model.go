package alike

import (
	_ "embed" // the model lies in the binary
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

//go:embed models/alike.model
var shipped string

// heading is the first line of the model's file; the number is of its version.
const heading = "chancery alike 1\n"

// Model is what was learned. It does not change and is safe for use by several goroutines.
type Model struct {
	words    words
	reports  trees // whether two reports tell of the same things
	tellings trees // whether two tellings of such reports tell of the same
	limits   limits
}

// limits are the thresholds that were chosen on the documents that the trees learned from.
type limits struct {
	Reports int // thousandths of log-odds from which reports go together
	Across  int // thousandths of log-odds from which tellings of several reports go together
	Within  int // the same for those of one report
}

// Load reads the model in the binary. One from an empty file knows nothing: so the first can be trained.
func Load() (*Model, error) {
	if shipped == "" {
		return parse(string(file("", "\x00\x00\x00\x00", "\x00\x00\x00\x00", limits{})))
	}
	return parse(shipped)
}

// file is a model as parse reads it.
func file(table, reports, forest string, l limits) []byte {
	out := []byte(heading)
	for _, v := range [...]int{l.Reports, l.Across, l.Within} {
		out = binary.LittleEndian.AppendUint32(out, uint32(int32(v)))
	}
	for _, section := range [...]string{table, reports, forest} {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(section)))
		out = append(out, section...)
	}
	return out
}

// parse reads a model: after the heading three limits of four bytes, then three sections, each after its length in
// four bytes: the table of words, the trees about reports, and those about tellings.
func parse(data string) (*Model, error) {
	rest, ok := strings.CutPrefix(data, heading)
	if !ok || len(rest) < 12 {
		return nil, fmt.Errorf("%w: it does not begin with %q", ErrModel, heading)
	}
	m := &Model{}
	for _, v := range [...]*int{&m.limits.Reports, &m.limits.Across, &m.limits.Within} {
		*v, rest = int(int32(number32(rest))), rest[4:]
	}
	var sections [3]string
	for k := range sections {
		if len(rest) < 4 || uint64(len(rest)-4) < uint64(number32(rest)) {
			return nil, fmt.Errorf("%w: section %d is cut off", ErrModel, k+1)
		}
		n := int(number32(rest))
		sections[k], rest = rest[4:4+n], rest[4+n:]
	}
	var err error
	if m.words, err = words(sections[0]).checked(); err != nil {
		return nil, err
	}
	if m.reports, err = trees(sections[1]).checked(reportLikenesses); err != nil {
		return nil, err
	}
	if m.tellings, err = trees(sections[2]).checked(likenesses); err != nil {
		return nil, err
	}
	if rest != "" {
		return nil, fmt.Errorf("%w: %d bytes too many", ErrModel, len(rest))
	}
	return m, nil
}

// Same tells how likely it is that two tellings are of the same event, from 0 to 1, and why, a line each. Tellings of
// two reports are so only as far as the reports tell of the same things. It is the same whichever telling comes first.
func (m *Model) Same(a, b *Telling) (chance float64, reasons []string) {
	var p pair
	m.compare(a, b, &p)
	chance = probability(float64(m.tellings.sum(p[:])) / 1000)
	if a.Report != b.Report {
		chance *= probability(m.TogetherOdds(a.Report, b.Report))
	}
	return chance, m.reasonsOf(a, b, &p)
}

// Chance is Same without the reasons, for those who ask often.
func (m *Model) Chance(a, b *Telling) float64 {
	chance := probability(m.odds(a, b))
	if a.Report != b.Report {
		chance *= probability(m.TogetherOdds(a.Report, b.Report))
	}
	return chance
}

// odds is how likely it is that two tellings are of the same event, given that their reports tell of the same things,
// as log-odds.
func (m *Model) odds(a, b *Telling) float64 {
	var p pair
	m.compare(a, b, &p)
	return float64(m.tellings.sum(p[:])) / 1000
}

// Join puts tellings together: first their reports, then the tellings of the reports that go together, each by average
// link. It returns the number of each telling's event, counted from 0 in the order of their first tellings.
func (m *Model) Join(tellings []*Telling) []int {
	return m.joinBy(tellings, m.Stories(tellings), m.limits.Across)
}

// Stories puts the reports of tellings together that tell of the same things. It returns the number of each telling's
// story, counted from 0 in the order of their first tellings.
func (m *Model) Stories(tellings []*Telling) []int {
	reports, of := reportsOf(tellings)
	story := Clusters(len(reports), float64(m.limits.Reports)/1000, func(i, k int) float64 { return m.TogetherOdds(reports[i], reports[k]) })
	for i := range of {
		of[i] = story[of[i]]
	}
	return of
}

// JoinWithin puts the tellings of each report together, and none of two reports.
func (m *Model) JoinWithin(tellings []*Telling) []int {
	_, of := reportsOf(tellings)
	return m.joinBy(tellings, of, m.limits.Within)
}

// reportsOf lists the reports of tellings and tells for each telling which is its.
func reportsOf(tellings []*Telling) (reports []*Report, of []int) {
	of = make([]int, len(tellings))
	number := map[*Report]int{}
	for i, t := range tellings {
		if _, ok := number[t.Report]; !ok {
			number[t.Report] = len(reports)
			reports = append(reports, t.Report)
		}
		of[i] = number[t.Report]
	}
	return reports, of
}

// joinBy joins the tellings of each group, which are numbered from 0.
func (m *Model) joinBy(tellings []*Telling, group []int, limit int) []int {
	var groups [][]int
	for i, g := range group {
		for g >= len(groups) {
			groups = append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	of := make([]int, len(tellings))
	before := 0
	for _, members := range groups {
		found := Clusters(len(members), float64(limit)/1000, func(i, k int) float64 { return m.odds(tellings[members[i]], tellings[members[k]]) })
		for i, c := range found {
			of[members[i]] = before + c
		}
		before += len(members)
	}
	number := map[int]int{}
	for i, c := range of {
		if _, ok := number[c]; !ok {
			number[c] = len(number)
		}
		of[i] = number[c]
	}
	return of
}

func probability(logOdds float64) float64 { return 1 / (1 + math.Exp(-logOdds)) }
