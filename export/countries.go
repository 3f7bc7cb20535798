package export

import (
	_ "embed"
	"strings"
	"sync"
)

// country is how other data know a state.
type country struct {
	gw, cow, fips, name string
}

//go:embed countries.tsv
var countriesTable string

// countries gives the table of countries by ISO 3166-1 alpha-3.
var countries = sync.OnceValue(func() map[string]country {
	table := make(map[string]country)
	for line := range strings.Lines(countriesTable) {
		columns := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(columns) == 5 && columns[0] != "country" && !strings.HasPrefix(line, "#") {
			table[columns[0]] = country{columns[1], columns[2], columns[3], columns[4]}
		}
	}
	return table
})
