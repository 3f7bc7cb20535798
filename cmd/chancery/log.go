package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"chancery/internal/wire"
	"chancery/record"
)

// logCommand is chancery log.
type logCommand struct {
	ID string `arg:"" optional:"" help:"A report, event, quotation, occurrence, entry of the ledger, or a change (#12); its beginning is enough. Without it, all changes."`

	recordFlag
	AsOf   string `placeholder:"DATE" help:"The log as it stood on that day."`
	JSON   bool   `name:"json" help:"One JSON object a line: a change, or what a change did to the thing."`
	Colour string `name:"color" enum:"auto,always,never" default:"auto" help:"Colours: auto (on a terminal), always or never."`
}

// Help is the long help, with examples.
func (logCommand) Help() string {
	return `Examples:
  chancery log                    all changes of the record, the oldest first
  chancery log e-3f2a             what was done to an event, field by field
  chancery log '#12'              what change 12 did
  chancery log o-77 --json

Nothing in the record is overwritten: each line names the change, when it was made, by whom and why.`
}

// Run prints the log.
func (c *logCommand) Run(ctx context.Context, env Environment) (err error) {
	rec, err := c.open(ctx, env, record.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rec.Close()) }()
	view, _, err := viewOf(ctx, rec, c.AsOf)
	if err != nil {
		return err
	}
	p := logPrinter{out: env.Stdout, colour: (&readCommand{Colour: c.Colour}).coloured(env)}
	if c.ID == "" {
		changes, err := view.Log(ctx, "")
		if err != nil {
			return err
		}
		return c.changes(env, &p, changes)
	}
	kind, id, err := view.ResolveEver(ctx, c.ID)
	if err != nil {
		return err
	}
	steps, err := view.History(ctx, kind, id)
	if err != nil {
		return err
	}
	if len(steps) == 0 {
		return fmt.Errorf("%s is a %s: it has no log of its own", id, kind)
	}
	return c.steps(env, &p, steps)
}

func (c *logCommand) changes(env Environment, p *logPrinter, changes []record.Change) error {
	if !c.JSON {
		for _, change := range changes {
			p.change(change)
		}
		return p.err
	}
	encoder := newEncoder(env.Stdout)
	for _, change := range changes {
		if err := encoder.Encode(wire.ChangeOf(change)); err != nil {
			return err
		}
	}
	return nil
}

func (c *logCommand) steps(env Environment, p *logPrinter, steps []record.Step) error {
	if !c.JSON {
		last := int64(-1)
		for i := range steps {
			if steps[i].Change.Number != last {
				last = steps[i].Change.Number
				p.change(steps[i].Change)
			}
			p.step(&steps[i])
		}
		return p.err
	}
	encoder := newEncoder(env.Stdout)
	for i := range steps {
		if err := encoder.Encode(wire.StepOf(&steps[i])); err != nil {
			return err
		}
	}
	return nil
}

// logPrinter prints a log for people, and keeps the first error of writing.
type logPrinter struct {
	out    io.Writer
	colour bool
	err    error
}

func (p *logPrinter) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.out, format, args...)
	}
}

// paint colours words when there are colours: 1 bold, 2 faint, 31 red, 32 green.
func (p *logPrinter) paint(code int, words string) string {
	if !p.colour || words == "" {
		return words
	}
	return fmt.Sprintf("\x1b[%dm%s\x1b[0m", code, words)
}

func (p *logPrinter) change(c record.Change) {
	line := fmt.Sprintf("%s  %s  %s  %s", p.paint(1, fmt.Sprintf("#%d", c.Number)), c.At.UTC().Format("2006-01-02 15:04:05"), c.Author, c.Kind)
	if c.Reason != "" {
		line += ": " + c.Reason
	}
	p.printf("%s\n", line)
}

// verbs say what was done to what, where the general word does not.
var verbs = map[[2]string]string{
	{"report", "opened"}:      "stored",
	{"report", "changed"}:     "revised",
	{"reading", "opened"}:     "read",
	{"reading", "changed"}:    "read again",
	{"reading", "closed"}:     "superseded",
	{"event", "opened"}:       "found",
	{"event", "closed"}:       "gone",
	{"quotation", "opened"}:   "found",
	{"quotation", "closed"}:   "gone",
	{"membership", "opened"}:  "joined",
	{"membership", "closed"}:  "taken out",
	{"membership", "changed"}: "moved",
}

func (p *logPrinter) step(s *record.Step) {
	what := s.What
	if verb, ok := verbs[[2]string{s.Kind, s.What}]; ok {
		what = verb
	}
	if s.Kind == "membership" {
		p.membership(s, what)
		return
	}
	p.printf("    %s %s %s\n", s.Kind, s.ID, p.paint(1, what))
	if s.What == "closed" {
		return // that it was there is known
	}
	for _, f := range s.Fields {
		p.field(f)
	}
}

// membership prints that an event came into an occurrence or left it, in a line, and why.
func (p *logPrinter) membership(s *record.Step, what string) {
	var before, after = map[string]string{}, map[string]string{}
	for _, f := range s.Fields {
		before[f.Field], after[f.Field] = valueOf(f.Before), valueOf(f.After)
	}
	switch {
	case s.What == "closed":
		p.printf("    event %s %s of %s\n", s.ID, p.paint(1, what), before["occurrence"])
		return
	case s.What == "opened":
		p.printf("    event %s %s %s (%s, by %s)\n", s.ID, p.paint(1, what), after["occurrence"], after["score"], after["by"])
	case after["occurrence"] != "":
		p.printf("    event %s %s from %s to %s\n", s.ID, p.paint(1, what), before["occurrence"], after["occurrence"])
	default:
		p.printf("    event %s %s by somebody else\n", s.ID, p.paint(1, "kept"))
	}
	if reasons := after["reasons"]; reasons != "" && reasons != "(nothing)" {
		p.printf("        %s\n", reasons)
	}
}

// field prints what became of one value.
func (p *logPrinter) field(f record.FieldChange) {
	before, after := differing(valueOf(f.Before), valueOf(f.After))
	switch {
	case f.Before == nil:
		p.printf("        %s: %s\n", f.Field, p.paint(32, after))
	case f.After == nil:
		p.printf("        %s: %s\n", f.Field, p.paint(31, before+" (taken away)"))
	default:
		p.printf("        %s: %s → %s\n", f.Field, p.paint(31, before), p.paint(32, after))
	}
}

// valueOf writes a value of JSON for people: words without quotation marks.
func valueOf(value json.RawMessage) string {
	var s string
	if json.Unmarshal(value, &s) == nil {
		if s == "" {
			return "(nothing)"
		}
		return strings.ReplaceAll(s, "\n", "; ")
	}
	return string(value)
}

// longest is how many characters of a value are shown.
const longest = 160

// differing shortens two long values to where they differ.
func differing(before, after string) (string, string) {
	if len(before) <= longest && len(after) <= longest {
		return before, after
	}
	same := 0
	if before != "" && after != "" {
		for same < len(before) && same < len(after) && before[same] == after[same] {
			same++
		}
		same = max(0, same-longest/4)
		for same > 0 && !utf8.RuneStart(before[same]) {
			same--
		}
	}
	return clip(before, same), clip(after, same)
}

// clip shows a value from a byte on.
func clip(s string, from int) string {
	out := s[from:]
	if runes := []rune(out); len(runes) > longest {
		out = string(runes[:longest]) + "…"
	}
	if from > 0 {
		out = "…" + out
	}
	return out
}
