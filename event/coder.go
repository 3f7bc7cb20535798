package event

import "chancery/codebook"

// Coder codes reports by a codebook. It is safe for use by several goroutines.
type Coder struct {
	*lexicon
}

// Load reads the codebook's events/ and tracks/. Its mistakes come back joined, each a *codebook.Error.
func Load(book *codebook.Book) (*Coder, error) {
	x, err := load(book)
	if err != nil {
		return nil, err
	}
	return &Coder{x}, nil
}
