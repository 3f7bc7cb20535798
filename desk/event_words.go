package desk

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"chancery/actor"
	"chancery/event"
	"chancery/place"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

// statusSaid explains a status to who reads it for the first time.
func statusSaid(s event.Status) string {
	switch s {
	case event.Actual:
		return "told as something that happened"
	case event.Ongoing:
		return "told as going on"
	case event.Planned:
		return "told as planned: not told as done"
	case event.Offered:
		return "offered: not told as done"
	case event.Demanded:
		return "asked for: not told as done"
	case event.Threatened:
		return "threatened: not told as done"
	case event.Hypothetical:
		return "only supposed: not told as real"
	case event.NotHappened:
		return "told as something that did not happen"
	}
	return ""
}

// timeSaid writes a time as a newspaper does: "4 June 2021", "21 to 30 April 2021", "June 2021", "about 13 May 2021".
func timeSaid(t when.Interval) string {
	if !t.First.Known() && !t.Last.Known() {
		return t.EDTF // "XXXX-06-08": a day of an unknown year
	}
	about := ""
	if strings.HasSuffix(t.EDTF, "~") || t.Basis == when.FromReport && t.Span.Empty() {
		about = "about "
	}
	a, b := t.First, t.Last
	switch {
	case !b.Known():
		return about + "from " + daySaid(a)
	case !a.Known():
		return about + "until " + daySaid(b)
	case a == b:
		return about + daySaid(a)
	case a.Year == b.Year && a.Month == 1 && a.Day == 1 && b.Month == 12 && b.Day == 31:
		return about + fmt.Sprint(a.Year)
	case a.Year == b.Year && a.Month == b.Month && a.Day == 1 && b.Day == lastOf(a):
		return about + fmt.Sprintf("%s %d", time.Month(a.Month), a.Year)
	case about != "" && a.Year == b.Year: // about a day: the days around it
		return about + daySaid(when.DayNumbered((a.Number()+b.Number())/2))
	case a.Year == b.Year && a.Month == b.Month:
		return about + fmt.Sprintf("%d to %s", a.Day, daySaid(b))
	case a.Year == b.Year:
		return about + fmt.Sprintf("%d %s to %s", a.Day, time.Month(a.Month), daySaid(b))
	}
	return about + daySaid(a) + " to " + daySaid(b)
}

func daySaid(d when.Day) string {
	if !d.Known() {
		return ""
	}
	return fmt.Sprintf("%d %s %d", d.Day, time.Month(d.Month), d.Year)
}

func lastOf(d when.Day) int {
	return time.Date(d.Year, time.Month(d.Month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// timePrecision says in a few words how precisely a time is known.
func timePrecision(t when.Interval) string {
	switch {
	case t.EDTF == "":
		return "no time told"
	case t.Basis == when.FromReport && t.Span.Empty():
		return "about the day of the report"
	case t.UCDP == 1:
		return "to the day"
	case t.UCDP == 2:
		return "within six days"
	case t.UCDP == 3:
		return "within a week"
	case t.UCDP == 4:
		return "within a month"
	case t.UCDP == 5:
		return "within a year"
	}
	return "roughly"
}

// timeFound says how a time was found.
func timeFound(t when.Interval) string {
	switch {
	case t.EDTF == "":
		return ""
	case t.Basis == when.Stated:
		return "the words give it whole"
	case t.Basis == when.Relative:
		return "from another time in the text"
	case t.Basis == when.FromReport && t.Span.Empty():
		return "no words tell the time: about when the report was published"
	case t.Basis == when.FromReport:
		return "from the words and the day of the report"
	}
	return ""
}

// codesSaid gives the codes of precision that databases of the field use.
func codesSaid(acled, ucdp int) string {
	var codes []string
	if acled > 0 {
		codes = append(codes, fmt.Sprintf("ACLED %d", acled))
	}
	if ucdp > 0 {
		codes = append(codes, fmt.Sprintf("UCDP %d", ucdp))
	}
	return strings.Join(codes, ", ")
}

// placeSaid names a place with what it lies in. One that is not in the gazetteer is named by its words.
func (d *Desk) placeSaid(text string, m *place.Mention) string {
	if m == nil {
		return ""
	}
	p := &m.Place
	parts := []string{cmp.Or(p.Name, wordsOf(text, m.Span))}
	if p.Admin1 != "" && p.Admin1 != p.Name {
		parts = append(parts, p.Admin1)
	}
	if country := d.countrySaid(p.Country); country != "" && country != p.Name {
		parts = append(parts, country)
	}
	return strings.Join(parts, ", ")
}

// countrySaid is what the codebook calls the state with a code.
func (d *Desk) countrySaid(code string) string {
	if code == "" {
		return ""
	}
	for _, n := range d.lexicon.Called(code) {
		if n.ID == code {
			return n.Name
		}
	}
	return code
}

// placePrecision says in a few words how precisely a place is known.
func placePrecision(m *place.Mention) string {
	switch {
	case m == nil:
		return "no place told"
	case !m.Resolved:
		return "a place not in the gazetteer"
	}
	switch m.UCDP {
	case 1:
		return "an exact place"
	case 2:
		return "near a place"
	case 3:
		return "within a district"
	case 4:
		return "within a province"
	case 5:
		return "within an area"
	case 6:
		return "only the country"
	case 7:
		return "at sea or in the air"
	}
	return "a " + m.Place.Kind.String()
}

// sectorSaid says what kind of actor somebody is.
func sectorSaid(s actor.Sector) string {
	if words := sectorNames[s]; words != "" {
		return words
	}
	return strings.ToLower(string(s))
}

var sectorNames = map[actor.Sector]string{
	"GOV": "government", "LEG": "legislature", "JUD": "judiciary", "MIL": "military", "COP": "police", "SPY": "intelligence", "PKO": "peacekeepers",
	"REB": "rebels", "SEP": "separatists", "UAF": "armed group", "OPP": "opposition", "PTY": "party", "RAD": "radicals", "CRM": "criminals",
	"IGO": "intergovernmental organisation", "NGO": "non-governmental organisation", "MNC": "multinational company", "BUS": "business", "LAB": "labour",
	"MED": "media", "JRN": "journalists", "CVL": "civilians", "ELI": "former official or elite", "REF": "refugees", "REL": "religion", "SET": "settlers",
	"AGR": "agriculture", "EDU": "education", "HLH": "health", "DEV": "development", "ENV": "environment", "HRI": "human rights",
}

// partySaid says of a party what its name does not: its office, what kind of actor it is, its state.
func (d *Desk) partySaid(p *actor.Party) string {
	var facts []string
	if p.Office != "" && p.Office != p.Name {
		facts = append(facts, p.Office)
	} else if p.Sector != "" && (p.Actor == "" || p.Actor != p.Country) {
		facts = append(facts, sectorSaid(p.Sector))
	}
	if country := d.countrySaid(p.Country); country != "" && country != p.Name && !strings.Contains(strings.Join(facts, " ")+p.Name, country) {
		facts = append(facts, country)
	}
	return strings.Join(facts, ", ")
}

// resolvedSaid says by which words a party was found.
func resolvedSaid(p *actor.Party) string {
	said := ""
	switch p.Resolved {
	case actor.ByName:
		said = "called by name"
	case actor.ByOffice:
		said = "by the office held on that day"
	case actor.ByNationality:
		said = "by nationality"
	case actor.ByCapital:
		said = "by the capital, for its government"
	case actor.ByPronoun:
		said = "meant by a pronoun"
	case actor.ByDescription:
		said = "described"
	case actor.ByInference:
		said = "not in the words of this sentence: inferred"
	}
	if p.Reason != "" {
		said = strings.TrimPrefix(said+" ("+p.Reason+")", " ")
	}
	return said
}

// stanceSaid says what a voice does with what it passes on.
func stanceSaid(s quote.Stance) string {
	if s == "" {
		return string(quote.Asserts)
	}
	return string(s)
}

// countSaid writes a count as its words allow: "3", "at least 21", "10 to 12".
func countSaid(c *event.Count) string {
	switch {
	case c == nil:
		return ""
	case c.Low == c.High:
		return fmt.Sprint(c.Best)
	case c.High < 0:
		return fmt.Sprintf("at least %d", c.Low)
	case c.Low <= 0:
		return fmt.Sprintf("at most %d", c.High)
	}
	return fmt.Sprintf("%d to %d", c.Low, c.High)
}

// publishedSaid writes when a report was published: "4 June 2021", "June 2021", "no date".
func publishedSaid(p report.Published) string {
	if y, m, d, ok := p.Day(); ok {
		return daySaid(when.DayOf(y, m, d))
	}
	if t, err := time.Parse("2006-01", p.EDTF); err == nil {
		return fmt.Sprintf("%s %d", t.Month(), t.Year())
	}
	return cmp.Or(p.EDTF, "no date")
}

// outletSaid is who published a report, by its own word or by its dateline.
func outletSaid(r *report.Report) string {
	if r.Outlet == "" && r.Dateline != nil && r.Dateline.Agency != "" {
		return r.Dateline.Agency
	}
	return cmp.Or(r.Outlet, "outlet not known")
}

// titleSaid is the title of a report, else its first words.
func titleSaid(r *report.Report) string {
	if title := strings.Join(strings.Fields(r.Title), " "); title != "" {
		return title
	}
	return cmp.Or(clipped(r.Text, 80), "a report without words")
}

// clipped is the beginning of a text, cut between words.
func clipped(text string, most int) string {
	words := strings.Fields(text[:min(len(text), 8*most)])
	out, length := "", 0
	for i, w := range words {
		if length += len([]rune(w)) + 1; length > most+1 && i > 0 {
			return out + "…"
		}
		out = strings.TrimPrefix(out+" "+w, " ")
	}
	return out
}

// webAddress is the address of a report where it is one of the web; anything else, "javascript:" above all, is no link.
func webAddress(address string) string {
	if lower := strings.ToLower(address); strings.HasPrefix(lower, "https://") || strings.HasPrefix(lower, "http://") {
		return address
	}
	return ""
}
