package syntax

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"

	"chancery/report"
)

// The names come from corpora with different ideas of what a name is. Each word of an example therefore has a set of
// tags it may have; the finder learns towards the best sequence within the sets.

// nameExample is a sentence with the set of name tags that each word may have.
type nameExample struct {
	tokens  []Token
	words   []word
	allowed []uint32
	network []int16 // what the network says of the name tags
	often   int     // how often a pass has it, beyond once
}

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
	often            int                                    // how often a pass has it, beyond once
}

var nameCorpora = []nameCorpus{
	{path: "gmb/train/gmb_ner.conll", formColumn: 0, tagColumn: 1, labelColumn: 2, class: gmbClass},
	{path: "uner/train/en_ewt-ud-train.iob2", formColumn: 1, tagColumn: -1, labelColumn: 2, class: conllClass, outsideMayBeMisc: true, often: 5},
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
