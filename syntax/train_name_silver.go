package syntax

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

// silverLabels are what one teacher made of sentences, by the sentence: its words with a space between them.
type silverLabels struct {
	labels map[string][]string
	blind  bool // the teacher names persons, organisations and places only
}

// readSilver reads what teachers made of sentences, a file each: a token, a space and its label a line, an empty line
// behind each sentence. Labels are in the IOB2 scheme or classes alone. order has the sentences as they were first seen.
func readSilver(paths []string) (teachers []silverLabels, order []string, err error) {
	seen := map[string]bool{}
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, nil, err
		}
		t := silverLabels{labels: map[string][]string{}, blind: true}
		var key strings.Builder
		var labels []string
		lines := bufio.NewScanner(f)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if form, label, ok := cutLast(lines.Text()); ok {
				if len(labels) > 0 {
					key.WriteByte(' ')
				}
				key.WriteString(form)
				labels = append(labels, label)
				if class, _ := SilverClass(label); class == 1+int(MiscName) {
					t.blind = false
				}
				continue
			}
			if k := key.String(); len(labels) > 0 {
				if t.labels[k] = labels; !seen[k] {
					seen[k] = true
					order = append(order, k)
				}
			}
			key.Reset()
			labels = nil
		}
		err = lines.Err()
		f.Close()
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		teachers = append(teachers, t)
	}
	return teachers, order, nil
}

func cutLast(line string) (before, after string, ok bool) {
	at := strings.LastIndexByte(line, ' ')
	if at < 0 {
		return "", "", false
	}
	return line[:at], line[at+1:], true
}

// SilverClass maps the classes of OntoNotes, CoNLL-2003 and MUC to NameClass + 1; 0 is outside. begins tells labels that
// begin a name for certain.
func SilverClass(label string) (class int, begins bool) {
	if scheme, name, ok := strings.Cut(label, "-"); ok {
		label, begins = name, scheme == "B"
	}
	switch label {
	case "PERSON", "PER":
		return 1 + int(PersonName), begins
	case "ORG", "ORGANIZATION":
		return 1 + int(OrganisationName), begins
	case "GPE", "LOC", "FAC", "LOCATION":
		return 1 + int(PlaceName), begins
	case "NORP", "EVENT", "PRODUCT", "LAW", "LANGUAGE", "WORK_OF_ART", "MISC":
		return 1 + int(MiscName), begins
	}
	return 0, false
}

// silverSets returns the tags that one teacher gave to the words.
func silverSets(forms, labels []string) []uint32 {
	tokens := make([]Token, len(forms))
	class := make([]int, len(forms))
	begins := make([]bool, len(forms))
	before := 0
	for i, l := range labels {
		tokens[i].Form = forms[i]
		class[i], begins[i] = SilverClass(l)
		begins[i] = begins[i] || class[i] > 0 && class[i] != before
		before = class[i]
	}
	// Teachers that were taught words with hyphens in one piece cut them where the treebanks do: "Bailey - Ross".
	for i := 1; i+1 < len(forms); i++ {
		k := class[i-1]
		if forms[i] == "-" && (k == 1+int(PersonName) || k == 1+int(OrganisationName)) && class[i+1] == k && beginsUpper(forms[i+1]) && beginsUpper(forms[i-1]) {
			class[i], begins[i], begins[i+1] = k, false, false
		}
	}
	return nameSets(tokens, class, begins, false)
}

// agreed returns for each word the tags that most votes are for; each vote is a set of tags. Two votes that differ leave
// both open.
func agreed(votes [][]uint32, n int) []uint32 {
	sets := make([]uint32, n)
	for i := range n {
		var counts [nameTags]int
		most := 0
		for _, v := range votes {
			for t := range nameTags {
				if v[i]>>t&1 != 0 {
					counts[t]++
					most = max(most, counts[t])
				}
			}
		}
		for t, c := range counts {
			if c == most {
				sets[i] |= 1 << t
			}
		}
	}
	return sets
}

// silverVotes returns the teachers' sets for a sentence. What a teacher that does not know other names leaves out may
// be one of those that some teacher sees.
func silverVotes(teachers []silverLabels, forms []string, key string) [][]uint32 {
	var votes [][]uint32
	var blind []bool
	misc := make([]uint32, len(forms))
	for _, t := range teachers {
		labels := t.labels[key]
		if labels == nil {
			continue
		}
		sets := silverSets(forms, labels)
		votes, blind = append(votes, sets), append(blind, t.blind)
		if !t.blind {
			for i, set := range sets {
				misc[i] |= set & classTags(MiscName)
			}
		}
	}
	for n := range votes {
		if blind[n] {
			for i, set := range votes[n] {
				if set == 1 && misc[i] != 0 {
					votes[n][i] = misc[i]
				}
			}
		}
	}
	return votes
}

// widened returns a corpus's own sets with what the teachers see beside them. The teachers miss names more often than
// they invent them: what they leave out may yet be one.
func widened(own []uint32, votes [][]uint32) []uint32 {
	if len(votes) == 0 {
		return own
	}
	sets := agreed(append(votes, own), len(own))
	for k := range sets {
		if sets[k] == 1 {
			sets[k] |= own[k]
		}
	}
	return sets
}

// classTags returns the set of a class's tags.
func classTags(class NameClass) uint32 { return 0b1111 << nameTag(class, 0) }

// nameExamples returns all sentences to learn from. The teachers' labels of the Groningen Meaning Bank's sentences, if
// there are any, stand beside its own.
func (t Training) nameExamples(silverPaths []string) ([]nameExample, error) {
	teachers, order, err := readSilver(silverPaths)
	if err != nil {
		return nil, err
	}
	var examples []nameExample
	labelled := map[string]bool{}
	for i, c := range nameCorpora {
		sentences, err := c.read(t.Corpora)
		if err != nil {
			return nil, err
		}
		for _, s := range sentences {
			tokens, class, begins := c.spread(s)
			e := nameExample{tokens: tokens, allowed: nameSets(tokens, class, begins, c.outsideMayBeMisc), often: c.often}
			key := tokenKey(tokens)
			labelled[key] = true
			if i == 0 {
				e.allowed = widened(e.allowed, silverVotes(teachers, formsOf(tokens), key))
			}
			examples = append(examples, e)
		}
	}
	for _, key := range order {
		if labelled[key] {
			continue
		}
		forms := strings.Split(key, " ")
		votes := silverVotes(teachers, forms, key)
		tokens := make([]Token, len(forms))
		for i := range forms {
			tokens[i].Form = forms[i]
		}
		examples = append(examples, nameExample{tokens: tokens, allowed: agreed(votes, len(forms))})
	}
	return examples, nil
}

func tokenKey(tokens []Token) string {
	var b strings.Builder
	for i := range tokens {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(tokens[i].Form)
	}
	return b.String()
}
