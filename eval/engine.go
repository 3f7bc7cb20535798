package eval

import (
	"chancery/actor"
	"chancery/codebook"
	"chancery/event"
	"chancery/place"
	"chancery/syntax"
)

// engine is the stages of a reading one by one, for scorers that give a stage something else than the one before found.
type engine struct {
	analyzer  *syntax.Analyzer
	actors    *actor.Lexicon
	gazetteer *place.Gazetteer
	coder     *event.Coder
}

// openEngine loads the models and a codebook.
func openEngine(book *codebook.Book) (e engine, err error) {
	if e.analyzer, err = syntax.Load(); err != nil {
		return e, err
	}
	if e.actors, err = actor.Load(book); err != nil {
		return e, err
	}
	if e.gazetteer, err = place.Load(book); err != nil {
		return e, err
	}
	e.coder, err = event.Load(book)
	return e, err
}
