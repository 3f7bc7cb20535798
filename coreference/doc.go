// Package coreference finds which noun phrases of a report mean the same: people, bodies, places and things; "the
// agreement … the deal … it".
//
// Mentions are read off the trees: every noun phrase in its whole length, every pronoun. A ranker then goes through
// them in the order of the text and gives each the best antecedent before it or none (mention ranking: Denis and
// Baldridge 2008; with latent antecedents: Durrett and Klein 2013, "Easy victories and uphill battles in coreference
// resolution"). It is a log-linear model over features that can be named, with weights in whole numbers.
//
//	model, err := coreference.Load()
//	…
//	mentions := model.Resolve(doc, known)
package coreference
