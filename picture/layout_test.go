package picture

import (
	"fmt"
	"io"
	"math"
	"slices"
	"testing"
)

// TestLayoutKeepsApart checks what a reader needs of a layout: neighbours nearer
// than strangers, nobody on top of another, and everything within bounds.
func TestLayoutKeepsApart(t *testing.T) {
	// Two circles of friends with one link between them.
	p := &Network{Nodes: make([]Node, 12)}
	for i := range 6 {
		for j := range i {
			p.Edges = append(p.Edges, Edge{From: i, To: j, Count: 5}, Edge{From: 6 + i, To: 6 + j, Count: 5})
		}
	}
	p.Edges = append(p.Edges, Edge{From: 0, To: 6, Count: 1})
	at, err := p.Layout()
	if err != nil {
		t.Fatal(err)
	}
	again, _ := p.Layout()
	if !slices.Equal(at, again) {
		t.Fatal("the layout differs from run to run")
	}
	within, between := 0.0, math.Inf(1)
	for i := range at {
		if at[i].X < 0 || at[i].X > 1 || at[i].Y < 0 || at[i].Y > 1 {
			t.Errorf("node %d stands at %v", i, at[i])
		}
		for j := range i {
			d := math.Hypot(at[i].X-at[j].X, at[i].Y-at[j].Y)
			if d < 0.01 {
				t.Errorf("nodes %d and %d stand on each other", i, j)
			}
			if i/6 == j/6 {
				within += d / 30
			} else {
				between = min(between, d)
			}
		}
	}
	if within >= 0.7 || between <= 0.05 {
		t.Errorf("friends are %.2f apart in the mean, and the nearest strangers %.2f", within, between)
	}
}

func TestLayoutOfOddNetworks(t *testing.T) {
	for _, p := range []*Network{
		{}, {Nodes: make([]Node, 1)}, {Nodes: make([]Node, 2), Edges: []Edge{{From: 0, To: 1, Count: 1}}}, {Nodes: make([]Node, 40)},
		{Nodes: make([]Node, 3), Edges: []Edge{{From: 0, To: 0, Count: 9}, {From: 1, To: 1}}},
		manyActors(3), manyActors(200),
	} {
		at, err := p.Layout()
		if err != nil || len(at) != len(p.Nodes) {
			t.Fatalf("%d nodes got %d places, %v", len(p.Nodes), len(at), err)
		}
		for i, q := range at {
			if !(q.X >= 0 && q.X <= 1 && q.Y >= 0 && q.Y <= 1) {
				t.Errorf("of %d nodes, node %d stands at %v", len(p.Nodes), i, q)
			}
		}
	}
}

func BenchmarkLayout(b *testing.B) {
	p := manyActors(60)
	for b.Loop() {
		if _, err := p.Layout(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNetwork(b *testing.B) {
	p := manyActors(60)
	p.Positions, _ = p.Layout()
	for b.Loop() {
		if _, err := String(p, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkTimeline draws 5,000 marks: most lanes become counts. With rows
// enough for all, every mark is drawn.
func BenchmarkTimeline(b *testing.B) {
	for _, rows := range []int{7, 1000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			p := even(5000)
			p.Rows = rows
			for b.Loop() {
				if err := p.SVG(io.Discard, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
