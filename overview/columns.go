package overview

import (
	"math"
	"slices"
	"strings"
	"sync"

	"chancery/actor"
	"chancery/ledger"
	"chancery/record"
)

// none stands for no row and no occurrence.
const none = math.MaxUint32

// row is an event as it stood for a time. Its index is one less than the number of its row in the record.
type row struct {
	id                  uint64 // the digits of its identity
	occurrence          uint32
	report              uint32
	since, until        uint32 // changes; until 0 while it stands
	first, last         int32
	sources, recipients uint32 // sets of parties
	tracks              uint32 // sets of words
	speaker             uint32 // party
	place               uint32
	entry               uint32 // word
	killed, injured     int32
	status, basis       uint16 // codes
	category, mode      uint16
	act, actMode        uint16
	intensity           int16
	confidence          uint16
	hand                uint16
	flags               uint8
	quad, verdict       uint8
	precision           uint8 // ACLED << 4 | UCDP
}

// Flags of rows.
const (
	isThere uint8 = 1 << iota // the number is in use
	isOdd                     // the identity is none of sixteen digits: id counts in columns.odd
	isHistorical
	isDenied
	isAsserted
	isStated
)

// stands tells whether a row stands as of a change.
func (r *row) stands(change uint32) bool {
	return r.flags&isThere != 0 && r.since <= change && (r.until == 0 || r.until > change)
}

func (r *row) judged() bool { return r.verdict != record.Unjudged || r.hand != 0 }

// told is a report.
type told struct {
	since, until uint32
	outlet       uint32 // word
	day          int32
}

func (r *told) stands(change uint32) bool {
	return r.since > 0 && r.since <= change && (r.until == 0 || r.until > change)
}

// occurrence is what the accounts of an occurrence say together.
type occurrence struct {
	id                  uint64
	one                 uint32 // the row of its account when many is 0; none when it has none
	many                uint32 // index into members of several accounts; 0 for one
	leading             uint32 // the row of the first account that counts
	first, last         int32
	reported            int32
	sources, recipients uint32
	tracks              uint32
	speaker             uint32
	place               uint32
	since               uint32
	status, basis       uint16
	category, mode      uint16
	intensity           int16
	confidence          uint16
	accounts, outlets   uint16
	quad, precision     uint8
	flags               uint8
	disagree            uint8
}

// Flags of occurrences; isOdd as of rows.
const (
	isAlive      uint8 = 1 << iota // it has an account that counts
	_                              // isOdd
	isBackground                   // historical
	isContested
)

// Fields in which accounts disagree.
const (
	aboutStatus uint8 = 1 << iota
	aboutCategory
	aboutKilled
	aboutInjured
)

var disagreements = [...]struct {
	bit  uint8
	name string
}{{aboutStatus, "status"}, {aboutCategory, "category"}, {aboutKilled, "killed"}, {aboutInjured, "injured"}}

// party is one who takes part, in words.
type party struct{ key, name, actor, country, sector uint32 }

// names are what the rows mean by numbers. All of it only grows. What snapshots read of it they hold themselves; to look
// a name up they take the lock for a moment.
type names struct {
	lock    sync.RWMutex
	words   map[string]uint32
	codes   map[string]uint16
	postage map[posted]*posting

	// Of whoever writes:
	parties map[party]uint32
	places  map[Place]uint32
	sets    map[string]uint32 // by their members
	odd     map[string]uint32
}

// tables are the things that numbers mean.
type tables struct {
	words   []string
	codes   []string
	parties []party
	places  []Place
	sets    [][]uint32
	odd     []string
}

func newNames() (*names, tables) {
	n := &names{
		words: map[string]uint32{"": 0}, codes: map[string]uint16{"": 0}, postage: map[posted]*posting{},
		parties: map[party]uint32{{}: 0}, places: map[Place]uint32{{}: 0}, sets: map[string]uint32{"": 0}, odd: map[string]uint32{},
	}
	return n, tables{words: []string{""}, codes: []string{""}, parties: []party{{}}, places: []Place{{}}, sets: [][]uint32{nil}}
}

// find gives the number of a word that rows use.
func (n *names) find(word string) (uint32, bool) {
	n.lock.RLock()
	defer n.lock.RUnlock()
	w, ok := n.words[word]
	return w, ok
}

func (n *names) findCode(code string) (uint16, bool) {
	n.lock.RLock()
	defer n.lock.RUnlock()
	c, ok := n.codes[code]
	return c, ok
}

func (b *builder) word(s string) uint32 {
	if w, ok := b.names.words[s]; ok {
		return w
	}
	w := uint32(len(b.words))
	b.words = append(b.words, s)
	b.names.lock.Lock()
	b.names.words[s] = w
	b.names.lock.Unlock()
	return w
}

func (b *builder) code(s string) uint16 {
	if c, ok := b.names.codes[s]; ok {
		return c
	}
	if len(b.codes) > math.MaxUint16 {
		return 0 // a codebook has hundreds
	}
	c := uint16(len(b.codes))
	b.codes = append(b.codes, s)
	b.names.lock.Lock()
	b.names.codes[s] = c
	b.names.lock.Unlock()
	return c
}

// party gives the number of a party.
func (b *builder) party(name, actorID, country, sector string) uint32 {
	p := party{name: b.word(name), actor: b.word(actorID), country: b.word(country), sector: b.word(sector)}
	key := ledger.Key(&actor.Party{Name: name, Actor: actorID, Country: country, Sector: actor.Sector(sector)})
	if key == "" {
		key = strings.ToLower(strings.Join(strings.Fields(name), " "))
	}
	p.key = b.word(key)
	n, ok := b.names.parties[p]
	if !ok {
		n = uint32(len(b.parties))
		b.names.parties[p] = n
		b.parties = append(b.parties, p)
	}
	return n
}

func (b *builder) place(p Place) uint32 {
	n, ok := b.names.places[p]
	if !ok {
		n = uint32(len(b.places))
		b.names.places[p] = n
		b.places = append(b.places, p)
	}
	return n
}

// set gives the number of a list of numbers.
func (b *builder) set(list []uint32) uint32 {
	key := b.buffer[:0]
	for _, n := range list {
		key = append(key, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
	}
	b.buffer = key
	n, ok := b.names.sets[string(key)]
	if !ok {
		n = uint32(len(b.sets))
		b.names.sets[string(key)] = n
		b.sets = append(b.sets, slices.Clone(list))
	}
	return n
}

// identity gives the digits of an identity, or the number of one that has none.
func (b *builder) identity(id string) (number uint64, odd bool) {
	if number, ok := digits(id); ok {
		return number, false
	}
	n, ok := b.names.odd[id]
	if !ok {
		n = uint32(len(b.odd))
		b.names.odd[id] = n
		b.odd = append(b.odd, id)
	}
	return uint64(n), true
}

// digits reads "e-" or "o-" and sixteen hexadecimal digits.
func digits(id string) (number uint64, ok bool) {
	if len(id) != 18 || id[1] != '-' || id[0] != 'e' && id[0] != 'o' {
		return 0, false
	}
	for i := 2; i < 18; i++ {
		switch c := id[i]; {
		case c >= '0' && c <= '9':
			number = number<<4 | uint64(c-'0')
		case c >= 'a' && c <= 'f':
			number = number<<4 | uint64(c-'a'+10)
		default:
			return 0, false
		}
	}
	return number, true
}

// identityOf writes an identity.
func (t *tables) identityOf(prefix string, number uint64, odd bool) string {
	if odd {
		return t.odd[number]
	}
	var out [18]byte
	copy(out[:], prefix)
	for i := range 16 {
		out[17-i] = "0123456789abcdef"[number>>(4*i)&15]
	}
	return string(out[:])
}
