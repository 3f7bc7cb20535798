package syntax

// UPOS is a universal part-of-speech tag (universaldependencies.org/u/pos). The zero value is no tag.
type UPOS uint8

// The universal tags.
const (
	NoUPOS UPOS = iota
	ADJ
	ADP
	ADV
	AUX
	CCONJ
	DET
	INTJ
	NOUN
	NUM
	PART
	PRON
	PROPN
	PUNCT
	SCONJ
	SYM
	VERB
	X
)

var uposNames = [...]string{"_", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"}

// String returns the tag as UD writes it.
func (u UPOS) String() string { return uposNames[u] }

// XPOS is a Penn Treebank tag as the UD English treebanks use it. The zero value is no tag.
type XPOS uint8

// The Penn tags. Those that are no Go names, or clash with universal tags, begin with Tag.
const (
	NoXPOS        XPOS = iota
	TagNN              // NN
	TagIN              // IN
	TagDT              // DT
	TagNNP             // NNP
	TagJJ              // JJ
	TagPRP             // PRP
	TagPeriod          // .
	TagRB              // RB
	TagComma           // ,
	TagNNS             // NNS
	TagVB              // VB
	TagCC              // CC
	TagVBD             // VBD
	TagVBP             // VBP
	TagVBZ             // VBZ
	TagCD              // CD
	TagVBN             // VBN
	TagVBG             // VBG
	TagTO              // TO
	TagMD              // MD
	TagPRPS            // PRP$
	TagUH              // UH
	TagColon           // :
	TagCloseParen      // -RRB-
	TagOpenParen       // -LRB-
	TagWDT             // WDT
	TagWRB             // WRB
	TagWP              // WP
	TagHYPH            // HYPH
	TagOpenQuote       // ``
	TagCloseQuote      // ''
	TagRP              // RP
	TagPOS             // POS
	TagNNPS            // NNPS
	TagJJR             // JJR
	TagJJS             // JJS
	TagEX              // EX
	TagRBR             // RBR
	TagSYM             // SYM
	TagFW              // FW
	TagNFP             // NFP
	TagCurrency        // $
	TagGW              // GW
	TagADD             // ADD
	TagPDT             // PDT
	TagRBS             // RBS
	TagLS              // LS
	TagAFX             // AFX
	TagWPS             // WP$
	TagXX              // XX
)

var xposNames = [...]string{"_", "NN", "IN", "DT", "NNP", "JJ", "PRP", ".", "RB", ",", "NNS", "VB", "CC", "VBD", "VBP", "VBZ", "CD", "VBN", "VBG", "TO", "MD", "PRP$", "UH", ":", "-RRB-", "-LRB-", "WDT", "WRB", "WP", "HYPH", "``", "''", "RP", "POS", "NNPS", "JJR", "JJS", "EX", "RBR", "SYM", "FW", "NFP", "$", "GW", "ADD", "PDT", "RBS", "LS", "AFX", "WP$", "XX"}

// String returns the tag as Penn writes it.
func (x XPOS) String() string { return xposNames[x] }

// Rel is a UD dependency relation with its English subtype (universaldependencies.org/en/dep). The zero value is no relation.
type Rel uint8

// The relations. A subtype's name is joined on: NsubjPass is nsubj:pass, AclRelcl acl:relcl.
const (
	NoRel        Rel = iota
	Punct            // punct
	Case             // case
	Det              // det
	Nsubj            // nsubj
	Root             // root
	Advmod           // advmod
	Amod             // amod
	Obj              // obj
	Obl              // obl
	Conj             // conj
	Nmod             // nmod
	Compound         // compound
	Cc               // cc
	Mark             // mark
	Aux              // aux
	Cop              // cop
	NmodPoss         // nmod:poss
	Advcl            // advcl
	Xcomp            // xcomp
	Flat             // flat
	AclRelcl         // acl:relcl
	Ccomp            // ccomp
	Acl              // acl
	Parataxis        // parataxis
	AuxPass          // aux:pass
	Nummod           // nummod
	Appos            // appos
	NsubjPass        // nsubj:pass
	Discourse        // discourse
	OblUnmarked      // obl:unmarked
	NmodUnmarked     // nmod:unmarked
	CompoundPrt      // compound:prt
	Expl             // expl
	Fixed            // fixed
	Iobj             // iobj
	List             // list
	OblAgent         // obl:agent
	Dep              // dep
	Reparandum       // reparandum
	NmodDesc         // nmod:desc
	Csubj            // csubj
	NsubjOuter       // nsubj:outer
	DetPredet        // det:predet
	AdvclRelcl       // advcl:relcl
	Vocative         // vocative
	CcPreconj        // cc:preconj
	Goeswith         // goeswith
	Orphan           // orphan
	Dislocated       // dislocated
	CsubjPass        // csubj:pass
	CsubjOuter       // csubj:outer
)

var relNames = [...]string{"_", "punct", "case", "det", "nsubj", "root", "advmod", "amod", "obj", "obl", "conj", "nmod", "compound", "cc", "mark", "aux", "cop", "nmod:poss", "advcl", "xcomp", "flat", "acl:relcl", "ccomp", "acl", "parataxis", "aux:pass", "nummod", "appos", "nsubj:pass", "discourse", "obl:unmarked", "nmod:unmarked", "compound:prt", "expl", "fixed", "iobj", "list", "obl:agent", "dep", "reparandum", "nmod:desc", "csubj", "nsubj:outer", "det:predet", "advcl:relcl", "vocative", "cc:preconj", "goeswith", "orphan", "dislocated", "csubj:pass", "csubj:outer"}

// String returns the relation as UD writes it.
func (r Rel) String() string { return relNames[r] }

// Base returns the universal relation of a subtype: nsubj for nsubj:pass.
func (r Rel) Base() Rel { return relBase[r] }

var relBase = func() (base [len(relNames)]Rel) {
	for i, name := range relNames {
		base[i] = Rel(i)
		for j, b := range relNames {
			if len(name) > len(b) && name[len(b)] == ':' && name[:len(b)] == b {
				base[i] = Rel(j)
			}
		}
	}
	return base
}()
