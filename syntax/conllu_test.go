package syntax

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

const twoDocuments = `# newdoc id = first
# newpar id = first-p1
# sent_id = 1
# text = They don't agree.
1	They	they	PRON	PRP	Case=Nom	4	nsubj	4:nsubj	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	agree	agree	VERB	VB	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

# sent_id = 2
1	Its	its	PRON	PRP$	_	2	nmod:poss	_	_
2	envoy	envoy	NOUN	NN	_	3	nsubj	_	_
3	left	leave	VERB	VBD	_	0	root	_	_
3.1	left	leave	VERB	VBD	_	_	_	3:conj	_
4	early	early	ADV	RB	_	3	advmod:odd	_	_

# newpar
1-2	Dont	_	_	_	_	_	_	_	SpaceAfter=No
1	Do	do	AUX	VB	_	3	aux	_	_
2	n't	not	PART	RB	_	3	advmod	_	_
3	!	!	PUNCT	.	_	0	what	_	_

# newdoc
1	Next	next	FOO	BAR	_	0	root	_	_
`

func TestReadCoNLLU(t *testing.T) {
	documents, err := ReadCoNLLU(strings.NewReader(twoDocuments))
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, d := range documents {
		fmt.Fprintf(&got, "%q\n", d.Text)
		for i := range d.Sentences {
			s := &d.Sentences[i]
			fmt.Fprintf(&got, "%d %q:", s.Block, s.In(d.Text))
			for _, k := range s.Tokens {
				fmt.Fprintf(&got, " %s[%s]/%s/%s/%s(%d)", k.Form, k.In(d.Text), k.UPOS, k.XPOS, k.Rel, k.Head)
			}
			got.WriteByte('\n')
		}
	}
	const want = `"They don't agree. Its envoy left early\n\nDont!"
0 "They don't agree.": They[They]/PRON/PRP/nsubj(3) do[do]/AUX/VBP/aux(3) n't[n't]/PART/RB/advmod(3) agree[agree]/VERB/VB/root(-1) .[.]/PUNCT/./punct(3)
0 "Its envoy left early": Its[Its]/PRON/PRP$/nmod:poss(1) envoy[envoy]/NOUN/NN/nsubj(2) left[left]/VERB/VBD/root(-1) early[early]/ADV/RB/advmod(2)
1 "Dont!": Do[Dont]/AUX/VB/aux(2) n't[Dont]/PART/RB/advmod(2) ![!]/PUNCT/./dep(-1)
"Next"
0 "Next": Next[Next]/_/_/root(-1)
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	if blocks := documents[0].Paragraphs(); len(blocks) != 2 || blocks[0].In(documents[0].Text) != "They don't agree. Its envoy left early" || blocks[1].In(documents[0].Text) != "Dont!" {
		t.Errorf("paragraphs %v", blocks)
	}
}

func TestReadCoNLLURefuses(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"1	They	they\n", "line 1: not CoNLL-U: 3 columns, not 10"},
		{"2	They	they	PRON	PRP	_	0	root	_	_\n", `line 1: not CoNLL-U: word number "2"`},
		{"1	They	they	PRON	PRP	_	x	root	_	_\n", `line 1: not CoNLL-U: head "x"`},
		{"1	They	they	PRON	PRP	_	7	root	_	_\n\n", "line 2: not CoNLL-U: word 1 hangs on word 7 of 1"},
		{"2-3	They	_	_	_	_	_	_	_	_\n", `line 1: not CoNLL-U: word range "2-3"`},
		{"1-2	They	_	_	_	_	_	_	_	_\n1	The	_	_	_	_	0	root	_	_\n\n", `line 3: not CoNLL-U: the multiword token "They" lacks words`},
	} {
		_, err := ReadCoNLLU(strings.NewReader(c.text))
		if err == nil || err.Error() != c.want || !errors.Is(err, ErrCoNLLU) {
			t.Errorf("ReadCoNLLU(%q): %v, want %s", c.text, err, c.want)
		}
	}
}

func FuzzReadCoNLLU(f *testing.F) {
	f.Add(twoDocuments)
	f.Add("1	a	a	X	X	_	0	root	_	_\n\n1-1	b	_	_	_	_	_	_	_	_\n1	b	b	X	X	_	0	root	_	_\n")
	f.Fuzz(func(t *testing.T, text string) {
		documents, err := ReadCoNLLU(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, d := range documents {
			d.Paragraphs()
			for i := range d.Sentences {
				s := &d.Sentences[i]
				for j := range s.Tokens {
					if k := s.Tokens[j]; k.Start < s.Start || k.End > s.End || k.End < k.Start || int(k.Head) >= len(s.Tokens) {
						t.Fatalf("%q: token %+v in sentence %v", text, k, s.Span)
					}
				}
			}
		}
	})
}

func TestLemmas(t *testing.T) {
	l, err := readLemmatiser(lemmaModel)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		form  string
		upos  UPOS
		xpos  XPOS
		lemma string
	}{
		{"Talks", NOUN, TagNNS, "talk"},
		{"armies", NOUN, TagNNS, "army"},
		{"wives", NOUN, TagNNS, "wife"},
		{"crises", NOUN, TagNNS, "crisis"},
		{"bombed", VERB, TagVBD, "bomb"},
		{"shelling", VERB, TagVBG, "shell"},
		{"provoked", VERB, TagVBN, "provoke"},
		{"travelled", VERB, TagVBN, "travel"},
		{"fled", VERB, TagVBD, "flee"},
		{"is", AUX, TagVBZ, "be"},
		{"n't", PART, TagRB, "not"},
		{"n’t", PART, TagRB, "not"},
		{"ca", AUX, TagMD, "can"},
		{"worst", ADJ, TagJJS, "bad"},
		{"Armenian", ADJ, TagJJ, "Armenian"},
		{"Azerbaijanis", PROPN, TagNNPS, "Azerbaijani"},
		{"New", ADJ, TagNNP, "New"},
		{"UN", PROPN, TagNNP, "UN"},
		{"TRIPOLI", PROPN, TagNNP, "Tripoli"},
		{"kerala", PROPN, TagNNP, "Kerala"},
		{"bin", PROPN, TagNNP, "bin"},
		{"Oct.", PROPN, TagNNP, "October"},
		{"Thurs", PROPN, TagNNP, "Thursday"},
		{"16,750", NUM, TagCD, "16750"},
		{"3000", NUM, TagCD, "3000"},
		{"C", NOUN, TagNN, "C"},
		{"Մարտը", NOUN, TagNN, "մարտը"},
	} {
		if got := l.lemma(c.form, c.upos, c.xpos, nil); got != c.lemma {
			t.Errorf("%s/%s: %q, want %q", c.form, c.xpos, got, c.lemma)
		}
	}
}

func TestReadLemmatiserRefuses(t *testing.T) {
	for _, text := range []string{"NN", "NN\ts\t1", "QQ\ts\t1\t\n", "NN\ts\t\t\n", "NN\ts\t100\t\n", "NN\ts\tab\t\n", "NN\ts\t-1\t\n"} {
		if _, err := readLemmatiser(text); !errors.Is(err, ErrModel) {
			t.Errorf("readLemmatiser(%q): %v", text, err)
		}
	}
}
