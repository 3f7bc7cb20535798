package eval

import (
	"cmp"
	"slices"
	"strings"

	"chancery/when"
)

// act is an event that may be an incident, or part of one.
type act struct {
	kind        string
	first, last when.Day
	weekday     bool // the day is told by its name
	country     string
	victims     []victims
	sentence    int
	interest    bool // a target is of a country that MUC-4 asks for
	loose       bool // a death or injury whose means is not told where it stands
	words       string
}

// victims are those who were hurt, as one mention names them.
type victims struct {
	entity  int // -1 when no mention names them
	name    string
	number  string
	effects []string
}

// join puts acts together that tell of one incident: of one kind, where neither day nor country differ. Deaths without
// means belong to the bombing or the kidnapping told right before them.
func join(acts []act) []act {
	var out []act
next:
	for _, a := range acts {
		for k := len(out) - 1; k >= 0; k-- {
			o := &out[k]
			same := o.kind == a.kind || a.loose && o.kind == "BOMBING" && a.sentence-o.sentence <= 2 || o.loose && a.kind == "BOMBING" && a.sentence-o.sentence <= 2
			if !same || o.last.Before(a.first) || a.last.Before(o.first) || a.country != "" && o.country != "" && a.country != o.country {
				continue
			}
			if o.loose && a.kind != o.kind {
				o.kind = a.kind
			}
			if !o.first.Known() {
				o.first, o.last, o.weekday = a.first, a.last, a.weekday
			}
			o.interest = o.interest || a.interest
			o.country = cmp.Or(o.country, a.country)
			o.loose = o.loose && a.loose
			for _, v := range a.victims {
				o.add(v)
			}
			o.words += " … " + a.words
			continue next
		}
		var fresh []victims
		a.victims, fresh = nil, a.victims
		for _, v := range fresh {
			a.add(v)
		}
		out = append(out, a)
	}
	return out
}

// add adds victims who are not there yet.
func (a *act) add(v victims) {
	for i := range a.victims {
		o := &a.victims[i]
		if v.entity >= 0 && v.entity == o.entity || (v.entity < 0 || o.entity < 0) && v.number == o.number || v.number == "1" && o.number == "1" && alikeNames(v.name, o.name) {
			for _, effect := range v.effects {
				if !slices.Contains(o.effects, effect) {
					o.effects = append(o.effects, effect)
				}
			}
			if o.number == "PLURAL" {
				o.number = v.number
			}
			return
		}
	}
	a.victims = append(a.victims, v)
}

// alikeNames reports whether the last word of one name is in the other: "Galan", "Luis Carlos Galan Sarmiento".
func alikeNames(a, b string) bool {
	last := func(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }
	return a != "" && b != "" && (strings.Contains(a, last(b)) || strings.Contains(b, last(a)))
}

// incident is an act in MUC-4's terms.
func (a *act) incident(m *MUCMessage) Incident {
	x := Incident{Words: a.words}
	set := func(slot Slot, value string) {
		if value != "" {
			x.Fills[slot] = append(x.Fills[slot], Fill{Values: []string{value}})
		}
	}
	set(IncidentType, a.kind)
	switch {
	case a.first.Known() && a.first == a.last && !a.weekday:
		set(IncidentDate, a.first.String())
	case a.first.Known() && a.first != a.last:
		set(IncidentDate, a.first.String()+"/"+a.last.String())
	case m.Published.EDTF != "":
		set(IncidentDate, "/"+m.Published.EDTF)
	}
	set(IncidentCountry, a.country)
	var effects []string
	hurt := slices.ContainsFunc(a.victims, func(v victims) bool {
		return slices.Contains(v.effects, "DEATH") || slices.Contains(v.effects, "INJURY")
	})
	counted := slices.ContainsFunc(a.victims, func(v victims) bool { return v.number != "" && v.number != "PLURAL" })
	plural := false
	for _, v := range a.victims {
		if v.number == "PLURAL" && (counted || plural) {
			v.number = ""
		}
		plural = plural || v.number == "PLURAL"
		set(TargetNumber, v.number)
		for _, effect := range v.effects {
			if !slices.Contains(effects, effect) && !(hurt && effect == "NO INJURY OR DEATH") {
				effects = append(effects, effect)
				set(TargetEffect, effect)
			}
		}
	}
	return x
}
