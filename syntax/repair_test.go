package syntax

import (
	"slices"
	"testing"

	"chancery/report"
)

func TestRepair(t *testing.T) {
	token := func(form string, upos UPOS, xpos XPOS, head int32, rel Rel) Token {
		return Token{Form: form, Lemma: lowerForm(form), UPOS: upos, XPOS: xpos, Head: head, Rel: rel}
	}
	s := Sentence{Tokens: []Token{
		token("Price", NOUN, TagNN, 1, Nsubj), token("blamed", VERB, TagVBD, -1, Root), token("mine", PRON, TagPRP, 3, NmodPoss),
		token("explosions", NOUN, TagNNS, 1, Obj), token(",", PUNCT, TagComma, 1, Punct), token("not", PART, TagRB, 6, Advmod), token("mine", PRON, TagPRP, 1, Conj),
	}, Names: []Name{{First: 0, Last: 0, Class: PersonName}}}
	s.repair()
	if k := s.Tokens[0]; k.UPOS != PROPN || k.XPOS != TagNNP || k.Lemma != "Price" {
		t.Errorf("surname: %+v", k)
	}
	if k := s.Tokens[2]; k.UPOS != NOUN || k.XPOS != TagNN || k.Rel != Compound {
		t.Errorf("mine before a noun: %+v", k)
	}
	if k := s.Tokens[6]; k.UPOS != PRON {
		t.Errorf("mine alone: %+v", k)
	}
}

func TestRepairHas(t *testing.T) {
	for _, c := range []struct {
		name   string
		tokens []Token
		want   string
	}{
		{"he's met them", []Token{{Form: "he", Head: 2, Rel: Nsubj}, {Form: "'s", Lemma: "be", XPOS: TagVBZ, Head: 2, Rel: Aux}, {Form: "met", XPOS: TagVBN, Head: -1, Rel: Root}}, "have"},
		{"he's meeting them", []Token{{Form: "he", Head: 2, Rel: Nsubj}, {Form: "'s", Lemma: "be", XPOS: TagVBZ, Head: 2, Rel: Aux}, {Form: "meeting", XPOS: TagVBG, Head: -1, Rel: Root}}, "be"},
		{"he’s being met", []Token{{Form: "he", Head: 3, Rel: NsubjPass}, {Form: "’s", Lemma: "be", XPOS: TagVBZ, Head: 3, Rel: Aux}, {Form: "being", Lemma: "be", XPOS: TagVBG, Head: 3, Rel: AuxPass}, {Form: "met", XPOS: TagVBN, Head: -1, Rel: Root}}, "be"},
		{"he is met", []Token{{Form: "he", Head: 2, Rel: NsubjPass}, {Form: "is", Lemma: "be", XPOS: TagVBZ, Head: 2, Rel: Aux}, {Form: "met", XPOS: TagVBN, Head: -1, Rel: Root}}, "be"},
	} {
		s := Sentence{Tokens: c.tokens}
		s.Link()
		s.repair()
		if got := s.Tokens[1].Lemma; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestRepairDropsPortfolios(t *testing.T) {
	s := Sentence{}
	for _, form := range []string{"Secretary", "of", "State", "Orr", "met", "the", "Bank", "of", "Malta"} {
		s.Tokens = append(s.Tokens, Token{Form: form, UPOS: PROPN, XPOS: TagNNP, Head: -1})
	}
	s.Names = []Name{{First: 2, Last: 2, Class: OrganisationName}, {First: 3, Last: 3, Class: PersonName}, {First: 6, Last: 8, Class: OrganisationName}}
	s.repair()
	if len(s.Names) != 2 || s.Names[0].First != 3 || s.Names[1].First != 6 {
		t.Errorf("names %v", s.Names)
	}
}

func TestRepairJoinsHyphens(t *testing.T) {
	s := Sentence{}
	at := 0
	for _, form := range []string{"Vranje", "-", "Karaf", "Minsk", "-", "Oslo", "Turku", "-", "based"} {
		s.Tokens = append(s.Tokens, Token{Form: form, UPOS: PROPN, XPOS: TagNNP, Head: -1, Span: report.Span{Start: at, End: at + len(form)}})
		at += len(form)
	}
	s.Names = []Name{{First: 0, Last: 0, Class: PlaceName}, {First: 3, Last: 3, Class: PlaceName}, {First: 5, Last: 5, Class: PlaceName}, {First: 6, Last: 6, Class: PlaceName}}
	s.repair()
	want := []Name{{First: 0, Last: 2, Class: PlaceName}, {First: 3, Last: 3, Class: PlaceName}, {First: 5, Last: 5, Class: PlaceName}, {First: 6, Last: 6, Class: PlaceName}}
	if !slices.Equal(s.Names, want) {
		t.Errorf("names %v, want %v", s.Names, want)
	}
}
