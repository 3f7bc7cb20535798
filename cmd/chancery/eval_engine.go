package main

import (
	"chancery/actor"
	"chancery/codebook"
	"chancery/place"
	"chancery/syntax"
)

// engineFlags choose what the engine is opened with.
type engineFlags struct {
	Codebook string `placeholder:"DIR" type:"path" help:"A folder laid over the shipped codebook."`
}

// engine is the parts of the reading that the tasks of chancery eval score one by one.
type engine struct {
	analyzer  *syntax.Analyzer
	book      *codebook.Book
	actors    *actor.Lexicon
	gazetteer *place.Gazetteer
}

// open loads models, codebook and tables.
func (f *engineFlags) open() (*engine, error) {
	var e engine
	var err error
	if e.analyzer, err = syntax.Load(); err != nil {
		return nil, err
	}
	if e.book, err = codebook.Open(f.Codebook); err != nil {
		return nil, err
	}
	if e.actors, err = actor.Load(e.book); err != nil {
		return nil, err
	}
	if e.gazetteer, err = place.Load(e.book); err != nil {
		return nil, err
	}
	return &e, nil
}
