package syntax

// A linear model scores an outcome by the sum of the weights of the features that hold. Features are hashed into one
// table without being stored (Weinberger et al. 2009, "Feature hashing for large scale multitask learning"): the
// weights of a feature's outcomes lie side by side from the feature's place on, so that scoring touches one or two
// cache lines a feature. Places of different features may overlap; training sees the same overlaps and works round them.

// weights is a trained table as it lies in the binary: one signed byte a weight. Its length is a power of two plus
// weightPadding.
type weights string

// weightPadding is the room behind the last place for its outcomes.
const weightPadding = 256

// place maps a feature's hash to where its weights begin in a table with the given shift (64 minus the logarithm of
// the table's size).
func place(h uint64, shift uint) uint32 { return uint32((h * 0x9e3779b97f4a7c15) >> shift) }

// feature joins a template's number and up to three values to one hash.
func feature(template, a, b, c uint64) uint64 {
	h := (a+template*0x8ebc6af09c88c6e3)*0xd6e8feb86659fd93 ^ (b+0x589965cc75374cc3)*0xa0761d6478bd642f
	h ^= h >> 29
	h = (h + c*0xe7037ed1a0b428db) * 0x94d049bb133111eb
	return h ^ h>>32
}

// hashString is FNV-1a with a final mix.
func hashString(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h ^ h>>15
}

// learner is a table in training: an averaged perceptron (Collins 2002, "Discriminative training methods for hidden
// Markov models") in whole numbers, so that training gives the same bytes everywhere.
type learner struct {
	shift uint
	w     []int32
	sum   []int64 // the sum of step × change, from which the average follows
	step  int64
}

func newLearner(bits uint) *learner {
	n := 1<<bits + weightPadding
	return &learner{shift: 64 - bits, w: make([]int32, n), sum: make([]int64, n), step: 1}
}

// update adds by to one outcome's weights of all features.
func (l *learner) update(places []uint32, outcome int, by int32) {
	for _, p := range places {
		l.w[int(p)+outcome] += by
		l.sum[int(p)+outcome] += l.step * int64(by)
	}
}

// average returns the averaged weights in one byte each. The scale is such that all but one in 20,000 of the weights
// that are not zero fit; those are cut off.
func (l *learner) average() []byte {
	values := make([]int64, len(l.w))
	var histogram [4096]int
	nonzero := 0
	for i := range l.w {
		v := (int64(l.w[i])*l.step - l.sum[i]) * 64 / l.step
		values[i] = v
		if v != 0 {
			nonzero++
			if v < 0 {
				v = -v
			}
			histogram[min(v/16, 4095)]++
		}
	}
	limit, seen := int64(16*4096), 0
	for i := 4095; i >= 0; i-- {
		if seen += histogram[i]; seen > nonzero/20000 {
			limit = int64(i+1) * 16
			break
		}
	}
	out := make([]byte, len(values))
	for i, v := range values {
		half := limit / 2
		if v < 0 {
			half = -half
		}
		q := (v*127 + half) / limit
		out[i] = byte(int8(max(-127, min(127, q))))
	}
	return out
}

// scorer is what the tagger and the parser ask for scores: trained weights, or a learner while it learns.
type scorer interface {
	score(places []uint32, scores []int32)
	at(place uint32, outcome int) int32
}

// score adds to each outcome's score the weights of all features. It adds those of sixteen outcomes at a time: bytes,
// made positive, in the halves of four words. Most of its time is waiting for the table, so that the fewer instructions
// stand between two reads, the more of them are under way together.
func (w weights) score(places []uint32, scores []int32) {
	const positive, lanes, most = 0x8080808080808080, 0x00ff00ff00ff00ff, 256
	for len(places) > most {
		w.score(places[:most], scores)
		places = places[most:]
	}
	at := 0
	for ; at+16 <= len(scores); at += 16 {
		var sums [4]uint64
		for _, p := range places {
			row := w[int(p)+at : int(p)+at+16]
			x, y := eightBytes(row[:8])^positive, eightBytes(row[8:])^positive
			sums[0] += x & lanes
			sums[1] += x >> 8 & lanes
			sums[2] += y & lanes
			sums[3] += y >> 8 & lanes
		}
		for i := range 16 {
			lane := sums[i/8*2+i%2] >> (i % 8 / 2 * 16)
			scores[at+i] += int32(uint16(lane)) - 128*int32(len(places))
		}
	}
	for ; at < len(scores); at++ {
		for _, p := range places {
			scores[at] += int32(int8(w[int(p)+at]))
		}
	}
}

// eightBytes reads eight bytes as one number, the first as its lowest byte.
func eightBytes(s weights) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

func (w weights) at(place uint32, outcome int) int32 { return int32(int8(w[int(place)+outcome])) }

func (l *learner) score(places []uint32, scores []int32) {
	for _, p := range places {
		row := l.w[p : int(p)+len(scores)]
		for i := range scores {
			scores[i] += row[i]
		}
	}
}

func (l *learner) at(place uint32, outcome int) int32 { return l.w[int(place)+outcome] }

// random is splitmix64 (Steele et al. 2014): small, and the same everywhere.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (r *random) shuffle(order []int) {
	for i := len(order) - 1; i > 0; i-- {
		j := int(r.next() % uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
}
