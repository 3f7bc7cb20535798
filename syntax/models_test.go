package syntax

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestLexicon(t *testing.T) {
	var hashes []uint32
	var values []uint16
	for i := range 5000 {
		hashes = append(hashes, hashString(strings.Repeat("x", i%70)+string(rune('a'+i%26))+string(rune('0'+i%71))))
		values = append(values, uint16(i+1))
	}
	hashes = append(hashes, 0)
	values = append(values, 9999)
	first := map[uint32]uint16{}
	for i, h := range hashes {
		if _, ok := first[h]; !ok {
			first[h] = values[i]
		}
	}
	l, err := readLexicon(string(newLexicon(hashes, values)))
	if err != nil {
		t.Fatal(err)
	}
	for h, want := range first {
		if got := l.find(h); got != want {
			t.Fatalf("find(%x) = %d, want %d", h, got, want)
		}
	}
	if got := l.find(hashString("not there")); got != 0 {
		t.Errorf("a word that is not there is %d", got)
	}
	for _, damaged := range []string{"", "12345", strings.Repeat("x", 18), strings.Repeat("x", 6*1024)} {
		if _, err := readLexicon(damaged); !errors.Is(err, ErrModel) {
			t.Errorf("readLexicon of %d bytes: %v", len(damaged), err)
		}
	}
}

func TestSectionsRefuse(t *testing.T) {
	good := joinSections("chancery test 1", "one", "", "three")
	parts, err := sections(good, "chancery test 1", 3)
	if err != nil || !slices.Equal(parts, []string{"one", "", "three"}) {
		t.Fatalf("sections: %q, %v", parts, err)
	}
	for n := range good {
		if _, err := sections(good[:n], "chancery test 1", 3); !errors.Is(err, ErrModel) {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
	}
	if _, err := sections(good, "chancery other 1", 3); !errors.Is(err, ErrModel) {
		t.Errorf("of another kind: %v", err)
	}
	for _, damaged := range []string{"", namesModel[:1000], clusterModel, sentenceModel[:len(sentenceModel)-1]} {
		if _, err := readNameFinder(damaged); !errors.Is(err, ErrModel) {
			t.Errorf("a name finder from %d bytes: %v", len(damaged), err)
		}
		if _, err := readSplitter(damaged); !errors.Is(err, ErrModel) {
			t.Errorf("a splitter from %d bytes: %v", len(damaged), err)
		}
		if _, err := readClusters(strings.Replace(damaged, "chancery clusters", "something else", 1)); !errors.Is(err, ErrModel) {
			t.Errorf("clusters from %d bytes: %v", len(damaged), err)
		}
	}
}

func TestLearnerFindsTheBetterOutcome(t *testing.T) {
	l := newLearner(14)
	places := func(i uint64) []uint32 {
		return []uint32{place(feature(1, i, 0, 0), l.shift), place(feature(2, i%2, 0, 0), l.shift)}
	}
	best := func(s interface {
		score([]uint32, []int32)
	}, i uint64) int {
		var scores [3]int32
		s.score(places(i), scores[:])
		return slices.Index(scores[:], max(scores[0], scores[1], scores[2]))
	}
	for range 20 {
		for i := range uint64(30) {
			l.step++
			if guess, gold := best(l, i), int(i%3); guess != gold {
				l.update(places(i), gold, 1)
				l.update(places(i), guess, -1)
			}
		}
	}
	trained := weights(l.average())
	for i := range uint64(30) {
		if got := best(trained, i); got != int(i%3) {
			t.Errorf("%d: outcome %d", i, got)
		}
	}
}

// sets writes sets of name tags as letters: O, and class and position of the others ("Pb Pl": begin and last of a person).
func sets(allowed []uint32) string {
	var out []string
	for _, set := range allowed {
		word := ""
		for tag := range nameTags {
			if set>>tag&1 == 0 {
				continue
			}
			if tag == 0 {
				word += "O"
			} else {
				word += string("POLM"[(tag-1)/4]) + string("bilu"[(tag-1)%4])
			}
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

func TestNameSets(t *testing.T) {
	gmb := nameCorpora[0]
	for _, c := range []struct{ sentence, tokens, want string }{
		{"Prime/NNP/B-per Minister/NNP/I-per Ada/NNP/I-per Quill/NNP/I-per left/VBD/O", "Prime Minister Ada Quill left", "O O Pb Pl O"},
		{"the/DT/B-org Nordic/NNP/I-org Council/NNP/I-org 's/POS/I-org", "the Nordic Council 's", "O Ob Ol O"},
		{"Georgian/JJ/B-gpe troops/NNS/O in/IN/O Niger/NNP/B-gpe", "Georgian troops in Niger", "Mu O O Lu"},
		{"Paris-based/JJ/B-geo Agence/NNP/B-org", "Paris - based Agence", "Lu O O Ou"},
		{"Oslo/NNP/B-geo Oslo/NNP/B-geo", "Oslo Oslo", "Lu Lu"},
	} {
		var words []labelledWord
		for _, w := range strings.Fields(c.sentence) {
			parts := strings.Split(w, "/")
			words = append(words, labelledWord{form: parts[0], tag: parts[1], label: parts[2]})
		}
		tokens, class, begins := gmb.spread(words)
		var forms []string
		for _, k := range tokens {
			forms = append(forms, k.Form)
		}
		if got := strings.Join(forms, " "); got != c.tokens {
			t.Errorf("tokens %q, want %q", got, c.tokens)
		}
		if got := sets(nameSets(tokens, class, begins, false)); got != c.want {
			t.Errorf("%s: sets %q, want %q", c.tokens, got, c.want)
		}
	}
}

func TestTeachersAreHeard(t *testing.T) {
	forms := strings.Fields("Ada Bailey - Ross of the Nordic Council praised the Lisbon Treaty")
	one := strings.Fields("B-PERSON I-PERSON O B-PERSON O B-ORG I-ORG I-ORG O O B-LAW I-LAW")
	two := strings.Fields("PERSON PERSON O PERSON O O LOCATION ORGANIZATION O O LOCATION O")
	three := strings.Fields("O O O O O O ORG ORG O O MISC MISC")
	if got, want := sets(silverSets(forms, one)), "Pb Pi Pi Pl O O Ob Ol O O Mb Ml"; got != want {
		t.Errorf("sets %q, want %q", got, want)
	}
	key := strings.Join(forms, " ")
	teachers := []silverLabels{{labels: map[string][]string{key: one}}, {labels: map[string][]string{key: two}, blind: true}, {labels: map[string][]string{key: three}}}
	// The second one knows no treaties, so that its silence about "Treaty" is no vote against one.
	if got, want := sets(agreed(silverVotes(teachers, forms, key), len(forms))), "Pb Pi Pi Pl O O Ob Ol O O Mb Ml"; got != want {
		t.Errorf("agreed %q, want %q", got, want)
	}
}

func TestViterbiKeepsToWholeNames(t *testing.T) {
	f, err := readNameFinder(namesModel)
	if err != nil {
		t.Fatal(err)
	}
	rng := random(7)
	for range 200 {
		n := int(rng.next()%12) + 1
		scores, back, tags := make([][nameTags]int32, n), make([][nameTags]uint8, n), make([]uint8, n)
		for i := range scores {
			for k := range scores[i] {
				scores[i][k] = int32(rng.next()%2000) - 1000
			}
		}
		f.viterbi(scores, back, tags, nil)
		before := 0
		for i, tag := range tags {
			if !nameFollows(before, int(tag)) || i == n-1 && nameOpen(int(tag)) {
				t.Fatalf("tags %v", tags)
			}
			before = int(tag)
		}
		covered := 0
		for _, name := range names(tags) {
			covered += name.Last - name.First + 1
		}
		inside := 0
		for _, tag := range tags {
			if tag > 0 {
				inside++
			}
		}
		if covered != inside {
			t.Fatalf("tags %v give names %v", tags, names(tags))
		}
	}
}

func TestLemmaLearner(t *testing.T) {
	l := lemmaLearner{endings: map[lemmaKey]map[edit]int{}, words: map[lemmaKey]map[edit]int{}, rules: lemmatiser{edits: map[string]edit{}}, irregular: map[string]string{"fled": "flee"}}
	var tokens []Token
	for form, lemma := range map[string]string{"maps": "map", "talks": "talk", "camps": "camp", "roads": "road", "men": "man"} {
		tokens = append(tokens, Token{Form: form, Lemma: lemma, UPOS: NOUN, XPOS: TagNNS})
	}
	tokens = append(tokens, Token{Form: "fled", Lemma: "flead", UPOS: VERB, XPOS: TagVBD})
	l.count(tokens)
	l.learnEndings()
	l.learnWords()
	l.add(TagVBD, "fled", "flee")
	for _, c := range []struct {
		form string
		xpos XPOS
		want string
	}{{"forts", TagNNS, "fort"}, {"men", TagNNS, "man"}, {"fled", TagVBD, "flee"}, {"x", TagJJ, "x"}} {
		if got := l.rules.lemma(c.form, NOUN, c.xpos, nil); got != c.want {
			t.Errorf("%s: %q, want %q", c.form, got, c.want)
		}
	}
	for _, c := range []struct{ word, s, ed, ing string }{
		{"agree", "agrees", "agreed", "agreeing"}, {"deny", "denies", "denied", "denying"}, {"lie", "lies", "lied", "lying"},
		{"clash", "clashes", "clashed", "clashing"}, {"free", "frees", "freed", "freeing"}, {"deploy", "deploys", "deployed", "deploying"},
		{"impose", "imposes", "imposed", "imposing"},
	} {
		if s, ed, ing := withS(c.word), withSuffix(c.word, "ed"), withSuffix(c.word, "ing"); s != c.s || ed != c.ed || ing != c.ing {
			t.Errorf("%s: %s %s %s", c.word, s, ed, ing)
		}
	}
}

func TestKMeans(t *testing.T) {
	var vectors [][]float32
	for i := range 40 {
		v := []float32{1, 0.01 * float32(i%5)}
		if i%2 == 1 {
			v = []float32{-0.01 * float32(i%5), 1}
		}
		vectors = append(vectors, v)
	}
	assigned := kMeans(vectors, 2)
	for i := range assigned {
		if assigned[i] != assigned[i%2] || assigned[0] == assigned[1] {
			t.Fatalf("clusters %v", assigned)
		}
	}
	if got := kMeans(vectors[:3], 5); !slices.Equal(got, []int{0, 1, 2}) {
		t.Errorf("fewer vectors than clusters: %v", got)
	}
}
