package training

import (
	"encoding/gob"
	"os"

	"chancery/syntax"
)

type stored struct {
	Config  Options
	Names   []string
	Weights [][]float32
}

func (m *model) save(path string) error {
	s := stored{Config: m.Options}
	s.Config.Log = nil
	for _, p := range m.all {
		s.Names = append(s.Names, p.name)
		s.Weights = append(s.Weights, p.data)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := gob.NewEncoder(f).Encode(s); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func baseRelation(r int32) syntax.Rel { return syntax.Rel(r).Base() }
