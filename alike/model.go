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
	words   words
	reports trees // whether two reports tell of the same things
	trees   trees // whether two tellings tell of the same
	limits  limits
}

// limits are the thresholds that were chosen on the documents that the trees learned from.
type limits struct {
	Reports int // thousandths of log-odds from which reports go together
	Across  int // thousandths of log-odds from which tellings of several reports go together
	Within  int // the same for those of one report
}

// Load reads the model in the binary.
func Load() (*Model, error) { return parse(shipped) }

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
	if m.trees, err = trees(sections[2]).checked(likenesses); err != nil {
		return nil, err
	}
	if rest != "" {
		return nil, fmt.Errorf("%w: %d bytes too many", ErrModel, len(rest))
	}
	return m, nil
}

// LogOdds is how likely it is that two tellings tell of the same, as log-odds.
func (m *Model) LogOdds(a, b *Telling) float64 {
	var p pair
	m.compare(a, b, &p)
	return float64(m.trees.sum(p[:])) / 1000
}

func probability(logOdds float64) float64 { return 1 / (1 + math.Exp(-logOdds)) }
