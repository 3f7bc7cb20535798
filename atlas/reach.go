package atlas

import (
	_ "embed" // the table of reaches
	"math"
	"strconv"
	"strings"
	"sync"
)

//go:embed reaches.tsv
var reachesTable string

var reaches = sync.OnceValue(func() map[string]float64 {
	table := map[string]float64{}
	for line := range strings.Lines(reachesTable) {
		name, kilometres, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		if far, err := strconv.ParseFloat(kilometres, 64); err == nil {
			table[name] = far
		}
	}
	return table
})

// Reach returns how far, in kilometres and roughly, an area, a sea or a river of the codebook's name reaches from its
// middle, and whether that is known: the South Caucasus some 330, the Lachin corridor 15.
func Reach(name string) (float64, bool) {
	far, ok := reaches()[name]
	return far, ok
}

// area returns the square kilometres of what is within rings, roughly: as if each lay flat at its middle latitude.
func area(rings [][]Point) (sum float64) {
	for _, ring := range rings {
		south, north := math.Inf(1), math.Inf(-1)
		for _, p := range ring {
			south, north = min(south, p.Lat), max(north, p.Lat)
		}
		sum += areaOf(ring) * math.Cos((south+north)/2*math.Pi/180)
	}
	const degree = 111.2 // kilometres
	return math.Abs(sum) * degree * degree
}
