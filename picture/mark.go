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
// dot's shape drawn out over them, fading towards both ends.
func (c *canvas) stretch(x0, x1, y, r float64, t Tone, s Status) {
	// What is painted with a gradient has its colour in the stroke's class alone:
	// a class that fills would win over the gradient.
	class := "span " + t.class() + " " + s.class()
	if s.Done() {
		class = "span " + t.class() + "-line " + s.class()
	}
	tip := min(r*1.6, (x1-x0)/2)
	h := r * 0.85
	c.tag("path").class(class)
	if s.Done() {
		c.paint("fade-" + t.class())
	}
	switch t {
	case Cooperation:
		q := min(h, (x1-x0)/2)
		c.path("MLALAZ", x0+q, y-h, x1-q, y-h, q, h, 0, 0, 1, x1-q, y+h, x0+q, y+h, q, h, 0, 0, 1, x0+q, y-h).end()
	case Conflict:
		c.path("MLLLLLZ", x0, y, x0+tip, y-h, x1-tip, y-h, x1, y, x1-tip, y+h, x0+tip, y+h).end()
	default:
		c.path("MLLLZ", x0, y-h, x1, y-h, x1, y+h, x0, y+h).end()
	}
	if s == NotHappened {
		m := (x0 + x1) / 2
		c.shape("cross "+t.class(), "MLML", m-h, y-h, m+h, y+h, m-h, y+h, m+h, y-h)
	}
}
