// Package network is a small neural network that reads sentences: it gives each word its tags, its head and
// relation, and finds names.
//
// A word enters as the sum of rows of a hashed table (the word, its beginnings and ends, its shape) and of its static
// vector. A convolution over three words and several recurrent layers in both directions make of it an encoding that
// knows the sentence. The recurrent layers are simple recurrent units (Lei, Zhang, Wang, Dai and Artzi 2018): all
// products with matrices are made for all words at once, and only gates of one number each run along the sentence.
// Tags and names are read off the encodings directly. Heads are chosen by a biaffine classifier (Dozat and Manning
// 2017) with a term for the distance, as the spanning tree of highest score; relations by a layer over both words.
//
//	n, err := network.Load(model)
//	…
//	r := n.NewReader()
//	sentences := []network.Sentence{{Forms: []string{"Talks", "resumed", "."}}}
//	r.Read(sentences)
//
// All arithmetic is in integers: products of seven bits, activations of 16, sums of 32, gates that are straight lines
// between zero and one. Every machine computes the same bits, with vector instructions (AVX-512 VNNI, AVX2) or without.
// The file keeps weights of 16 bits; Load makes smaller ones of them, so that the arithmetic can change without
// another training.
package network
