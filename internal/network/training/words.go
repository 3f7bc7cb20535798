package training

// WordVectors reads the static vectors of a spaCy model from its wheel. The function gives a word's vector, as written
// or in small letters, or nil.
func WordVectors(wheel string) (func(form string) []float32, error) {
	v, err := readVectors(wheel)
	if err != nil {
		return nil, err
	}
	return func(form string) []float32 {
		if r := v.word(form); r >= 0 {
			return v.data.row(int(r))
		}
		return nil
	}, nil
}
