package export

import (
	"bufio"
	"cmp"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/occurrence"
	"chancery/when"
)

// The network of who did what to whom: an actor is a node, an occurrence an edge from each source to each recipient.
// Occurrences that name only one side have no edge.

// graphNode is an actor in the network.
type graphNode struct {
	id, name, country, sector string
	first, last               when.Day // of its occurrences
}

// graphEdge is one occurrence between two actors.
type graphEdge struct {
	id             string
	source, target *graphNode
	t              *telling
	accounts       int
}

// eachEdge calls do for each edge of the network, in the order of the occurrences. The nodes are those of table, which
// it fills when it finds them for the first time.
func eachEdge(ctx context.Context, source Source, table map[string]*graphNode, do func(graphEdge) error) error {
	lookup := func(p *actor.Party, time when.Interval) *graphNode {
		id := p.Actor
		if id == "" {
			id = p.Name
		}
		n := table[id]
		if n == nil {
			n = &graphNode{id: id, name: p.Name, country: p.Country, sector: string(p.Sector)}
			table[id] = n
		}
		if time.First.Known() && (!n.first.Known() || time.First.Before(n.first)) {
			n.first = time.First
		}
		if time.Last.Known() && (!n.last.Known() || n.last.Before(time.Last)) {
			n.last = time.Last
		}
		return n
	}
	return eachOccurrence(ctx, source, func(oc *occurrence.Occurrence) error {
		t := told(oc)
		for i := range t.Event.Sources {
			for j := range t.Event.Recipients {
				if t.Event.Sources[i].Actor == t.Event.Recipients[j].Actor && t.Event.Sources[i].Name == t.Event.Recipients[j].Name {
					continue // "the leaders met": each with the other, nobody with himself
				}
				edge := graphEdge{id: oc.ID, source: lookup(&t.Event.Sources[i], t.Event.Time), target: lookup(&t.Event.Recipients[j], t.Event.Time), t: t, accounts: len(oc.Members)}
				if i+j > 0 {
					edge.id += "-" + strconv.Itoa(i+1) + "-" + strconv.Itoa(j+1)
				}
				if err := do(edge); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// graphNodes goes through the source once and gives all nodes, sorted by identity.
func graphNodes(ctx context.Context, source Source) ([]*graphNode, error) {
	table := map[string]*graphNode{}
	if err := eachEdge(ctx, source, table, func(graphEdge) error { return nil }); err != nil {
		return nil, err
	}
	nodes := make([]*graphNode, 0, len(table))
	for _, n := range table {
		nodes = append(nodes, n)
	}
	slices.SortFunc(nodes, func(a, b *graphNode) int { return cmp.Compare(a.id, b.id) })
	return nodes, nil
}

// graphKeys are the attributes of GraphML: of what, name, type.
var graphKeys = [...][3]string{
	{"node", "name", "string"}, {"node", "country", "string"}, {"node", "sector", "string"},
	{"edge", "category", "string"}, {"edge", "mode", "string"}, {"edge", "cameo", "string"}, {"edge", "status", "string"},
	{"edge", "quad", "int"}, {"edge", "intensity", "double"}, {"edge", "first", "string"}, {"edge", "last", "string"},
	{"edge", "tracks", "string"}, {"edge", "accounts", "int"}, {"edge", "origins", "int"},
}

// writeGraphML writes the network as GraphML (Brandes, Eiglsperger, Herman, Himsolt and Marshall, "GraphML Progress
// Report", 2002): a directed graph in which two actors may have many edges.
func writeGraphML(ctx context.Context, w io.Writer, source Source, o Options) error {
	nodes, err := graphNodes(ctx, source)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	out.WriteString(xml.Header + `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">` + "\n")
	for _, key := range graphKeys {
		fmt.Fprintf(out, " <key id=%q for=%q attr.name=%q attr.type=%q/>\n", key[0]+"-"+key[1], key[0], key[1], key[2])
	}
	out.WriteString(` <graph id="record" edgedefault="directed">` + "\n")
	data := func(of, name, value string) {
		if value != "" {
			fmt.Fprintf(out, "   <data key=\"%s-%s\">%s</data>\n", of, name, escaped(value))
		}
	}
	for _, n := range nodes {
		fmt.Fprintf(out, "  <node id=\"%s\">\n", escaped(n.id))
		data("node", "name", n.name)
		data("node", "country", n.country)
		data("node", "sector", n.sector)
		out.WriteString("  </node>\n")
	}
	err = eachEdge(ctx, source, map[string]*graphNode{}, func(edge graphEdge) error {
		e := &edge.t.Event
		fmt.Fprintf(out, "  <edge id=\"%s\" source=\"%s\" target=\"%s\">\n", escaped(edge.id), escaped(edge.source.id), escaped(edge.target.id))
		data("edge", "category", string(e.Category))
		data("edge", "mode", e.Mode)
		data("edge", "cameo", e.CAMEO)
		data("edge", "status", string(e.Status))
		data("edge", "quad", field(positive(e.Quad)))
		data("edge", "intensity", field(intensity(e)))
		data("edge", "first", field(day(e.Time.First)))
		data("edge", "last", field(day(e.Time.Last)))
		data("edge", "tracks", strings.Join(e.Tracks, "; "))
		data("edge", "accounts", strconv.Itoa(edge.accounts))
		data("edge", "origins", strconv.Itoa(edge.t.Origins))
		_, err := out.WriteString("  </edge>\n")
		return err
	})
	if err != nil {
		return err
	}
	out.WriteString(" </graph>\n</graphml>\n")
	return out.Flush()
}

// writeGEXF writes the network as GEXF 1.3 in its dynamic mode: an edge is there from the first to the last possible
// day of its occurrence, an actor from its first to its last.
func writeGEXF(ctx context.Context, w io.Writer, source Source, o Options) error {
	nodes, err := graphNodes(ctx, source)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	out.WriteString(xml.Header + `<gexf xmlns="http://gexf.net/1.3" version="1.3">` + "\n")
	fmt.Fprintf(out, " <meta%s>\n  <creator>chancery</creator>\n  <description>%s</description>\n </meta>\n", gexfDate(o), escaped(o.title()))
	out.WriteString(` <graph mode="dynamic" defaultedgetype="directed" timeformat="date">` + "\n")
	out.WriteString("  <attributes class=\"node\">\n   <attribute id=\"0\" title=\"country\" type=\"string\"/>\n   <attribute id=\"1\" title=\"sector\" type=\"string\"/>\n  </attributes>\n")
	out.WriteString("  <attributes class=\"edge\">\n")
	attributes := [...][2]string{{"category", "string"}, {"mode", "string"}, {"status", "string"}, {"quad", "integer"}, {"intensity", "double"}, {"said", "boolean"}, {"tracks", "string"}, {"accounts", "integer"}}
	for i, a := range attributes {
		fmt.Fprintf(out, "   <attribute id=\"%d\" title=%q type=%q/>\n", i, a[0], a[1])
	}
	out.WriteString("  </attributes>\n  <nodes>\n")
	for _, n := range nodes {
		fmt.Fprintf(out, "   <node id=\"%s\" label=\"%s\"%s>\n    <attvalues>\n     <attvalue for=\"0\" value=\"%s\"/>\n     <attvalue for=\"1\" value=\"%s\"/>\n    </attvalues>\n   </node>\n",
			escaped(n.id), escaped(n.name), gexfSpan(n.first, n.last), escaped(n.country), escaped(n.sector))
	}
	out.WriteString("  </nodes>\n  <edges>\n")
	err = eachEdge(ctx, source, map[string]*graphNode{}, func(edge graphEdge) error {
		e := &edge.t.Event
		fmt.Fprintf(out, "   <edge id=\"%s\" source=\"%s\" target=\"%s\" label=\"%s\"%s>\n    <attvalues>\n",
			escaped(edge.id), escaped(edge.source.id), escaped(edge.target.id), e.Category, gexfSpan(e.Time.First, e.Time.Last))
		for i, value := range [...]string{
			string(e.Category), e.Mode, string(e.Status), field(positive(e.Quad)), field(intensity(e)), strconv.FormatBool(verbal(e)),
			strings.Join(e.Tracks, "; "), strconv.Itoa(edge.accounts),
		} {
			if value != "" {
				fmt.Fprintf(out, "     <attvalue for=\"%d\" value=\"%s\"/>\n", i, escaped(value))
			}
		}
		_, err := out.WriteString("    </attvalues>\n   </edge>\n")
		return err
	})
	if err != nil {
		return err
	}
	out.WriteString("  </edges>\n </graph>\n</gexf>\n")
	return out.Flush()
}

// verbal reports whether an event is something said rather than something done.
func verbal(e *event.Event) bool { return e.Quad == 1 || e.Quad == 3 }

func gexfSpan(first, last when.Day) string {
	var b strings.Builder
	if first.Known() {
		fmt.Fprintf(&b, ` start="%s"`, first)
	}
	if last.Known() {
		fmt.Fprintf(&b, ` end="%s"`, last)
	}
	return b.String()
}

func gexfDate(o Options) string {
	if o.At.IsZero() {
		return ""
	}
	return ` lastmodifieddate="` + o.At.UTC().Format("2006-01-02") + `"`
}

// escaped makes text safe inside an element or an attribute, and takes out what XML 1.0 cannot hold.
func escaped(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil { // a strings.Builder never fails
		return ""
	}
	return b.String()
}
