package syntax

import "testing"

func TestAgree(t *testing.T) {
	for _, c := range []struct{ is, want Token }{
		{Token{UPOS: ADP, XPOS: TagIN, Rel: Mark}, Token{UPOS: SCONJ, XPOS: TagIN, Rel: Mark}},
		{Token{UPOS: SCONJ, XPOS: TagIN, Rel: Case}, Token{UPOS: ADP, XPOS: TagIN, Rel: Case}},
		{Token{UPOS: DET, XPOS: TagDT, Rel: CcPreconj}, Token{UPOS: CCONJ, XPOS: TagCC, Rel: CcPreconj}},
		{Token{UPOS: ADP, XPOS: TagIN, Rel: Case}, Token{UPOS: ADP, XPOS: TagIN, Rel: Case}},
		{Token{UPOS: DET, XPOS: TagDT, Rel: Det}, Token{UPOS: DET, XPOS: TagDT, Rel: Det}},
	} {
		got := c.is
		if got.agree(); got != c.want {
			t.Errorf("%+v becomes %+v, want %+v", c.is, got, c.want)
		}
	}
}
