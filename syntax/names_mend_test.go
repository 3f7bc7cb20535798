package syntax

import (
	"strings"
	"testing"
)

// nameSentence makes a sentence of words with its names in brackets behind their class: "P[ Ada Lee ] left".
func nameSentence(text string) Sentence {
	var s Sentence
	class, first := MiscName, -1
	for _, w := range strings.Fields(text) {
		switch w {
		case "P[", "O[", "L[", "M[":
			class, first = NameClass(strings.IndexByte("POLM", w[0])), len(s.Tokens)
		case "]":
			s.Names = append(s.Names, Name{First: first, Last: len(s.Tokens) - 1, Class: class})
		default:
			t := Token{Form: w, XPOS: TagNN}
			if beginsUpper(w) {
				t.XPOS = TagNNP
			}
			s.Tokens = append(s.Tokens, t)
		}
	}
	return s
}

func tellNames(s *Sentence) string {
	var out []string
	for i := range s.Tokens {
		for _, n := range s.Names {
			if n.First == i {
				out = append(out, string("POLM"[n.Class])+"[")
			}
		}
		out = append(out, s.Tokens[i].Form)
		for _, n := range s.Names {
			if n.Last == i {
				out = append(out, "]")
			}
		}
	}
	return strings.Join(out, " ")
}

func TestMendNames(t *testing.T) {
	for _, c := range []struct{ found, want string }{
		{"the O[ Lagos Trade Summit ] opened", "the M[ Lagos Trade Summit ] opened"},
		{"the O[ Faculty of War ] opened", "the O[ Faculty of War ] opened"},
		{"at the O[ Queen Mary Hospital ]", "at the L[ Queen Mary Hospital ]"},
		{"P[ Rosa Park ] and O[ Hyde Park ]", "P[ Rosa Park ] and L[ Hyde Park ]"},
		{"the O[ Convention ] against O[ Torture ]", "the O[ Convention ] against O[ Torture ]"},
		{"the O[ Lisbon Convention ] on the O[ Rights of Rivers ] was signed", "the M[ Lisbon Convention on the Rights of Rivers ] was signed"},
		{"the O[ AI ] of two O[ NGOs ] and an P[ MP ]", "the AI of two NGOs and an MP"},
		{"the O[ Council ] met the O[ Town Council ]", "the Council met the O[ Town Council ]"},
		{"paid 20 L[ US ] dollars in the L[ US ]", "paid 20 US dollars in the L[ US ]"},
		{"see O[ prices.pdf ] from P[ ann@example.org ]", "see prices.pdf from ann@example.org"},
		{"minister P[ Ama Owusu ] - Ekuful said", "minister P[ Ama Owusu - Ekuful ] said"},
		{"P[ Ama ] - P[ Ekuful ] of Dong - O[ Eui University ]", "P[ Ama - Ekuful ] of O[ Dong - Eui University ]"},
		{"trains from L[ Banjul ] - L[ Barra ] and a L[ Paris ] - based firm", "trains from L[ Banjul ] - L[ Barra ] and a L[ Paris ] - based firm"},
		{"readers of The O[ Harbour Times ] said", "readers of O[ The Harbour Times ] said"},
		{"The O[ Harbour Times ] said", "The O[ Harbour Times ] said"},
		{"the O[ Ministry of Trade ] , L[ Rural ] Affairs and O[ Housing ] said", "the O[ Ministry of Trade , Rural Affairs and Housing ] said"},
		{"the O[ Ministry of Trade ] and L[ Kenya ] agreed", "the O[ Ministry of Trade ] and L[ Kenya ] agreed"},
		{"the O[ UN Special Rapporteur ] and the O[ Crown Prince ]", "the O[ UN ] Special Rapporteur and the Crown Prince"},
		{"the O[ Office of the Prime Minister ]", "the O[ Office of the Prime Minister ]"},
		{"the O[ State of Qatar ]", "the L[ State of Qatar ]"},
		{"the O[ Panel ] on O[ River Change ] ( O[ PRC ] ) said", "the O[ Panel on River Change ] ( O[ PRC ] ) said"},
		{"sent by \" P[ Owen ] , P[ Grace ] \" today", "sent by \" P[ Owen , Grace ] \" today"},
		{"P[ Owen ] , P[ Grace ] and others", "P[ Owen ] , P[ Grace ] and others"},
	} {
		s := nameSentence(c.found)
		s.mendNames()
		if got := tellNames(&s); got != c.want {
			t.Errorf("%s\n gives %s\n  want %s", c.found, got, c.want)
		}
	}
}

func TestHyphensWithSpaceJoinNothing(t *testing.T) {
	s := nameSentence("P[ Ama ] - Ekuful")
	at := 0
	for i := range s.Tokens {
		s.Tokens[i].Start, s.Tokens[i].End = at, at+len(s.Tokens[i].Form)
		at = s.Tokens[i].End + 1
	}
	s.mendNames()
	if got := tellNames(&s); got != "P[ Ama ] - Ekuful" {
		t.Error(got)
	}
}

func TestLongForm(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"the Bank of Ghana ( BoG ) said", "Bank of Ghana"},
		{"an Office for Rivers and Lakes ( ORL ) opened", "Office for Rivers and Lakes"},
		{"non - performing loans ( NPLs ) rose", "non - performing loans"},
		{"Ada Lee ( 42 ) said", ""},
		{"the council ( UN ) said", ""},
		{"( UN )", ""},
	} {
		s := nameSentence(c.words)
		got := ""
		for open := range s.Tokens {
			if first, last, ok := longForm(s.Tokens, open); ok {
				var words []string
				for i := first; i <= last; i++ {
					words = append(words, s.Tokens[i].Form)
				}
				got = strings.Join(words, " ")
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.words, got, c.want)
		}
	}
}

func FuzzMendNames(f *testing.F) {
	f.Add("the O[ Lisbon Convention ] on the O[ Rights ] - L[ Barra ] ( O[ LCR ] )")
	f.Add("P[ A ] - P[ B ] , P[ C ] \" ( X )")
	f.Fuzz(func(t *testing.T, text string) {
		s := nameSentence(text)
		last := -1
		for _, n := range s.Names {
			if n.First <= last || n.Last < n.First || n.First < 0 {
				return // not what a finder finds
			}
			last = n.Last
		}
		s.mendNames()
		last = -1
		for _, n := range s.Names {
			if n.First <= last || n.Last < n.First || n.Last >= len(s.Tokens) {
				t.Fatalf("%q: %v", text, s.Names)
			}
			last = n.Last
		}
	})
}
