package console

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"chancery/origin"
	"chancery/reading"
)

// Origins prints the independent origins behind the accounts of an occurrence, with the outlets that print each, and
// outlets that give each other as their source in a circle. One account alone has nothing to count.
func Origins(w io.Writer, t origin.Tally, circles []origin.Circle, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	p := &printer{w: bufio.NewWriter(w), opts: opts, r: &reading.Reading{}}
	reports := 0
	for i := range t.Groups {
		reports += len(t.Groups[i].Reports)
	}
	if reports > 1 {
		p.section("Origins")
		for i := range t.Groups {
			g := &t.Groups[i]
			said := g.Origin.Name
			if said == "" {
				said = g.Origin.ID
			}
			facts := []string{fmt.Sprintf("%s: %s", said, plural(len(g.Reports), "report"))}
			if len(g.Outlets) > 1 {
				facts = append(facts, "printed by "+outletNames(g.Outlets))
			}
			if g.Origin.Reason != "" {
				facts = append(facts, g.Origin.Reason)
			}
			facts = append(facts, g.Reasons...)
			p.wrappedBehind("  ", strings.Fields(clean(strings.Join(facts, "; "))), "")
		}
	}
	for i := range circles {
		p.section("Circular reporting")
		c := &circles[i]
		p.wrappedBehind("  ", strings.Fields(clean("none of these need have known it: "+outletNames(c.Outlets))), red)
		for j := range c.Citations {
			cited := &c.Citations[j]
			p.wrappedBehind("    ", strings.Fields(clean(fmt.Sprintf("%s cites %s: “%s” (%s)", cited.FromName, cited.ToName, strings.TrimSpace(cited.Words), cited.Report))), "")
		}
	}
	return p.w.Flush()
}

// outletNames lists outlets by their identities without the codebook's prefix: "azertac" for "OUT:azertac".
func outletNames(ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		_, name, found := strings.Cut(id, ":")
		if !found {
			name = id
		}
		names[i] = name
	}
	return strings.Join(names, ", ")
}

// Copy is a report that shares its words with the one that is shown.
type Copy struct {
	Report, Outlet, Published string
	Reason                    string // how much of it, and why it is one
}

// Copies prints the reports that share their words with one, and where it first came from.
func Copies(w io.Writer, copies []Copy, origins []origin.Origin, opts Options) error {
	if opts.Width <= 0 {
		opts.Width = 100
	}
	p := &printer{w: bufio.NewWriter(w), opts: opts, r: &reading.Reading{}}
	if len(origins) > 0 {
		p.section("Comes from")
		for _, o := range origins {
			p.wrappedBehind("  ", strings.Fields(clean(o.Name+": "+o.Reason)), "")
		}
	}
	if len(copies) > 0 {
		p.section("Copies")
		for _, c := range copies {
			facts := []string{c.Report}
			for _, fact := range []string{c.Outlet, c.Published} {
				if fact != "" {
					facts = append(facts, fact)
				}
			}
			p.wrappedBehind("  ", strings.Fields(clean(strings.Join(facts, " · ")+": "+c.Reason)), "")
		}
	}
	return p.w.Flush()
}
