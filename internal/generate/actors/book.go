package main

import (
	"os"
	"path/filepath"
	"strings"
)

// book is what the generator needs to know of the codebook: states by name, offices by their words,
// and who is kept by hand.
type book struct {
	states  map[string]string // folded name → id
	sector  map[string]string // office → sector
	offices map[string]string // folded words → office
	hand    []*holding
	known   map[string]string // folded name of a person kept by hand → the state or organisation of the first office
	minor   map[string]bool   // territories, whose heads are somebody else's
}

// table calls f for each row of a table, by column.
func table(path string, f func(map[string]string)) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var columns []string
	for line := range strings.SplitSeq(string(data), "\n") {
		line = strings.TrimRight(line, "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		values := strings.Split(line, "\t")
		if columns == nil {
			columns = values
			continue
		}
		row := make(map[string]string, len(columns))
		for i, v := range values {
			if i < len(columns) {
				row[columns[i]] = v
			}
		}
		f(row)
	}
	return nil
}

func readBook(folder string) (*book, error) {
	b := &book{states: map[string]string{}, sector: map[string]string{}, offices: map[string]string{}, known: map[string]string{}, minor: map[string]bool{}}
	err := table(filepath.Join(folder, "states.tsv"), func(row map[string]string) {
		if row["status"] == "people" {
			return
		}
		for _, name := range append(strings.Split(row["names"], ";"), row["name"]) {
			if k := fold(name); k != "" {
				b.states[k] = row["state"]
			}
		}
		b.minor[row["state"]] = row["status"] == "territory"
	})
	if err != nil {
		return nil, err
	}
	for name, id := range map[string]string{
		"congo kinshasa": "COD", "congo brazzaville": "COG", "saudi": "SAU", "burma": "MMR", "turkey turkiye": "TUR",
		"korea north": "PRK", "korea south": "KOR", "bahamas the": "BHS", "gambia the": "GMB", "holy see vatican city": "VAT",
		"micronesia federated states of": "FSM", "congo democratic republic of the": "COD", "congo republic of the": "COG",
		"peoples republic of china": "CHN", "kingdom of denmark": "DNK", "kingdom of the netherlands": "NLD", "republic of ireland": "IRL",
		"united states of america": "USA", "state of palestine": "PSE", "republic of abkhazia": "ABK", "republic of artsakh": "NKR",
		"turkish republic of northern cyprus": "NCY", "the bahamas": "BHS", "the gambia": "GMB", "federated states of micronesia": "FSM",
		"vatican city": "VAT", "czechia": "CZE", "cote divoire": "CIV", "timor leste": "TLS", "cabo verde": "CPV", "turkiye": "TUR",
	} {
		b.states[name] = id
	}
	err = table(filepath.Join(folder, "offices.tsv"), func(row map[string]string) {
		id := row["office"]
		b.sector[id] = row["sector"]
		for _, words := range append(strings.Split(row["names"], ";"), row["title"]) {
			expand(strings.TrimSpace(words), func(phrase string) {
				if k := fold(phrase); k != "" && b.offices[k] == "" {
					b.offices[k] = id
				}
			})
		}
	})
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"south-caucasus.tsv", "world.tsv"} {
		var last *person
		err := table(filepath.Join(folder, name), func(row map[string]string) {
			if last == nil || last.id != row["holder"] {
				last = &person{id: row["holder"], name: row["name"], hand: true, gender: row["gender"]}
				for _, other := range append(strings.Split(row["names"], ";"), row["name"]) {
					b.known[fold(other)] = row["of"]
				}
			}
			b.hand = append(b.hand, &holding{person: last, office: row["office"], of: row["of"], to: row["to"], first: row["first"], last: row["last"]})
		})
		if err != nil {
			return nil, err
		}
	}
	return b, nil
}

// expand walks over the alternatives that braces give.
func expand(phrase string, yield func(string)) {
	open := strings.IndexByte(phrase, '{')
	if open < 0 {
		yield(phrase)
		return
	}
	end := open + strings.IndexByte(phrase[open:], '}')
	for alternative := range strings.SplitSeq(phrase[open+1:end], "|") {
		expand(phrase[:open]+alternative+phrase[end+1:], yield)
	}
}
