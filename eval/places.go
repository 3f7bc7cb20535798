package eval

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
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
	Known161  float64
	MedianKm  float64
	Articles  int
	Gold      int // located gold places
	Mistakes  []PlaceMistake
	gold      int // all gold places, for mentions
	found     int
	agreeing  int
	distances []float64
}

// PlaceMistake is a place that was missed or set more than 161 km off.
type PlaceMistake struct {
	Article, Phrase, Context string
	Given                    place.Place
	Resolved                 bool
	Kilometres               float64
	GoldLat, GoldLon         float64
}

// PlacesOptions says what Places may know.
type PlacesOptions struct {
	// Hints gives the resolver the outlet's address that the corpus tells.
	Hints bool
	// Analyse and Actors, when given, find mentions in the plain text.
	Analyse func(text string, blocks []report.Block) *syntax.Document
	Actors  func(*syntax.Document, *report.Report) []actor.Mention
	Errors  bool // collect Mistakes
}

// Metrics returns the score's figures in the order in which they are printed.
func (s *PlacesScore) Metrics() []struct {
	Name  string
	Value float64
} {
	return []struct {
		Name  string
		Value float64
	}{{"mention_f1", s.MentionF1}, {"mention_precision", s.MentionPrecision}, {"mention_recall", s.MentionRecall},
		{"acc161", s.Accuracy161}, {"acc161_known", s.Known161}, {"median_km", s.MedianKm}, {"places", float64(s.Gold)}}
}

// Places scores a gazetteer on articles.
func Places(g *place.Gazetteer, articles []PlacesArticle, options PlacesOptions) PlacesScore {
	score := PlacesScore{Articles: len(articles)}
	near, known := 0, 0
	for i := range articles {
		a := &articles[i]
		var spans []report.Span
		for _, p := range a.Places {
			spans = append(spans, p.Span)
		}
		hints := place.Hints{Surroundings: true}
		if options.Hints {
			hints.URL = a.URL
			hints.Outlet = a.Domain
		}
		for k, m := range g.Resolve(a.Text, spans, hints) {
			p := a.Places[k]
			if !p.Located {
				continue
			}
			score.Gold++
			placed := m.Resolved || m.Place.Lat != 0 || m.Place.Lon != 0
			d := 20038.0 // half the way round the Earth
			if placed {
				d = place.Kilometres(m.Place, place.Place{Lat: p.Lat, Lon: p.Lon})
				score.distances = append(score.distances, d)
			}
			if d <= 161 {
				near++
				if m.Resolved {
					known++
				}
			} else if options.Errors {
				from, to := max(0, p.Start-60), min(len(a.Text), p.End+60)
				score.Mistakes = append(score.Mistakes, PlaceMistake{a.ID + " " + a.Domain, p.Phrase, strings.ToValidUTF8(a.Text[from:to], ""), m.Place, m.Resolved, d, p.Lat, p.Lon})
			}
		}
		if options.Analyse != nil {
			score.mentions(g, a, options)
		}
	}
	percent := func(n, of int) float64 {
		if of == 0 {
			return 0
		}
		return 100 * float64(n) / float64(of)
	}
	score.Accuracy161, score.Known161 = percent(near, score.Gold), percent(known, score.Gold)
	score.MentionPrecision, score.MentionRecall = percent(score.agreeing, score.found), percent(score.agreeing, score.gold)
	if sum := score.MentionPrecision + score.MentionRecall; sum > 0 {
		score.MentionF1 = 2 * score.MentionPrecision * score.MentionRecall / sum
	}
	if n := len(score.distances); n > 0 {
		sort.Float64s(score.distances)
		score.MedianKm = score.distances[n/2]
	}
	return score
}

func (score *PlacesScore) mentions(g *place.Gazetteer, a *PlacesArticle, options PlacesOptions) {
	r := &report.Report{Text: a.Text, URL: a.URL, Blocks: []report.Block{{Span: report.Span{Start: 0, End: len(a.Text)}}}}
	doc := options.Analyse(r.Text, r.Blocks)
	var actors []actor.Mention
	if options.Actors != nil {
		actors = options.Actors(doc, r)
	}
	gold := map[report.Span]bool{}
	for _, p := range a.Places {
		gold[p.Span] = true
	}
	score.gold += len(gold)
	for _, m := range g.Find(doc, r, actors) {
		score.found++
		if gold[m.Span] {
			score.agreeing++
			delete(gold, m.Span)
		}
	}
}

// ReadPlaces reads a corpus of geocoded places in XML: LGL's form, which TR-News and GeoWebNews share, or GeoVirus's.
// Offsets there count code points; those of the result are bytes. A place whose phrase does not stand at its offsets
// is sought nearby, and left out when it is not there.
func ReadPlaces(in io.Reader) ([]PlacesArticle, error) {
	type toponym struct {
		Start  string `xml:"start"`
		End    string `xml:"end"`
		Phrase string `xml:"phrase"`
		Name   string `xml:"name"`
		Lat    string `xml:"lat"`
		Lon    string `xml:"lon"`
		Tag    *struct {
			Lat string `xml:"lat"`
			Lon string `xml:"lon"`
		} `xml:"gaztag"`
	}
	var file struct {
		Articles []struct {
			ID        string    `xml:"docid,attr"`
			Source    string    `xml:"source"`
			Title     string    `xml:"title"`
			Domain    string    `xml:"domain"`
			URL       string    `xml:"url"`
			Text      string    `xml:"text"`
			Toponyms  []toponym `xml:"toponyms>toponym"`
			Locations []toponym `xml:"locations>location"`
		} `xml:"article"`
	}
	if err := xml.NewDecoder(in).Decode(&file); err != nil {
		return nil, fmt.Errorf("reading geocoded places: %w", err)
	}
	if len(file.Articles) == 0 {
		return nil, errors.New("reading geocoded places: no <article> in the file")
	}
	var articles []PlacesArticle
	for _, x := range file.Articles {
		a := PlacesArticle{ID: x.ID, Title: x.Title, Domain: x.Domain, URL: x.URL, Text: x.Text}
		if a.ID == "" {
			a.ID = x.Source
		}
		at := codePoints(a.Text)
		shift := 0 // GeoVirus's offsets begin at one
		if len(x.Locations) > 0 {
			shift = -1
		}
		for _, t := range append(x.Toponyms, x.Locations...) {
			p := GoldPlace{Phrase: t.Phrase}
			if p.Phrase == "" {
				p.Phrase = t.Name
			}
			start, err := strconv.Atoi(strings.TrimSpace(t.Start))
			if err != nil {
				return nil, fmt.Errorf("reading geocoded places: article %s: start %q", a.ID, t.Start)
			}
			var ok bool
			if p.Span, ok = locate(a.Text, at, start+shift, p.Phrase); !ok {
				continue
			}
			lat, lon := t.Lat, t.Lon
			if t.Tag != nil {
				lat, lon = t.Tag.Lat, t.Tag.Lon
			}
			y, err1 := strconv.ParseFloat(strings.TrimSpace(lat), 64)
			x, err2 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
			if err1 == nil && err2 == nil {
				p.Lat, p.Lon, p.Located = y, x, true
			}
			a.Places = append(a.Places, p)
		}
		sort.SliceStable(a.Places, func(i, j int) bool { return a.Places[i].Start < a.Places[j].Start })
		articles = append(articles, a)
	}
	return articles, nil
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
