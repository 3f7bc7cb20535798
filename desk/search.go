package desk

import (
	"errors"
	"net/http"
	"strings"

	"chancery/access"
	"chancery/query"
	"chancery/record"
)

// searchPage is how many hits a page of what was found shows.
const searchPage = 25

// search is what the page of a query shows.
type search struct {
	Query   string
	Asked   bool // something was asked for
	Wrong   *wrongQuery
	Kinds   []kindTab
	Sorts   []sortLink
	Chips   []conditionChip
	Narrow  []narrowing
	Found   *found
	Fields  []fieldHelp
	Lessons []lesson
	Plain   bool // several bare words: a hint tells how phrases are written
	MaySave bool
}

// kindTab leads to the same question about another kind of thing.
type kindTab struct {
	Name, Href string
	Current    bool
	Why        string // why it cannot be asked so; "" when it can
}

type sortLink struct {
	Name, Href string
	Current    bool
}

// found is a page of what was found.
type found struct {
	Kind  string
	Count string // "12 events", "more than 500 events"
	None  bool
	Notes []string
	Hits  []hitView
	First string // the address of the first page; "" on it
	Next  string
	Start int // the number of the first hit, when it is known
}

// lesson is a query that shows what can be asked.
type lesson struct{ Query, Href, Says string }

// lessons are queries that find something in most records of diplomacy.
var lessons = [...][2]string{
	{"status:offered", "What was offered, by whom and to whom"},
	{"source:USA recipient:ARM,AZE", "What the United States did to Armenia or to Azerbaijan: a comma is “or” within a field"},
	{"track:border-demarcation since:2021-05", "One question under negotiation, from a month on"},
	{"speaker:Aliyev kind:quotations", "Somebody’s words: a surname is enough"},
	{`said:"peace treaty"`, "Who has said these words"},
	{"category:REQUEST -status:actual", "Demands that are not told as done: a minus excludes"},
	{"near:Lachin/50km", "What happened within a distance of a place"},
	{"kind:occurrences party:RUS (party:ARM or party:AZE)", "What happened once, whoever tells of it"},
	{`"technical assistance"`, "Words next to each other in the sentences that an event was read from"},
	{"confidence:<0.5 reviewed:no", "What is unsure and nobody has looked at"},
}

// searchFor is the page of a query: what it finds, or what is wrong with it, or how to ask.
func (d *Desk) searchFor(v *visit) (*page, error) {
	asked := v.URL.Query()
	text := strings.TrimSpace(asked.Get("q"))
	body := &search{Query: text, Asked: text != "" || asked.Has("q") && asked.Get("all") != "", MaySave: v.who.May(access.Save)}
	made := &page{Template: "search", Title: "Search", Section: "search", Body: body, Scripts: []string{"search", "live"}}
	if text != "" {
		made.Title = text + " · Search"
	}
	if !body.Asked {
		body.Fields = fieldHelps()
		for _, l := range lessons {
			body.Lessons = append(body.Lessons, lesson{l[0], v.to.Search(l[0]), l[1]})
		}
		return made, nil
	}
	q, err := query.Parse(text, d.words)
	if err != nil {
		var wrong *query.Error
		if !errors.As(err, &wrong) {
			return nil, err
		}
		body.Wrong, made.Status = v.wrong(wrong), http.StatusBadRequest
		body.Fields = fieldHelps()
		return made, nil
	}
	sort := record.Order(asked.Get("sort"))
	switch sort {
	case "":
		sort = record.ByDay
	case record.ByDay, record.ByAdded:
	case record.ByConfidence:
		if q.Kind == query.Quotations || q.Kind == query.Reports {
			sort = record.ByDay
		}
	default:
		sort = record.ByDay
	}
	result, err := v.view.Find(v.Context(), q, record.Page{Limit: searchPage, Cursor: asked.Get("after"), Sort: sort, Count: true})
	if err != nil {
		return nil, err
	}
	body.Found = v.found(text, &result, sort, asked.Get("after"))
	body.Kinds, body.Sorts, body.Chips = v.kindTabs(q, sort), v.sortLinks(text, q.Kind, sort), v.chips(q)
	body.Narrow = v.narrowings(q, &result)
	body.Plain = len(result.Hits) == 0 && bareWords(q) > 1
	made.Exports = v.exportsOf(q)
	return made, nil
}

// address is that of this search with another part of it changed.
func (v *visit) searchAddress(text string, sort record.Order, after string) string {
	by := string(sort)
	if sort == record.ByDay {
		by = ""
	}
	return v.to.Page("search", "q", text, "sort", by, "after", after)
}

// found gives a page of what was found its words.
func (v *visit) found(text string, result *record.Result, sort record.Order, after string) *found {
	f := &found{Kind: string(result.Kind), Count: counted(result), None: len(result.Hits) == 0 && after == "", Notes: result.Notes}
	if after != "" {
		f.First = v.searchAddress(text, sort, "")
	}
	if result.Next != "" {
		f.Next = v.searchAddress(text, sort, result.Next)
	}
	for i := range result.Hits {
		f.Hits = append(f.Hits, v.hit(&result.Hits[i]))
	}
	return f
}

// counted says how many things there are: "more than 500 events" where counting stopped.
func counted(result *record.Result) string {
	thing := strings.TrimSuffix(string(result.Kind), "s")
	if result.More {
		return "more than " + plural(result.Count, thing)
	}
	return plural(result.Count, thing)
}

// kindTabs lead to the same question about other kinds of things.
func (v *visit) kindTabs(q *query.Query, sort record.Order) []kindTab {
	var tabs []kindTab
	for _, kind := range query.Kinds() {
		tab := kindTab{Name: capital(string(kind)), Current: kind == q.Kind}
		other, err := q.As(kind)
		var wrong *query.Error
		switch {
		case err == nil:
			by := sort
			if by == record.ByConfidence && (kind == query.Quotations || kind == query.Reports) {
				by = record.ByDay
			}
			tab.Href = v.searchAddress(other.String(), by, "")
		case errors.As(err, &wrong):
			reason, _, _ := strings.Cut(wrong.Reason, ",")
			tab.Why = reason
		default:
			tab.Why = "this cannot be asked of " + string(kind)
		}
		tabs = append(tabs, tab)
	}
	return tabs
}

func (v *visit) sortLinks(text string, kind query.Kind, sort record.Order) []sortLink {
	links := []sortLink{
		{"newest day", v.searchAddress(text, record.ByDay, ""), sort == record.ByDay},
		{"added last", v.searchAddress(text, record.ByAdded, ""), sort == record.ByAdded},
	}
	if kind == query.Events || kind == query.Occurrences {
		links = append(links, sortLink{"surest", v.searchAddress(text, record.ByConfidence, ""), sort == record.ByConfidence})
	}
	return links
}

// bareWords counts the words of a query that stand alone.
func bareWords(q *query.Query) (n int) {
	q.Walk(func(node query.Node, _ bool) {
		if _, ok := node.(*query.Words); ok {
			n++
		}
	})
	return n
}

// exportsOf are the forms in which what a query finds is handed out most often.
func (v *visit) exportsOf(q *query.Query) []exportLink {
	text := q.String()
	links := []exportLink{{"CSV", v.to.Export("csv", text)}, {"JSON lines", v.to.Export("jsonl", text)}, {"Parquet", v.to.Export("parquet", text)}}
	if q.Kind == query.Events || q.Kind == query.Occurrences {
		links = append(links, exportLink{"GeoJSON", v.to.Export("geojson", text)})
	}
	return append(links, exportLink{"all formats", v.to.Page("export", "q", text)})
}

// searchRoutes are the addresses of searching.
func (d *Desk) searchRoutes(mux *http.ServeMux) {
	d.get(mux, "GET /search", d.searchFor)
	mux.HandleFunc("GET /search/complete", d.complete)
	d.get(mux, "GET /read", d.tryForm)
	mux.HandleFunc("POST /read", d.readPasted)
}
