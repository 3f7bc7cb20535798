package syntax

import "testing"

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
