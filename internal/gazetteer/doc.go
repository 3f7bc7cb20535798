// Package gazetteer is the file in which chancery keeps the places of the
// world: how it is written by its generator and read in place by package place.
//
// The file is made for starting quickly. Nothing in it is decoded when the
// program starts: records have a fixed width, and names are found by their hash
// in a sorted list, of which a table of 65,536 buckets gives the beginning and
// the end. A name of the text is folded ([Fold]: case, diacritics, apostrophes
// and hyphens do not matter), hashed to 40 bits, and the 24 bits below the
// bucket are sought among the dozen entries of that bucket.
//
//	header    512 bytes of text that say how the file was made, ending in a line break
//	sections  sixteen numbers of 32 bits, little-endian: counts and offsets (see layout)
//	records   countries, then first-order divisions, then second-order ones, then towns
//	countries ISO 3166-1 codes of each country, five bytes: "AMARM"
//	names     each a length byte and the bytes
//	buckets   65,537 numbers of 32 bits: where each bucket's entries begin
//	entries   six bytes: 24 bits of the hash, 24 bits of record and flag
//
// Hashes of 40 bits over half a million names make it that about one unknown
// name in two million is taken for a known one. A file is not trusted for that
// reason alone: Open checks every offset before anything is read through it.
package gazetteer
