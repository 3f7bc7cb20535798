package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/codebook"
	"chancery/event"
	"chancery/internal/console"
	"chancery/internal/wire"
	"chancery/occurrence"
	"chancery/query"
	"chancery/record"
	"chancery/when"
)

// showCommand is chancery show.
type showCommand struct {
	Things []string `arg:"" name:"id" help:"What to show: the identity of a report, an event, a quotation, an occurrence, an entry of the ledger or a change (#12); a track; an actor by name or id."`

	Diff  string `placeholder:"DAYS" help:"How an actor's wording on a track changed: 2021-01..2022-12, 2021.., or .. for all days."`
	Track string `placeholder:"TRACK" help:"With --diff: the track."`
	Last  int    `default:"10" placeholder:"N" help:"How many of the last events, statements and occurrences are shown of an actor or a track."`

	recordFlag
	AsOf   string `placeholder:"DATE" help:"The record as it was known on that day."`
	On     string `placeholder:"DATE" help:"Draw ledgers and positions up for this day. Else today."`
	JSON   bool   `name:"json" help:"One JSON object a thing, one a line."`
	Colour string `name:"color" enum:"auto,always,never" default:"auto" help:"Colours: auto (on a terminal), always or never."`
	Width  int    `default:"0" help:"Columns to print in; 0 means the terminal's, 100 elsewhere."`
}

// Help is the long help, with examples.
func (showCommand) Help() string {
	return `Examples:
  chancery show e-8f5e326c1d983aeb
  chancery show Blinken
  chancery show ARM --as-of 2024-01-31
  chancery show track:prisoners
  chancery show Aliyev --track peace-agreement --diff 2021-01..2022-12
  chancery show '#12'

Identities may be cut short as long as only one begins so. What could be a track or an actor is told apart by
track:NAME and actor:NAME.`
}

// Validate says what does not go together.
func (c *showCommand) Validate() error {
	if (c.Diff == "") != (c.Track == "") {
		return errors.New("--diff and --track go together: whose wording on which track")
	}
	return nil
}

// shower shows things of one record.
type shower struct {
	*showCommand
	env     Environment
	view    record.View
	day     when.Day // for which ledgers and positions are drawn up
	options console.Options
	lexicon *actor.Lexicon
	words   *query.Vocabulary
	tracks  []event.Track
}

// Run shows each thing that was asked for.
func (c *showCommand) Run(ctx context.Context, env Environment) (err error) {
	rec, err := c.open(ctx, env, record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	s := &shower{showCommand: c, env: env, options: printOptions(env, c.Colour, c.Width, false), words: query.Load(codebook.Shipped())}
	if s.view, s.day, err = viewOf(ctx, rec, c.AsOf); err != nil {
		return err
	}
	if c.On != "" {
		if s.day, err = parseDay(c.On); err != nil {
			return fmt.Errorf("--on: %w", err)
		}
	}
	if s.lexicon, err = actor.Load(codebook.Shipped()); err != nil {
		return err
	}
	coder, err := event.Load(codebook.Shipped())
	if err != nil {
		return err
	}
	s.tracks = coder.Vocabulary().Tracks
	failed := false
	for i, thing := range c.Things {
		if i > 0 && !c.JSON {
			fmt.Fprintln(env.Stdout)
		}
		if err := s.show(ctx, thing); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			failed = true
			fail(env, err, exitFailed)
		}
	}
	if failed {
		return errSome
	}
	return nil
}

// show shows one thing.
func (s *shower) show(ctx context.Context, thing string) error {
	kind, id, err := s.resolve(ctx, thing)
	if err != nil {
		return err
	}
	if s.Diff != "" {
		if kind != "actor" {
			return fmt.Errorf("--diff compares what an actor said; %s is a kind of %s", thing, kind)
		}
		return s.diff(ctx, id)
	}
	switch kind {
	case "report":
		return s.report(ctx, id)
	case "event":
		return s.event(ctx, id)
	case "quotation":
		return s.quotation(ctx, id)
	case "occurrence":
		return s.occurrence(ctx, id)
	case "ledger":
		return s.entry(ctx, id)
	case "change":
		return s.change(ctx, id)
	case "track":
		return s.track(ctx, id)
	case "actor":
		return s.actor(ctx, id)
	}
	return fmt.Errorf("%s is a %s, which cannot be shown", thing, kind)
}

// identity is how the identities of events, quotations, occurrences and entries begin, and of reports without one.
var identity = regexp.MustCompile(`^(?:[eqol]-[0-9a-f]+|sha256:[0-9a-f]*|#\d+|[0-9a-f]{6,64})$`)

// resolve tells what is meant.
func (s *shower) resolve(ctx context.Context, thing string) (kind, id string, err error) {
	if name, ok := strings.CutPrefix(thing, "track:"); ok {
		return s.resolveTrack(name)
	}
	if name, ok := strings.CutPrefix(thing, "actor:"); ok {
		return s.resolveActor(ctx, name)
	}
	if !identity.MatchString(thing) {
		if kind, id, err := s.resolveTrack(thing); err == nil {
			return kind, id, nil
		}
		if len(s.lexicon.Called(thing)) > 0 {
			return s.resolveActor(ctx, thing)
		}
	}
	if strings.HasPrefix(thing, "l-") { // entries that stand nowhere yet are found by making the ledger
		e, err := s.view.LedgerEntry(ctx, thing, s.day)
		if errors.Is(err, record.ErrNotFound) {
			err = s.unknown(ctx, thing)
		}
		return "ledger", e.ID, err
	}
	kind, id, err = s.view.Resolve(ctx, thing)
	if errors.Is(err, record.ErrNotFound) {
		return "", "", s.unknown(ctx, thing)
	}
	return kind, id, err
}

func (s *shower) resolveTrack(name string) (kind, id string, err error) {
	ids := make([]string, 0, len(s.tracks))
	for _, t := range s.tracks {
		if t.ID == name {
			return "track", t.ID, nil
		}
		ids = append(ids, t.ID)
	}
	return "", "", fmt.Errorf("there is no track %q%s", name, didYouMean(query.Nearest(name, ids)))
}

// resolveActor takes a name that several people have as whom of them the record tells of.
func (s *shower) resolveActor(ctx context.Context, name string) (kind, id string, err error) {
	found := slices.DeleteFunc(s.lexicon.Called(name), func(n actor.Naming) bool { return n.Kind == actor.NamedOffice })
	switch len(found) {
	case 0:
		return "", "", fmt.Errorf("nobody is called %q by the codebook%s", name, didYouMean(query.Nearest(name, s.names())))
	case 1:
		return "actor", found[0].ID, nil
	}
	ids := make([]string, 0, len(found))
	var told []actor.Naming
	for _, n := range found[:min(len(found), 20)] {
		ids = append(ids, n.ID)
		for _, field := range [...]string{"party:", "speaker:"} {
			got, err := s.find(ctx, field+quoted(n.ID), 1)
			if err != nil {
				return "", "", err
			}
			if len(got.Hits) > 0 {
				told = append(told, n)
				break
			}
		}
	}
	if len(told) == 1 {
		fmt.Fprintf(s.env.Stderr, "chancery: %s is taken as %s, the only one of %d whom the record tells of\n", name, told[0].ID, len(found))
		return "actor", told[0].ID, nil
	}
	return "", "", fmt.Errorf("%q can be %s: give the id", name, strings.Join(ids, ", "))
}

// names are what the codebook calls actors.
func (s *shower) names() (names []string) {
	for _, n := range s.lexicon.Actors() {
		names = append(names, n.Name)
	}
	return names
}

// unknown is the error for what is nothing, with what it may have been meant for.
func (s *shower) unknown(ctx context.Context, thing string) error {
	if kind, id, err := s.view.ResolveEver(ctx, thing); err == nil && id != "" && kind != "track" && kind != "actor" {
		return fmt.Errorf("%s stands no more: chancery log %s tells what became of it, and --as-of shows it as it was", id, id)
	}
	if named, err := query.Parse("party:"+quoted(thing), s.words); err == nil && thing != "" && !identity.MatchString(thing) {
		found, err := s.view.Find(ctx, named, record.Page{Limit: 1, Count: true})
		if err != nil {
			return err
		}
		if found.Count > 0 {
			return fmt.Errorf("the codebook does not know %s, but %s: chancery find party:%s", thing, namedBy(found.Count), quoted(thing))
		}
	}
	candidates := s.names()
	for _, t := range s.tracks {
		candidates = append(candidates, t.ID)
	}
	near := query.Nearest(thing, candidates)
	if identity.MatchString(thing) && len(thing) > 6 {
		near = nil
		for cut := len(thing) - 1; cut >= 5 && len(near) == 0; cut-- { // the identity that shares the longest beginning
			if _, id, err := s.view.Resolve(ctx, thing[:cut]); err == nil {
				near = []string{id}
			} else if errors.Is(err, record.ErrAmbiguous) {
				break
			}
		}
	}
	return fmt.Errorf("%s is nothing that the record or the codebook knows%s", thing, didYouMean(near))
}

func didYouMean(near []string) string {
	if len(near) == 0 {
		return ""
	}
	return ": did you mean " + strings.Join(near, " or ") + "?"
}

func (s *shower) encode(v any) error { return newEncoder(s.env.Stdout).Encode(v) }

func (s *shower) report(ctx context.Context, id string) error {
	got, err := s.view.Reading(ctx, id)
	if err != nil {
		return err
	}
	if s.JSON {
		return s.encode(got)
	}
	if err := console.Reading(s.env.Stdout, &got, s.options); err != nil {
		return err
	}
	if err := s.provenance(ctx, id); err != nil {
		return err
	}
	return console.Text(s.env.Stdout, &got.Report, s.options)
}

// provenance shows where a report came from, and the reports that share its words.
func (s *shower) provenance(ctx context.Context, id string) error {
	links, err := s.view.Copies(ctx, id)
	if err != nil {
		return err
	}
	origins, err := s.view.ReportOrigins(ctx, []string{id})
	if err != nil {
		return err
	}
	copies := make([]console.Copy, len(links))
	for i := range links {
		c := &links[i]
		copies[i] = console.Copy{Report: c.Report, Outlet: c.Outlet, Published: c.Published.EDTF, Reason: c.Link.Reason}
	}
	return console.Copies(s.env.Stdout, copies, origins[id], s.options)
}

func (s *shower) event(ctx context.Context, id string) error {
	account, err := s.view.Account(ctx, id)
	if err != nil {
		return err
	}
	page := console.EventPage{Account: account}
	found, err := s.find(ctx, "kind:occurrences event:"+id, 1)
	if err != nil {
		return err
	}
	if len(found.Hits) == 1 && found.Hits[0].Occurrence != nil {
		page.Occurrence, page.Others = found.Hits[0].Occurrence.ID, len(found.Hits[0].Occurrence.Members)-1
	}
	reviews, err := s.view.Reviews(ctx, id)
	if err != nil {
		return err
	}
	for _, r := range reviews {
		page.Reviews = append(page.Reviews, wire.ReviewLine(&r))
	}
	if s.JSON {
		out, err := wire.AccountOf(&account)
		if err != nil {
			return err
		}
		out.Occurrence, out.Reviews = page.Occurrence, page.Reviews
		return s.encode(out)
	}
	return console.Event(s.env.Stdout, &page, s.options)
}

// find asks the record in the query language.
func (s *shower) find(ctx context.Context, text string, limit int) (record.Result, error) {
	q, err := query.Parse(text, s.words)
	if err != nil {
		return record.Result{}, err
	}
	return s.view.Find(ctx, q, record.Page{Limit: limit, Count: true})
}

func (s *shower) quotation(ctx context.Context, id string) error {
	found, err := s.find(ctx, "kind:quotations quotation:"+id, 1)
	if err != nil {
		return err
	}
	if len(found.Hits) == 0 || found.Hits[0].Quotation == nil {
		return fmt.Errorf("the quotation %s: %w", id, record.ErrNotFound)
	}
	q := found.Hits[0].Quotation
	if s.JSON {
		out, err := wire.StatementOf(q)
		if err != nil {
			return err
		}
		return s.encode(out)
	}
	return console.Quoted(s.env.Stdout, &console.Statement{ID: q.ID, Quotation: q.Quotation, Report: q.Report}, s.options)
}

func (s *shower) occurrence(ctx context.Context, id string) error {
	o, err := s.view.Occurrence(ctx, id)
	if err != nil {
		return err
	}
	summary := occurrence.Weigh(&o)
	accounts := make([]occurrence.Account, len(o.Members))
	for i := range o.Members {
		accounts[i] = o.Members[i].Account
	}
	sources, err := s.view.Sources(ctx, o.ID, accounts)
	if err != nil {
		return err
	}
	if s.JSON {
		members, err := wire.MembersOf(&o)
		if err != nil {
			return err
		}
		return s.encode(map[string]any{"id": o.ID, "accounts": members, "summary": summary, "possible": append([]occurrence.Link{}, o.Possible...), "sources": sources})
	}
	if err := console.Occurrence(s.env.Stdout, &o, summary, s.options); err != nil {
		return err
	}
	return console.Origins(s.env.Stdout, sources.Tally, sources.Circles, s.options)
}

func (s *shower) entry(ctx context.Context, id string) error {
	e, err := s.view.LedgerEntry(ctx, id, s.day)
	if err != nil {
		return err
	}
	if s.JSON {
		return s.encode(&e)
	}
	return console.Entry(s.env.Stdout, &e, s.options)
}

// change shows what one transaction did, counted by kind.
func (s *shower) change(ctx context.Context, id string) error {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return fmt.Errorf("change %s: %w", id, record.ErrNotFound)
	}
	at, err := s.view.Record().At(ctx, n)
	if err != nil {
		return err
	}
	c, err := at.LastChange(ctx)
	if err != nil {
		return err
	}
	steps, err := s.view.History(ctx, "change", id)
	if err != nil {
		return err
	}
	type did struct {
		Kind string `json:"kind"`
		What string `json:"what"`
		N    int    `json:"n"`
	}
	var done []did
	for _, step := range steps {
		i := slices.IndexFunc(done, func(d did) bool { return d.Kind == step.Kind && d.What == step.What })
		if i < 0 {
			done = append(done, did{step.Kind, step.What, 0})
			i = len(done) - 1
		}
		done[i].N++
	}
	if s.JSON {
		return s.encode(map[string]any{"change": c.Number, "at": c.At.UTC().Format("2006-01-02T15:04:05Z"), "author": c.Author, "kind": c.Kind, "reason": c.Reason, "did": done})
	}
	fmt.Fprintf(s.env.Stdout, "Change #%d, %s, %s by %s", c.Number, c.At.UTC().Format("2006-01-02 15:04:05 UTC"), c.Kind, c.Author)
	if c.Reason != "" {
		fmt.Fprintf(s.env.Stdout, ": %s", c.Reason)
	}
	fmt.Fprintln(s.env.Stdout)
	for _, d := range done {
		fmt.Fprintf(s.env.Stdout, "  %6d  %s %s\n", d.N, d.Kind, d.What)
	}
	_, err = fmt.Fprintf(s.env.Stdout, "chancery log '#%d' tells each.\n", c.Number)
	return err
}

// namedBy says that so many events name somebody.
func namedBy(events int) string {
	if events == 1 {
		return "an event names it"
	}
	return fmt.Sprintf("%d events name it", events)
}
