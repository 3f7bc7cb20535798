package main

import (
	"encoding/csv"
	"os"
	"strings"
)

// rows calls f for each row of a CSV file, by column.
func rows(path string, f func(map[string]string)) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	r := csv.NewReader(strings.NewReader(strings.ToValidUTF8(string(data), "")))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	all, err := r.ReadAll()
	if err != nil {
		return err
	}
	for _, values := range all[1:] {
		row := make(map[string]string, len(values))
		for i, v := range values {
			if i < len(all[0]) {
				row[all[0][i]] = v
			}
		}
		f(row)
	}
	return nil
}

// wanted are the offices that the table is for; the others of the sources (ministers of culture,
// governors, judges) would double it and are hardly ever parties of what is recorded.
var wanted = map[string]bool{
	"president": true, "monarch": true, "supreme-leader": true, "head-of-state": true, "crown-prince": true, "pope": true, "prime-minister": true,
	"chancellor": true, "head-of-government": true, "state-councillor": true, "vice-president": true, "deputy-prime-minister": true, "secretary-of-state": true,
	"foreign-minister": true, "secretary-of-defense": true, "defence-minister": true, "interior-minister": true, "finance-minister": true, "justice-minister": true,
	"economy-minister": true, "energy-minister": true, "deputy-foreign-minister": true, "deputy-secretary-of-state": true, "national-security-adviser": true,
	"security-council-secretary": true, "chief-of-general-staff": true, "speaker": true, "chief-of-staff": true, "central-bank-governor": true,
	"prosecutor-general": true, "white-house-press-secretary": true, "presidential-spokesperson": true, "government-spokesperson": true,
	"permanent-representative-to-the-un": true, "ambassador": true, "opposition-leader": true, "secretary-general": true, "deputy-secretary-general": true,
	"emergency-minister": true, "intelligence-chief": true, "minister-of-state": true, "security-minister": true,
}

// office maps the name of a position to an office of the codebook, "" when it is none that is wanted.
func (c *compiler) office(position, of string) string {
	k := fold(position)
	k = strings.TrimPrefix(k, "federal ")
	for _, cut := range []string{" of the republic", " of the state", " of the council of ministers", " of the government"} {
		if rest, ok := strings.CutSuffix(k, cut); ok && rest != "president" {
			k = rest
		}
	}
	id := c.book.offices[k]
	if id == "" {
		for _, fix := range [][2]string{{"minister for ", "minister of "}, {"minister of the ", "minister of "}, {"minister of national ", "minister of "}} {
			if id == "" {
				id = c.book.offices[strings.Replace(k, fix[0], fix[1], 1)]
			}
		}
	}
	switch id {
	case "secretary-of-state", "secretary-of-defense":
		if of != "USA" {
			if id == "secretary-of-defense" {
				return "defence-minister"
			}
			return "" // elsewhere a secretary of state is a junior minister
		}
	case "defence-minister":
		if of == "USA" {
			return "secretary-of-defense"
		}
	case "speaker":
		if strings.Contains(k, "senate") || strings.Contains(k, "federal council") {
			return ""
		}
	}
	if of == "USA" && (k == "secretary of the treasury") {
		return "finance-minister"
	}
	if !wanted[id] {
		return ""
	}
	return id
}

// everyPolitician reads the holdings that the every-politician-scrapers extracted from Wikidata.
func (c *compiler) everyPolitician(path string) error {
	return rows(path, func(r map[string]string) {
		repo := r["repo"]
		position, of := r["position"], ""
		if repo == "world" {
			switch position {
			case "Secretary-General of the United Nations":
				position, of = "secretary general", "IGO:un"
			case "Deputy Secretary-General of the United Nations":
				position, of = "deputy secretary general", "IGO:un"
			default:
				return
			}
		} else {
			name := repo
			for _, end := range []string{"-cabinet", "-ministers"} {
				name = strings.TrimSuffix(name, end)
			}
			of = c.book.states[fold(name)]
		}
		h := holding{of: of, first: day(r["start"]), last: day(r["end"]), source: "w"}
		if to, ok := strings.CutPrefix(position, "ambassador to "); ok {
			h.office, h.to = "ambassador", c.book.states[fold(strings.TrimPrefix(to, "the "))]
			if h.to == "" || h.to == of || h.last != "" && h.last < "2005" || h.first < "2000" {
				return
			}
		} else {
			h.office = c.office(position, of)
		}
		if h.last == "" {
			h.last, h.seen = "..", r["snapshot"]
			if h.first == "" || h.first < "1995" {
				return // open for so long: nobody has written the end down
			}
			if h.first < "2012" && h.office != "president" && h.office != "monarch" {
				return
			}
		}
		c.add(r["person"], r["wikidata"], "", h)
	})
}

// foreignMinisters reads who was foreign minister in late 2022 by Wikidata.
func (c *compiler) foreignMinisters(path string) error {
	return rows(path, func(r map[string]string) {
		first := day(r["start"])
		if first == "" || first < "2010" {
			return
		}
		c.add(r["name"], r["person"], "", holding{office: c.foreign(r["countryLabel"]), of: c.book.states[fold(r["countryLabel"])], first: first, last: "..", seen: "2022-12", source: "w"})
	})
}

func (c *compiler) foreign(country string) string {
	if c.book.states[fold(country)] == "USA" {
		return "secretary-of-state"
	}
	return "foreign-minister"
}

// worldLeaders reads the heads of state and government of 2021 and 2022 by Wikidata.
func (c *compiler) worldLeaders(path string) error {
	return rows(path, func(r map[string]string) {
		of := c.book.states[fold(r["country"])]
		position, _, _ := strings.Cut(r["positionLabel"], " of ")
		if strings.HasPrefix(strings.ToLower(position), "governor") {
			return
		}
		h := holding{office: c.office(position, of), of: of, first: r["start_year"], last: r["end_year"], source: "w"}
		if h.last == "" {
			h.last, h.seen = "..", "2022-12"
		}
		c.add(r["officeholderLabel"], r["officeholder"], "", h)
	})
}

// factbook reads the heads of state and government and the ambassadors to and of the United States, as the
// World Factbook had them month by month.
func (c *compiler) factbook(path string) error {
	var list []holding
	var names []string
	err := rows(path, func(r map[string]string) {
		of := c.book.states[fold(r["country"])]
		if of == "" || c.book.minor[of] {
			return
		}
		office, name := c.splitTitle(r["title_and_name"], of)
		h := holding{office: office, of: of, first: longDay(r["since"]), last: "..", seen: r["last_seen"], source: "f"}
		switch r["office"] {
		case "ambassador to US":
			if office != "ambassador" {
				return
			}
			h.to = "USA"
		case "US ambassador":
			if office != "ambassador" {
				return
			}
			h.of, h.to = "USA", of
		case "chief of state", "head of government":
			if office == "ambassador" || !wanted[office] {
				return
			}
		default:
			return
		}
		if h.first == "" {
			h.first = r["first_seen"]
		}
		list, names = append(list, h), append(names, name)
	})
	if err != nil {
		return err
	}
	// A successor ends a tenure, whatever the month in which the page was brought up to date.
	for i := range list {
		for j := range list {
			a, b := &list[i], &list[j]
			if single(a.office) && a.place() == b.place() && names[i] != names[j] && !alike(names[i], names[j]) && b.first > a.first && len(b.first) == 10 && (a.last == ".." || b.first < a.last) {
				a.last = b.first
			}
		}
	}
	for i, h := range list {
		c.add(names[i], "", "", h)
	}
	return nil
}

// splitTitle tells the title from the name in "First Vice President Mehriban ALIYEVA".
func (c *compiler) splitTitle(s, of string) (office, name string) {
	s = strings.TrimSpace(strings.Trim(s, "\""))
	for _, lead := range []string{"Acting ", "Interim ", "Transitional ", "Caretaker "} {
		s = strings.TrimPrefix(s, lead)
	}
	words := strings.Fields(s)
	for n := min(len(words)-1, 7); n > 0; n-- {
		title := strings.Join(words[:n], " ")
		if id := c.office(title, of); id != "" {
			name := strings.Join(words[n:], " ")
			if strings.HasPrefix(name, "of ") || strings.HasPrefix(name, "and ") || strings.Contains(name, " and ") || strings.HasPrefix(name, "(") {
				return "", ""
			}
			for _, rank := range []string{"Gen. ", "Lt. Gen. ", "Col. ", "Maj. Gen. ", "General ", "Field Mar. ", "Dr. ", "Sheikh ", "Marshal "} {
				name = strings.TrimPrefix(name, rank)
			}
			name, _, _ = strings.Cut(name, " of ") // "Felipe VI of Spain"
			if id == "monarch" {
				name = title + " " + name // "King Charles III" is his name
			}
			return id, fromCapitals(name)
		}
	}
	return "", ""
}

// executive reads the presidents and vice presidents of the United States.
func (c *compiler) executive(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var first, last, gender, kind, start string
	for line := range strings.SplitSeq(string(data), "\n") {
		field, value, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "- ")), ":")
		value = strings.Trim(strings.TrimSpace(value), "'")
		switch field {
		case "first":
			first = value
		case "last":
			last = value
		case "gender":
			gender = strings.ToLower(value)
		case "type":
			kind = map[string]string{"prez": "president", "viceprez": "vice-president"}[value]
		case "start":
			start = value
		case "end":
			if value >= earliest {
				c.add(first+" "+last, "", gender, holding{office: kind, of: "USA", first: start, last: value, source: "u"})
			}
		}
	}
	return nil
}

// reign reads the leaders that REIGN lists to March 2021. It has surnames for most, so it adds only those
// whom no other source has and whom it names in full.
func (c *compiler) reign(path string) error {
	countries := map[string]string{}
	err := rows(strings.Replace(path, "leaderlist", "electionlist", 1), func(r map[string]string) {
		if of := c.book.states[fold(r["country"])]; of != "" {
			countries[r["ccode"]] = of
		}
	})
	if err != nil {
		return err
	}
	return rows(path, func(r map[string]string) {
		of := countries[r["ccode"]]
		first := r["syear"] + "-" + two(r["smonth"]) + "-" + two(r["sdate"])
		last := r["eyear"] + "-" + two(r["emonth"])
		if of == "" || r["syear"] == "" || len(first) != 10 || r["eyear"] == "" || len(last) != 7 {
			return
		}
		gender := map[string]string{"1": "m", "0": "f"}[r["gender"]]
		for _, office := range []string{"president", "prime-minister", "chancellor", "monarch", "supreme-leader", "head-of-state"} {
			for _, other := range c.byOffice[office+" "+of+" "] {
				if overlaps(other, &holding{first: first, last: last}) && alike(other.person.name, r["leader"]) {
					if other.person.gender == "" {
						other.person.gender = gender
					}
					return
				}
			}
		}
		c.add(r["leader"], "", gender, holding{office: "head-of-state", of: of, first: first, last: last, source: "r"})
	})
}

func two(s string) string {
	s = strings.TrimSpace(s)
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

// day passes on a day, month or year in EDTF, "" for anything else.
func day(s string) string {
	switch len(s) {
	case 4, 7, 10:
		for i := 0; i < len(s); i++ {
			if (s[i] < '0' || s[i] > '9') && (s[i] != '-' || i != 4 && i != 7) {
				return ""
			}
		}
		return s
	}
	return ""
}

var months = map[string]string{"january": "01", "february": "02", "march": "03", "april": "04", "may": "05", "june": "06", "july": "07",
	"august": "08", "september": "09", "october": "10", "november": "11", "december": "12"}

// longDay reads "28 April 1999", "June 2006" and "2006" into EDTF, "" for anything else.
func longDay(s string) string {
	words := strings.Fields(strings.ToLower(strings.TrimSpace(s)))
	switch {
	case len(words) == 3 && months[words[1]] != "" && len(words[2]) == 4:
		return day(words[2] + "-" + months[words[1]] + "-" + two(words[0]))
	case len(words) == 2 && months[words[0]] != "" && len(words[1]) == 4:
		return day(words[1] + "-" + months[words[0]])
	case len(words) == 1 && len(words[0]) == 4:
		return day(words[0])
	}
	return ""
}
