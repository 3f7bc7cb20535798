package query

import "slices"

// ValueKind is what a field's values are.
type ValueKind uint8

// The kinds of values.
const (
	ActorValue     ValueKind = iota // an actor by any of its names, or its id
	CountryValue                    // a state by any of its names, or ISO 3166-1 alpha-3
	SectorValue                     // "GOV", "MIL"
	CodeValue                       // one of a list that the codebook or the field itself has
	NameValue                       // a name that the record has: an outlet, an origin
	PlaceValue                      // the name of a place
	NearValue                       // the name of a place or its coordinates, and how far
	DayValue                        // 2021, 2021-05, 2021-05-13
	NumberValue                     // 12, 0.7, >=0.7
	YesNoValue                      // yes, no
	IDValue                         // an identity
	PhraseValue                     // words
	DirectiveValue                  // no condition: what is asked for, and as of when
)

// Field is a field that a query can ask for.
type Field struct {
	Name    string
	Help    string // what it holds: a line
	Example string // a condition
	Takes   ValueKind
	Kinds   []Kind // what has it
	// Values are the values there are, where the field has a short list of its own; the codebook has the others'.
	Values []string
	// terms are the kinds of terms that its values stand in.
	terms []string
}

var (
	everything = []Kind{Events, Quotations, Occurrences, Reports}
	told       = []Kind{Events, Occurrences}
	spoken     = []Kind{Events, Quotations, Occurrences}
)

// fields is the table of fields, in the order in which the help shows them.
var fields = []*Field{
	{Name: "source", Takes: ActorValue, Kinds: told, terms: []string{"source"}, Example: "source:USA",
		Help: "who acts: a state, a body, a person, by id or any name; a state takes in its bodies and people"},
	{Name: "recipient", Takes: ActorValue, Kinds: spoken, terms: []string{"recipient"}, Example: `recipient:"European Union",ARM`,
		Help: "who is acted upon; of a quotation: whom a letter or call went to"},
	{Name: "party", Takes: ActorValue, Kinds: told, terms: []string{"source", "recipient"}, Example: "party:Blinken",
		Help: "source or recipient"},
	{Name: "speaker", Takes: ActorValue, Kinds: spoken, terms: []string{"speaker"}, Example: `speaker:"Secretary of State"`,
		Help: "whose words: of an event its innermost voice. An office is whoever held it then"},
	{Name: "country", Takes: CountryValue, Kinds: spoken, terms: []string{"source", "recipient"}, Example: "country:GEO",
		Help: "the country of a source or recipient; of a quotation that of its speaker or addressee"},
	{Name: "source.sector", Takes: SectorValue, Kinds: told, terms: []string{"source.sector"}, Example: "source.sector:MIL",
		Help: "what kind of actor the source is: GOV, MIL, REB, IGO…"},
	{Name: "recipient.sector", Takes: SectorValue, Kinds: told, terms: []string{"recipient.sector"}, Example: "recipient.sector:CVL",
		Help: "what kind of actor the recipient is"},
	{Name: "sector", Takes: SectorValue, Kinds: spoken, terms: []string{"source.sector", "recipient.sector"}, Example: "sector:JRN",
		Help: "what kind of actor source or recipient is; of a quotation, its speaker"},
	{Name: "category", Takes: CodeValue, Kinds: told, terms: []string{"category"}, Example: "category:CONSULT,AGREE",
		Help: "PLOVER's category"},
	{Name: "mode", Takes: CodeValue, Kinds: told, terms: []string{"mode"}, Example: "mode:visit",
		Help: "PLOVER's mode, a kind of its category"},
	{Name: "context", Takes: CodeValue, Kinds: told, terms: []string{"context"}, Example: "context:military",
		Help: "PLOVER's context: what it is about"},
	{Name: "cameo", Takes: CodeValue, Kinds: told, terms: []string{"cameo"}, Example: "cameo:05*",
		Help: "CAMEO's code"},
	{Name: "quad", Takes: CodeValue, Kinds: told, terms: []string{"category"}, Example: "quad:4", Values: quadNames,
		Help: "quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"},
	{Name: "status", Takes: CodeValue, Kinds: told, terms: []string{"status"}, Example: "status:offered,planned", Values: statusNames,
		Help: "how real it is, by the words"},
	{Name: "medium", Takes: CodeValue, Kinds: spoken, terms: []string{"medium"}, Example: "medium:letter", Values: mediumNames,
		Help: "how a speech act reached its audience"},
	{Name: "stance", Takes: CodeValue, Kinds: spoken, terms: []string{"stance"}, Example: "stance:denies", Values: stanceNames,
		Help: "what one of the voices does with what it passes on"},
	{Name: "track", Takes: CodeValue, Kinds: told, terms: []string{"track"}, Example: "track:border-demarcation",
		Help: "a question under negotiation, as the codebook has them"},
	{Name: "outlet", Takes: NameValue, Kinds: everything, terms: []string{"outlet"}, Example: "outlet:Reuters",
		Help: "who published the report"},
	{Name: "origin", Takes: NameValue, Kinds: told, terms: []string{"origin"}, Example: "origin:Azertac",
		Help: "where the account first came from: the agency, letter or body that the report names, else its outlet"},
	{Name: "language", Takes: NameValue, Kinds: []Kind{Reports}, terms: []string{"language"}, Example: "language:en",
		Help: "the language of the report"},
	{Name: "place", Takes: PlaceValue, Kinds: told, terms: []string{"place"}, Example: "place:Lachin",
		Help: "where: a town, a region, a country, by any of its names"},
	{Name: "place-country", Takes: CountryValue, Kinds: told, terms: []string{"place-country"}, Example: "place-country:AZE",
		Help: "the country in which the place lies"},
	{Name: "near", Takes: NearValue, Kinds: told, terms: []string{"at"}, Example: "near:Baku/100km",
		Help: "within a distance of a place, 50 km when none is given; coordinates stand in quotation marks: near:\"40.4,49.9/30km\""},
	{Name: "since", Takes: DayValue, Kinds: everything, Example: "since:2021-05",
		Help: "on that day or later, as far as the words tell; of quotations and reports: published"},
	{Name: "until", Takes: DayValue, Kinds: everything, Example: "until:2022",
		Help: "on that day or earlier; a month or a year is taken whole"},
	{Name: "on", Takes: DayValue, Kinds: everything, Example: "on:2021-05-13",
		Help: "on that day, in that month or year, or between two: on:2021-05-13/2021-05-20"},
	{Name: "published-since", Takes: DayValue, Kinds: everything, Example: "published-since:2021-06-01",
		Help: "the report was published on that day or later"},
	{Name: "published-until", Takes: DayValue, Kinds: everything, Example: "published-until:2021-06",
		Help: "the report was published on that day or earlier"},
	{Name: "added-since", Takes: DayValue, Kinds: everything, Example: "added-since:2024-01-31",
		Help: "the record came to know of it on that day or later"},
	{Name: "added-until", Takes: DayValue, Kinds: everything, Example: "added-until:2024-01-31",
		Help: "the record came to know of it on that day or earlier"},
	{Name: "confidence", Takes: NumberValue, Kinds: told, Example: "confidence:>=0.7",
		Help: "how sure the reading is, 0 to 1"},
	{Name: "killed", Takes: NumberValue, Kinds: told, terms: []string{"killed"}, Example: "killed:>10",
		Help: "how many died, by the account's best figure"},
	{Name: "injured", Takes: NumberValue, Kinds: told, terms: []string{"injured"}, Example: "injured:>=1",
		Help: "how many were injured, by the account's best figure"},
	{Name: "historical", Takes: YesNoValue, Kinds: told, terms: []string{"historical"}, Example: "historical:no", Values: yesNo,
		Help: "told as background"},
	{Name: "reviewed", Takes: CodeValue, Kinds: told, terms: []string{"reviewed"}, Example: "reviewed:accepted", Values: reviewNames,
		Help: "whether somebody looked at it: yes, no, accepted, rejected, corrected. Rejected events are found only when this is asked"},
	{Name: "event", Takes: IDValue, Kinds: told, Example: "event:e-0123456789abcdef",
		Help: "an event by its identity, or its beginning and a star"},
	{Name: "quotation", Takes: IDValue, Kinds: []Kind{Quotations}, Example: "quotation:q-0123456789abcdef",
		Help: "a quotation by its identity, or its beginning and a star"},
	{Name: "occurrence", Takes: IDValue, Kinds: told, Example: "occurrence:o-0123456789abcdef",
		Help: "the events of an occurrence by its identity, or its beginning and a star"},
	{Name: "report", Takes: IDValue, Kinds: everything, Example: "report:reut-1",
		Help: "what one report tells, by its identity, or its beginning and a star"},
	{Name: "said", Takes: PhraseValue, Kinds: []Kind{Quotations}, Example: `said:"territorial integrity"`,
		Help: "words of a quotation; asks for quotations"},
	{Name: "kind", Takes: DirectiveValue, Kinds: everything, Example: "kind:occurrences", Values: []string{"events", "quotations", "occurrences", "reports"},
		Help: "what is asked for: events unless said otherwise"},
	{Name: "as-of", Takes: DirectiveValue, Kinds: everything, Example: "as-of:2021-06-01",
		Help: "the record as it was known at the end of that day"},
}

// The values of the fields that have a short list of their own.
var (
	quadNames   = []string{"1", "2", "3", "4"}
	statusNames = []string{"actual", "ongoing", "planned", "offered", "demanded", "threatened", "hypothetical", "not_happened"}
	mediumNames = []string{"letter", "call", "meeting", "visit", "briefing", "statement", "interview", "decree"}
	stanceNames = []string{"asserts", "denies", "doubts"}
	reviewNames = []string{"yes", "no", "accepted", "rejected", "corrected"}
	yesNo       = []string{"yes", "no"}
)

// also are other words for fields.
var also = map[string]string{
	"from": "source", "actor": "party", "to": "recipient", "by": "speaker", "text": "said", "after": "since", "before": "until",
	"date": "on", "day": "on", "lang": "language", "dead": "killed", "wounded": "injured", "type": "category",
	"source-sector": "source.sector", "recipient-sector": "recipient.sector", "asof": "as-of", "id": "event",
}

// Fields lists the fields that a query can ask for.
func Fields() []Field {
	out := make([]Field, len(fields))
	for i, f := range fields {
		out[i] = *f
	}
	return out
}

// fieldNamed finds a field.
func fieldNamed(name string) *Field {
	for _, f := range fields {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// has tells whether things of a kind have the field.
func (f *Field) has(kind Kind) bool { return slices.Contains(f.Kinds, kind) }

// fieldNames lists the names of the fields that things of a kind have.
func fieldNames(kind Kind) []string {
	var names []string
	for _, f := range fields {
		if f.has(kind) {
			names = append(names, f.Name)
		}
	}
	return names
}
