package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"chancery/codebook"
	"chancery/record"
	"chancery/review"
)

// reviewCommand is chancery review.
type reviewCommand struct {
	Accept    reviewAccept    `cmd:"" help:"Say that events are right."`
	Correct   reviewCorrect   `cmd:"" help:"Give a field of an event another value."`
	Reject    reviewReject    `cmd:"" help:"Say that events are not what the report says."`
	Split     reviewSplit     `cmd:"" help:"Take an event out of its occurrence, or keep two occurrences apart."`
	Join      reviewJoin      `cmd:"" help:"Join an event or an occurrence with another occurrence."`
	Add       reviewAdd       `cmd:"" help:"Add an event that was not read."`
	Note      reviewNote      `cmd:"" help:"Remark on something without changing it."`
	Undo      reviewUndo      `cmd:"" help:"Take a change of review back."`
	Apply     reviewApply     `cmd:"" help:"Apply a file of reviews."`
	List      reviewList      `cmd:"" help:"List what was decided."`
	Agreement reviewAgreement `cmd:"" help:"How far coders agree: Krippendorff's alpha by field."`
}

// Help is the long help, with examples.
func (reviewCommand) Help() string {
	return `Examples:
  chancery review accept e-3f2a e-77b1
  chancery review correct e-3f2a status offered --why "ready to is an offer"
  chancery review correct e-3f2a sources "ARM; Ararat Mirzoyan"
  chancery review split e-3f2a --why "the meeting of the week before"
  chancery review join o-12 o-47 --why "the same letter"
  chancery review add REPORT '{"evidence": "offered to host the talks", "category": "AGREE", "status": "offered", "sources": "GEO"}'
  chancery review undo '#12'
  chancery review apply anna.csv
  chancery review agreement anna.csv bo.csv

Nothing is overwritten: each decision is a change with who, when and why (chancery log), and can be undone. A rereading does
not touch what was decided. docs/formats/review.md describes the fields and the files.`
}

// decisionFlags are those of all decisions.
type decisionFlags struct {
	recordFlag
	By   string `placeholder:"NAME" help:"Who decides. Else $$CHANCERY_CODER, else the name you are logged in by."`
	Why  string `placeholder:"WORDS" help:"Why."`
	JSON bool   `name:"json" help:"One JSON object a decision, one a line."`
}

// coder is who decides.
func (f *decisionFlags) coder(env Environment) string {
	if f.By != "" {
		return f.By
	}
	if name := env.Getenv("CHANCERY_CODER"); name != "" {
		return name
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "somebody"
}

// decide applies acts one by one; what fails is told and the rest goes on.
func (f *decisionFlags) decide(ctx context.Context, env Environment, acts []review.Act) (err error) {
	if _, err := os.Stat(f.path(env)); err != nil {
		return fmt.Errorf("there is no record at %s: chancery add makes one, --record names another", f.path(env))
	}
	names, err := review.LoadNames(codebook.Shipped())
	if err != nil {
		return err
	}
	rec, err := f.open(ctx, env, record.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	encoder := newEncoder(env.Stdout)
	failed := false
	for _, act := range acts {
		if act.Reason == "" {
			act.Reason = f.Why
		}
		change, err := rec.Decide(ctx, f.coder(env), act, names)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			failed = true
			fail(env, err, exitFailed)
			continue
		}
		added := ""
		if act.Action == review.Add {
			if added, err = addedBy(ctx, rec, change); err != nil {
				return err
			}
		}
		if f.JSON {
			row := map[string]any{"change": change.Number, "action": act.Action, "target": act.Target, "by": change.Author}
			if added != "" {
				row["event"] = added
			}
			err = encoder.Encode(row)
		} else {
			_, err = fmt.Fprintln(env.Stdout, strings.TrimSpace(fmt.Sprintf("#%d  %s %s  %s", change.Number, act.Action, act.Target, added)))
		}
		if err != nil {
			return err
		}
	}
	if failed {
		return errSome
	}
	return nil
}

// addedBy gives the identity of the event that a change added.
func addedBy(ctx context.Context, rec *record.Record, change record.Change) (string, error) {
	view, err := rec.Now(ctx)
	if err != nil {
		return "", err
	}
	reviews, err := view.Reviews(ctx, "")
	if err != nil {
		return "", err
	}
	for i := range slices.Backward(reviews) {
		if reviews[i].Change.Number == change.Number {
			return reviews[i].Target, nil
		}
	}
	return "", nil
}

// targets makes an act for each target.
func targets(action review.Action, ids []string) []review.Act {
	acts := make([]review.Act, len(ids))
	for i, id := range ids {
		acts[i] = review.Act{Action: action, Target: id}
	}
	return acts
}

type reviewAccept struct {
	Events []string `arg:"" name:"event" help:"Identities of events; the beginning of one is enough."`
	decisionFlags
}

func (c *reviewAccept) Run(ctx context.Context, env Environment) error {
	return c.decide(ctx, env, targets(review.Accept, c.Events))
}

type reviewReject struct {
	Events []string `arg:"" name:"event" help:"Identities of events; the beginning of one is enough."`
	decisionFlags
}

func (c *reviewReject) Run(ctx context.Context, env Environment) error {
	return c.decide(ctx, env, targets(review.Reject, c.Events))
}

type reviewCorrect struct {
	Event string `arg:"" help:"The event's identity."`
	Field string `arg:"" help:"category, mode, contexts, cameo, status, historical, sources, recipients, speaker, medium, time, place, killed, injured or tracks."`
	Value string `arg:"" help:"The right value; several parties, contexts or tracks are separated by ;. Empty makes it unknown."`
	decisionFlags
}

func (c *reviewCorrect) Run(ctx context.Context, env Environment) error {
	return c.decide(ctx, env, []review.Act{{Action: review.Correct, Target: c.Event, Field: c.Field, Value: c.Value}})
}

type reviewSplit struct {
	Target string `arg:"" help:"The event that does not belong to its occurrence, or one of two occurrences."`
	Other  string `arg:"" optional:"" help:"The other occurrence, that it is not."`
	decisionFlags
}

func (c *reviewSplit) Run(ctx context.Context, env Environment) error {
	return c.decide(ctx, env, []review.Act{{Action: review.Split, Target: c.Target, Value: c.Other}})
}

type reviewJoin struct {
	Target string `arg:"" help:"An event or an occurrence."`
	Into   string `arg:"" help:"The occurrence that it is the same as, or an event of it."`
	decisionFlags
}

func (c *reviewJoin) Run(ctx context.Context, env Environment) error {
	return c.decide(ctx, env, []review.Act{{Action: review.Join, Target: c.Target, Value: c.Into}})
}

type reviewAdd struct {
	Report string `arg:"" help:"The report that tells it."`
	Event  string `arg:"" help:"The event as JSON: evidence (its exact words), category, status, and what else is known."`
	decisionFlags
}

func (c *reviewAdd) Run(ctx context.Context, env Environment) error {
	return c.decide(ctx, env, []review.Act{{Action: review.Add, Target: c.Report, Value: c.Event}})
}

type reviewNote struct {
	Target string `arg:"" help:"What the note is on."`
	Words  string `arg:"" help:"The note."`
	decisionFlags
}

func (c *reviewNote) Run(ctx context.Context, env Environment) error {
	return c.decide(ctx, env, []review.Act{{Action: review.Note, Target: c.Target, Value: c.Words}})
}

type reviewUndo struct {
	Change string `arg:"" help:"The number of the change, as chancery log shows it."`
	decisionFlags
}

func (c *reviewUndo) Run(ctx context.Context, env Environment) error {
	return c.decide(ctx, env, []review.Act{{Action: review.Undo, Target: c.Change}})
}

type reviewApply struct {
	Files []string `arg:"" name:"file" help:"Files of reviews (CSV or JSON lines, docs/formats/review.md), or - for standard input."`
	decisionFlags
}

func (c *reviewApply) Run(ctx context.Context, env Environment) error {
	acts, broken, err := readActs(env, c.Files, "")
	if err != nil {
		return err
	}
	if err := c.decide(ctx, env, acts); err != nil {
		return err
	}
	if broken {
		return errSome
	}
	return nil
}

// readActs reads files of reviews; lines that are no act are told. A line without a coder has the one given, or when
// none is given and there are several files, the file's name without its extension.
func readActs(env Environment, files []string, coder string) (acts []review.Act, broken bool, err error) {
	for _, name := range files {
		in := env.Stdin
		if name != "-" {
			file, err := os.Open(name)
			if err != nil {
				return nil, false, err
			}
			defer file.Close()
			in = file
		}
		got, faults := review.Parse(name, in)
		for _, fault := range faults {
			broken = true
			fail(env, fault, exitFailed)
		}
		for i := range got {
			if got[i].Coder == "" && len(files) > 1 && coder == "" {
				got[i].Coder = strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
			}
		}
		acts = append(acts, got...)
	}
	return acts, broken, nil
}

type reviewList struct {
	Target string `arg:"" optional:"" help:"Only what was decided on this event, occurrence or report."`
	recordFlag
	JSON bool `name:"json" help:"One JSON object a decision, one a line."`
}

func (c *reviewList) Run(ctx context.Context, env Environment) (err error) {
	rec, err := c.open(ctx, env, record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	view, err := rec.Now(ctx)
	if err != nil {
		return err
	}
	target := c.Target
	if target != "" {
		if _, target, err = view.ResolveEver(ctx, target); err != nil {
			return err
		}
	}
	reviews, err := view.Reviews(ctx, "")
	if err != nil {
		return err
	}
	undone := record.Undone(reviews)
	if target != "" {
		about := map[string]bool{target: true} // the target, what was decided on it, and what undid that
		reviews = slices.DeleteFunc(reviews, func(r record.Review) bool {
			if !about[r.Target] {
				return true
			}
			about[strconv.FormatInt(r.Change.Number, 10)] = true
			return false
		})
	}
	if c.JSON {
		encoder := newEncoder(env.Stdout)
		for i := range reviews {
			r := &reviews[i]
			row := map[string]any{
				"change": r.Change.Number, "at": r.Change.At, "action": r.Action, "target": r.Target, "field": r.Field,
				"before": r.Before, "after": r.After, "coder": r.Coder, "reason": r.Reason,
			}
			if by, taken := undone[r.Change.Number]; taken {
				row["undone"] = by
			}
			if err := encoder.Encode(row); err != nil {
				return err
			}
		}
		return nil
	}
	if len(reviews) == 0 {
		_, err := fmt.Fprintln(env.Stdout, "nothing was decided")
		return err
	}
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for i := range reviews {
		r := &reviews[i]
		if _, err := fmt.Fprintf(table, "#%d\t%s\t%s\t%s\t%s\t%s\n", r.Change.Number, r.Change.At.Format("2006-01-02"), r.Coder, r.Action, reviewTarget(r), decided(r, undone[r.Change.Number])); err != nil {
			return err
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(b.String()) {
		if _, err := fmt.Fprintln(env.Stdout, strings.TrimRight(line, " \n")); err != nil {
			return err
		}
	}
	return nil
}

// reviewTarget is what a decision was on: an identity, or the change that was undone.
func reviewTarget(r *record.Review) string {
	if r.Action == string(review.Undo) {
		return "#" + r.Target
	}
	return r.Target
}

// decided tells what a decision changed, why, and which change took it back, 0 for none.
func decided(r *record.Review, undone int64) string {
	var parts []string
	var before, after string
	for _, value := range []struct {
		raw  json.RawMessage
		text *string
	}{{r.Before, &before}, {r.After, &after}} {
		if err := json.Unmarshal(value.raw, value.text); err != nil { // an added event: its JSON
			*value.text = string(value.raw)
		}
	}
	switch review.Action(r.Action) {
	case review.Correct:
		parts = append(parts, fmt.Sprintf("%s %q → %q", r.Field, before, after))
	case review.Note, review.Add:
		parts = append(parts, after)
	case review.Join, review.Split:
		if after != "" {
			parts = append(parts, strings.TrimSpace(before+" → "+after))
		}
	}
	if r.Reason != "" {
		parts = append(parts, "("+r.Reason+")")
	}
	if undone > 0 {
		parts = append(parts, fmt.Sprintf("· undone by #%d", undone))
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

type reviewAgreement struct {
	Files []string `arg:"" optional:"" name:"file" help:"Files of reviews, not applied, a coder each or with a column coder. Without them, what was decided in the record."`
	recordFlag
	JSON bool `name:"json" help:"One JSON object a field, one a line."`
}

func (c *reviewAgreement) Run(ctx context.Context, env Environment) (err error) {
	acts, broken, err := readActs(env, c.Files, "")
	if err != nil {
		return err
	}
	names, err := review.LoadNames(codebook.Shipped())
	if err != nil {
		return err
	}
	rec, err := c.open(ctx, env, record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	view, err := rec.Now(ctx)
	if err != nil {
		return err
	}
	var judged []review.Judged
	if len(c.Files) == 0 {
		judged, err = view.Judged(ctx)
	} else {
		judged, err = view.Judge(ctx, acts)
	}
	if err != nil {
		return err
	}
	fields, faults := review.Agree(names, judged)
	for i := range judged {
		if judged[i].Event == nil && judged[i].Action != review.Note {
			faults = append(faults, fmt.Errorf("%s %s: no event of this identity was ever in the record", judged[i].Action, judged[i].Target))
		}
	}
	for _, fault := range faults {
		broken = true
		fail(env, fault, exitFailed)
	}
	if !slices.ContainsFunc(fields, func(f review.Agreement) bool { return f.Units > 0 }) {
		fmt.Fprintln(env.Stderr, "note: no event was judged by two coders; a coder is a file of its own, or a name in the column coder")
	}
	if c.JSON {
		encoder := newEncoder(env.Stdout)
		for i := range fields {
			if err := encoder.Encode(fields[i]); err != nil {
				return err
			}
		}
	} else {
		table := tabwriter.NewWriter(env.Stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(table, "field\talpha\tagreed\tevents\tcoders")
		for _, f := range fields {
			alpha := "-"
			if f.Known {
				alpha = fmt.Sprintf("%.3f", f.Alpha)
			}
			fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%d\n", f.Field, alpha, f.Agreed, f.Units, f.Coders)
		}
		if err := table.Flush(); err != nil {
			return err
		}
	}
	if broken {
		return errSome
	}
	return nil
}
