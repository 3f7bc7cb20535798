package desk

import (
	"fmt"
	"html/template"
	"net/http"
	"strings"

	"chancery/atlas"
	"chancery/overview"
	"chancery/picture"
)

// spotsListed is how many places are listed beside a map.
const spotsListed = 40

// mapBody is what the page of the map shows.
type mapBody struct {
	Window  *window
	Picture template.HTML
	Count   int // occurrences in the box
	Moves   []exportLink
	Spots   []spotLine
	Unknown int // places of which it is not known where they are
}

// spotLine is a place in the list beside the map.
type spotLine struct {
	Name, Country, Precision, Href, Days string
	Count, Cooperation, Conflict         int
}

func (d *Desk) mapRoutes(mux *http.ServeMux) {
	d.get(mux, "GET /map", d.mapPage)
	d.getPicture(mux, "GET /pictures/map.svg", "map", (*visit).mapPicture)
}

// mapPage shows where things happened, as exactly as is known.
func (d *Desk) mapPage(v *visit) (*page, error) {
	m, w, spots, err := v.mapOf()
	if err != nil {
		return nil, err
	}
	o := picture.Options{Width: v.pictureWidth(), ID: "map"}
	body := mapBody{Window: w}
	view, err := m.View(o)
	if err != nil {
		return nil, err
	}
	if body.Picture, err = picture.HTML(m, o); err != nil {
		return nil, err
	}
	for i := range spots {
		s := &spots[i]
		if !s.Resolved {
			body.Unknown++
		}
		body.Count += s.Count
		if len(body.Spots) < spotsListed {
			body.Spots = append(body.Spots, v.spotLine(s, w))
		}
	}
	to := func(name string, box atlas.Box) exportLink { return exportLink{name, m.Show(box)} }
	body.Moves = []exportLink{to("Nearer", view.Zoomed(0.5)), to("Farther", view.Zoomed(2)), to("West", view.Moved(-0.5, 0)), to("East", view.Moved(0.5, 0)),
		to("North", view.Moved(0, 0.5)), to("South", view.Moved(0, -0.5)), {"All places", v.to.Page("map", w.pairs("box", "")...)}, {"The world", m.Show(atlas.Box{West: -180, South: -90, East: 180, North: 90})}}
	return &page{Template: "map", Title: "Map", Section: "map", Wide: true, Body: body, Scripts: []string{"map"}, Exports: []exportLink{
		{"this map (SVG)", v.to.to([]string{"pictures", "map.svg"}, w.pairs()...)}, {"GeoJSON", v.to.Export("geojson", w.query())}}}, nil
}

func (v *visit) mapPicture() (picture.Picture, error) {
	m, _, _, err := v.mapOf()
	return m, err
}

// mapOf gathers what the address asks for.
func (v *visit) mapOf() (m picture.Map, w *window, spots []overview.Spot, err error) {
	if w, err = v.windowOf("box"); err != nil {
		return m, nil, nil, err
	}
	s, err := v.snapshot()
	if err != nil {
		return m, nil, nil, err
	}
	m = picture.Map{Title: "Where it happened", Noun: "occurrence"}
	var within overview.Box
	if asked := v.URL.Query().Get("box"); asked != "" {
		if m.Box, err = atlas.ParseBox(asked); err != nil {
			return m, nil, nil, fmt.Errorf("%w: box: %w", ErrAsk, err)
		}
		n := m.Box.Normal()
		within = overview.Box{West: n.West, South: n.South, East: n.East, North: n.North}
		if n.East > 180 {
			within.East -= 360
		}
		if n.East-n.West >= 360 {
			within = overview.Box{}
		}
	}
	m.Show = func(box atlas.Box) string { return v.to.Page("map", w.pairs("box", box.String())...) }
	spots = s.Places(w.filter, within, 400)
	for i := range spots {
		p := &spots[i]
		if !p.Resolved {
			continue
		}
		m.Marks = append(m.Marks, picture.MapMark{ID: p.Name, Name: p.Name, Lat: p.Lat, Lon: p.Lon, Country: p.Country, Precision: picture.Precision(p.UCDP),
			Cooperation: p.Cooperation, Conflict: p.Conflict, Other: p.Count - p.Cooperation - p.Conflict, Href: v.spotAddress(p, w), Note: precisionWords(p.UCDP)})
	}
	return m, w, spots, nil
}

// spotAddress lists what happened at a place.
func (v *visit) spotAddress(p *overview.Spot, w *window) string {
	return v.to.Search(strings.TrimSpace("kind:occurrences place:" + quotedValue(p.Name) + " " + w.query()))
}

func (v *visit) spotLine(p *overview.Spot, w *window) spotLine {
	line := spotLine{Name: p.Name, Country: v.desk.countrySaid(p.Country), Precision: precisionWords(p.UCDP), Href: v.spotAddress(p, w), Count: p.Count, Cooperation: p.Cooperation, Conflict: p.Conflict}
	if !p.Resolved {
		line.Precision = "where this is, is not known"
	}
	if p.First.Known() {
		line.Days = p.First.String() + " to " + p.Last.String()
		if p.First == p.Last {
			line.Days = p.First.String()
		}
	}
	return line
}

// precisionWords says UCDP's where_prec in words.
func precisionWords(ucdp int) string {
	switch ucdp {
	case 1:
		return "exactly there"
	case 2:
		return "near there"
	case 3:
		return "in its district"
	case 4:
		return "in its province"
	case 5:
		return "in a region, or along a line"
	case 6:
		return "somewhere in the country"
	case 7:
		return "at sea or in the air"
	}
	return ""
}
