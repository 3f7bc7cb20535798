// Command outlines compiles the outlines of countries that package atlas carries.
//
//	mkdir /tmp/outlines && cd /tmp/outlines
//	npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
//	go run ./internal/generate/outlines /tmp/outlines/package atlas/outlines.bin
//
// The source is Natural Earth 4.1, 1:10,000,000 (public domain), as TopoJSON (ISC). Borders between countries keep
// nearly all their points, coasts those that a map of a region shows, and islands under some twelve square kilometres are
// left out unless they are among the largest pieces of their country. Names and codes come from the codebook and, for what it lacks, from CLDR. The same
// sources give the same bytes.
package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"

	"chancery/atlas"
)

const note = "chancery outlines of countries, form 1. Compiled by go run ./internal/generate/outlines from Natural Earth 4.1, " +
	"1:10,000,000 (public domain, naturalearthdata.com; by way of world-atlas 2.0.2, ISC), with names of chancery's codebook " +
	"and of CLDR. Borders are Natural Earth's and no statement. Licence: atlas/README.md"

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: outlines SOURCE outlines.bin")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "outlines:", err)
		os.Exit(1)
	}
}

func run(folder, target string) error {
	t, err := readTopology(filepath.Join(folder, "countries-10m.json"))
	if err != nil {
		return err
	}
	countries, err := t.countries()
	if err != nil {
		return err
	}
	arcs, outlines := t.compile(countries)
	file, err := os.Create(target)
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	if err := atlas.Write(w, note, t.grid(), arcs, outlines); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	points := 0
	for _, a := range arcs {
		points += len(a.X)
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, %d countries, %d arcs, %d points\n", target, info.Size(), len(outlines), len(arcs), points)
	return file.Close()
}
