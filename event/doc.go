// Package event reads who did what to whom, and how real it is, out of sentences
// whose trees, actors, times, places and quotations have been found already.
//
// # Acts about acts
//
// Most codebooks of the field multiply two things: what kind of act it is, and
// what the act is about. A demand for a release, an intent to release, a
// refusal to release and a release have four codes there. This package reads in
// two layers instead: an inner act (meet, sign, release, attack, aid…), and the
// operators around it (offer, promise, plan, demand, refuse, threaten, deny,
// accuse, be able, if, not…). The code of the whole follows from a table.
//
//	X released prisoners              RETREAT release, actual
//	X is ready to release prisoners   AGREE, offered      content: RETREAT release by X
//	Y urged X to release prisoners    REQUEST, demanded   content: RETREAT release by X
//	X refused to release prisoners    REJECT, actual      content: RETREAT release by X, not happened
//
// # From words to events
//
// [Load] reads the codebook: classes of words, entries (acts and operators) with
// the constructions that tell of them, and the table of codes. Everything that
// is a list of words stands there and not here.
//
// [Coder.Code] reads a report sentence by sentence. For every verb, event noun
// and adjective that an entry knows it gathers the arguments (argument.go,
// subject.go), chooses the entry whose construction fits best (match.go), joins
// what stands inside an operator to that operator (operator.go), works out the
// status from tense, mood, negation and construction (mood.go, outcome.go),
// resolves roles to parties (party.go), leaves out what does not belong in a
// diplomatic record (relevance.go, unpolitical.go), and attaches voices, time,
// place and casualties. What tells of the same act twice in one report is merged
// at the end (merge.go).
package event
