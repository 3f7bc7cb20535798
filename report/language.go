package report

import (
	"cmp"
	_ "embed"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Language tells the language of a text as a BCP 47 tag. It is "und" when the text is too short or the
// languages that it could be are too close, and "mul" when no script holds three fifths of the letters.
//
// First the script is told, by counting letters. Armenian, Georgian, Greek and their like are then told, too.
// Languages that share a script are told by their frequent trigrams (Cavnar and Trenkle 1994), whose
// logarithmic weights add up over the text (Dunning 1994). Up to three stretches of a text are looked at: its
// beginning, middle and end.
func Language(text string) string {
	var sample [4*stretch + 64]rune
	letters := takeSample(sample[:0], text)
	var counts [len(scripts) + 1]int
	total := 0
	for _, r := range letters {
		if r != ' ' {
			counts[scriptOf(r)]++
			total++
		}
	}
	if total == 0 {
		return "und"
	}
	best := 0
	for s := range scripts {
		if counts[s] > counts[best] {
			best = s
		}
	}
	// Japanese is written in kana and Han together.
	kana, han := scriptNamed("Kana"), scriptNamed("Han")
	if counts[kana] > 0 && (best == han || best == kana) && counts[kana]*8 >= counts[han] {
		if (counts[kana]+counts[han])*5 >= total*3 {
			return "ja"
		}
	}
	if counts[best]*5 < total*3 {
		return "mul"
	}
	if only := scripts[best].only; only != "" {
		if counts[best] < 4 && only != "zh" {
			return "und"
		}
		return only
	}
	return byTrigrams(letters, scripts[best].name)
}

// stretch is the number of letters and spaces that are looked at in each place.
const stretch = 700

// takeSample appends the letters of the text in small form, one space for what stands between them.
func takeSample(sample []rune, text string) []rune {
	if len(text) <= 3*stretch {
		return appendLetters(sample, text)
	}
	for _, at := range [...]int{0, len(text)/2 - stretch/2, len(text) - 2*stretch} {
		for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
			at++
		}
		part := text[at:]
		if len(part) > 2*stretch {
			part = part[:2*stretch]
		}
		n := len(sample)
		sample = appendLetters(sample, part)
		sample = sample[:min(len(sample), n+stretch)]
	}
	return sample
}

func appendLetters(sample []rune, text string) []rune {
	space := true
	for _, r := range text {
		if r < utf8.RuneSelf {
			if isLetter(byte(r)) {
				sample, space = append(sample, r|0x20), false
				continue
			}
		} else if r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r)) {
			sample, space = append(sample, unicode.ToLower(r)), false
			continue
		}
		if !space {
			sample, space = append(sample, ' '), true
		}
	}
	return sample
}

// scripts are those that are told apart; only is the language where the script is enough.
var scripts = [...]struct {
	name, only string
	lo, hi     rune
}{
	{"Latin", "", 'a', 0x24f},
	{"Cyrillic", "", 0x400, 0x52f},
	{"Arabic", "", 0x600, 0x6ff},
	{"Hebrew", "", 0x590, 0x5ff},
	{"Devanagari", "", 0x900, 0x97f},
	{"Ethiopic", "", 0x1200, 0x137f},
	{"Armenian", "hy", 0x530, 0x58f},
	{"Georgian", "ka", 0x10a0, 0x10ff},
	{"Greek", "el", 0x370, 0x3ff},
	{"Han", "zh", 0x3400, 0x9fff},
	{"Kana", "ja", 0x3040, 0x30ff},
	{"Hangul", "ko", 0xac00, 0xd7a3},
	{"Thai", "th", 0xe00, 0xe7f},
	{"Bengali", "bn", 0x980, 0x9ff},
	{"Gurmukhi", "pa", 0xa00, 0xa7f},
	{"Gujarati", "gu", 0xa80, 0xaff},
	{"Tamil", "ta", 0xb80, 0xbff},
	{"Telugu", "te", 0xc00, 0xc7f},
	{"Kannada", "kn", 0xc80, 0xcff},
	{"Malayalam", "ml", 0xd00, 0xd7f},
	{"Sinhala", "si", 0xd80, 0xdff},
	{"Lao", "lo", 0xe80, 0xeff},
	{"Tibetan", "bo", 0xf00, 0xfff},
	{"Myanmar", "my", 0x1000, 0x109f},
	{"Khmer", "km", 0x1780, 0x17ff},
	{"Mongolian", "mn-Mong", 0x1800, 0x18af},
}

func scriptOf(r rune) int {
	for s := range scripts {
		if r >= scripts[s].lo && r <= scripts[s].hi {
			return s
		}
	}
	if r >= 0x1e00 && r <= 0x1eff {
		return 0 // Latin with the marks of Vietnamese
	}
	return len(scripts)
}

func scriptNamed(name string) int {
	for s := range scripts {
		if scripts[s].name == name {
			return s
		}
	}
	return len(scripts)
}

// byTrigrams gives the language of a script whose trigrams fit best. To be told, a language must lead the next
// one by a tenth of a typical weight for each trigram, and by more where there are only a few.
func byTrigrams(letters []rune, script string) string {
	p := profiles()
	group := p.groups[script]
	var scores [64]int
	if len(group) == 0 || len(group) > len(scores) {
		return "und"
	}
	foreign, words := p.foreign[script], p.words[script]
	var word [maxFunctionWord]byte
	size := 0 // of the word so far in bytes; beyond the array when it is too long
	n, plain := 0, true
	before, last := ' ', ' '
	for i := 0; i <= len(letters); i++ {
		r := ' '
		if i < len(letters) {
			r = letters[i]
		}
		if last == ' ' && r == ' ' {
			break
		}
		if r != ' ' {
			if size+utf8.UTFMax <= len(word) {
				size += utf8.EncodeRune(word[size:], r)
			} else {
				size = len(word)
			}
		} else {
			for have := words[string(word[:size])]; have != 0; have &= have - 1 {
				scores[bits.TrailingZeros64(have)] += functionWord
			}
			size = 0
		}
		if r >= utf8.RuneSelf {
			plain = false
			for without := foreign[r]; without != 0; without &= without - 1 {
				scores[bits.TrailingZeros64(without)] -= foreignLetter
			}
		}
		if i > 0 {
			n++
			for _, e := range p.row(trigram(script, before, last, r)) {
				scores[e.language] += int(e.weight) - unseen
			}
		}
		before, last = last, r
	}
	best, second := -1, -1
	for i := range group {
		switch {
		case best < 0 || scores[i] > scores[best]:
			if best >= 0 && group[best] != group[i] {
				second = best
			}
			best = i
		case group[i] != group[best] && (second < 0 || scores[i] > scores[second]):
			second = i
		}
	}
	lead := scores[best]
	if second >= 0 {
		lead -= scores[second]
	}
	if scores[best] <= 0 || lead < n/3+shortLead {
		return "und"
	}
	// "Libya declared a ceasefire." has the trigrams of Romanian. A line so short that has no letter of another
	// alphabet's may be English, and what is English must be read.
	if n < plainLine && plain && script == "Latin" && group[best] != "en" {
		return "und"
	}
	return group[best]
}

const (
	// plainLine is the length in letters up to which a text without a letter beyond ASCII is not said to be
	// in another language than English.
	plainLine = 70
	// unseen is the weight that a trigram outside a profile would have: eighths of the binary logarithm of
	// 25 in 100,000, below the rarest that the profiles list.
	unseen = 37
	// shortLead is the lead that even the shortest text must have: two function words and a trigram.
	shortLead = 110
	// maxFunctionWord is the length in bytes up to which a word may be a function word.
	maxFunctionWord = 24
)

//go:embed language.profiles
var profileFile string

// profileTable holds the profiles by trigram: the row of a trigram is the weights that it has in the languages
// of its script.
type profileTable struct {
	groups  map[string][]string // script to its languages; a language may stand twice with two orthographies
	entries []profileEntry
	slots   [1 << slotBits]profileSlot   // a hash table with linear probing; a third of it is used
	foreign map[string]map[rune]uint64   // by script: the languages that do not write a letter
	words   map[string]map[string]uint64 // by script: the languages that have a function word
}

// slotBits is chosen so that the trigrams of all profiles, some 10,000, leave most slots empty.
const slotBits = 15

type profileSlot struct {
	trigram  uint64 // 0 for an empty slot: no trigram has the script 0
	from, to int32  // in entries
}

func slotOf(t uint64) uint64 { return t * 0x9e3779b97f4a7c15 >> (64 - slotBits) }

// row gives the weights of a trigram.
func (p *profileTable) row(t uint64) []profileEntry {
	for i := slotOf(t); p.slots[i].trigram != 0; i = (i + 1) % uint64(len(p.slots)) {
		if p.slots[i].trigram == t {
			return p.entries[p.slots[i].from:p.slots[i].to]
		}
	}
	return nil
}

type profileEntry struct {
	trigram  uint64
	language uint8 // in its group
	weight   int16
}

// profiles reads the embedded file once, when the first text is to be told.
var profiles = sync.OnceValue(func() *profileTable {
	p := &profileTable{groups: map[string][]string{}, foreign: map[string]map[rune]uint64{}, words: map[string]map[string]uint64{}}
	entries := make([]profileEntry, 0, 24000)
	for l := range strings.Lines(profileFile) {
		if l[0] == '#' {
			continue
		}
		script, rest, _ := strings.Cut(strings.TrimSpace(l), " ")
		language, rest, _ := strings.Cut(rest, " ")
		at := uint8(len(p.groups[script]))
		p.groups[script] = append(p.groups[script], language)
		for f := range strings.SplitSeq(rest, " ") {
			n := len(f)
			for n > 0 && isDigit(f[n-1]) {
				n--
			}
			var r [3]rune
			i := 0
			for _, c := range f[:n] {
				if c == '_' {
					c = ' '
				}
				if i < 3 {
					r[i] = c
				}
				i++
			}
			if i == 3 {
				entries = append(entries, profileEntry{trigram(script, r[0], r[1], r[2]), at, int16(atoi(f[n:]))})
			}
		}
	}
	slices.SortFunc(entries, func(a, b profileEntry) int {
		return cmp.Or(cmp.Compare(a.trigram, b.trigram), cmp.Compare(a.language, b.language))
	})
	p.entries = entries
	for i := 0; i < len(entries); {
		j := i
		for j < len(entries) && entries[j].trigram == entries[i].trigram {
			j++
		}
		at := slotOf(entries[i].trigram)
		for p.slots[at].trigram != 0 {
			at = (at + 1) % uint64(len(p.slots))
		}
		p.slots[at] = profileSlot{entries[i].trigram, int32(i), int32(j)}
		i = j
	}
	for script, group := range p.groups {
		p.foreign[script], p.words[script] = foreign(group), functionWordsOf(group)
	}
	return p
})

// trigram packs three characters, none beyond U+FFFF, and the script they are looked up in.
func trigram(script string, a, b, c rune) uint64 {
	return uint64(script[0])<<56 | uint64(a&0xffff)<<32 | uint64(b&0xffff)<<16 | uint64(c&0xffff)
}
