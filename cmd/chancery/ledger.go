package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"chancery/actor"
	"chancery/codebook"
	"chancery/event"
	"chancery/internal/console"
	"chancery/ledger"
	"chancery/query"
	"chancery/record"
	"chancery/when"
)

// ledgerCommand is chancery ledger.
type ledgerCommand struct {
	Track []string `placeholder:"TRACK" help:"Only entries on one of these tracks: prisoners, border-demarcation."`
	Party []string `placeholder:"NAME" help:"Only entries that these are parties of: a name, a code (ARM), or an actor's id."`
	State []string `placeholder:"STATE" help:"Only entries in one of these states: open, accepted, signed, carried-out, overdue, rejected, broken, lapsed."`
	Kind  []string `placeholder:"KIND" help:"Only offers, demands, promises, agreements or plans."`
	On    string   `placeholder:"DATE" help:"Draw the ledger up for this day: what was published later is left out, and later days have not passed. Else today."`

	recordFlag
	AsOf   string `placeholder:"DATE" help:"The record as it was known on that day."`
	JSON   bool   `name:"json" help:"One JSON object an entry, one a line (docs/formats/ledger.md)."`
	Why    bool   `help:"Show why each step belongs to its entry, and what possibly answers it."`
	Colour string `name:"color" enum:"auto,always,never" default:"auto" help:"Colours: auto (on a terminal), always or never."`
	Width  int    `default:"0" help:"Columns to print in; 0 means the terminal's, 100 elsewhere."`
}

// Help is the long help, with examples.
func (ledgerCommand) Help() string {
	return `Examples:
  chancery ledger
  chancery ledger --track prisoners --party Azerbaijan
  chancery ledger --state overdue,broken --on 2022-03-01
  chancery ledger --party ARM --party AZE --why

An offer, demand or promise is open until later events accept or reject it, carry it out (1 minimal, 2 intermediate,
3 full, as the Peace Accords Matrix counts) or break it. Overdue is what was promised for a day that has passed.`
}

// Run prints the ledger.
func (c *ledgerCommand) Run(ctx context.Context, env Environment) (err error) {
	filter, err := c.filter()
	if err != nil {
		return err
	}
	rec, err := c.open(ctx, env, record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	view, day, err := viewOf(ctx, rec, c.AsOf)
	if err != nil {
		return err
	}
	if !filter.Day.Known() {
		filter.Day = day
	}
	if filter.Parties, err = partyKeys(c.Party); err != nil {
		return err
	}
	entries, err := view.Ledger(ctx, filter)
	if err != nil {
		return err
	}
	if c.JSON {
		encoder := newEncoder(env.Stdout)
		for i := range entries {
			if err := encoder.Encode(&entries[i]); err != nil {
				return err
			}
		}
		return nil
	}
	return console.Ledger(env.Stdout, entries, printOptions(env, c.Colour, c.Width, c.Why))
}

// knownTracks makes sure that the codebook has the tracks that are asked for.
func knownTracks(ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	coder, err := event.Load(codebook.Shipped())
	if err != nil {
		return err
	}
	var known []string
	for _, t := range coder.Vocabulary().Tracks {
		known = append(known, t.ID)
	}
	for _, id := range ids {
		if !slices.Contains(known, id) {
			return fmt.Errorf("--track: there is no track %q%s", id, didYouMean(query.Nearest(id, known)))
		}
	}
	return nil
}

// filter reads the flags that say which entries are wanted.
func (c *ledgerCommand) filter() (f record.LedgerFilter, err error) {
	f.Tracks = commaList(c.Track)
	if err := knownTracks(f.Tracks); err != nil {
		return f, err
	}
	for _, s := range commaList(c.State) {
		state := ledger.State(strings.ReplaceAll(strings.ToLower(s), "-", " "))
		if !slices.Contains(ledger.States(), state) {
			return f, fmt.Errorf("--state: %q is none of open, accepted, signed, carried-out, overdue, rejected, broken, lapsed", s)
		}
		f.States = append(f.States, state)
	}
	kinds := []ledger.Kind{ledger.Offer, ledger.Demand, ledger.Promise, ledger.Agreement, ledger.Plan}
	for _, s := range commaList(c.Kind) {
		kind := ledger.Kind(strings.TrimSuffix(strings.ToLower(s), "s"))
		if !slices.Contains(kinds, kind) {
			return f, fmt.Errorf("--kind: %q is none of offer, demand, promise, agreement, plan", s)
		}
		f.Kinds = append(f.Kinds, kind)
	}
	if c.On != "" {
		if f.Day, err = parseDay(c.On); err != nil {
			return f, fmt.Errorf("--on: %w", err)
		}
	}
	return f, nil
}

// commaList splits flags that were given with commas, or several times, or both.
func commaList(flags []string) (out []string) {
	for _, f := range flags {
		for _, s := range strings.Split(f, ",") {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, s)
			}
		}
	}
	return out
}

func parseDay(s string) (when.Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return when.Day{}, fmt.Errorf("%q is no day such as 2022-03-01", s)
	}
	return when.DayOf(t.Year(), int(t.Month()), t.Day()), nil
}

// viewOf gives the record as it stands, or as it was known at a time, with the day of that time.
func viewOf(ctx context.Context, rec *record.Record, asOf string) (record.View, when.Day, error) {
	if asOf == "" {
		view, err := rec.Now(ctx)
		now := time.Now()
		return view, when.DayOf(now.Year(), int(now.Month()), now.Day()), err
	}
	t, err := record.ParseAsOf(asOf)
	if err != nil {
		return record.View{}, when.Day{}, fmt.Errorf("--as-of: %w", err)
	}
	view, err := rec.AsOf(ctx, t)
	return view, when.DayOf(t.Year(), int(t.Month()), t.Day()), err
}

// printOptions says how to print for people.
func printOptions(env Environment, colour string, width int, explain bool) console.Options {
	read := readCommand{Colour: colour}
	o := console.Options{Colour: read.coloured(env), Explain: explain, Width: width}
	if o.Width == 0 {
		o.Width = columns(env.Stdout, env.Getenv)
	}
	return o
}

// partyKeys turns the names that people write into what the ledger files parties by.
func partyKeys(names []string) ([]string, error) {
	if len(names) == 0 {
		return nil, nil
	}
	lexicon, err := actor.Load(codebook.Shipped())
	if err != nil {
		return nil, err
	}
	var keys []string
	for _, name := range names {
		key, err := partyKey(lexicon, name)
		if err != nil {
			return nil, fmt.Errorf("--party: %w", err)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// partyKey is the key of one name: the country of a state, the id of anybody else.
func partyKey(lexicon *actor.Lexicon, name string) (string, error) {
	found := lexicon.Called(name)
	found = slices.DeleteFunc(found, func(n actor.Naming) bool { return n.Kind == actor.NamedOffice })
	switch {
	case len(found) == 0:
		return "", fmt.Errorf("nobody is called %q by the codebook: give a state, an organisation, a person, or an id such as AZEGOV:ilham-aliyev", name)
	case len(found) > 1:
		ids := make([]string, 0, len(found))
		for _, n := range found[:min(len(found), 6)] {
			ids = append(ids, n.ID)
		}
		return "", fmt.Errorf("%q can be %s: give the id", name, strings.Join(ids, ", "))
	}
	if found[0].Class == actor.State {
		return found[0].Country, nil
	}
	return found[0].ID, nil
}
