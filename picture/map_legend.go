package picture

import "strconv"

// explain writes the legend of what occurs on the map below it, and returns where it ends.
func (d *drawnMap) explain(top float64) float64 {
	var signs []explained
	sign := func(noted, words string, wide float64, draw func(x, y float64)) {
		if d.noted("map-" + noted) {
			signs = append(signs, explained{words, wide, draw})
		}
	}
	dot := func(t Tone) func(x, y float64) {
		return func(x, y float64) { d.dot(x+6, y, 5, t, Actual) }
	}
	circle := func(class string) func(x, y float64) {
		return func(x, y float64) { d.tag("circle").num("cx", x+8).num("cy", y).num("r", 7.5).class(class).end() }
	}
	sign("cooperation", "cooperation", 12, dot(Cooperation))
	sign("conflict", "conflict", 12, dot(Conflict))
	sign("neutral", "neither, or as much of both", 12, dot(Neutral))
	sign("slices", "several, by their share", 12, func(x, y float64) { d.glyph(x+6, y, 6, MapMark{Cooperation: 1, Conflict: 1}) })
	sign("cluster", "several places, counted", 16, circle("ring"))
	sign("area", "somewhere about there; no border", 16, circle("area neutral"))
	sign("country", "somewhere in the country", 18, func(x, y float64) { d.rect(x, y-6, 18, 12, "outline some neutral") })
	signs = append(signs, explained{"Borders are Natural Earth’s and no statement.", 0, func(_, _ float64) {}})
	return d.legend(6, top, d.view.Width-12, signs)
}

// bracketed writes a count after a name.
func bracketed(n int) string { return "(" + strconv.Itoa(n) + ")" }
