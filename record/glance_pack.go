package record

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
)

// glancesVersion is the first byte of packed glances.
const glancesVersion = 1

// Flags of a packed event.
const (
	glanceStated = 1 << iota
	glanceHistorical
	glanceDenied
	glanceActs     // ActCategory and ActMode follow
	glanceCasualty // Killed and Injured follow
	glanceFounds   // its occurrence has the same number as the event
	glanceSpeaker
	glanceHand
	glanceAsserted
)

// appendGlances packs glances.
func appendGlances(out []byte, g *Glances) []byte {
	out = append(out, glancesVersion)
	out = appendCount(out, len(g.Words))
	for _, w := range g.Words {
		out = appendCount(out, len(w))
		out = append(out, w...)
	}
	out = appendCount(out, len(g.Parties))
	for _, p := range g.Parties {
		for _, w := range [...]uint32{p.Name, p.Actor, p.Country, p.Sector} {
			out = binary.AppendUvarint(out, uint64(w))
		}
	}
	out = appendCount(out, len(g.Places))
	for i := range g.Places {
		p := &g.Places[i]
		for _, w := range [...]uint32{p.Name, p.Country, p.Admin1} {
			out = binary.AppendUvarint(out, uint64(w))
		}
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(p.Lat))
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(p.Lon))
		out = binary.AppendUvarint(out, uint64(p.GeoNames))
		out = append(out, p.Kind, byte(b2u(p.Resolved)), p.ACLED, p.UCDP)
	}
	out = appendCount(out, len(g.Reports))
	last := int64(0)
	for _, r := range g.Reports {
		out = binary.AppendVarint(out, r.Number-last)
		out = binary.AppendUvarint(out, uint64(r.Outlet))
		out = binary.AppendUvarint(out, uint64(r.Language))
		out = binary.AppendVarint(out, int64(r.Day))
		last = r.Number
	}
	out = appendNumbers(out, g.ClosedReports)
	out = appendCount(out, len(g.Opened))
	last, report := int64(0), int64(0)
	for i := range g.Opened {
		e := &g.Opened[i]
		out = binary.AppendVarint(out, e.Number-last)
		out = binary.AppendVarint(out, e.Report-report)
		out = appendGlance(out, e)
		last, report = e.Number, e.Report
	}
	out = appendNumbers(out, g.Closed)
	out = appendCount(out, len(g.Moved))
	last = 0
	for i := range g.Moved {
		out = binary.AppendVarint(out, g.Moved[i].Number-last)
		out = appendIdentity(out, "o-", g.Moved[i].Occurrence)
		last = g.Moved[i].Number
	}
	out = appendCount(out, len(g.Links))
	for i := range g.Links {
		l := &g.Links[i]
		out = appendIdentity(out, "o-", l.A)
		out = appendIdentity(out, "o-", l.B)
		out = append(out, linkVerdict(l.Verdict))
		out = binary.AppendUvarint(out, uint64(l.Score))
	}
	out = appendCount(out, len(g.Reviews))
	for _, r := range g.Reviews {
		for _, s := range [...]string{r.Target, r.Action} {
			out = appendCount(out, len(s))
			out = append(out, s...)
		}
	}
	return out
}

func appendGlance(out []byte, e *Glance) []byte {
	acts := e.ActCategory != e.Category || e.ActMode != e.Mode
	casualty := e.Killed >= 0 || e.Injured >= 0
	founds := sameNumber(e.ID, e.Occurrence)
	flags := b2u(e.Stated)*glanceStated | b2u(e.Historical)*glanceHistorical | b2u(e.Denied)*glanceDenied | b2u(acts)*glanceActs |
		b2u(casualty)*glanceCasualty | b2u(founds)*glanceFounds | b2u(e.Speaker != 0)*glanceSpeaker | b2u(e.Hand != 0)*glanceHand |
		b2u(e.Asserted)*glanceAsserted
	out = binary.AppendUvarint(out, flags)
	out = appendIdentity(out, "e-", e.ID)
	if !founds {
		out = appendIdentity(out, "o-", e.Occurrence)
	}
	out = binary.AppendVarint(out, int64(e.First))
	out = binary.AppendVarint(out, int64(e.Last)-int64(e.First))
	out = append(out, e.ACLED<<4|e.UCDP&15, e.Quad<<4|e.Verdict&15)
	out = binary.AppendUvarint(out, uint64(e.Basis))
	out = binary.AppendUvarint(out, uint64(e.Status))
	out = binary.AppendUvarint(out, uint64(e.Category))
	out = binary.AppendUvarint(out, uint64(e.Mode))
	if acts {
		out = binary.AppendUvarint(out, uint64(e.ActCategory))
		out = binary.AppendUvarint(out, uint64(e.ActMode))
	}
	out = binary.AppendVarint(out, int64(e.Intensity))
	out = binary.AppendUvarint(out, uint64(e.Confidence))
	if e.Hand != 0 {
		out = binary.AppendUvarint(out, uint64(e.Hand))
	}
	for _, list := range [...][]uint32{e.Sources, e.Recipients, e.Tracks} {
		out = appendCount(out, len(list))
		for _, n := range list {
			out = binary.AppendUvarint(out, uint64(n))
		}
	}
	if e.Speaker != 0 {
		out = binary.AppendUvarint(out, uint64(e.Speaker))
	}
	out = binary.AppendUvarint(out, uint64(e.Place))
	out = binary.AppendUvarint(out, uint64(e.Entry))
	if casualty {
		out = binary.AppendVarint(out, int64(e.Killed))
		out = binary.AppendVarint(out, int64(e.Injured))
	}
	return out
}

func b2u(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func appendCount(out []byte, n int) []byte { return binary.AppendUvarint(out, uint64(n)) }

func appendNumbers(out []byte, numbers []int64) []byte {
	out = appendCount(out, len(numbers))
	last := int64(0)
	for _, n := range numbers {
		out = binary.AppendVarint(out, n-last)
		last = n
	}
	return out
}

func linkVerdict(v string) byte {
	switch v {
	case Possible:
		return 1
	case Apart:
		return 2
	}
	return 0
}

// sameNumber tells whether an occurrence bears the number of an event: "e-12ab…" and "o-12ab…".
func sameNumber(event, occurrence string) bool {
	return len(event) > 2 && len(event) == len(occurrence) && event[:2] == "e-" && occurrence[:2] == "o-" && event[2:] == occurrence[2:]
}

// appendIdentity writes an identity: a prefix and sixteen digits as eight bytes after a zero, anything else as its
// length and itself.
func appendIdentity(out []byte, prefix, id string) []byte {
	if number, ok := identityNumber(prefix, id); ok {
		return append(append(out, 0), number[:]...)
	}
	out = appendCount(out, len(id)+1)
	return append(out, id...)
}

func identityNumber(prefix, id string) (number [8]byte, ok bool) {
	if len(id) != len(prefix)+16 || id[:len(prefix)] != prefix {
		return number, false
	}
	for i := len(prefix); i < len(id); i++ {
		if c := id[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return number, false
		}
	}
	_, err := hex.Decode(number[:], []byte(id[len(prefix):]))
	return number, err == nil
}

func (p *packed) identity(prefix string) string {
	n := p.uint()
	if n > 0 {
		return string(p.bytes(int(min(n-1, 1<<20))))
	}
	var out [18]byte
	copy(out[:], prefix)
	hex.Encode(out[2:], p.bytes(8)[:8])
	return string(out[:])
}

// count reads how many things follow; each takes a byte at least.
func (p *packed) count() int {
	n := p.uint()
	if n > uint64(len(p.data)) {
		p.data, p.wrong = nil, true
		return 0
	}
	return int(n)
}

func (p *packed) word(g *Glances) uint32 {
	n := p.uint()
	if n > 0 && n >= uint64(len(g.Words)) {
		p.data, p.wrong = nil, true
		return 0
	}
	return uint32(n)
}

// below reads an index into a list.
func (p *packed) below(length int) uint32 {
	n := p.uint()
	if n > 0 && n >= uint64(length) {
		p.data, p.wrong = nil, true
		return 0
	}
	return uint32(n)
}

func (p *packed) text() string { return string(p.bytes(p.count())) }

func (p *packed) numbers() []int64 {
	n := p.count()
	if n == 0 {
		return nil
	}
	out := make([]int64, n)
	last := int64(0)
	for i := range out {
		last += p.int()
		out[i] = last
	}
	return out
}

// unpackGlances reads what appendGlances wrote.
func unpackGlances(change int64, body []byte) (*Glances, error) {
	p := packed{data: body}
	if version := p.uint(); version != glancesVersion {
		return nil, fmt.Errorf("%w: glances of change %d are of version %d", ErrDamaged, change, version)
	}
	g := &Glances{Change: change}
	if n := p.count(); n > 0 {
		g.Words = make([]string, n)
		for i := range g.Words {
			g.Words[i] = p.text()
		}
	}
	if n := p.count(); n > 0 {
		g.Parties = make([]GlanceParty, n)
		for i := range g.Parties {
			g.Parties[i] = GlanceParty{p.word(g), p.word(g), p.word(g), p.word(g)}
		}
	}
	if n := p.count(); n > 0 {
		g.Places = make([]GlancePlace, n)
		for i := range g.Places {
			l := &g.Places[i]
			l.Name, l.Country, l.Admin1 = p.word(g), p.word(g), p.word(g)
			at := p.bytes(8)
			l.Lat = math.Float32frombits(binary.LittleEndian.Uint32(at))
			l.Lon = math.Float32frombits(binary.LittleEndian.Uint32(at[4:]))
			l.GeoNames = int64(p.uint())
			kind := p.bytes(4)
			l.Kind, l.Resolved, l.ACLED, l.UCDP = kind[0], kind[1] != 0, kind[2], kind[3]
		}
	}
	if n := p.count(); n > 0 {
		g.Reports = make([]GlanceReport, n)
		last := int64(0)
		for i := range g.Reports {
			last += p.int()
			g.Reports[i] = GlanceReport{last, p.word(g), p.word(g), int32(p.int())}
		}
	}
	g.ClosedReports = p.numbers()
	p.opened(g)
	g.Closed = p.numbers()
	if n := p.count(); n > 0 {
		g.Moved = make([]GlanceMove, n)
		last := int64(0)
		for i := range g.Moved {
			last += p.int()
			g.Moved[i] = GlanceMove{last, p.identity("o-")}
		}
	}
	if n := p.count(); n > 0 {
		g.Links = make([]GlanceLink, n)
		for i := range g.Links {
			g.Links[i] = GlanceLink{A: p.identity("o-"), B: p.identity("o-"), Verdict: [...]string{"", Possible, Apart, ""}[p.bytes(1)[0]&3], Score: uint16(p.uint())}
		}
	}
	for range p.count() {
		g.Reviews = append(g.Reviews, GlanceReview{p.text(), p.text()})
	}
	if p.wrong || len(p.data) > 0 {
		return nil, fmt.Errorf("%w: the glances of change %d", ErrDamaged, change)
	}
	return g, nil
}

func (p *packed) opened(g *Glances) {
	n := p.count()
	if n == 0 {
		return
	}
	g.Opened = make([]Glance, n)
	lists := make([]uint32, 0, 4*n)
	last, report := int64(0), int64(0)
	list := func(length int) []uint32 {
		start := len(lists)
		for range p.count() {
			lists = append(lists, p.below(length))
		}
		return lists[start:len(lists):len(lists)]
	}
	for i := range g.Opened {
		if p.wrong {
			return
		}
		e := &g.Opened[i]
		last += p.int()
		report += p.int()
		e.Number, e.Report = last, report
		flags := p.uint()
		e.Stated, e.Historical, e.Denied = flags&glanceStated != 0, flags&glanceHistorical != 0, flags&glanceDenied != 0
		e.Asserted = flags&glanceAsserted != 0
		e.ID = p.identity("e-")
		if flags&glanceFounds == 0 {
			e.Occurrence = p.identity("o-")
		} else {
			e.Occurrence = "o-" + e.ID[min(2, len(e.ID)):]
		}
		e.First = int32(p.int())
		e.Last = int32(int64(e.First) + p.int())
		small := p.bytes(2)
		e.ACLED, e.UCDP, e.Quad, e.Verdict = small[0]>>4, small[0]&15, small[1]>>4, small[1]&15
		e.Basis, e.Status, e.Category, e.Mode = p.word(g), p.word(g), p.word(g), p.word(g)
		e.ActCategory, e.ActMode = e.Category, e.Mode
		if flags&glanceActs != 0 {
			e.ActCategory, e.ActMode = p.word(g), p.word(g)
		}
		e.Intensity = int16(p.int())
		e.Confidence = uint16(p.uint())
		if flags&glanceHand != 0 {
			e.Hand = GlanceHand(p.uint())
		}
		e.Sources, e.Recipients, e.Tracks = list(len(g.Parties)), list(len(g.Parties)), list(len(g.Words))
		if flags&glanceSpeaker != 0 {
			e.Speaker = p.below(len(g.Parties))
		}
		e.Place, e.Entry = p.below(len(g.Places)), p.word(g)
		e.Killed, e.Injured = -1, -1
		if flags&glanceCasualty != 0 {
			e.Killed, e.Injured = int32(p.int()), int32(p.int())
		}
	}
}
