package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"chancery/atlas"
	"chancery/codebook"
)

// topology is a TopoJSON file of countries: arcs of whole numbers, each point the difference from the one before.
type topology struct {
	Arcs      [][][2]int32
	Transform struct{ Scale, Translate [2]float64 }
	Objects   struct {
		Countries struct{ Geometries []geometry }
	}
}

type geometry struct {
	Type       string
	ID         string
	Arcs       json.RawMessage
	Properties struct{ Name string }
}

// country is one country of the atlas: one geometry or several of the source.
type country struct {
	code, name string
	polygons   [][][]int32
}

// codes are those of areas that have no number in ISO 3166-1: the codebook's, or the country's that Natural Earth calls
// them a lease or a remote part of. What several countries claim has none.
var codes = map[string]string{
	"Kosovo": "XKX", "N. Cyprus": "NCY", "Somaliland": "SOL",
	"Baikonur": "KAZ", "USNB Guantanamo Bay": "CUB", "Cyprus U.N. Buffer Zone": "CYP", "Dhekelia": "GBR", "Akrotiri": "GBR",
	"Coral Sea Is.": "AUS", "Indian Ocean Ter.": "AUS", "Clipperton I.": "FRA",
	"Siachen Glacier": "", "Spratly Is.": "", "Bajo Nuevo Bank": "", "Serranilla Bank": "", "Scarborough Reef": "",
}

func readTopology(path string) (*topology, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	t := &topology{}
	if err := json.Unmarshal(data, t); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, arc := range t.Arcs {
		for i := 1; i < len(arc); i++ {
			arc[i][0], arc[i][1] = arc[i][0]+arc[i-1][0], arc[i][1]+arc[i-1][1]
		}
	}
	return t, nil
}

func (t *topology) grid() atlas.Grid {
	return atlas.Grid{Lon: t.Transform.Translate[0], Lat: t.Transform.Translate[1], LonStep: t.Transform.Scale[0], LatStep: t.Transform.Scale[1]}
}

// countries returns the source's countries by code, those without one by name.
func (t *topology) countries() ([]country, error) {
	names, err := stateNames()
	if err != nil {
		return nil, err
	}
	regions := display.English.Regions()
	byCode := map[string]*country{}
	for _, g := range t.Objects.Countries.Geometries {
		if g.Arcs == nil {
			continue
		}
		c := country{name: strings.ReplaceAll(g.Properties.Name, " Is.", " Islands")}
		if code, ok := codes[g.Properties.Name]; ok {
			c.code = code
		} else {
			region, err := language.ParseRegion(g.ID)
			if err != nil {
				return nil, fmt.Errorf("%s: number %q: %w", g.Properties.Name, g.ID, err)
			}
			c.code, c.name = region.ISO3(), regions.Name(region)
		}
		if name := names[c.code]; name != "" {
			c.name = name
		}
		if g.Type == "Polygon" {
			c.polygons = make([][][]int32, 1)
			err = json.Unmarshal(g.Arcs, &c.polygons[0])
		} else {
			err = json.Unmarshal(g.Arcs, &c.polygons)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		key := c.code + " " + c.name
		if known := byCode[key]; known != nil {
			known.polygons = append(known.polygons, c.polygons...)
		} else {
			byCode[key] = &c
		}
	}
	all := make([]country, 0, len(byCode))
	for _, c := range byCode {
		all = append(all, *c)
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].code != all[j].code {
			return all[i].code < all[j].code
		}
		return all[i].name < all[j].name
	})
	return all, nil
}

// stateNames returns what the codebook calls its states.
func stateNames() (map[string]string, error) {
	data, err := codebook.Shipped().Read("actors/states.tsv")
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if columns := strings.Split(line, "\t"); len(columns) > 1 && !strings.HasPrefix(line, "#") {
			names[columns[0]] = columns[1]
		}
	}
	return names, nil
}
