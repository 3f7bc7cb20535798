package ledger

import (
	"fmt"
	"testing"

	"chancery/event"
	"chancery/occurrence"
	"chancery/when"
)

// BenchmarkBuild shows how building grows with the record: demands and releases between twenty states, ten a day. The
// time for each event should stay about the same.
func BenchmarkBuild(b *testing.B) {
	states := []string{"ARM", "AZE", "TUR", "SYR", "IRN", "IRQ", "ISR", "LBN", "EGY", "SDN", "TCD", "ETH", "ERI", "SOM", "KEN", "UGA", "RWA", "COD", "AGO", "ZMB"}
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			occurrences := make([]occurrence.Occurrence, 0, n)
			for i := range n {
				day := when.DayOf(1990, 1, 1).Add(i / 10)
				from, to := states[i%20], states[(i*7+i/20+1)%20]
				id := fmt.Sprintf("e-%d", i)
				if i%2 == 0 {
					occurrences = append(occurrences, telling(id, day, "urged to release prisoners", event.Event{
						Category: event.Request, Status: event.Demanded, Sources: of(from), Recipients: of(to), Content: release(to, from)}))
				} else {
					occurrences = append(occurrences, telling(id, day, "released two prisoners", event.Event{
						Category: event.Retreat, Mode: "release", CAMEO: "0841", Status: event.Actual, Sources: of(from), Recipients: of(to)}))
				}
			}
			for b.Loop() {
				if len(Build(occurrences, when.Day{})) == 0 {
					b.Fatal("no entries")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/event")
		})
	}
}
