package query

import (
	"strconv"
	"strings"

	"chancery/when"
)

// checkForm makes sure that a value is written as its field's values are, and brings it into its one form.
func (p *parser) checkForm(f *Field, v *Value, t token) error {
	quoted := t.kind == quotedToken
	switch f.Takes {
	case NumberValue:
		return p.number(f, v)
	case DayValue:
		if _, _, err := daysOf(v.Text, f.Name == "on"); err != "" {
			return p.fail(v.At, err)
		}
	case YesNoValue:
		switch strings.ToLower(v.Text) {
		case "yes", "true", "1":
			v.Text = "yes"
		case "no", "false", "0":
			v.Text = "no"
		default:
			return p.fail(v.At, f.Name+": takes yes or no, not "+quoteText(v.Text))
		}
	case CodeValue:
		if f.Values != nil {
			return p.listed(f, v)
		}
	case DirectiveValue:
		if f.Name == "as-of" {
			if _, _, err := daysOf(v.Text, false); err != "" {
				return p.fail(v.At, err)
			}
			return nil
		}
		if !strings.HasSuffix(v.Text, "s") {
			v.Text += "s" // kind:event
		}
		return p.listed(f, v)
	case IDValue:
		if star := strings.IndexByte(v.Text, '*'); star >= 0 && star < len(v.Text)-1 && !quoted {
			return p.fail(Span{v.At.Start + star, v.At.Start + star + 1}, "a star stands at the end of the beginning of an identity: e-0123*")
		}
		if v.Text == "*" && !quoted {
			return p.fail(v.At, "some of the identity must stand before the star")
		}
	case NearValue:
		if reason := nearForm(v.Text); reason != "" {
			return p.fail(v.At, reason)
		}
	case PhraseValue:
		return p.searchable(t)
	case ActorValue, CountryValue, SectorValue, NameValue, PlaceValue:
		if Fold(v.Text) == "" && (quoted || !strings.Contains(v.Text, "*")) {
			return p.fail(v.At, "there is no name in "+quoteText(v.Text)+": "+f.Example)
		}
	}
	return nil
}

// number takes a comparison and a number.
func (p *parser) number(f *Field, v *Value) error {
	text := v.Text
	for _, c := range []Compare{AtLeast, AtMost, Above, Below, "="} {
		if rest, ok := strings.CutPrefix(text, string(c)); ok {
			text, v.Compare = rest, c
			break
		}
	}
	if v.Compare == "=" {
		v.Compare = Equal
	}
	x, err := strconv.ParseFloat(text, 64)
	digits := strings.Trim(text, "0123456789") // "inf", "0x1p3" and the like are numbers to ParseFloat alone
	if err != nil || x < 0 || digits != "" && digits != "." || len(text) > 15 {
		return p.fail(v.At, f.Name+": takes a number, with >, >=, < or <= before it or not: "+f.Example)
	}
	if f.Name == "confidence" && x > 1 {
		return p.fail(v.At, "confidence is between 0 and 1: "+f.Example)
	}
	v.Text, v.Literal = strconv.FormatFloat(x, 'f', -1, 64), false
	return nil
}

// listed takes a value of a field that has a list of its own, in any case, with or without a star.
func (p *parser) listed(f *Field, v *Value) error {
	text := strings.ToLower(v.Text)
	if f.Name == "quad" {
		for i, name := range []string{"verbal-cooperation", "material-cooperation", "verbal-conflict", "material-conflict"} {
			if strings.NewReplacer(" ", "-", "_", "-").Replace(text) == name {
				text = quadNames[i]
			}
		}
	}
	if f.Name == "status" {
		text = strings.NewReplacer(" ", "_", "-", "_").Replace(text) // "not happened"
	}
	for _, known := range f.Values {
		if known == text || f.Takes == CodeValue && !v.Literal && strings.Contains(text, "*") && Fits(text, known) {
			v.Text = text
			v.Literal = v.Literal && !bareValue(text)
			return nil
		}
	}
	return p.fail(v.At, "unknown "+f.Name+" "+quoteText(v.Text)+didYouMean(v.Text, f.Values))
}

// relative are words that people write for days.
var relative = []string{"today", "yesterday", "tomorrow", "now", "last", "ago", "this", "next", "day", "week", "month", "year", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// daysOf gives the first and the last day of a year, a month, a day or, where an interval makes sense, of one; what is
// wrong is said in err.
func daysOf(text string, interval bool) (first, last int, err string) {
	if from, to, ok := strings.Cut(text, "/"); ok && interval {
		first, last = FirstDay, LastDay
		if from != "" && from != ".." {
			if first, _, err = daysOf(from, false); err != "" {
				return 0, 0, err
			}
		}
		if to != "" && to != ".." {
			if _, last, err = daysOf(to, false); err != "" {
				return 0, 0, err
			}
		}
		if first > last {
			return 0, 0, "the interval ends before it begins: write the earlier day first"
		}
		return first, last, ""
	}
	lower := strings.ToLower(text)
	for _, word := range relative {
		if strings.Contains(lower, word) {
			return 0, 0, "a day is written 2021-05-13, a month 2021-05, a year 2021; words such as " + quoteText(text) + " would mean another day tomorrow"
		}
	}
	wrong := "a day is written 2021-05-13, a month 2021-05, a year 2021, not " + quoteText(text)
	parts := strings.Split(text, "-")
	numbers := make([]int, len(parts))
	for i, part := range parts {
		n, parseError := strconv.Atoi(part)
		if parseError != nil || i == 0 && len(part) != 4 || i > 0 && len(part) != 2 || i > 2 || part[0] == '+' {
			return 0, 0, wrong
		}
		numbers[i] = n
	}
	year := numbers[0]
	switch len(numbers) {
	case 1:
		return when.DayOf(year, 1, 1).Number(), when.DayOf(year, 12, 31).Number(), ""
	case 2:
		if numbers[1] < 1 || numbers[1] > 12 {
			return 0, 0, "there is no month " + parts[1] + ": a month is 01 to 12"
		}
		next := when.DayOf(year, numbers[1]+1, 1)
		if numbers[1] == 12 {
			next = when.DayOf(year+1, 1, 1)
		}
		return when.DayOf(year, numbers[1], 1).Number(), next.Number() - 1, ""
	}
	if numbers[1] < 1 || numbers[1] > 12 {
		return 0, 0, "there is no month " + parts[1] + ": a month is 01 to 12"
	}
	day := when.DayOf(year, numbers[1], numbers[2])
	if numbers[2] < 1 || when.DayNumbered(day.Number()) != day {
		return 0, 0, parts[0] + "-" + parts[1] + " has no day " + parts[2]
	}
	return day.Number(), day.Number(), ""
}

// defaultRadius is how far near: reaches when it does not say: about as far as a town's surroundings are spoken of as
// being near it.
const defaultRadius = 50

// near cuts the value of near: into a name or coordinates and a distance in kilometres.
func near(text string) (name string, lat, lon, km float64, coordinates bool, reason string) {
	name, km = text, defaultRadius
	if slash := strings.LastIndexByte(text, '/'); slash >= 0 {
		digits := strings.TrimSpace(text[slash+1:])
		unit := 1.0
		if d, ok := strings.CutSuffix(digits, "km"); ok {
			digits = d
		} else if d, ok := strings.CutSuffix(digits, "mi"); ok {
			digits, unit = d, 1.609344
		}
		d, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
		if err != nil || !(d > 0) || d*unit > 20100 {
			return "", 0, 0, 0, false, "a distance is written in kilometres after the place: near:Baku/50km"
		}
		name, km = strings.TrimSpace(text[:slash]), d*unit
	}
	parts := strings.FieldsFunc(name, func(c rune) bool { return c == ',' || c == ' ' || c == ';' })
	if len(parts) == 2 {
		a, err1 := strconv.ParseFloat(parts[0], 64)
		b, err2 := strconv.ParseFloat(parts[1], 64)
		if err1 == nil && err2 == nil {
			if !(a >= -90 && a <= 90 && b >= -180 && b <= 180) {
				return "", 0, 0, 0, false, "coordinates are latitude (-90 to 90) and longitude (-180 to 180): near:\"40.4,49.9/30km\""
			}
			return name, a, b, km, true, ""
		}
	}
	if Fold(name) == "" {
		return "", 0, 0, 0, false, "near: needs a place: near:Baku, near:Baku/100km, near:\"40.4,49.9/30km\""
	}
	return name, 0, 0, km, false, ""
}

func nearForm(text string) string {
	_, _, _, _, _, reason := near(text)
	return reason
}

// Fits tells whether a word fits a pattern in which a star is any characters or none.
func Fits(pattern, word string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == word
	}
	rest, ok := strings.CutPrefix(word, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}
