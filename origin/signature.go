package origin

import (
	"slices"
	"strings"
	"sync"

	"chancery/report"
)

// Sizes of a signature. They are part of its encoded form's meaning: changing one calls for a new version (encode.go).
const (
	shingleWords = 4   // words in a shingle
	sketchSize   = 512 // the smallest hashes of shingles that are kept: all of them for a report of up to some 510 words
	leadSize     = 24  // shingles that are kept in the order of the text, from its beginning
	mostDetails  = 64  // numbers and names that are kept with their surroundings
	window       = 32  // shingles of which the smallest is a band: any 36 words in common give a band in common
	mostBands    = 64  // windows grow for texts of more bands than this
	shortBands   = 4   // the smallest hashes of all are bands too, so that a text of one sentence has more than one
)

// Signature is what is kept of a text to find its copies: a bottom-k sketch of its word shingles (Broder 1997), which
// for most reports holds them all, its first shingles in order, its numbers and names with the words around them, and
// the bands by which candidates are found. The zero value is the signature of a text without words, which has no copies.
//
// A signature of 150 words takes about 1 KB. Signatures do not change and can be shared.
type Signature struct {
	words   int      // of the text
	total   int      // different shingles of the text
	order   uint64   // hash of the words in their order
	sketch  []uint32 // the smallest hashes of shingles, ascending
	lead    []uint32 // the first shingles
	details []uint32 // numbers and names, ascending: see detail
	bands   []uint32 // ascending
}

// Words is the number of words of the text.
func (s *Signature) Words() int { return s.words }

// Bands are the keys under which a text is found: texts that share a band are candidates for [Compare], texts that
// share none are not copies but for rare exceptions. They are the smallest hashes of shingles within windows
// (winnowing: Schleimer, Wilkerson and Aiken 2003), so that wherever two texts have 36 words in a row in common they
// have a band in common, however long the texts are and wherever in them it is. Sorted; about one for every sixteen
// words, 64 or little more at the most.
func (s *Signature) Bands() []uint32 { return s.bands }

// Promising tells whether two texts are worth comparing of which one has a bands, the other b, and that share some: one in
// four of those of the one that has fewer. Chance and stock phrases make half of all pairs that share a band, and these
// share a single one; of the copies 0.3% share less than a fourth.
func Promising(shared, a, b int) bool { return 4*shared >= min(a, b) }

// scratch is what making a signature needs and gives back.
type scratch struct {
	words    []word
	shingles []uint32 // in the order of the text
	sorted   []uint32
	bands    []uint32
	details  []uint32
	queue    []int32
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// SignatureOf makes the signature of a text.
func SignatureOf(text string) Signature {
	x := scratches.Get().(*scratch)
	defer scratches.Put(x)
	x.words = appendWords(x.words[:0], text)
	return x.signature()
}

// ReportSignature makes the signature of a report: of its paragraphs, without headline, dateline, credits and captions,
// which outlets write themselves. The headline of a report of less than sixty words is taken in, since of "Qtly div 22
// cts vs 22 cts prior" it alone says whose dividend it is.
func ReportSignature(r *report.Report) Signature {
	x := scratches.Get().(*scratch)
	defer scratches.Put(x)
	x.words = x.words[:0]
	for i := range r.Blocks {
		if b := &r.Blocks[i]; b.Kind == report.Paragraph || b.Kind == report.Heading {
			x.words = appendWords(x.words, b.In(r.Text))
		}
	}
	if len(x.words) == 0 && len(r.Blocks) == 0 {
		x.words = appendWords(x.words, r.Text)
	}
	if len(x.words) < shortText {
		body := len(x.words)
		for i := range r.Blocks {
			if b := &r.Blocks[i]; b.Kind == report.Title {
				x.words = appendWords(x.words, headline(b.In(r.Text)))
			}
		}
		if len(x.words) == body {
			x.words = appendWords(x.words, headline(r.Title))
		}
	}
	return x.signature()
}

// headline is a headline without the agency in brackets at its end: "Talks resume in Geneva (AP)".
func headline(s string) string {
	s = strings.TrimSpace(s)
	if open := strings.LastIndexByte(s, '('); open > 0 && strings.HasSuffix(s, ")") && len(s)-open < 20 {
		return s[:open]
	}
	return s
}

// signature makes the signature of x.words.
func (x *scratch) signature() Signature {
	s := Signature{words: len(x.words)}
	if len(x.words) == 0 {
		return s
	}
	x.capitals()
	x.shingles = x.shingles[:0]
	h := uint64(offset64)
	for i := range x.words {
		h = mix(h ^ x.words[i].hash)
	}
	s.order = h
	// A text shorter than a shingle is one shingle.
	k := min(shingleWords, len(x.words))
	for i := 0; i+k <= len(x.words); i++ {
		sum := uint64(0)
		for j := i; j < i+k; j++ {
			sum = sum*prime64 + x.words[j].hash
		}
		x.shingles = append(x.shingles, uint32(mix(sum)>>32))
	}
	x.sorted = append(x.sorted[:0], x.shingles...)
	slices.Sort(x.sorted)
	x.sorted = slices.Compact(x.sorted)
	s.total = len(x.sorted)
	x.winnow()
	x.findDetails()
	kept, lead := x.sorted[:min(len(x.sorted), sketchSize)], x.shingles[:min(len(x.shingles), leadSize)]
	// One allocation for the four.
	all := make([]uint32, 0, len(kept)+len(lead)+len(x.details)+len(x.bands))
	cut := func(from []uint32) []uint32 {
		start := len(all)
		all = append(all, from...)
		return all[start:len(all):len(all)]
	}
	s.sketch, s.lead, s.details, s.bands = cut(kept), cut(lead), cut(x.details), cut(x.bands)
	return s
}

// capitals takes capitals for nothing in a text most of whose words have them: a telex, a headline.
func (x *scratch) capitals() {
	n := 0
	for i := range x.words {
		if x.words[i].class >= name {
			n++
		}
	}
	if 2*n <= len(x.words) {
		return
	}
	for i := range x.words {
		if x.words[i].class >= name {
			x.words[i].class = plain
		}
	}
}

// winnow fills x.bands with the smallest shingle of every window and the smallest of all. A window twice as long
// chooses from what the shorter ones chose, so that long texts, which get longer windows, still share bands with what
// they hold.
func (x *scratch) winnow() {
	size := window
	for 2*len(x.shingles)/(size+1) > mostBands {
		size *= 2
	}
	x.bands, x.queue = x.bands[:0], x.queue[:0]
	head := 0 // x.queue[head:] are places of ascending hashes: the first is the window's smallest
	last := int32(-1)
	for i, h := range x.shingles {
		for len(x.queue) > head && x.shingles[x.queue[len(x.queue)-1]] > h {
			x.queue = x.queue[:len(x.queue)-1]
		}
		x.queue = append(x.queue, int32(i))
		for int(x.queue[head]) <= i-size {
			head++
		}
		if i >= size-1 && x.queue[head] != last {
			last = x.queue[head]
			x.bands = append(x.bands, x.shingles[last])
		}
	}
	x.bands = append(x.bands, x.sorted[:min(len(x.sorted), shortBands)]...)
	slices.Sort(x.bands)
	x.bands = slices.Compact(x.bands)
}

// A detail is a number or a name and where it stands: 22 bits of the hash of the two words before and the word after,
// in which numbers and names are blanks, one bit for a name, 9 bits of the hash of the word itself. Two texts in which
// the same place holds another word tell of two things by one formula, or the later tells it anew.
const (
	detailPlace = 32 - 10 // bits
	detailName  = 1 << 9
	detailValue = 1<<9 - 1
)

// findDetails fills x.details.
func (x *scratch) findDetails() {
	x.details = x.details[:0]
	blank := func(i int) uint64 {
		switch {
		case i < 0 || i >= len(x.words):
			return 1
		case x.words[i].class == number:
			return 2
		case x.words[i].class >= name: // "Northern Ferries" and "Millbridge Pears" at the beginning of a sentence, too
			return 3
		}
		return x.words[i].hash
	}
	for i := range x.words {
		class := x.words[i].class
		if class != number && class != name {
			continue
		}
		place := mix(mix(mix(blank(i-2)+uint64(class))+blank(i-1)) + blank(i+1))
		d := uint32(place>>(64-detailPlace))<<10 | uint32(mix(x.words[i].hash)>>55)
		if class == name {
			d |= detailName
		}
		x.details = append(x.details, d)
	}
	slices.Sort(x.details)
	x.details = slices.Compact(x.details)
	if len(x.details) > mostDetails {
		x.details = x.details[:mostDetails] // those of the smallest places: the same in both texts
	}
}

// mix is the finalizer of MurmurHash3: every bit of the input changes every bit of the output.
func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	h ^= h >> 33
	return h
}
