// Package syntax finds the grammar of English text: tokens with offsets, sentences, universal and Penn tags, lemmas,
// Universal Dependencies trees, and names.
//
// Text goes through five stages, each of which can be replaced without the others:
//
//	tokenise        bytes → words, cut as the English treebanks of UD cut them (do|n't, US|-|based)
//	splitSentences  words → sentences, inside one block of the report; a title or heading is one sentence
//	tagger          words → tags, an averaged perceptron from left to right
//	parser          tags → heads and relations, a greedy arc-hybrid transition parser trained with a dynamic oracle
//	lemmatiser      form and tag → lemma, by learned edits of word endings
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
// The models are linear: the score of a tag, a transition or a relation is the sum of the weights of the features
// that hold. The weights lie in hashed tables of one signed byte each inside the binary and are used where they lie,
// so that loading costs almost nothing. All arithmetic is in whole numbers; the same text gives the same analysis on
// every machine. models/README.md says what the models were trained on and how good they are, and internal/train
// makes them again.
package syntax
