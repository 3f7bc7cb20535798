package syntax

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"chancery/internal/gazetteer"
	"chancery/report"
)

// The names come from corpora with different ideas of what a name is. Each word of an example therefore has a set of
// tags it may have; the finder learns towards the best sequence within the sets.

// nameExample is a sentence with the set of name tags that each word may have.
type nameExample struct {
	tokens  []Token
	words   []word
	allowed []uint32
	silver  bool // the labels are only a teacher's
}

const allNameTags = 1<<nameTags - 1

// labelledWord is one word of a corpus with its label: B-, I- and the class, or O.
type labelledWord struct {
	form, tag, label string
}

// nameCorpus says how a corpus is read.
type nameCorpus struct {
	path             string
	formColumn       int
	tagColumn        int // Penn tag, or -1
	labelColumn      int
	class            func(label string, w labelledWord) int // class + 1; 0 outside; -1 unknown
	outsideMayBeMisc bool                                   // the corpus does not mark what is not person, organisation or place
}

var nameCorpora = []nameCorpus{
	{path: "gmb/train/gmb_ner.conll", formColumn: 0, tagColumn: 1, labelColumn: 2, class: gmbClass},
	{path: "uner/train/en_ewt-ud-train.iob2", formColumn: 1, tagColumn: -1, labelColumn: 2, class: conllClass, outsideMayBeMisc: true},
	{path: "wikigold/train/wikigold.conll.txt", formColumn: 0, tagColumn: -1, labelColumn: 1, class: conllClass},
	{path: "re3d/train/re3d-train.conll", formColumn: 0, tagColumn: -1, labelColumn: 1, class: re3dClass},
}

func conllClass(label string, _ labelledWord) int {
	switch label {
	case "PER":
		return 1 + int(PersonName)
	case "ORG":
		return 1 + int(OrganisationName)
	case "LOC":
		return 1 + int(PlaceName)
	case "MISC":
		return 1 + int(MiscName)
	}
	return 0
}

// gmbClass: peoples and their adjectives are gpe in this corpus, and so are some countries.
func gmbClass(label string, w labelledWord) int {
	switch label {
	case "per":
		return 1 + int(PersonName)
	case "org":
		return 1 + int(OrganisationName)
	case "geo":
		return 1 + int(PlaceName)
	case "gpe":
		if w.tag == "NNP" {
			return 1 + int(PlaceName)
		}
		return 1 + int(MiscName)
	case "art", "eve":
		return 1 + int(MiscName)
	case "nat":
		return -1
	}
	return 0
}

func re3dClass(label string, _ labelledWord) int {
	switch label {
	case "Person":
		return 1 + int(PersonName)
	case "Organisation":
		return 1 + int(OrganisationName)
	case "Location":
		return 1 + int(PlaceName)
	case "Nationality":
		return 1 + int(MiscName)
	case "Weapon", "MilitaryPlatform", "DocumentReference":
		return -1
	}
	return 0
}

// silverClass maps the classes of OntoNotes.
func silverClass(label string) int {
	switch label {
	case "PERSON":
		return 1 + int(PersonName)
	case "ORG":
		return 1 + int(OrganisationName)
	case "GPE", "LOC", "FAC":
		return 1 + int(PlaceName)
	case "NORP", "EVENT", "PRODUCT", "LAW", "LANGUAGE", "WORK_OF_ART":
		return 1 + int(MiscName)
	}
	return 0
}

// titlesBeforeNames are words that GMB and others take into a person's name and that chancery leaves out of it.
var titlesBeforeNames = map[string]bool{}

func init() {
	for _, t := range strings.Fields(`Mr. Mrs. Ms. Dr. President Prime Minister Vice Secretary General Senator King Queen Pope Prince
		Princess Colonel Gen. Col. Lt. Maj. Capt. Captain Sgt. Premier Chancellor Foreign Defense Defence Secretary-General
		Ambassador Ayatollah Archbishop Cardinal Justice Judge Governor Gov. Sen. Rep. Sheikh Sheik Sir Lord Lady Chief Deputy
		Former Mr Mrs Ms Dr Professor Prof. prime minister president Secretary of State`) {
		titlesBeforeNames[t] = t != "of" && t != "State"
	}
}

// plainTitles are those titles that are no surnames and no first names.
const plainTitles = `Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Prof Prof. Professor MP Sen Sen. Senator Rep Rep. Gov Gov. Gen Gen. Lt Lt. Col Col.
	Capt Capt. Sgt Sgt. Maj Maj. Cmdr Cmdr. Adm Adm. Sir President Vice-President Minister Premier Chancellor Ambassador Secretary
	Secretary-General Ayatollah Congressman Congresswoman Brigadier Colonel Lieutenant Rev Rev. Hon Hon.`

// readNames reads the sentences of a corpus.
func (c nameCorpus) read(folder string) ([][]labelledWord, error) {
	f, err := os.Open(filepath.Join(folder, c.path))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var sentences [][]labelledWord
	var now []labelledWord
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if strings.TrimSpace(line) == "" {
			if len(now) > 0 {
				sentences = append(sentences, now)
			}
			now = nil
			continue
		}
		if strings.HasPrefix(line, "# ") {
			continue
		}
		columns := strings.Fields(line)
		if len(columns) <= c.labelColumn {
			continue
		}
		w := labelledWord{form: columns[c.formColumn], label: columns[c.labelColumn]}
		if c.tagColumn >= 0 {
			w.tag = columns[c.tagColumn]
		}
		now = append(now, w)
	}
	if len(now) > 0 {
		sentences = append(sentences, now)
	}
	return sentences, lines.Err()
}

// spread cuts the words of a labelled sentence as the tokeniser does and returns each token's class and whether it
// begins a name.
func (c nameCorpus) spread(sentence []labelledWord) (tokens []Token, class []int, begins []bool) {
	before := 0
	for _, w := range sentence {
		kind, label, ok := strings.Cut(w.label, "-")
		k := 0
		if ok {
			k = c.class(label, w)
		}
		spans := tokenise(w.form, report.Span{Start: 0, End: len(w.form)}, nil)
		if cliticLength(w.form) == len(w.form) {
			spans = []report.Span{{Start: 0, End: len(w.form)}} // "'s" as a word of its own
		}
		for i, s := range spans {
			tk := k
			form := s.In(w.form)
			// "US-based" as one word: the name is what has capital letters.
			if k > 0 && len(spans) > 1 && lowerForm(form) == form && i > 0 {
				tk = 0
			}
			t := Token{Span: s, Form: form}
			if len(spans) == 1 {
				t.XPOS = sharedTag(form, w.tag)
			}
			tokens = append(tokens, t)
			class = append(class, tk)
			begins = append(begins, tk > 0 && (i == 0 && kind == "B" && (tk != before || c.formColumn == 0 && kind == "B") || tk != before))
			before = tk
		}
	}
	return tokens, class, begins
}

// sharedTag returns a Penn tag of a corpus where it means what the treebanks mean by it: those tag punctuation, "to" and
// foreign words in another way.
func sharedTag(form, tag string) XPOS {
	x := ParseXPOS(tag)
	switch x {
	case TagNN, TagIN, TagDT, TagNNP, TagJJ, TagPRP, TagRB, TagNNS, TagVB, TagCC, TagVBD, TagVBP, TagVBZ, TagCD, TagVBN, TagVBG,
		TagMD, TagPRPS, TagWDT, TagWRB, TagWP, TagRP, TagPOS, TagNNPS, TagJJR, TagJJS, TagEX, TagRBR, TagRBS, TagWPS:
		if lower := lowerForm(form); lower != "to" && lower[0] >= 'a' && lower[0] <= 'z' {
			return x
		}
	}
	return NoXPOS
}

// nameSets turns classes into sets of tags.
func nameSets(tokens []Token, class []int, begins []bool, outsideMayBeMisc bool) []uint32 {
	sets := make([]uint32, len(tokens))
	misc := classTags(MiscName)
	for i := 0; i < len(tokens); {
		if class[i] <= 0 {
			sets[i] = 1
			if class[i] < 0 {
				sets[i] = 1 | misc
			}
			if outsideMayBeMisc && lowerForm(tokens[i].Form) != tokens[i].Form {
				sets[i] |= misc
			}
			i++
			continue
		}
		end := i + 1
		for end < len(tokens) && class[end] == class[i] && !begins[end] {
			end++
		}
		first, last := i, end-1
		k := NameClass(class[i] - 1)
		for first < last && (tokens[first].Form == "the" || tokens[first].Form == "The" || k == PersonName && titlesBeforeNames[tokens[first].Form]) {
			sets[first] = 1
			first++
		}
		for last > first && (tokens[last].Form == "'s" || tokens[last].Form == "’s" || tokens[last].Form == "'") {
			sets[last] = 1
			last--
		}
		if first == last {
			sets[first] = 1 << nameTag(k, nameUnit)
			if k == PersonName && titlesBeforeNames[tokens[first].Form] {
				sets[first] = 1
			}
		} else {
			sets[first] = 1 << nameTag(k, nameBegin)
			for j := first + 1; j < last; j++ {
				sets[j] = 1 << nameTag(k, nameInside)
			}
			sets[last] = 1 << nameTag(k, nameLast)
		}
		i = end
	}
	return sets
}

// WriteNameTexts writes the sentences that a teacher is to label with names, one a line with a space between tokens:
// those of GMB and of the plain text for training.
func (t Training) WriteNameTexts(out io.Writer) error {
	w := bufio.NewWriter(out)
	put := func(tokens []Token) {
		for i := range tokens {
			if i > 0 {
				w.WriteByte(' ')
			}
			w.WriteString(tokens[i].Form)
		}
		w.WriteByte('\n')
	}
	sentences, err := nameCorpora[0].read(t.Corpora)
	if err != nil {
		return err
	}
	for _, s := range sentences {
		tokens, _, _ := nameCorpora[0].spread(s)
		put(tokens)
	}
	texts, err := t.plainTexts()
	if err != nil {
		return err
	}
	for _, text := range texts {
		for _, paragraph := range strings.Split(text, "\n") {
			spans := tokenise(paragraph, report.Span{Start: 0, End: len(paragraph)}, nil)
			splitByRules(paragraph, report.Paragraph, spans, func(first, end int) {
				var tokens []Token
				for _, s := range spans[first:end] {
					tokens = append(tokens, Token{Form: s.In(paragraph)})
				}
				put(tokens)
			})
		}
	}
	return w.Flush()
}

// plainTexts returns the plain text for training: Wikinews and the addresses of American presidents since 1945.
func (t Training) plainTexts() ([]string, error) {
	var texts []string
	for _, pattern := range []string{"plain_text/train/wikinews/*.csv", "plain_text/train/state_union/*.txt"} {
		paths, err := filepath.Glob(filepath.Join(t.Corpora, pattern))
		if err != nil {
			return nil, err
		}
		slices.Sort(paths)
		for _, p := range paths {
			b, err := os.ReadFile(p)
			if err != nil {
				return nil, err
			}
			text := strings.ToValidUTF8(string(b), "")
			if strings.HasSuffix(p, ".csv") {
				if text, err = wikinewsText(text); err != nil {
					return nil, fmt.Errorf("%s: %w", p, err)
				}
			}
			texts = append(texts, strings.ReplaceAll(text, "\r", ""))
		}
	}
	return texts, nil
}

// readSilver reads what a teacher made of WriteNameTexts' lines: a token, a space and its label a line, an empty line
// behind each sentence.
func readSilver(path string) ([][]labelledWord, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var sentences [][]labelledWord
	var now []labelledWord
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		form, label, ok := strings.Cut(lines.Text(), " ")
		if !ok {
			sentences = append(sentences, now)
			now = nil
			continue
		}
		now = append(now, labelledWord{form: form, label: label})
	}
	return sentences, lines.Err()
}

// wikinewsText returns the titles and texts of a table with the columns url, date, title and text.
func wikinewsText(table string) (string, error) {
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for i, row := range rows {
		if i == 0 || len(row) < 4 {
			continue
		}
		out.WriteString(row[2] + "\n" + row[3] + "\n")
	}
	return out.String(), nil
}

// nameExamples returns all sentences to learn from. The silver labels of GMB's sentences, if there are any, widen the
// sets of its own.
func (t Training) nameExamples(silverPath string) ([]nameExample, error) {
	var silver [][]labelledWord
	if silverPath != "" {
		var err error
		if silver, err = readSilver(silverPath); err != nil {
			return nil, err
		}
	}
	var examples []nameExample
	for i, c := range nameCorpora {
		sentences, err := c.read(t.Corpora)
		if err != nil {
			return nil, err
		}
		for j, s := range sentences {
			tokens, class, begins := c.spread(s)
			sets := nameSets(tokens, class, begins, c.outsideMayBeMisc)
			if i == 0 && silver != nil {
				labels, ok := []labelledWord(nil), j < len(silver)
				if ok {
					labels, ok = matchTokens(silver[j], tokens)
				}
				if !ok {
					return nil, fmt.Errorf("%s: sentence %d is not that of GMB", silverPath, j+1)
				}
				for k, set := range silverSets(labels) {
					switch {
					case set == 1:
					case sets[k]&classTags(OrganisationName) != 0 && set&classTags(PlaceName) != 0:
						sets[k] = set // GMB takes "Turkey warned" for an organisation
					default:
						sets[k] |= set
					}
				}
			}
			examples = append(examples, nameExample{tokens: tokens, allowed: sets})
		}
		if i == 0 && silver != nil {
			silver = silver[len(sentences):]
		}
	}
	for _, s := range silver {
		var tokens []Token
		for _, w := range s {
			tokens = append(tokens, Token{Form: w.form})
		}
		examples = append(examples, nameExample{tokens: tokens, allowed: silverSets(s), silver: true})
	}
	return examples, nil
}

// classTags returns the set of a class's tags.
func classTags(class NameClass) uint32 { return 0b1111 << nameTag(class, 0) }

// matchTokens gives labels to tokens of the same characters, cut otherwise: a token has the label of the word in which
// it begins.
func matchTokens(words []labelledWord, tokens []Token) ([]labelledWord, bool) {
	var labels []labelledWord
	word, used := 0, 0
	for _, t := range tokens {
		for word < len(words) && used == len(words[word].form) {
			word++
			used = 0
		}
		if word == len(words) {
			return nil, false
		}
		label := words[word].label
		if used > 0 && strings.HasPrefix(label, "B-") {
			label = "I-" + label[2:]
		}
		labels = append(labels, labelledWord{form: t.Form, label: label})
		for left := len(t.Form); left > 0; {
			if word == len(words) {
				return nil, false
			}
			n := min(left, len(words[word].form)-used)
			left -= n
			if used += n; used == len(words[word].form) && left > 0 {
				word++
				used = 0
			}
		}
	}
	return labels, true
}

// silverSets returns the tags of a sentence that the teacher labelled.
func silverSets(sentence []labelledWord) []uint32 {
	var tokens []Token
	var class []int
	var begins []bool
	for _, w := range sentence {
		kind, label, ok := strings.Cut(w.label, "-")
		k := 0
		if ok {
			k = silverClass(label)
		}
		tokens = append(tokens, Token{Form: w.form})
		class = append(class, k)
		begins = append(begins, k > 0 && kind == "B")
	}
	return nameSets(tokens, class, begins, false)
}

// buildGazetteer makes the lexicon of first names, countries, nationalities and American states.
func (t Training) buildGazetteer() (lexicon, error) {
	flags := map[uint32]uint16{}
	var order []uint32
	mark := func(word string, flag uint16) {
		for _, s := range tokenise(word, report.Span{Start: 0, End: len(word)}, nil) {
			if form := s.In(word); lowerForm(form) != form && len(form) > 1 {
				h := describe(form).lower
				if flags[h] == 0 {
					order = append(order, h)
				}
				flags[h] |= flag
			}
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
			return "", err
		}
		for _, line := range strings.Split(strings.ToValidUTF8(string(b), ""), "\n") {
			if strings.HasPrefix(line, "#") {
				continue
			}
			for _, w := range strings.Fields(line) {
				mark(w, list.flag)
			}
		}
	}
	// Names of people who held an office somewhere in the world: the last word, and the others.
	f, err := os.Open(filepath.Join(t.Corpora, "actors/epscrapers_holders21.csv"))
	if err != nil {
		return "", err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return "", fmt.Errorf("epscrapers_holders21.csv: %w", err)
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
	}
	for _, w := range strings.Fields(plainTitles) {
		mark(w, titleFlag)
	}
	if err := t.addPlaces(mark); err != nil {
		return "", err
	}
	if err := t.addOrganisations(mark); err != nil {
		return "", err
	}
	var values []uint16
	for _, h := range order {
		values = append(values, flags[h])
	}
	return newLexicon(order, values), nil
}

// addPlaces marks the words of the names of countries, first-order divisions, and towns of 30,000 people or more.
func (t Training) addPlaces(mark func(string, uint16)) error {
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
		markName(mark, r.Name, placeFlag, placePartFlag)
	}
	return nil
}

// addOrganisations marks the words of the codebook's organisations.
func (t Training) addOrganisations(mark func(string, uint16)) error {
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
			markName(mark, name, acronymFlag, bodyFlag)
		}
	}
	return nil
}

// markName marks a name of one word, or each word of a longer one.
func markName(mark func(string, uint16), name string, one, part uint16) {
	words := strings.Fields(name)
	for _, w := range words {
		if len(words) == 1 {
			mark(w, one)
		} else {
			mark(w, part)
		}
	}
}

const nameBits = 21

// TrainNames trains the name finder on the corpora and on what a teacher made of WriteNameTexts' lines, and writes
// names.model. It needs the tags of the network that the binary carries.
func (t Training) TrainNames(silverPath string) error {
	clusters, err := readClusters(clusterModel)
	if err != nil {
		return err
	}
	reader, err := t.network()
	if err != nil {
		return err
	}
	examples, err := t.nameExamples(silverPath)
	if err != nil {
		return err
	}
	l := newLearner(nameBits)
	f := &nameFinder{weights: l, shift: l.shift}
	if f.gazetteer, err = t.buildGazetteer(); err != nil {
		return err
	}
	var tagging batch
	for i := range examples {
		e := &examples[i]
		one := []Sentence{{Tokens: e.tokens}}
		tagging.read(reader, one)
		e.words = describeWords(e.tokens, clusters, nil)
		for j := range e.tokens {
			// The teacher misses names more often than it invents them: what it leaves out may yet be one.
			if e.silver && e.allowed[j] == 1 && e.tokens[j].UPOS == PROPN {
				e.allowed[j] = allNameTags
			}
		}
	}
	fmt.Fprintf(t.Log, "names: %d sentences\n", len(examples))
	order := make([]int, len(examples))
	for i := range order {
		order[i] = i
	}
	rng := random(4)
	var work namesWork
	for epoch := range t.Epochs {
		rng.shuffle(order)
		wrong := 0
		for _, k := range order {
			if f.learn(&examples[k], l, &work, &rng) {
				wrong++
			}
		}
		fmt.Fprintf(t.Log, "names, epoch %d: %.2f%% of sentences wrong\n", epoch+1, 100*float64(wrong)/float64(len(examples)))
	}
	return t.write("names.model", joinSections(namesKind, string(f.gazetteer), string(l.average())))
}

// learn learns from one sentence and reports whether the finder was wrong.
func (f *nameFinder) learn(e *nameExample, l *learner, w *namesWork, rng *random) bool {
	w.words = append(w.words[:0], e.words...)
	words := w.words
	for i := range words {
		// One name in eight is made unknown, so that the finder also learns to go by what stands around.
		if words[i].hasCapital() && rng.next()%8 == 0 {
			words[i].exact, words[i].lower, words[i].cluster = 21, 22, 0
			words[i].suffix4, words[i].prefix = 23, 24
		}
	}
	f.prepare()
	w.reset(len(words))
	f.score(words, w.flags, w.scores)
	f.viterbi(w.scores, w.back, w.tags, nil)
	l.step++
	wrong := false
	for i, t := range w.tags {
		if e.allowed[i]>>t&1 == 0 {
			wrong = true
		}
	}
	if !wrong {
		return false
	}
	guess := slices.Clone(w.tags)
	f.viterbi(w.scores, w.back, w.tags, e.allowed)
	for i, gold := range w.tags {
		if e.allowed[i]>>gold&1 == 0 {
			return true // no sequence within the sets
		}
	}
	style := f.style(words)
	var places [nameFeatures]uint32
	before, beforeGuess := 0, 0
	for i, gold := range w.tags {
		if gold != guess[i] && mayBeName(words, i) {
			f.features(words, w.flags, i, style, &places)
			l.update(places[:], int(gold), 1)
			l.update(places[:], int(guess[i]), -1)
		}
		if gold != guess[i] || before != beforeGuess {
			l.update([]uint32{f.transitionPlace(before)}, int(gold), 1)
			l.update([]uint32{f.transitionPlace(beforeGuess)}, int(guess[i]), -1)
		}
		before, beforeGuess = int(gold), int(guess[i])
	}
	return true
}
