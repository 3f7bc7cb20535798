package picture

import (
	"fmt"
	"io"
	"math"
	"strings"

	"chancery/atlas"
)

// Precision says how exactly it is known where something happened, in the codes of UCDP's where_prec.
type Precision int

// The precisions. Zero, unknown, is drawn as exact: the caller has a point and says no more.
const (
	Exactly         Precision = 1 // in the town, at the bridge
	Near            Precision = 2 // near it
	InDistrict      Precision = 3 // in the second-order division
	InProvince      Precision = 4 // in the first-order division
	InRegion        Precision = 5 // in a region, or along a line
	InCountry       Precision = 6
	AtSeaOrInTheAir Precision = 7
)

// MapMark is a place and what happened there.
type MapMark struct {
	ID        string // for scripts
	Name      string
	Lat, Lon  float64
	Country   string // ISO 3166-1 alpha-3; of a mark that is InCountry, the outline that is filled
	Precision Precision
	Radius    float64 // in kilometres, of an area; 0 takes what is usual for its precision

	Cooperation, Conflict, Other int // events by tone

	Note     string // more for the tooltip
	Href     string // where its events are listed
	Selected bool
}

// Total is all that is counted at the place.
func (m MapMark) Total() int { return m.Cooperation + m.Conflict + m.Other }

// Map shows where things happened. A place that is known exactly is a point; one that is not is an area: a country is
// its outline, anything else a circle about as large as what is not known. The circle is no border.
//
// Points that would cover each other are one count, and its address shows them apart. The height that options ask for
// is that of the map without its legend; the whole world has the height that goes with its width.
type Map struct {
	Title       string
	Description string
	Box         atlas.Box // what to show; the zero value fits the marks, and the world when there are none
	Marks       []MapMark
	Show        func(atlas.Box) string // the address of a map of a part of the world; nil: counts lead nowhere
	Noun        string                 // what is counted: "event" when empty
	Outlines    *atlas.Atlas           // nil takes the outlines that come with the program
}

// mapWidth is the usual width of a map.
const mapWidth = 960

// View is what a map of some size shows: the box that was asked for, widened to the shape of the drawing.
type View struct {
	Box           atlas.Box
	Width, Height float64 // of the map itself, in pixels
	Whole         bool    // the whole world round, in the Natural Earth projection
}

// View returns what the map shows when it is drawn with such options, for links that move and zoom.
func (m Map) View(o Options) (View, error) {
	outlines, err := m.outlines()
	if err != nil {
		return View{}, err
	}
	return m.view(outlines, o), nil
}

// Moved returns the view's box moved by parts of its width and height: Moved(0.5, 0) is half a map to the east.
func (v View) Moved(east, north float64) atlas.Box {
	b := v.Box
	dx, dy := east*(b.East-b.West), north*(b.North-b.South)
	dy = max(-90-b.South, min(90-b.North, dy))
	return atlas.Box{West: b.West + dx, South: b.South + dy, East: b.East + dx, North: b.North + dy}.Normal()
}

// Zoomed returns a box around the view's middle that is so many times as wide and high: Zoomed(0.5) is nearer,
// Zoomed(2) farther.
func (v View) Zoomed(times float64) atlas.Box {
	b := v.Box
	x, y := (b.West+b.East)/2, (b.South+b.North)/2
	w, h := min(180, (b.East-b.West)*times/2), min(90, (b.North-b.South)*times/2)
	w, h = max(w, leastSpan/2), max(h, leastSpan/2)
	y = max(h-90, min(90-h, y))
	return atlas.Box{West: x - w, South: y - h, East: x + w, North: y + h}.Normal()
}

// SVG writes the map.
func (m Map) SVG(w io.Writer, o Options) error {
	outlines, err := m.outlines()
	if err != nil {
		return err
	}
	v := m.view(outlines, o)
	d := &drawnMap{canvas: newCanvas("map", o), Map: m, view: v, atlas: outlines, project: newProjection(v), known: m.sorted()}
	if d.Noun == "" {
		d.Noun = "event"
	}
	// What lies outside is cut off without a clip path, which would need an id.
	d.tag("svg").num("width", v.Width).num("height", v.Height).attr("overflow", "hidden").class("plot").inside()
	d.sea()
	d.graticule()
	d.land()
	d.marks()
	d.countryNames()
	d.scaleBar()
	d.close("svg")
	d.frame()
	height := v.Height
	if !o.Unexplained {
		height = d.explain(v.Height + 6)
	}
	title, description := m.Title, m.Description
	if title == "" {
		title = "Map"
	}
	if description == "" {
		description = d.describe()
	}
	return d.finish(w, v.Width, height, title, description,
		"data-box", v.Box.String(), "data-projection", d.project.name(), "data-plot", fmt.Sprintf("0 0 %.0f %.0f", v.Width, v.Height))
}

func (m Map) outlines() (*atlas.Atlas, error) {
	if m.Outlines != nil {
		return m.Outlines, nil
	}
	outlines, err := atlas.Load()
	if err != nil {
		return nil, fmt.Errorf("picture: %w", err)
	}
	return outlines, nil
}

// drawnMap is a map while it is drawn.
type drawnMap struct {
	*canvas
	Map
	view    View
	atlas   *atlas.Atlas
	project projection
	taken   []rectangle     // what labels must not cover
	named   map[string]bool // countries whose name is written already
	shapes  []atlas.Shape   // the countries in view
	known   []MapMark       // the marks that have a place, those with most events first
	most    int             // the greatest count of a mark
}

func (d *drawnMap) sea() {
	if d.view.Whole {
		d.tag("path").class("sea")
		d.outline(d.project.edge(), true)
		d.end()
		return
	}
	d.rect(0, 0, d.view.Width, d.view.Height, "sea")
}

func (d *drawnMap) frame() {
	if !d.view.Whole {
		d.rect(0.5, 0.5, d.view.Width-1, d.view.Height-1, "frame")
	}
}

// describe says for those who do not see it what the map shows.
func (d *drawnMap) describe() string {
	b := d.view.Box
	where := "the world"
	if !d.view.Whole {
		where = fmt.Sprintf("%s to %s, %s to %s", degrees(b.West, "E", "W"), degrees(b.East, "E", "W"), degrees(b.South, "N", "S"), degrees(b.North, "N", "S"))
	}
	total, places := 0, 0
	var largest []string
	for _, s := range d.known {
		if d.inView(s) {
			total += s.Total()
			places++
			if len(largest) < 3 {
				largest = append(largest, fmt.Sprintf("%s (%d)", s.Name, s.Total()))
			}
		}
	}
	text := fmt.Sprintf("A map of %s: %s in %s.", where, counted(total, d.Noun), counted(places, "place"))
	if len(largest) > 0 {
		text += " Most in " + strings.Join(largest, ", ") + "."
	}
	return text
}

// degrees says a longitude or latitude: "43.5° E".
func degrees(v float64, positive, negative string) string {
	if positive == "E" {
		if v = math.Mod(v, 360); v > 180 {
			v -= 360
		} else if v <= -180 {
			v += 360
		}
	}
	v = math.Round(v*100)/100 + 0
	side := positive
	if v < 0 {
		v, side = -v, negative
	}
	if v == 0 || v == 180 && positive == "E" {
		return fmt.Sprintf("%g°", v)
	}
	return fmt.Sprintf("%g° %s", v, side)
}
