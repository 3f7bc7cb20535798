package syntax

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/report"
)

// nameLists collects words and phrases with their flags.
type nameLists struct {
	words, phrases         map[uint32]uint16
	wordOrder, phraseOrder []uint32
}

func put(flags map[uint32]uint16, order *[]uint32, hash uint32, flag uint16) {
	if flag == 0 {
		return
	}
	if flags[hash] == 0 {
		*order = append(*order, hash)
	}
	flags[hash] |= flag
}

// name adds a name of one word, or a longer one and each of its words.
func (l *nameLists) name(name string, one, part, phrase uint16) {
	spans := tokenise(name, report.Span{Start: 0, End: len(name)}, nil)
	if len(spans) > 1 && lowerForm(spans[0].In(name)) == "the" {
		spans = spans[1:]
	}
	for _, s := range spans {
		if len(spans) == 1 {
			l.word(s.In(name), one)
		} else {
			l.word(s.In(name), part)
		}
	}
	if len(spans) < 2 || len(spans) > longestPhrase {
		return
	}
	h := describe(spans[0].In(name)).lower
	for _, s := range spans[1:] {
		put(l.phrases, &l.phraseOrder, h, phraseGoesOn)
		h = phraseHash(h, describe(s.In(name)).lower)
	}
	put(l.phrases, &l.phraseOrder, h, phrase)
}

// word adds a word that has a capital letter.
func (l *nameLists) word(form string, flag uint16) {
	if lowerForm(form) != form && len(form) > 1 {
		put(l.words, &l.wordOrder, describe(form).lower, flag)
	}
}

func tableOf(flags map[uint32]uint16, order []uint32) lexicon {
	var values []uint16
	for _, h := range order {
		values = append(values, flags[h])
	}
	return newLexicon(order, values)
}

// connectors join the words of a name.
const connectors = "of the for and & de la le del der den van von al el bin ibn da do dos di du des y e i 's ’s ' ’ - ."

// buildGazetteer makes the lexicons of words and of phrases.
func (t Training) buildGazetteer() (words, phrases lexicon, err error) {
	l := nameLists{words: map[uint32]uint16{}, phrases: map[uint32]uint16{}}
	mark := func(text string, flag uint16) {
		for _, s := range tokenise(text, report.Span{Start: 0, End: len(text)}, nil) {
			l.word(s.In(text), flag)
		}
	}
	for _, list := range []struct {
		path string
		flag uint16
	}{
		{"names/female.txt", firstNameFlag}, {"names/male.txt", firstNameFlag},
		{"gazetteers/isocountries.txt", countryFlag},
		{"gazetteers/nationalities.txt", nationalityFlag},
		{"gazetteers/usstates.txt", stateFlag}, {"gazetteers/usstateabbrev.txt", stateFlag}, {"gazetteers/caprovinces.txt", stateFlag},
	} {
		b, err := os.ReadFile(filepath.Join(t.Corpora, "lexicons/train", list.path))
		if err != nil {
			return "", "", err
		}
		for _, line := range strings.Split(strings.ToValidUTF8(string(b), ""), "\n") {
			if strings.HasPrefix(line, "#") {
				continue
			}
			words := strings.Fields(line)
			for _, w := range words {
				mark(w, list.flag)
			}
			if len(words) == 1 && list.flag&(countryFlag|stateFlag) != 0 {
				mark(words[0], soleFlag)
			}
		}
	}
	// Names of people who held an office somewhere in the world: the last word, and the others.
	f, err := os.Open(filepath.Join(t.Corpora, "actors/epscrapers_holders21.csv"))
	if err != nil {
		return "", "", err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return "", "", fmt.Errorf("epscrapers_holders21.csv: %w", err)
	}
	for _, row := range rows[1:] {
		words := strings.Fields(row[3])
		for i, w := range words {
			flag := uint16(holderFirstFlag)
			if i == len(words)-1 {
				flag = holderLastFlag
			}
			if len(w) > 2 {
				mark(w, flag)
			}
		}
		l.name(row[3], 0, 0, personPhrase)
	}
	for _, w := range strings.Fields(plainTitles) {
		mark(w, titleFlag)
	}
	for _, w := range strings.Fields(connectors) {
		put(l.words, &l.wordOrder, describe(w).lower, connectorFlag)
	}
	if err := t.addPlaces(&l); err != nil {
		return "", "", err
	}
	if err := t.addOrganisations(&l); err != nil {
		return "", "", err
	}
	return tableOf(l.words, l.wordOrder), tableOf(l.phrases, l.phraseOrder), nil
}

// addPlaces marks the words of the names of countries, first-order divisions, and towns of 30,000 people or more.
func (t Training) addPlaces(l *nameLists) error {
	b, err := os.ReadFile(t.Gazetteer)
	if err != nil {
		return err
	}
	places, err := gazetteer.Open(string(b))
	if err != nil {
		return fmt.Errorf("%s: %w", t.Gazetteer, err)
	}
	for i := range places.Len() {
		r := places.Record(i)
		seat := r.Flags&(gazetteer.StateCapital|gazetteer.DivisionSeat) != 0
		if r.Kind == gazetteer.Second || r.Flags&gazetteer.TownSection != 0 || r.Kind == gazetteer.Town && r.Pop < 30000 && !seat {
			continue
		}
		l.name(r.Name, placeFlag, placePartFlag, placePhrase)
	}
	return nil
}

// addOrganisations marks the words of the codebook's organisations.
func (t Training) addOrganisations(l *nameLists) error {
	b, err := os.ReadFile(t.Organisations)
	if err != nil {
		return err
	}
	for _, line := range strings.Split(string(b), "\n") {
		columns := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || len(columns) < 3 || columns[0] == "organisation" {
			continue
		}
		for _, name := range append(strings.Split(columns[2], ";"), columns[1]) {
			l.name(name, acronymFlag, bodyFlag, bodyPhrase)
		}
	}
	return nil
}
