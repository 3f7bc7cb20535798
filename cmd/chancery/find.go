package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"chancery/codebook"
	"chancery/internal/console"
	"chancery/internal/wire"
	"chancery/query"
	"chancery/record"
)

// findCommand is chancery find.
type findCommand struct {
	Query []string `arg:"" optional:"" help:"What to look for; everything when none is given."`

	recordFlag
	Kind   string `placeholder:"KIND" help:"What to find: events (the default), quotations, occurrences or reports; as kind: in the query."`
	Limit  int    `default:"50" placeholder:"N" help:"At most so many."`
	Cursor string `placeholder:"CURSOR" help:"Where the page before ended, as it said."`
	Sort   string `enum:"day,added,confidence" default:"day" help:"The newest day first (day), what was added last (added), or the surest (confidence)."`
	AsOf   string `placeholder:"DATE" help:"The record as it was known at the end of this day, or at this time."`
	Count  bool   `help:"Only count."`
	Words  bool   `short:"w" help:"Show the words too: the sentences that an event was read from."`
	Fields bool   `help:"List the fields that can be asked for."`

	JSON     bool   `name:"json" help:"One JSON object a hit, one a line (docs/formats/query.md)."`
	Colour   string `name:"color" enum:"auto,always,never" default:"auto" help:"Colours: auto (on a terminal), always or never."`
	Width    int    `default:"0" help:"Columns to print in; 0 means the terminal's, as many as it takes elsewhere."`
	Codebook string `placeholder:"DIR" type:"path" help:"A folder laid over the shipped codebook (docs/formats/codebook.md), whose codes and names the query may use."`
}

// Help is the long help: the language in short, with examples.
func (findCommand) Help() string {
	return `A query is conditions that must all hold: field:value, words, and "phrases".

  source:USA recipient:ARM,AZE        the United States to Armenia or Azerbaijan: a comma is "or" within a field
  party:"European Union"              as source or as recipient, by any name: EU, Brussels, IGO:eu
  speaker:Blinken  speaker:"Secretary of State"      a person; whoever held the office
  status:offered track:border-demarcation            codes of the codebook; category: mode: cameo: context: quad: medium:
  cameo:05*  category:A*              a star is any characters
  since:2021-05 until:2022            days, months or years; on:2021-05-13; published-since: added-since:
  near:Baku/50km  place:Lachin  place-country:AZE
  confidence:>=0.7  killed:>10        numbers
  demining "technical assistance" negotiat*          words in the sentences that an event was read from
  a or b   not a   -status:actual   (a or b) c       and binds more than or
  kind:quotations said:"red line"     quotations, occurrences and reports can be found, too

Examples:
  chancery find source:USA recipient:ARM,AZE status:offered since:2021-05
  chancery find 'kind:quotations speaker:Aliyev "peace treaty"' --words
  chancery find track:prisoners not status:actual --json --limit 1000
  chancery find 'party:RUS (party:ARM or party:AZE)' --kind occurrences --count
  chancery find source:Baku as-of:2022-01-31

An argument with spaces in it is a phrase, or the whole value of its field, unless it has fields, quotation marks,
parentheses, "or", "and" or "not" of its own: then it is a query.
chancery find --fields lists all fields; docs/formats/query.md describes the language.`
}

// fieldList prints the fields.
func (c *findCommand) fieldList(env Environment) error {
	for _, f := range query.Fields() {
		kinds := make([]string, len(f.Kinds))
		for i, k := range f.Kinds {
			kinds[i] = string(k)
		}
		if _, err := fmt.Fprintf(env.Stdout, "%-17s %s\n%-17s e.g. %s\n", f.Name, f.Help, "", f.Example); err != nil {
			return err
		}
		if len(kinds) < len(query.Kinds()) {
			if _, err := fmt.Fprintf(env.Stdout, "%-17s of %s\n", "", strings.Join(kinds, ", ")); err != nil {
				return err
			}
		}
	}
	return nil
}

// Run finds and prints.
func (c *findCommand) Run(ctx context.Context, env Environment) (err error) {
	if c.Fields {
		return c.fieldList(env)
	}
	if c.Limit < 1 {
		return errors.New("--limit is at least 1")
	}
	book, err := codebook.Open(c.Codebook)
	if err != nil {
		return err
	}
	q, err := query.Parse(queryOf(c.Query), query.Load(book))
	if err == nil && c.Kind != "" {
		kind := c.Kind
		if !strings.HasSuffix(kind, "s") {
			kind += "s"
		}
		q, err = q.As(query.Kind(kind))
	}
	if err != nil {
		return showQueryError(env, err)
	}
	rec, err := c.open(ctx, env, record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	view, _, err := viewOf(ctx, rec, c.AsOf)
	if err != nil {
		return err
	}
	page := record.Page{Limit: c.Limit, Cursor: c.Cursor, Sort: record.Order(c.Sort), Count: true}
	if c.Count {
		page.Limit, page.CountTo = 1, 1_000_000 // who asks only for the number wants it whole
	}
	found, err := view.Find(ctx, q, page)
	if err != nil {
		return err
	}
	for _, note := range found.Notes {
		fmt.Fprintf(env.Stderr, "note: %s\n", note)
	}
	if len(found.Hits) == 0 {
		for _, argument := range c.Query {
			if strings.Contains(strings.TrimSpace(argument), " ") && !strings.ContainsAny(argument, `:"()`) {
				fmt.Fprintf(env.Stderr, "note: %q was looked for as a phrase; without quotation marks each of its words is looked for\n", argument)
			}
		}
	}
	switch {
	case c.Count:
		more := ""
		if found.More {
			more = "more than "
		}
		_, err := fmt.Fprintf(env.Stdout, "%s%d\n", more, found.Count)
		return err
	case c.JSON:
		if err := c.encode(env, &found); err != nil {
			return err
		}
	default:
		options := printOptions(env, c.Colour, c.Width, false)
		width := options.Width
		err := console.Found(env.Stdout, &found, console.FoundOptions{Colour: options.Colour, Width: width, Words: c.Words})
		if err != nil {
			return err
		}
	}
	c.footer(env, &found)
	return nil
}

// footer tells on standard error how many there are and how to see the next ones.
func (c *findCommand) footer(env Environment, found *record.Result) {
	kind := string(found.Kind)
	if found.Count == 1 && !found.More {
		kind = strings.TrimSuffix(kind, "s")
	}
	number := fmt.Sprint(found.Count)
	if found.More {
		number = "more than " + number
	}
	switch {
	case found.Count == 0 && len(found.Hits) == 0:
		fmt.Fprintf(env.Stderr, "no %s found\n", kind)
	case found.Next != "":
		fmt.Fprintf(env.Stderr, "%d of %s %s; the next: --cursor %s\n", len(found.Hits), number, kind, found.Next)
	case c.Cursor != "":
		fmt.Fprintf(env.Stderr, "%d of %s %s; these are the last\n", len(found.Hits), number, kind)
	default:
		fmt.Fprintf(env.Stderr, "%s %s\n", number, kind)
	}
}

// showQueryError prints what is wrong with a query under the query itself.
func showQueryError(env Environment, err error) error {
	var wrong *query.Error
	if !errors.As(err, &wrong) {
		return err
	}
	width := columns(env.Stderr, env.Getenv)
	if width == 0 {
		width = 100
	}
	fmt.Fprintf(env.Stderr, "chancery: the query makes no sense:\n%s\n", wrong.Caret(width))
	return errQuery
}

// encode prints the hits as JSON.
func (c *findCommand) encode(env Environment, found *record.Result) error {
	encoder := newEncoder(env.Stdout)
	for i := range found.Hits {
		hit, err := wire.HitOf(found.Kind, &found.Hits[i])
		if err != nil {
			return err
		}
		if err := encoder.Encode(hit); err != nil {
			return err
		}
	}
	return nil
}

// queryOf makes one query of the arguments. The shell takes quotation marks away: an argument with spaces that is no
// query of its own had some, around the whole or around the value of its field.
func queryOf(arguments []string) string {
	out := make([]string, len(arguments))
	for i, a := range arguments {
		out[i] = a
		field, value := "", a
		if m := fieldStart.FindString(a); m != "" {
			field, value = m, a[len(m):]
		}
		if field != "" && !named[strings.ToLower(strings.Trim(strings.TrimPrefix(field, "not "), "-:"))] {
			continue // 'status:offered "oil"', 'kind:reports oil': no code has a space, so what follows it is another condition
		}
		own := ownQuery.MatchString(value) || operators.MatchString(value) && (field == "" || !strings.Contains(strings.ToLower(value), " and "))
		if strings.ContainsAny(value, " \t\n") && !own && !strings.Contains(value, ", ") {
			out[i] = field + `"` + value + `"`
		}
	}
	return strings.Join(out, " ")
}

// named are the fields whose values are names or words, which may have spaces.
var named = map[string]bool{
	"source": true, "recipient": true, "party": true, "speaker": true, "country": true, "outlet": true, "origin": true, "place": true,
	"place-country": true, "near": true, "said": true, "language": true, "report": true,
}

// excluded turns the arguments that exclude a field's values, -status:actual, into such that do not look like flags.
func excluded(args []string) []string {
	out := slices.Clone(args)
	for i, a := range out {
		name, _, ok := strings.Cut(strings.TrimPrefix(a, "-"), ":")
		if i > 0 && ok && strings.HasPrefix(a, "-") && slices.ContainsFunc(query.Fields(), func(f query.Field) bool { return f.Name == name }) {
			out[i] = "not " + a[1:]
		}
	}
	return out
}

var (
	fieldStart = regexp.MustCompile(`^(not |-)?[A-Za-z][A-Za-z.-]*:`)
	// ownQuery are the signs of a query: quotation marks, parentheses, fields, minus signs.
	ownQuery = regexp.MustCompile(`["“”„()]|(^|\s)[A-Za-z][A-Za-z.-]*:\S|(^|\s)-\S`)
	// operators are others, but "Bosnia and Herzegovina" is the value of a field.
	operators = regexp.MustCompile(`(?i)(^|\s)(or|and|not)(\s|$)`)
)
