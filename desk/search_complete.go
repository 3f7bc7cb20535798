package desk

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"chancery/event"
	"chancery/query"
)

// fieldHelp is a field of the query language as a page explains it.
type fieldHelp struct {
	Name, Help, Example, Of string
}

// fieldHelps lists the fields that a query can ask for.
func fieldHelps() []fieldHelp {
	var out []fieldHelp
	for _, f := range query.Fields() {
		h := fieldHelp{Name: f.Name, Help: f.Help, Example: f.Example}
		if len(f.Kinds) < len(query.Kinds()) {
			kinds := make([]string, len(f.Kinds))
			for i, k := range f.Kinds {
				kinds[i] = string(k)
			}
			h.Of = strings.Join(kinds, ", ")
		}
		out = append(out, h)
	}
	return out
}

// mostCompletions is how many completions are offered at once.
const mostCompletions = 12

// completion is one way to go on with a query.
type completion struct {
	Text  string `json:"text"`            // what is put in the place of what stands from From to To
	Label string `json:"label,omitempty"` // how it is called, when the text does not say it: the name of an actor
	Says  string `json:"says"`            // what it means
}

// completed is the answer of /search/complete. From and To count characters of the query.
type completed struct {
	From  int          `json:"from"`
	To    int          `json:"to"`
	Field string       `json:"field,omitempty"` // whose values these are
	Items []completion `json:"items"`
}

// complete answers GET /search/complete?q=&at=: how the query can go on at a character.
func (d *Desk) complete(w http.ResponseWriter, r *http.Request) {
	text := r.URL.Query().Get("q")
	at := utf8.RuneCountInString(text)
	if n, err := strconv.Atoi(r.URL.Query().Get("at")); err == nil && n >= 0 && n < at {
		at = n
	}
	out, err := d.completeQuery(r.Context(), text, at)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, out)
}

// word is where in a query somebody writes: a field, or a value of one.
type queryWord struct {
	start, end int    // bytes of what a completion replaces
	field      string // "" for where a condition begins
	typed      string // up to the caret, without quotation marks
}

// wordAt finds what is being written at a byte of a query. It is lenient where the parser is not: the query is unfinished.
func wordAt(text string, at int) queryWord {
	start, quoted := 0, false
	field := ""
	for i, c := range text[:at] {
		next := i + utf8.RuneLen(c)
		switch {
		case c == '"' || c == '“' || c == '”' || c == '„':
			quoted = !quoted
		case quoted:
		case c == ' ' || c == '\t' || c == '\n' || c == '\u00a0' || c == '(' || c == ')':
			start, field = next, ""
		case c == '-' && i == start && field == "":
			start = next
		case c == ':' && field == "":
			field, start = text[start:i], next
		case c == ',' && field != "":
			start = next
		}
	}
	end := at
	for end < len(text) {
		c, size := utf8.DecodeRuneInString(text[end:])
		if quoted && (c == '"' || c == '”') {
			end += size
			break
		}
		if !quoted && (c == ' ' || c == ',' || c == '(' || c == ')' || c == ':' && field == "") {
			if c == ':' {
				end += size
			}
			break
		}
		end += size
	}
	if quoted && end == len(text) && !strings.HasSuffix(text[start:], `"`) {
		end = at // the mark is not closed yet: what follows belongs to other conditions
	}
	return queryWord{start, end, strings.ToLower(field), strings.Trim(text[start:at], `"“”„`)}
}

// completeQuery gives how a query can go on at a character.
func (d *Desk) completeQuery(ctx context.Context, text string, at int) (completed, error) {
	byteAt := len(text)
	for i := range text {
		if at == 0 {
			byteAt = i
			break
		}
		at--
	}
	w := wordAt(text, byteAt)
	out := completed{From: utf8.RuneCountInString(text[:w.start]), To: utf8.RuneCountInString(text[:w.end]), Field: w.field, Items: []completion{}}
	if w.field == "" {
		out.Items = append(out.Items, completeFields(w.typed)...)
		return out, nil
	}
	i := slices.IndexFunc(query.Fields(), func(f query.Field) bool { return f.Name == w.field })
	if i < 0 {
		for _, near := range query.Nearest(w.field, fieldNamesAll()) {
			out.Items = append(out.Items, completion{Text: near + ":" + w.typed, Says: "instead of " + w.field})
		}
		out.From = utf8.RuneCountInString(text[:w.start-len(w.field)-1])
		return out, nil
	}
	items, err := d.completeValues(ctx, &query.Fields()[i], w.typed)
	out.Items = append(out.Items, items...)
	return out, err
}

func fieldNamesAll() []string {
	var names []string
	for _, f := range query.Fields() {
		names = append(names, f.Name)
	}
	return names
}

// completeFields gives the fields that begin so, then those in which a part begins so.
func completeFields(typed string) []completion {
	typed = strings.ToLower(typed)
	var out []completion
	for _, whole := range []bool{true, false} {
		for _, f := range query.Fields() {
			begins := strings.HasPrefix(f.Name, typed)
			if begins == whole && (begins || typed != "" && (strings.Contains(f.Name, "-"+typed) || strings.Contains(f.Name, "."+typed))) {
				out = append(out, completion{Text: f.Name + ":", Says: f.Help})
			}
		}
	}
	if typed != "" && len(out) > mostCompletions {
		out = out[:mostCompletions]
	}
	return out
}

// valued gives a value quotation marks where it needs them.
func valued(value string) string {
	if strings.ContainsAny(value, " ,()\"") {
		return literalValue(value)
	}
	return value
}

// completeValues gives values of a field that begin so, with what they mean.
func (d *Desk) completeValues(ctx context.Context, f *query.Field, typed string) ([]completion, error) {
	switch f.Takes {
	case query.ActorValue:
		return d.completeActors(typed, func(*named) bool { return true }), nil
	case query.CountryValue:
		return d.completeActors(typed, func(n *named) bool { return n.What == "state" }), nil
	case query.SectorValue:
		return listed(sectorMeanings[:], typed), nil
	case query.DayValue:
		return d.completeDays(f, typed), nil
	case query.NumberValue:
		return listed(numberMeanings(f.Name), typed), nil
	case query.NearValue:
		return []completion{{Text: "Baku/100km", Says: "within 100 kilometres of a place"}, {Text: `"40.4,49.9/30km"`, Says: "within a distance of coordinates"}}, nil
	case query.DirectiveValue:
		if f.Name == "as-of" {
			return d.completeDays(f, typed), nil
		}
	case query.NameValue:
		return d.completeOutlets(ctx, f, typed), nil
	}
	values, err := d.words.Values(f.Name)
	if err != nil {
		return nil, fmt.Errorf("complete %s: %w", f.Name, err)
	}
	list := make([]completion, 0, len(values))
	for _, value := range values {
		list = append(list, completion{Text: value, Says: d.valueMeaning(f.Name, value)})
	}
	return listed(list, typed), nil
}

// listed gives those of a list that begin so, then those whose meaning has a word that does.
func listed(list []completion, typed string) []completion {
	start := strings.ToLower(typed)
	var out []completion
	for _, whole := range []bool{true, false} {
		for _, c := range list {
			begins := strings.HasPrefix(strings.ToLower(c.Text), start)
			means := len(start) >= 3 && strings.Contains(" "+strings.ToLower(c.Says), " "+start)
			if begins == whole && (begins || means) && len(out) < 3*mostCompletions {
				out = append(out, c)
			}
		}
	}
	return out
}

// completeActors gives actors whose names begin so, then those in whose names a later word does.
func (d *Desk) completeActors(typed string, fits func(*named) bool) []completion {
	start := looked(typed)
	var out []completion
	people := d.people()
	add := func(n *named) {
		text := n.ID
		if n.What == "person" || text == "" {
			text = valued(n.Name)
		}
		c := completion{Text: text, Says: n.What}
		if text == n.ID && n.Name != n.ID {
			c.Label = n.Name
		} else if n.ID != "" {
			c.Says += ", " + n.ID
		}
		if !slices.ContainsFunc(out, func(o completion) bool { return o.Text == c.Text }) {
			out = append(out, c)
		}
	}
	for _, how := range []func(n *named) bool{
		func(n *named) bool { return start != "" && strings.EqualFold(n.ID, start) },
		func(n *named) bool { return strings.HasPrefix(n.folded, start) },
		func(n *named) bool { return start != "" && strings.Contains(n.folded, " "+start) },
	} {
		for i := range people {
			if len(out) >= mostCompletions {
				return out
			}
			if fits(&people[i]) && how(&people[i]) {
				add(&people[i])
			}
		}
	}
	return out
}

// completeDays shows how days are written, with the days of the desk.
func (d *Desk) completeDays(f *query.Field, typed string) []completion {
	today := d.today()
	list := []completion{
		{Text: fmt.Sprintf("%04d", today.Year), Says: "a year"},
		{Text: fmt.Sprintf("%04d-%02d", today.Year, today.Month), Says: "a month"},
		{Text: today.String(), Says: "a day"},
	}
	if f.Name == "on" {
		list = append(list, completion{Text: today.Add(-7).String() + "/" + today.String(), Says: "from one day to another"})
	}
	out := listed(list, typed)
	if len(out) > 0 {
		return out
	}
	// A year that is written goes on with its months.
	if len(typed) >= 4 && len(typed) <= 7 {
		if year, err := strconv.Atoi(typed[:4]); err == nil {
			for month := 1; month <= 12; month++ {
				if text := fmt.Sprintf("%04d-%02d", year, month); strings.HasPrefix(text, typed) {
					out = append(out, completion{Text: text, Says: "a month"})
				}
			}
		}
	}
	return out
}

// completeOutlets gives the outlets of the record that begin so.
func (d *Desk) completeOutlets(ctx context.Context, f *query.Field, typed string) []completion {
	if f.Name == "language" {
		return listed([]completion{{Text: "en", Says: "English"}}, typed)
	}
	var list []completion
	for _, o := range d.outletNames(ctx) {
		list = append(list, completion{Text: valued(o.Name), Says: plural(o.Reports, "report")})
	}
	start := strings.ToLower(typed)
	var out []completion
	for _, c := range list {
		if strings.HasPrefix(strings.ToLower(strings.Trim(c.Text, `"`)), start) && len(out) < mostCompletions {
			out = append(out, c)
		}
	}
	return out
}

// valueMeaning says what a value of a list means.
func (d *Desk) valueMeaning(field, value string) string {
	switch field {
	case "category":
		return categoryMeaning(event.Category(value)).Meaning
	case "status":
		return statusMeaning(event.Status(value)).Meaning
	case "track":
		return d.trackTitle(value)
	case "cameo":
		for _, c := range d.Reader.Vocabulary().Codes {
			if c.CAMEO == value {
				return c.Label
			}
		}
	}
	if means := shortMeanings[field+":"+value]; means != "" {
		return means
	}
	return strings.ReplaceAll(strings.ReplaceAll(value, "_", " "), "-", " ")
}

// shortMeanings say what the values of short lists mean.
var shortMeanings = map[string]string{
	"quad:1": "verbal cooperation", "quad:2": "material cooperation", "quad:3": "verbal conflict", "quad:4": "material conflict",
	"medium:letter": "in writing to somebody", "medium:call": "by telephone", "medium:meeting": "face to face", "medium:visit": "during a visit",
	"medium:briefing": "to the press", "medium:statement": "in a statement", "medium:interview": "in an interview", "medium:decree": "by decree",
	"stance:asserts": "one of the voices says so", "stance:denies": "one of the voices denies it", "stance:doubts": "one of the voices doubts it",
	"historical:yes": "only what is told as background", "historical:no": "without what is told as background",
	"reviewed:yes": "somebody looked at it", "reviewed:no": "nobody has looked at it", "reviewed:accepted": "found right", "reviewed:rejected": "found wrong; left out otherwise",
	"reviewed:corrected": "put right by hand",
	"kind:events":        "what one report tells that somebody did", "kind:quotations": "somebody’s words", "kind:occurrences": "what happened once, whoever tells of it",
	"kind:reports": "news items",
}

// sectorMeanings are the sectors in words.
var sectorMeanings = [...]completion{
	{Text: "GOV", Says: "government"}, {Text: "MIL", Says: "military"}, {Text: "COP", Says: "police"}, {Text: "SPY", Says: "intelligence services"},
	{Text: "JUD", Says: "courts"}, {Text: "LEG", Says: "parliament"}, {Text: "OPP", Says: "opposition"}, {Text: "PTY", Says: "political party"},
	{Text: "REB", Says: "rebels"}, {Text: "UAF", Says: "unidentified armed forces"}, {Text: "PKO", Says: "peacekeepers"}, {Text: "IGO", Says: "body of states"},
	{Text: "NGO", Says: "organisation of citizens"}, {Text: "CVL", Says: "civilians"}, {Text: "REF", Says: "refugees"}, {Text: "JRN", Says: "journalists"},
	{Text: "MED", Says: "health"}, {Text: "EDU", Says: "education"}, {Text: "REL", Says: "religion"}, {Text: "LAB", Says: "labour"},
	{Text: "BUS", Says: "business"}, {Text: "AGR", Says: "farming"}, {Text: "CRM", Says: "crime"}, {Text: "ELI", Says: "elites"},
	{Text: "IMG", Says: "militants across borders"}, {Text: "SET", Says: "settlers"}, {Text: "MNC", Says: "corporations of several countries"},
	{Text: "HRI", Says: "human rights"}, {Text: "DEV", Says: "development"}, {Text: "UIS", Says: "unidentified"},
}

func numberMeanings(field string) []completion {
	if field == "confidence" {
		return []completion{{Text: ">=0.7", Says: "surer than most"}, {Text: "<0.5", Says: "unsure"}}
	}
	return []completion{{Text: ">=1", Says: "at least one"}, {Text: ">10", Says: "more than ten"}}
}
