package training

import (
	"encoding/gob"
	"fmt"
	"os"

	"chancery/internal/network"
)

func (m *model) find(name string) network.Matrix {
	for _, p := range m.all {
		if p.name == name {
			return network.Matrix{Rows: p.rows, Columns: p.columns, Data: p.data}
		}
	}
	panic("no parameter " + name)
}

// export brings the network into the form in which it is written as integers.
func (m *model) export(origin string) *network.Weights {
	row := func(name string) []float32 { return m.find(name).Data }
	w := &network.Weights{
		Shape:  network.Shape{Width: m.Width, Layers: m.Layers, Arc: m.Arc, Label: m.Label, UPOS: uposCount, XPOS: xposCount, Relations: relCount, Names: nameLabels},
		Origin: origin, Table: m.find("table"), InputBias: row("inputBias"), Convolution: m.find("conv"), ConvolutionBias: row("convBias"),
		Tags: m.find("tags"), TagBias: row("tagBias"), NameLabels: m.find("names"), NameBias: row("nameBias"),
		ArcD: m.find("arcD"), ArcDBias: row("arcDB"), ArcH: m.find("arcH"), ArcHBias: row("arcHB"), ArcU: m.find("arcU"), ArcFar: m.find("arcR"), ArcRoot: row("arcRoot"),
		LabelD: m.find("labD"), LabelBias: row("labB"), LabelH: m.find("labH"), LabelRoot: row("labRoot"), LabelFar: m.find("labDist"),
		LabelOut: m.find("labOut"), LabelOutBias: row("labOutB"),
	}
	for i := range m.Layers {
		w.Recurrent = append(w.Recurrent, m.find(fmt.Sprintf("rnn%d", i)))
		w.RecurrentBias = append(w.RecurrentBias, row(fmt.Sprintf("rnnBias%d", i)))
		w.RecurrentState = append(w.RecurrentState, row(fmt.Sprintf("rnnState%d", i)))
	}
	if m.vectors != nil {
		var v matrix
		v.resize(m.vectors.data.rows, m.Width)
		m.mul.add(&v, &m.vectors.data, false, &m.project.matrix, false)
		w.Vectors = network.Matrix{Rows: v.rows, Columns: v.columns, Data: v.data}
		w.VectorKeys, w.VectorRows = len(m.vectors.keys), v.rows
		w.Keys = m.vectors.keys
		for _, r := range m.vectors.rows {
			w.KeyRows = append(w.KeyRows, uint16(r))
		}
	}
	w.TableShift = shiftFor(w.Table.Data)
	w.VectorShift = shiftFor(w.Vectors.Data)
	return w
}

// shiftFor finds the unit of a table of bytes: all but one in ten thousand of its numbers are to fit.
func shiftFor(x []float32) int {
	for shift := 0; ; shift++ {
		limit := float32(127) * float32(int(1)<<shift) / 512
		out := 0
		for _, v := range x {
			if v > limit || v < -limit {
				out++
			}
		}
		if out <= len(x)/10000 {
			return shift
		}
	}
}

func (m *model) load(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var s stored
	if err := gob.NewDecoder(f).Decode(&s); err != nil {
		return err
	}
	v, o := m.vectors, m.Options
	o.Width, o.Layers, o.Arc, o.Label = s.Config.Width, s.Config.Layers, s.Config.Arc, s.Config.Label
	*m = *newModel(o, v)
	for i, p := range m.all {
		if p.name != s.Names[i] || len(p.data) != len(s.Weights[i]) {
			return fmt.Errorf("%s: weights %s do not fit", path, s.Names[i])
		}
		copy(p.data, s.Weights[i])
	}
	return nil
}
