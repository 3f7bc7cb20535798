// Package quote finds whose words a report passes on.
//
// News tells most of what it tells in somebody else's name. A quotation has three parts: the content, what is said;
// the source, who says it; and the cue, the words that tie the two ("said", "according to", "his claim that").
// Its content stands in quotation marks (direct), in the report's own words (indirect), or partly in each (mixed).
//
// The parts are found in this order.
//
//  1. Marks (marks.go). Every paragraph is cut into stretches inside and outside quotation marks of any style.
//     A stretch may lack its closing mark, and may go on in the next paragraph behind another opening mark.
//  2. Cues (cue.go, surface.go, forms.go). Verbs, adjectives and nouns of cues.txt that have the complement
//     which that file asks for in the sentence's dependency tree: "urged X to withdraw" needs an object and an
//     infinitive. Where trees are often wrong around a verb of saying, the words next to it decide.
//  3. Direct speech (direct.go). A stretch belongs to the cue next to it when nothing but the cue's own subject and
//     adjuncts stand between. What follows in the paragraph, or in a paragraph of its own without any cue, goes
//     on with the same speaker. A name or a single word in quotation marks is no quotation by itself.
//  4. Voices (voices.go). A quotation may reach the reader through several hands: an outlet that copies an agency
//     that reports a letter in which a president says that a minister denied something. Each cue brings its own
//     voices; a quotation whose cue stands in the content of another one comes through that one's voices.
//
// Find returns what is said, written or thought. Attributions also returns what somebody is only told to want,
// support or oppose, as the PARC and PolNeAR corpora count it.
//
// The parts and their names follow Pareti (2012), "A database of attribution relations"; free continuation
// follows O'Keefe et al. (2012), "A sequence labelling approach to quote attribution".
package quote
