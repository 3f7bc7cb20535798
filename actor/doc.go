// Package actor finds who a report speaks of: states, organisations, people
// in their offices, groups of people, and the words that only refer to them.
//
// A [Lexicon] is loaded from the tables in the codebook's folder actors (its
// README.md describes them). [Lexicon.Find] goes over a report's sentences
// once and gives its mentions in the order of the text. Finding has three
// steps, each in a file of its own:
//
//  1. Scanning (scan.go). Every name and word of the tables is a sequence of
//     folded tokens in one hash table of prefixes, so the longest phrase that
//     begins at a token is found by walking on while the prefix is known.
//  2. Assembling (assemble.go, compose.go, people.go). Phrases that stand together make one mention:
//     "U.S. Secretary of State Antony Blinken" is a country, an office and a
//     person; "two Azerbaijani journalists" is a number, a nationality and an
//     agent. Context decides what a phrase stands for (context.go): "Baku" is
//     Azerbaijan's government as a subject and a place after "in".
//  3. Resolving. Offices become people on the day of the report
//     (holders.go), surnames become the people named before (surnames.go),
//     and pronouns and descriptions become what they refer to (coreference.go).
//
// What is not known stays empty. Without a day of publication "the Secretary
// of State" is an office and no person.
package actor
