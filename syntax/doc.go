// Package syntax finds the grammar of English text: tokens with offsets, sentences, universal and Penn tags, lemmas,
// Universal Dependencies trees, and names.
//
// Text goes through these stages, each of which can be replaced without the others:
//
//	tokenise        bytes → words, cut as the English treebanks of UD cut them (do|n't, US|-|based)
//	splitter        words → sentences, inside one block of the report, by learned weights; a title or heading is one
//	                sentence
//	network         words → tags, heads and relations, scores of names: a small neural network (internal/network)
//	lemmatiser      form and tag → lemma, by learned edits of word endings
//	name finder     words and scores → names: a structured perceptron, the network's scores, and what a name is
//	                elsewhere in the text
//
// A Document is flat: sentences hold slices of tokens, and a token holds its offsets, tags, and the index of its
// head. Offsets are bytes of the report's text, and a token's Form is exactly those bytes.
//
//	analyzer, err := syntax.Load()
//	…
//	for _, s := range analyzer.Analyze(r.Text, r.Blocks).Sentences {
//		root := s.Root()
//		if subject := s.Child(root, syntax.Nsubj); subject >= 0 {
//			fmt.Println(s.Tokens[subject].Form, s.Tokens[root].Lemma)
//		}
//	}
//
// Weights are small whole numbers, and so is all arithmetic: the same text gives the same analysis on every machine.
// They lie inside the binary and the large tables are used where they lie, so that loading costs little.
// models/README.md says what the models were trained on and how good they are, and internal/train makes them again.
package syntax
