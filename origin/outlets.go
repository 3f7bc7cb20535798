package origin

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
	"unicode"

	"chancery/codebook"
	"chancery/report"
)

// Outlets knows news agencies, newspapers and broadcasters by all their names. It does not change after loading and is
// safe for any number of goroutines.
type Outlets struct {
	byName map[string]known // folded names
	most   int              // words in the longest name
}

// known is an outlet of the codebook.
type known struct {
	id, name string
	agency   bool
	weak     bool // an outlet only in a credit line or dateline: "Trend"
}

// Load reads the outlets of a codebook: the tables of its folder actors whose first column is called outlet
// (codebook/actors/README.md). A later row replaces an earlier one of the same id. Mistakes in the tables are found by
// package actor, which reads all of them; here only what cannot be read at all is an error.
func Load(book *codebook.Book) (*Outlets, error) {
	type entry struct{ values map[string]string }
	var order []string
	rows := map[string]entry{}
	for _, file := range book.Files("actors", ".tsv") {
		data, err := book.Read(file)
		if err != nil {
			return nil, fmt.Errorf("outlets: %w: %w", codebook.ErrCodebook, err)
		}
		var columns []string
		for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
			line = strings.TrimRight(line, " \t\r\n")
			if line == "" || line[0] == '#' {
				continue
			}
			cells := strings.Split(line, "\t")
			if columns == nil {
				if columns = cells; cells[0] != "outlet" {
					break
				}
				continue
			}
			values := map[string]string{}
			for i, cell := range cells {
				if i < len(columns) {
					values[columns[i]] = strings.TrimSpace(cell)
				}
			}
			id := cells[0]
			if _, ok := rows[id]; !ok {
				order = append(order, id)
			}
			rows[id] = entry{values}
		}
	}
	o := &Outlets{byName: make(map[string]known, 4*len(order))}
	enter := func(name string, k known) {
		folded := foldName(name)
		if _, taken := o.byName[folded]; folded == "" || taken {
			return
		}
		o.byName[folded] = k
		o.most = max(o.most, strings.Count(folded, " ")+1)
	}
	for _, id := range order {
		values := rows[id].values
		if values["name"] == "-" {
			continue
		}
		k := known{id: id, name: values["name"], agency: values["kind"] == "agency"}
		enter(k.name, k)
		for name := range strings.SplitSeq(values["names"], ";") {
			enter(name, k)
		}
		k.weak = true
		for name := range strings.SplitSeq(values["weak"], ";") {
			enter(name, k)
		}
	}
	return o, nil
}

var shipped = sync.OnceValues(func() (*Outlets, error) { return Load(codebook.Shipped()) })

// Shipped gives the outlets of the codebook that is compiled in.
func Shipped() (*Outlets, error) { return shipped() }

// Identify gives the identity and the usual name of an outlet or agency by any of its spellings, or by its address:
// "Itar-Tass", "TASS news agency" and "https://tass.com" are all OUT:tass. One that the codebook does not know is
// identified by its name, so that "Meridian Wire" and "MERIDIAN WIRE" are one. Both are "" when name holds no letter
// and no figure.
func (o *Outlets) Identify(name string) (id, usual string) {
	if k, ok := o.find(name); ok {
		return k.id, k.name
	}
	written := name
	if host := hostOf(name); host != "" {
		written = host
	}
	slug := strings.ReplaceAll(foldName(written), " ", "-")
	if slug == "" {
		return "", ""
	}
	return "name:" + slug, strings.Join(strings.Fields(written), " ")
}

// Agency reports whether a name is that of a news agency in the codebook.
func (o *Outlets) Agency(name string) bool {
	k, ok := o.find(name)
	return ok && k.agency
}

// find looks a name up.
func (o *Outlets) find(name string) (known, bool) {
	if k, ok := o.byName[foldName(name)]; ok {
		return k, true
	}
	if host := hostOf(name); host != "" {
		if k, ok := o.byName[foldName(host)]; ok {
			return k, true
		}
		label, _, _ := strings.Cut(host, ".")
		if k, ok := o.byName[label]; ok && len(label) > 2 {
			return k, true
		}
		return known{}, false
	}
	folded := foldName(name)
	for _, tail := range [...]string{" news agency", " information agency", " state news agency", " agency", " news", " newspaper", " website", " correspondent", " radio", " tv"} {
		if short, ok := strings.CutSuffix(folded, tail); ok {
			if k, ok := o.byName[short]; ok {
				return k, true
			}
		}
	}
	return known{}, false
}

// outletOf identifies who published a report: by the outlet's name, else by the address.
func (o *Outlets) outletOf(r *report.Report) (id, name string) {
	if r.Outlet != "" {
		return o.Identify(r.Outlet)
	}
	if host := hostOf(r.URL); host != "" {
		return o.Identify(host)
	}
	return "", ""
}

// hostOf gives the host of an address without "www.", and "" for what is none.
func hostOf(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, " \t") || !strings.Contains(s, ".") {
		return ""
	}
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || !strings.Contains(u.Host, ".") || strings.HasSuffix(u.Host, ".") {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// foldName makes spellings of a name one: small letters, no accents of Latin letters, no article, and a single space
// for whatever stands between words. Full stops and apostrophes are left out: "A.P.", "People's Daily".
func foldName(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range s {
		switch {
		case r == '.' || r == '\'' || r == '’':
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			if plain, ok := accents[unicode.ToLower(r)]; ok {
				b.WriteString(plain)
			} else {
				b.WriteRune(unicode.ToLower(r))
			}
		default:
			gap = true
		}
	}
	return strings.TrimPrefix(b.String(), "the ")
}

// accents gives the plain form of letters that outlets' names are written with and without.
var accents = map[rune]string{'á': "a", 'à': "a", 'â': "a", 'ä': "a", 'ã': "a", 'å': "a", 'ç': "c", 'č': "c", 'ć': "c", 'é': "e", 'è': "e", 'ê': "e", 'ë': "e",
	'ğ': "g", 'í': "i", 'ì': "i", 'î': "i", 'ï': "i", 'ı': "i", 'ñ': "n", 'ó': "o", 'ò': "o", 'ô': "o", 'ö': "o", 'õ': "o", 'ø': "o", 'ş': "s", 'š': "s",
	'ú': "u", 'ù': "u", 'û': "u", 'ü': "u", 'ý': "y", 'ž': "z", 'ə': "a", 'ł': "l"}
