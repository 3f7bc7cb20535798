package place

import (
	"strings"
)

// Hints is what is known of a report besides the places that it names. The zero value is no hint.
type Hints struct {
	// Countries are ISO 3166-1 alpha-3 codes of the countries that the report is about: of its actors, its
	// dateline. A country may stand there several times and then weighs more.
	Countries []string
	Outlet    string // name of the outlet: "Gainesville Times"
	URL       string // its top-level domain tells the country of a local outlet
	// Surroundings asks for the coordinates of the places named beside it for a place that the gazetteer lacks.
	// Such mentions have coordinates but no name and are not Resolved.
	Surroundings bool
}

// english reports whether English is the language of a country's local news.
func (r *resolver) english(country int32) bool {
	if country < 0 {
		return false
	}
	switch r.g.file.Code(int(country)).Alpha3 {
	case "USA", "GBR", "CAN", "AUS", "IRL", "NZL", "ZAF":
		return true
	}
	return false
}

// americanisms counts, up to six, the words of a text that belong to life in the United States. Local news there
// rarely says in which country it plays: "Dublin City Council members … the school district" is not of Ireland.
func americanisms(text string) (n int) {
	for _, word := range [...]string{"heriff", "chool district", "chool board", "igh School", "ighway ", "nterstate", "tate police", "State Police", " County", "state trooper",
		"downtown", "county attorney", "Ave.", "Blvd", "neighborhood"} {
		if n < 6 && strings.Contains(text, word) {
			n++
		}
	}
	return n
}

// namesOutlet reports whether an outlet without a country of its own is called after the place: parisbeacon.com.
func namesOutlet(g *group, local string) bool {
	if len(g.folded) < 5 || strings.Contains(g.folded, " ") || len(g.candidates) == 0 || g.candidates[0].people {
		return false
	}
	return strings.Contains(local, g.folded)
}

// ofEnglish prefers the candidates of countries that read English: there is no Paris Beacon in France.
func (r *resolver) ofEnglish(g *group) {
	for k := range g.candidates {
		c := &g.candidates[k]
		if c.kind != Country && r.english(c.country) {
			g.prior[k] += 2
		}
	}
}

// host returns the host of a URL whose top-level domain is no country's, "" for others.
func host(url string) string {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		rest = url
	}
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, ":")
	host = strings.ToLower(host)
	for _, tld := range [...]string{".com", ".net", ".org"} {
		if strings.HasSuffix(host, tld) {
			return host
		}
	}
	return ""
}

// countryOfURL returns the country of a URL's top-level domain, -1 when it has none.
func (g *Gazetteer) countryOfURL(url string) int32 {
	_, rest, ok := strings.Cut(url, "://")
	if !ok {
		rest = url
	}
	host, _, _ := strings.Cut(rest, "/")
	host, _, _ = strings.Cut(host, ":")
	dot := strings.LastIndexByte(host, '.')
	if dot < 0 || len(host)-dot != 3 {
		return -1
	}
	tld := strings.ToUpper(host[dot+1:])
	switch tld {
	case "UK":
		tld = "GB"
	case "TV", "ME", "IO", "CO", "AI", "FM", "CC", "WS", "TO", "LY", "IS", "EU": // sold all over the world
		return -1
	}
	if c, ok := g.alpha2[tld]; ok {
		return c
	}
	return -1
}
