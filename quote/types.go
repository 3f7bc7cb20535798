package quote

import (
	"chancery/actor"
	"chancery/report"
)

// Kind tells direct from indirect speech.
type Kind string

// The kinds of quotation.
const (
	Direct   Kind = "direct"   // all in quotation marks
	Indirect Kind = "indirect" // told in the outlet's words: "…, he said"
	Mixed    Kind = "mixed"    // partly in quotation marks: he called for "meaningful" steps
)

// Stance is what a voice does with what it passes on.
type Stance string

// The stances.
const (
	Asserts Stance = "asserts"
	Denies  Stance = "denies"
	Doubts  Stance = "doubts"
)

// VoiceKind is what sort of voice it is.
type VoiceKind string

// The kinds of voice.
const (
	OutletVoice   VoiceKind = "outlet"
	AgencyVoice   VoiceKind = "agency"
	DocumentVoice VoiceKind = "document" // a letter, a statement, a report
	PersonVoice   VoiceKind = "person"
	BodyVoice     VoiceKind = "body" // a ministry, a government, an organisation
)

// Voice is one link of a chain of voices.
type Voice struct {
	Name   string
	Actor  string // id in the codebook, "" when it has none
	Kind   VoiceKind
	Stance Stance
	Span   report.Span
}

// Medium is how a speech act reached its audience.
type Medium string

// The media.
const (
	Letter    Medium = "letter"
	Call      Medium = "call"
	Meeting   Medium = "meeting"
	Visit     Medium = "visit"
	Briefing  Medium = "briefing"
	Statement Medium = "statement"
	Interview Medium = "interview"
	Decree    Medium = "decree"
)

// Quotation is somebody's words. Tokens are indices into the Tokens of the sentence they are said to be in.
type Quotation struct {
	Kind    Kind
	Speaker *actor.Party  // nil when the text does not tell
	Content []report.Span // the words, without the quotation marks; several when the cue interrupts them or they run over paragraphs
	Cue     report.Span   // "said", "according to"; empty when there is none
	// Source is the speaker's whole noun phrase: "Reeker, who is visiting Baku". Empty when the text has none.
	Source   report.Span
	Sentence int // where the cue stands; where the content begins when there is no cue
	CueToken int // the cue's head token in Sentence, or -1
	// SpeakerHead is the token of the speaker's head in Sentence, or -1 when the speaker is not named there.
	SpeakerHead int
	// Attribution is the chain of voices, the outermost (nearest to the reader) first, the speaker last.
	Attribution []Voice
	Medium      Medium       // "" when not told
	Addressee   *actor.Party // of a letter, a call: nil when not told
	// Attitude is set when no words are told, only what somebody wants, supports, opposes or criticises:
	// "Yerevan backs the plan". Find leaves such attributions out; Attributions gives them too.
	Attitude bool
}
