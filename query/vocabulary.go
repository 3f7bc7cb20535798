package query

import (
	"sync"

	"chancery/actor"
	"chancery/codebook"
	"chancery/event"
	"chancery/place"
)

// Vocabulary is what codes and names mean by a codebook. It loads the parts of the codebook that a query asks for when
// one first does, and is safe for any number of goroutines.
type Vocabulary struct {
	codes  func() (event.Vocabulary, error)
	actors func() (*actor.Lexicon, error)
	places func() (*place.Gazetteer, error)
}

// Load makes the vocabulary of a codebook.
func Load(book *codebook.Book) *Vocabulary {
	return &Vocabulary{
		codes: sync.OnceValues(func() (event.Vocabulary, error) {
			coder, err := event.Load(book)
			if err != nil {
				return event.Vocabulary{}, err
			}
			return coder.Vocabulary(), nil
		}),
		actors: sync.OnceValues(func() (*actor.Lexicon, error) { return actor.Load(book) }),
		places: sync.OnceValues(func() (*place.Gazetteer, error) { return place.Load(book) }),
	}
}

// Values lists what a field can hold, where there is a list: the field's own or the codebook's. For completion.
func (v *Vocabulary) Values(field string) ([]string, error) {
	f := fieldNamed(field)
	if f == nil || f.Values != nil || f.Takes != CodeValue {
		if f == nil {
			return nil, nil
		}
		return f.Values, nil
	}
	codes, err := v.codes()
	if err != nil {
		return nil, err
	}
	var out []string
	switch f.Name {
	case "category":
		for _, c := range codes.Categories {
			out = append(out, string(c))
		}
	case "mode":
		out = codes.Modes
	case "context":
		out = codes.Contexts
	case "cameo":
		for _, c := range codes.Codes {
			out = append(out, c.CAMEO)
		}
	case "track":
		for _, t := range codes.Tracks {
			out = append(out, t.ID)
		}
	}
	return out, nil
}
