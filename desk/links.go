package desk

import (
	"net/url"
	"strconv"
	"strings"
)

// links makes the addresses of the desk. It keeps what a visitor looks through (the record as known on a day, the day for
// which ledgers are drawn up) on every address that it makes.
type links struct {
	asOf string // as written by the visitor; "" for now
	on   string // the day of ledgers, ISO 8601; "" for today
}

// to makes an address of a path, whose parts are escaped, and of pairs of a name and a value; empty values are left out.
func (l links) to(parts []string, pairs ...string) string {
	address := ""
	for _, p := range parts {
		address += "/" + url.PathEscape(p)
	}
	if address == "" {
		address = "/"
	}
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			query.Add(pairs[i], pairs[i+1])
		}
	}
	if l.asOf != "" {
		query.Set("as-of", l.asOf)
	}
	if l.on != "" {
		query.Set("on", l.on)
	}
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	return address
}

// Page is the address of a page that has no thing of its own: "timeline", "timeline", "track", "prisoners".
func (l links) Page(name string, pairs ...string) string {
	if name == "" {
		return l.to(nil, pairs...)
	}
	return l.to([]string{name}, pairs...)
}

// At is the address of a page below another: "review/log". Parts that a slash may stand in have methods of their own.
func (l links) At(path string, pairs ...string) string {
	return l.to(strings.Split(path, "/"), pairs...)
}

func (l links) Occurrence(id string) string { return l.to([]string{"occurrences", id}) }

// Event is where the account of one report stands: the page of its occurrence, at this account.
func (l links) Event(id string) string     { return l.to([]string{"events", id}) }
func (l links) Quotation(id string) string { return l.to([]string{"quotations", id}) }
func (l links) Report(id string) string    { return l.to([]string{"reports", id}) }

// Actor is the page of an actor, by its id, or by its name when it has none.
func (l links) Actor(id string) string { return l.to([]string{"actors", id}) }
func (l links) Track(id string) string { return l.to([]string{"tracks", id}) }

// Entry is the page of an entry of the ledger.
func (l links) Entry(id string) string { return l.to([]string{"ledger", id}) }

// Rule is the page of an entry of the codebook.
func (l links) Rule(id string) string     { return l.to([]string{"codebook", "entries", id}) }
func (l links) Change(n int64) string     { return l.to([]string{"changes", strconv.FormatInt(n, 10)}) }
func (l links) Outlet(name string) string { return l.to([]string{"reports"}, "outlet", name) }

// Search is the page of what a query finds.
func (l links) Search(query string) string { return l.to([]string{"search"}, "q", query) }

// Export hands out what a query finds, or everything when it is "", in a format of package export.
func (l links) Export(format, query string) string {
	return l.to([]string{"export", format}, "q", query)
}
