package alike

import "math"

// Example is two tellings of which is known whether they tell of the same.
type Example struct {
	A, B   *Telling
	Same   bool
	Weight float64
}

// ReportExample is two reports of which is known whether they tell of the same things.
type ReportExample struct {
	A, B   *Report
	Same   bool
	Weight float64
}

// LearnReports returns a model that knows which reports go together.
func (m *Model) LearnReports(how Learning, examples []ReportExample) (*Model, error) {
	rows := make([]row, len(examples))
	for i := range examples {
		x := &examples[i]
		var p reportPair
		m.compareReports(x.A, x.B, &p)
		rows[i] = row{likeness: append([]int16(nil), p[:]...), same: x.Same, weight: x.Weight}
	}
	return m.with(string(learn(how, rows)), string(m.tellings), m.limits)
}

// LearnTellings returns a model that knows which tellings tell of the same.
func (m *Model) LearnTellings(how Learning, examples []Example) (*Model, error) {
	rows := make([]row, len(examples))
	values := make([]pair, len(examples))
	for i := range examples {
		x := &examples[i]
		m.compare(x.A, x.B, &values[i])
		rows[i] = row{likeness: values[i][:], same: x.Same, weight: x.Weight}
	}
	return m.with(string(m.reports), string(learn(how, rows)), m.limits)
}

// WithLimits returns a model with other thresholds, as log-odds from which reports, tellings of several reports and
// tellings of one report go together.
func (m *Model) WithLimits(reports, across, within float64) (*Model, error) {
	thousandfold := func(x float64) int { return int(math.Round(1000 * x)) }
	return m.with(string(m.reports), string(m.tellings), limits{thousandfold(reports), thousandfold(across), thousandfold(within)})
}

func (m *Model) with(reports, tellings string, l limits) (*Model, error) {
	return parse(string(file(string(m.words), reports, tellings, l)))
}

// File returns the model as it is kept.
func (m *Model) File() []byte {
	return file(string(m.words), string(m.reports), string(m.tellings), m.limits)
}
