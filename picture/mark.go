package picture

// Tone is the side of an act that colour and shape show.
type Tone uint8

// The tones. Cooperation is round and plain, conflict pointed and hatched.
const (
	Neutral Tone = iota
	Cooperation
	Conflict
)

// ToneOf gives the tone of a quad class: 1 and 2 are cooperation in words and
// in deed, 3 and 4 conflict.
func ToneOf(quad int) Tone {
	switch quad {
	case 1, 2:
		return Cooperation
	case 3, 4:
		return Conflict
	}
	return Neutral
}

// toneWords says the tones in a legend.
var toneWords = [...]string{"neither", "cooperation", "conflict"}

func (t Tone) class() string {
	switch t {
	case Cooperation:
		return "cooperation"
	case Conflict:
		return "conflict"
	}
	return "neutral"
}

// Status is how real an event is. The words are those of the record.
type Status string

// The statuses.
const (
	Actual       Status = "actual"
	Ongoing      Status = "ongoing"
	Planned      Status = "planned"
	Offered      Status = "offered"
	Demanded     Status = "demanded"
	Threatened   Status = "threatened"
	Hypothetical Status = "hypothetical"
	NotHappened  Status = "not_happened"
)

// Done reports whether the status says that it was or is so. What has no
// status counts as done.
func (s Status) Done() bool { return s == "" || s == Actual || s == Ongoing }

func (s Status) class() string {
	switch s {
	case Ongoing:
		return "done ongoing"
	case Planned, Offered, Demanded, Threatened:
		return "said"
	case Hypothetical:
		return "said hypothetical"
	case NotHappened:
		return "said not-happened"
	}
	return "done"
}

// dot draws an event of which the day is known well enough to be one point.
func (c *canvas) dot(x, y, r float64, t Tone, s Status) {
	class := "mark " + t.class() + " " + s.class()
	switch t {
	case Cooperation:
		c.tag("circle").num("cx", x).num("cy", y).num("r", r).class(class).end()
	case Conflict:
		d := r * 1.2
		c.shape(class, "MLLLZ", x, y-d, x+d, y, x, y+d, x-d, y)
	default:
		d := r * 0.85
		c.rect(x-d, y-d, 2*d, 2*d, class)
	}
	switch s {
	case NotHappened:
		d := r * 1.25
		c.shape("cross "+t.class(), "MLML", x-d, y-d, x+d, y+d, x-d, y+d, x+d, y-d)
	case Ongoing:
		c.shape("tail "+t.class(), "ML", x+r, y, x+r*2.4, y)
	}
}

// stretch draws an event that was on one of the days between two points: the
// dot's shape drawn out over them, fading towards both ends. An end where the
// possible days go on beyond the window is flat and has an arrowhead.
func (c *canvas) stretch(x0, x1, y, r float64, before, after bool, t Tone, s Status) {
	// What is painted with a gradient has its colour in the stroke's class alone:
	// a class that fills would win over the gradient.
	class := "span " + t.class() + " " + s.class()
	if s.Done() {
		class = "span " + t.class() + "-line " + s.class()
	}
	h := r * 0.85
	// How far the shape narrows at each end.
	tip := 0.0
	switch t {
	case Cooperation:
		tip = min(h, (x1-x0)/2)
	case Conflict:
		tip = min(r*1.6, (x1-x0)/2)
	}
	left, right := tip, tip
	if before {
		left = 0
	}
	if after {
		right = 0
	}
	c.tag("path").class(class)
	if s.Done() {
		c.paint("fade-" + t.class())
	}
	if t == Cooperation {
		c.path("MLALAZ", x0+left, y-h, x1-right, y-h, right, h, 0, 0, 1, x1-right, y+h, x0+left, y+h, left, h, 0, 0, 1, x0+left, y-h)
	} else {
		c.path("MLLLLLZ", x0, y, x0+left, y-h, x1-right, y-h, x1, y, x1-right, y+h, x0+left, y+h)
	}
	c.end()
	if s == NotHappened {
		m := (x0 + x1) / 2
		c.shape("cross "+t.class(), "MLML", m-h, y-h, m+h, y+h, m-h, y+h, m+h, y-h)
	}
	if before {
		c.shape("arrow "+t.class(), "MLLZ", x0+2, y, x0+7, y-3, x0+7, y+3)
	}
	if after {
		c.shape("arrow "+t.class(), "MLLZ", x1-2, y, x1-7, y-3, x1-7, y+3)
	}
}
