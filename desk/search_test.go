package desk

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"chancery/query"
)

// asked gives the page of a query, whatever its status.
func asked(t testing.TB, d *Desk, text string) (page string, status int) {
	t.Helper()
	w := get(t, d, links{}.Search(text))
	return w.Body.String(), w.Code
}

// classed gives the elements of a page with a class.
func classed(t testing.TB, page, name, class string) (found []*html.Node) {
	t.Helper()
	for _, n := range nodes(t, page, name) {
		if slices.Contains(strings.Fields(attribute(n, "class")), class) {
			found = append(found, n)
		}
	}
	return found
}

// TestSearchTeaches opens the page without a query: its examples run, and it lists all fields.
func TestSearchTeaches(t *testing.T) {
	d := exampleDesk(t)
	page := get(t, d, "/search").Body.String()
	finds := 0
	for _, l := range lessons {
		one, status := asked(t, d, l[0])
		if status != http.StatusOK || !strings.Contains(page, html.EscapeString(l[0])) && !strings.Contains(page, "said:") {
			t.Errorf("%s: %d", l[0], status)
		}
		if len(classed(t, one, "li", "hit")) > 0 {
			finds++
		}
	}
	if finds < len(lessons)-2 {
		t.Errorf("only %d of %d examples find something", finds, len(lessons))
	}
	if rows := nodes(t, page, "tr"); len(rows) != len(query.Fields())+1 {
		t.Errorf("%d rows of fields, want %d", len(rows)-1, len(query.Fields()))
	}
}

func TestSearchFinds(t *testing.T) {
	d := exampleDesk(t)
	page, _ := asked(t, d, "status:offered border")
	hits := classed(t, page, "li", "hit")
	if len(hits) == 0 {
		t.Fatal("nothing is found")
	}
	for _, hit := range hits {
		var found, chip, link bool
		for n := range hit.Descendants() {
			switch {
			case n.Data == "mark" && strings.Contains(attribute(n, "class"), "role-found"):
				found = found || strings.EqualFold(textOf(n), "border")
			case n.Data == "span" && attribute(n, "class") == "chip offered":
				chip = true
			case n.Data == "a" && strings.HasPrefix(attribute(n, "href"), "/events/"):
				link = true
			}
		}
		if !found || !chip || !link {
			t.Errorf("a hit without its words (%t), its status (%t) or its address (%t): %s", found, chip, link, textOf(hit))
		}
	}
	if chips := classed(t, page, "span", "condition"); len(chips) != 2 {
		t.Errorf("%d conditions", len(chips))
	}
	for _, n := range nodes(t, page, "a") {
		if attribute(n, "class") == "out" && get(t, d, attribute(n, "href")).Code != http.StatusOK {
			t.Errorf("%s does not lead to a query", attribute(n, "href"))
		}
	}
	if count := classed(t, page, "p", "found-count"); len(count) != 1 || !strings.Contains(textOf(count[0]), "events") {
		t.Error("the number of events is not told")
	}
}

// TestSearchConditions takes conditions out of queries.
func TestSearchConditions(t *testing.T) {
	d := exampleDesk(t)
	for text, want := range map[string][]string{
		"status:offered":                    {""},
		"status:offered border":             {"border", "status:offered"},
		"a or b":                            {""},
		"(a or b) status:offered":           {"status:offered", "a or b"},
		"kind:reports border":               {"kind:reports"},
		"-status:actual as-of:2030-01-01":   {"as-of:2030-01-01", "-status:actual"},
		`source:"European Union" not peace`: {"-peace", `source:"European Union"`},
	} {
		page, status := asked(t, d, text)
		if status != http.StatusOK {
			t.Errorf("%s: %d", text, status)
			continue
		}
		var got []string
		for _, n := range nodes(t, page, "a") {
			if attribute(n, "class") == "out" {
				u, err := url.Parse(attribute(n, "href"))
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, u.Query().Get("q"))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: without each condition %q, want %q", text, got, want)
		}
	}
}

// TestSearchWrong shows queries that make no sense: what is wrong is marked, and what may have been meant can be asked.
func TestSearchWrong(t *testing.T) {
	d := exampleDesk(t)
	for _, test := range []struct {
		query, wrong string
		instead      []string
	}{
		{"source:USA sorce:RUS", "sorce", []string{"source:USA source:RUS"}},
		{"status:ofered", "ofered", []string{"status:offered"}},
		{"status:offered said:peace category:AGREE", "status", nil},
		{"category:CONSULTT", "CONSULTT", []string{"category:CONSULT"}},
		{"country:Armennia border", "Armennia", []string{"country:Armenia border"}},
		{"(a or b", "(", []string{"(a or b)"}},
		{"a or", "", nil},
		{"since:yesterday", "yesterday", nil},
		{"confidence:>1.5", ">1.5", nil},
		{"sorce:RUS sttus:offered", "sorce", []string{"source:RUS sttus:offered"}},
		{"kind:reports status:offered", "status", nil},
		{"talks:tonight", "talks", []string{`"talks:tonight"`}},
	} {
		page, status := asked(t, d, test.query)
		if status != http.StatusBadRequest {
			t.Errorf("%s: %d", test.query, status)
			continue
		}
		marked := classed(t, page, "span", "wrong")
		if len(marked) != 1 || textOf(marked[0]) != test.wrong && test.wrong != "" {
			t.Errorf("%s: marked %d", test.query, len(marked))
			for _, m := range marked {
				t.Logf("%q", textOf(m))
			}
		}
		whole := classed(t, page, "p", "wrong-query")
		if len(whole) != 1 || strings.TrimSpace(textOf(whole[0])) != test.query {
			t.Errorf("%s: the query is not shown", test.query)
		}
		var instead []string
		for _, n := range classed(t, page, "a", "instead") {
			instead = append(instead, textOf(n))
			if u, err := url.Parse(attribute(n, "href")); err != nil || u.Query().Get("q") != textOf(n) {
				t.Errorf("%s: %s leads to %s", test.query, textOf(n), attribute(n, "href"))
			}
		}
		if !slices.Equal(instead, test.instead) && test.instead != nil {
			t.Errorf("%s: offered %q, want %q", test.query, instead, test.instead)
		}
		input := nodes(t, page, "input")
		if !slices.ContainsFunc(input, func(n *html.Node) bool {
			return attribute(n, "id") == "query" && attribute(n, "aria-invalid") == "true"
		}) {
			t.Errorf("%s: the box does not say that it is wrong", test.query)
		}
	}
}

// TestSearchPages goes through all pages of what is found: each thing comes once.
func TestSearchPages(t *testing.T) {
	d := exampleDesk(t)
	for _, text := range []string{"kind:events", "kind:quotations", "kind:occurrences", "kind:reports"} {
		for _, sort := range []string{"", "added"} {
			seen := map[string]bool{}
			address := "/search?q=" + url.QueryEscape(text) + "&sort=" + sort
			pages := 0
			for address != "" {
				page := get(t, d, address).Body.String()
				pages++
				for _, hit := range classed(t, page, "p", "sentence") {
					for n := range hit.Descendants() {
						if n.Data == "a" {
							if href := attribute(n, "href"); seen[href] {
								t.Errorf("%s: %s comes twice", text, href)
							} else {
								seen[href] = true
							}
						}
					}
				}
				address = ""
				for _, n := range nodes(t, page, "a") {
					if attribute(n, "rel") == "next" {
						address = attribute(n, "href")
					}
				}
				if pages == 1 && !strings.Contains(page, text[5:]) {
					t.Errorf("%s: not told of what kind", text)
				}
			}
			if len(seen) < 30 || pages < 2 {
				t.Errorf("%s: %d things on %d pages", text, len(seen), pages)
			}
		}
	}
	if w := get(t, d, "/search?q=border&after=nonsense"); w.Code != http.StatusBadRequest {
		t.Errorf("a cursor that is none: %d", w.Code)
	}
}

// TestSearchNarrows follows what a page offers: each leaves something, and less than before.
func TestSearchNarrows(t *testing.T) {
	d := exampleDesk(t)
	for _, text := range []string{"kind:events", "status:actual or status:planned", "kind:quotations"} {
		page, _ := asked(t, d, text)
		before := textOf(classed(t, page, "p", "found-count")[0])
		narrow := classed(t, page, "p", "narrow")
		if len(narrow) != 1 {
			t.Fatalf("%s: nothing is offered", text)
		}
		n := 0
		for a := range narrow[0].Descendants() {
			if a.Data != "a" {
				continue
			}
			n++
			less := get(t, d, attribute(a, "href"))
			if less.Code != http.StatusOK || len(classed(t, less.Body.String(), "li", "hit")) == 0 {
				t.Errorf("%s: %s finds nothing", text, attribute(a, "href"))
			} else if after := textOf(classed(t, less.Body.String(), "p", "found-count")[0]); after == before {
				t.Errorf("%s: %s leaves %s", text, attribute(a, "href"), after)
			}
		}
		if n == 0 {
			t.Errorf("%s: nothing is offered", text)
		}
	}
}

// TestComplete asks how queries can go on; the caret stands at the stroke.
func TestComplete(t *testing.T) {
	d := exampleDesk(t)
	for _, test := range []struct{ query, with, want, not string }{
		{"|", "", "source:", ""},
		{"sta|", "", "status:", "source:"},
		{"border -sta|", "border -", "status:", ""},
		{"(sou|", "(", "source.sector:", ""},
		{"since|", "", "published-since:", ""},
		{"status:o|", "status:", "offered", ""},
		{"status:offered,pl|", "status:offered,", "planned", ""},
		{"status:off| border", "status:", "offered", ""},
		{"category:|", "category:", "CONSULT", ""},
		{"category:speak|", "category:", "CONSULT", ""},
		{"source:arm|", "source:", "ARM", ""},
		{"country:geor|", "country:", "GEO", "GEOGOV"},
		{"speaker:aliy|", "speaker:", `"Ilham Aliyev"`, ""},
		{`source:"European U|`, "source:", "IGO:eu", ""},
		{"track:bord|", "track:", "border-demarcation", ""},
		{"sector:mil|", "sector:", "MIL", ""},
		{"kind:|", "kind:", "occurrences", ""},
		{"since:2021|", "since:", "2021-01", ""},
		{"sorce:USA|", "", "source:USA", ""},
		{"outlet:cont|", "outlet:", `"Continental News"`, ""},
		{`said:"sta|`, "said:", "", "status:"},
	} {
		before, after, _ := strings.Cut(test.query, "|")
		address := "/search/complete?" + url.Values{"q": {before + after}, "at": {itoa(utf8.RuneCountInString(before))}}.Encode()
		w := get(t, d, address)
		var got completed
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
			t.Fatalf("%s: %d %v", test.query, w.Code, err)
		}
		has := func(text string) bool {
			return slices.ContainsFunc(got.Items, func(c completion) bool { return c.Text == text })
		}
		if test.want != "" && !has(test.want) || test.not != "" && has(test.not) {
			t.Errorf("%s: %+v", test.query, got.Items)
		}
		if stays := string([]rune(before + after)[:got.From]); stays != test.with {
			t.Errorf("%s: replaces what stands after %q, want %q", test.query, stays, test.with)
		}
		for _, c := range got.Items {
			if c.Says == "" {
				t.Errorf("%s: %s is not explained", test.query, c.Text)
			}
			whole := string([]rune(before + after)[:got.From]) + c.Text
			if strings.HasSuffix(c.Text, ":") || strings.HasPrefix(whole, "(") {
				continue
			}
			if _, err := query.Parse(whole, d.words); err != nil {
				t.Errorf("%s: leads to %s, which makes no sense: %v", test.query, whole, err)
			}
		}
	}
}

func itoa(n int) string {
	b, _ := json.Marshal(n)
	return string(b)
}

// FuzzWordAt finds the word at each place of a query: it lies within the query, around the caret.
func FuzzWordAt(f *testing.F) {
	for _, s := range []string{"", "source:USA -status:offered", `said:"a b" (c or d)`, "a,b:,c", "“x” „y", "near:\"40.4,49.9/30km\"", "\xff\"é:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			text = strings.ToValidUTF8(text, "?")
		}
		for at := range len(text) + 1 {
			if at < len(text) && !utf8.RuneStart(text[at]) {
				continue
			}
			w := wordAt(text, at)
			if w.start < 0 || w.start > at || w.end < at || w.end > len(text) || !utf8.ValidString(text[:w.start]) || !utf8.ValidString(text[:w.end]) {
				t.Fatalf("%q at %d: %+v", text, at, w)
			}
		}
	})
}

// TestSearchPast asks as of a day before anything was known.
func TestSearchPast(t *testing.T) {
	d := exampleDesk(t)
	for _, address := range []string{"/search?q=border&as-of=2020-01-01", "/search?q=border+as-of:2020-01-01"} {
		if page := get(t, d, address).Body.String(); len(classed(t, page, "div", "empty")) != 1 || len(classed(t, page, "li", "hit")) > 0 {
			t.Errorf("%s finds something", address)
		}
	}
}

// TestSearchHostile shows hostile reports among what is found, in feeds and lists: as text.
func TestSearchHostile(t *testing.T) {
	d := hostileDesk(t)
	if _, err := d.searches.Add(t.Context(), hostileName, "kind:reports", "<b>ann</b>"); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{
		"/search?q=kind:events", "/search?q=kind:quotations", "/search?q=kind:reports", "/search?q=kind:reports+script", "/search?q=" + escaped(hostile), "/search?q=said:" + escaped(hostile),
		"/reports", "/reports?show=outlets", "/reports?show=failed", "/reports?outlet=" + escaped(hostile+"2024-01-10"), "/reports?words=" + escaped(hostile),
		"/searches", links{}.to([]string{"searches", hostileName}), "/export?q=" + escaped(hostile),
	} {
		w := get(t, d, address)
		if w.Code != http.StatusOK && w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", address, w.Code)
		}
		for _, n := range nodes(t, w.Body.String(), "") {
			if n.Data == "img" || n.Data == "b" || n.Data == "svg" || n.Data == "script" && attribute(n, "src") == "" {
				t.Errorf("%s: a report made an element %s", address, n.Data)
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
					t.Errorf("%s: <%s %s=%q>", address, n.Data, a.Key, a.Val)
				}
			}
		}
	}
}

const hostileName = `"><script>alert(8)<script>{{.}}`
