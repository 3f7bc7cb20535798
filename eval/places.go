package eval

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/place"
	"chancery/report"
	"chancery/syntax"
)

// PlacesArticle is one article of a corpus of geocoded places: LGL, TR-News, GeoWebNews or GeoVirus.
type PlacesArticle struct {
	ID, Title, Domain, URL string
	Text                   string
	Places                 []GoldPlace
}

// GoldPlace is a name of a place as the annotators marked it. Lat and Lon count when Located.
type GoldPlace struct {
	report.Span
	Phrase   string
	Located  bool
	Lat, Lon float64
	// NoName is set for what GeoWebNews marks beside names: "the village", "Kenyan", "English". It is neither asked for as
	// a mention nor held against what was found.
	NoName bool
}

// PlacesScore is what Places finds.
//
// The metrics are those of Gritta, Pilehvar and Collier, "A pragmatic guide to geoparsing evaluation" (2020):
// mention_f1 compares the spans that were found in plain text with the annotated ones, exactly; acc161 is the share
// of the located gold places that, with their spans given, come to lie within 161 km (100 miles) of the gold
// coordinates, where a place that is not resolved counts as wrong; median_km is the median of the distances, over
// the resolved ones.
type PlacesScore struct {
	MentionPrecision, MentionRecall, MentionF1 float64 // per cent; 0 without an analyser
	Accuracy161                                float64 // per cent
	// Known161 is Accuracy161 without the guesses for places that the gazetteer lacks, which get the coordinates of
	// the places named beside them.
	Known161 float64
	MedianKm float64
	Articles int
	Gold     int // located gold places
}

// PlaceMistake is a place that was set more than 161 km off, or a mention that was missed or found where none is.
type PlaceMistake struct {
	Kind                     string // PlaceFar, PlaceMissed or PlaceWrong
	Article, Phrase, Context string
	Given                    place.Place
	Resolved                 bool
	Kilometres               float64
	GoldLat, GoldLon         float64
}

// The kinds of mistakes about places.
const (
	PlaceFar    = "is set far off or not set:"
	PlaceMissed = "missed:"
	PlaceWrong  = "wrong, no place is marked there:"
)

// PlacesOptions says what Places may know.
type PlacesOptions struct {
	// Hints gives the resolver the outlet's address that the corpus tells.
	Hints bool
	// Analyse and Actors, when given, find mentions in the plain text.
	Analyse func(text string, blocks []report.Block) *syntax.Document
	Actors  func(*syntax.Document, *report.Report) []actor.Mention
	Errors  bool // collect Mistakes
}

// Lines returns the figures, a line each, as "metric value" with two decimals: the task's own first.
func (s *PlacesScore) Lines() []string {
	return []string{
		fmt.Sprintf("mention_f1 %.2f", s.MentionF1), fmt.Sprintf("acc161 %.2f", s.Accuracy161), fmt.Sprintf("median_km %.2f", s.MedianKm),
		fmt.Sprintf("mention_precision %.2f", s.MentionPrecision), fmt.Sprintf("mention_recall %.2f", s.MentionRecall),
		fmt.Sprintf("acc161_known %.2f", s.Known161), fmt.Sprintf("places %d", s.Gold),
	}
}

// Places scores a gazetteer on articles.
func Places(g *place.Gazetteer, articles []PlacesArticle, options PlacesOptions) PlacesScore {
	scorer := PlacesScorer{Gazetteer: g, Options: options}
	for i := range articles {
		scorer.Add(&articles[i])
	}
	return scorer.Score()
}

// PlacesScorer scores article by article.
type PlacesScorer struct {
	Gazetteer   *place.Gazetteer
	Options     PlacesOptions
	articles    int
	located     int // gold places with coordinates
	near, known int
	gold, found int // mentions
	agreeing    int
	distances   []float64
}

// Add scores one more article and returns its mistakes when the options ask for them.
func (s *PlacesScorer) Add(a *PlacesArticle) (mistakes []PlaceMistake) {
	s.articles++
	var spans []report.Span
	for _, p := range a.Places {
		spans = append(spans, p.Span)
	}
	hints := place.Hints{Surroundings: true}
	if s.Options.Hints {
		hints.URL, hints.Outlet = a.URL, a.Domain
	}
	for k, m := range s.Gazetteer.Resolve(a.Text, spans, hints) {
		p := &a.Places[k]
		if !p.Located {
			continue
		}
		s.located++
		d := 20038.0 // half the way round the Earth
		if m.Resolved || m.Place.Lat != 0 || m.Place.Lon != 0 {
			d = place.Kilometres(m.Place, place.Place{Lat: p.Lat, Lon: p.Lon})
			s.distances = append(s.distances, d)
		}
		if d <= 161 {
			s.near++
			if m.Resolved {
				s.known++
			}
		} else if s.Options.Errors {
			mistake := a.mistake(PlaceFar, p.Span)
			mistake.Given, mistake.Resolved, mistake.Kilometres, mistake.GoldLat, mistake.GoldLon = m.Place, m.Resolved, d, p.Lat, p.Lon
			mistakes = append(mistakes, mistake)
		}
	}
	if s.Options.Analyse != nil {
		mistakes = s.mentions(a, mistakes)
	}
	return mistakes
}

// mentions compares what is found in the plain text.
func (s *PlacesScorer) mentions(a *PlacesArticle, mistakes []PlaceMistake) []PlaceMistake {
	r := &report.Report{Text: a.Text, URL: a.URL, Blocks: []report.Block{{Span: report.Span{Start: 0, End: len(a.Text)}}}}
	doc := s.Options.Analyse(r.Text, r.Blocks)
	var actors []actor.Mention
	if s.Options.Actors != nil {
		actors = s.Options.Actors(doc, r)
	}
	gold := map[report.Span]bool{} // looked up only
	for i := range a.Places {
		if p := &a.Places[i]; !p.NoName && !gold[p.Span] {
			gold[p.Span] = true
			s.gold++
		}
	}
	for _, m := range s.Gazetteer.Find(doc, r, actors) {
		switch {
		case gold[m.Span]:
			s.found++
			s.agreeing++
			delete(gold, m.Span)
		case slices.ContainsFunc(a.Places, func(p GoldPlace) bool { return p.NoName && p.Overlaps(m.Span) }):
		default:
			s.found++
			if s.Options.Errors {
				mistakes = append(mistakes, a.mistake(PlaceWrong, m.Span))
			}
		}
	}
	for i := range a.Places {
		if p := &a.Places[i]; s.Options.Errors && gold[p.Span] {
			delete(gold, p.Span)
			mistakes = append(mistakes, a.mistake(PlaceMissed, p.Span))
		}
	}
	return mistakes
}

// mistake is one with the words around it.
func (a *PlacesArticle) mistake(kind string, at report.Span) PlaceMistake {
	from, to := max(0, at.Start-60), min(len(a.Text), at.End+60)
	return PlaceMistake{
		Kind: kind, Article: strings.TrimSpace(a.ID + " " + a.Domain), Phrase: at.In(a.Text),
		Context: strings.ToValidUTF8(a.Text[from:at.Start]+"⟦"+at.In(a.Text)+"⟧"+a.Text[at.End:to], ""),
	}
}

// Score is the score of the articles so far.
func (s *PlacesScorer) Score() PlacesScore {
	score := PlacesScore{
		Articles: s.articles, Gold: s.located, Accuracy161: percent(s.near, s.located), Known161: percent(s.known, s.located),
		MentionPrecision: percent(s.agreeing, s.found), MentionRecall: percent(s.agreeing, s.gold), MentionF1: f1(s.agreeing, s.gold, s.found),
	}
	if n := len(s.distances); n > 0 {
		sort.Float64s(s.distances)
		score.MedianKm = (s.distances[(n-1)/2] + s.distances[n/2]) / 2
	}
	return score
}

// toponym is a marked place in any of the forms.
type toponym struct {
	Start  string `xml:"start"`
	End    string `xml:"end"`
	Phrase string `xml:"phrase"`        // LGL, TR-News
	Name   string `xml:"name"`          // GeoVirus
	Taken  string `xml:"extractedName"` // GeoWebNews
	Type   string `xml:"type"`          // GeoWebNews
	Lat    string `xml:"lat"`
	Lon    string `xml:"lon"`
	Lat2   string `xml:"latitude"` // GeoWebNews
	Lon2   string `xml:"longitude"`
	Tag    *struct {
		Lat string `xml:"lat"`
		Lon string `xml:"lon"`
	} `xml:"gaztag"`
}

// placesArticle is an article in any of the forms.
type placesArticle struct {
	ID        string    `xml:"docid,attr"`
	Source    string    `xml:"source"`
	Title     string    `xml:"title"`
	Domain    string    `xml:"domain"`
	URL       string    `xml:"url"`
	Link      string    `xml:"link"` // GeoWebNews
	Text      string    `xml:"text"`
	Toponyms  []toponym `xml:"toponyms>toponym"`
	Locations []toponym `xml:"locations>location"`
}

// ReadPlaces reads a corpus of geocoded places in XML: LGL's form, which TR-News shares, GeoVirus's or GeoWebNews's.
// Offsets there count code points; those of the result are bytes. A place whose phrase does not stand at its offsets
// is sought nearby, and left out when it is not there. Errors name the line where the markup is broken, or the article.
func ReadPlaces(in io.Reader) ([]PlacesArticle, error) {
	var articles []PlacesArticle
	decoder := xml.NewDecoder(in)
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading geocoded places: %w", err)
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Local != "article" {
			continue
		}
		line, _ := decoder.InputPos()
		var x placesArticle
		if err := decoder.DecodeElement(&x, &start); err != nil {
			return nil, fmt.Errorf("reading geocoded places: article at line %d: %w", line, err)
		}
		a, err := x.article()
		if err != nil {
			return nil, fmt.Errorf("reading geocoded places: article at line %d: %w", line, err)
		}
		articles = append(articles, a)
	}
	if len(articles) == 0 {
		return nil, errors.New("reading geocoded places: no <article> in the file")
	}
	return articles, nil
}

func (x *placesArticle) article() (PlacesArticle, error) {
	a := PlacesArticle{ID: x.ID, Title: x.Title, Domain: x.Domain, URL: strings.TrimSpace(cmp.Or(x.URL, x.Link)), Text: x.Text}
	a.ID = cmp.Or(a.ID, x.Source, a.URL)
	at := codePoints(a.Text)
	shift := 0 // GeoVirus's offsets begin at one
	if len(x.Locations) > 0 {
		shift = -1
	}
	for _, t := range append(x.Toponyms, x.Locations...) {
		start, err := strconv.Atoi(strings.TrimSpace(t.Start))
		if err != nil {
			return a, fmt.Errorf("start %q is no number", t.Start)
		}
		p := GoldPlace{Phrase: cmp.Or(t.Phrase, t.Taken, t.Name), NoName: noPlaceName(t.Type)}
		if end, err := strconv.Atoi(strings.TrimSpace(t.End)); p.Phrase == "" && err == nil && start+shift >= 0 && start < end && end+shift < len(at) {
			p.Phrase = a.Text[at[start+shift]:at[end+shift]] // GeoWebNews leaves the words out of some
		}
		var ok bool
		if p.Span, ok = locate(a.Text, at, start+shift, p.Phrase); !ok {
			continue
		}
		lat, lon := cmp.Or(t.Lat, t.Lat2), cmp.Or(t.Lon, t.Lon2)
		if t.Tag != nil {
			lat, lon = t.Tag.Lat, t.Tag.Lon
		}
		north, err1 := strconv.ParseFloat(strings.TrimSpace(lat), 64)
		east, err2 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
		if err1 == nil && err2 == nil {
			p.Lat, p.Lon, p.Located = north, east, true
		}
		a.Places = append(a.Places, p)
	}
	sort.SliceStable(a.Places, func(i, j int) bool { return a.Places[i].Start < a.Places[j].Start })
	return a, nil
}

// noPlaceName reports whether one of GeoWebNews's types is none of the name of a place.
func noPlaceName(kind string) bool {
	switch kind = strings.ToLower(kind); kind {
	case "demonym", "language", "homonym":
		return true
	}
	return strings.HasSuffix(kind, "expression")
}

// codePoints returns the byte offset of each code point, and the length at the end.
func codePoints(text string) []int {
	at := make([]int, 0, len(text)+1)
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}

func locate(text string, at []int, start int, phrase string) (report.Span, bool) {
	if phrase == "" {
		return report.Span{}, false
	}
	for _, off := range [...]int{0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5} {
		if i := start + off; i >= 0 && i < len(at) && strings.HasPrefix(text[at[i]:], phrase) {
			return report.Span{Start: at[i], End: at[i] + len(phrase)}, true
		}
	}
	return report.Span{}, false
}
