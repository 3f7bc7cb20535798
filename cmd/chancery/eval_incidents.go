package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"chancery/codebook"
	"chancery/eval"
)

type evalIncidentsCommand struct {
	evalFlags
	engineFlags
	Paths []string `arg:"" name:"path" help:"Files of texts and of keys as MUC-3 and MUC-4 have them, or folders of both."`
}

// Help is shown by chancery eval incidents --help.
func (c *evalIncidentsCommand) Help() string {
	return `Violent incidents in reports of MUC-3 and MUC-4 against the templates of their keys: which are texts and which are keys
shows from the files. Five slots are scored: type_f1 the type of incident (attack, bombing, kidnapping, arson, robbery, forced
work stoppage), date_f1 the day or the days between which it happened, country_f1, number_f1 how many the human targets are, a
fill for each, and effect_f1 what happened to them (death, injury, regained freedom…). Found incidents are aligned one to one
with those of the key so that as many fills as possible are right, as in MUC-4 (Chinchor 1992), where only those can be aligned
that agree on type, on the number of targets or on the effect; a fill is right or wrong, without half points. Incidents that are
missed and incidents too many count with all their fills; what the key marks as optional may be missing. Numbers that the key
gives as about or at least so many count by the number.

The reading's own events are what is scored. Texts in capitals are first given small letters.

Further figures (--all): precision and recall of every slot and of incidents.

  chancery eval incidents muc4/dev
  chancery eval incidents --errors tst2-muc4 key-tst2.v4 | head`
}

// Run reads every text that has a key and compares.
func (c *evalIncidentsCommand) Run(ctx context.Context, env Environment) error {
	book, err := codebook.Open(c.Codebook)
	if err != nil {
		return err
	}
	reader, err := eval.NewIncidentReader(book)
	if err != nil {
		return err
	}
	run := c.begin(ctx, env)
	var messages []eval.MUCMessage
	key := map[string][]eval.Incident{} // looked up only, but for what is left over
	err = run.each(c.Paths, func(path string) error {
		file, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		isKey, isText := eval.IsMUCKey(string(file))
		switch {
		case isKey:
			more, err := eval.ReadMUCKey(string(file), path, reader.Country)
			if err != nil {
				return err
			}
			for id, incidents := range more {
				key[id] = incidents
			}
		case isText:
			messages = append(messages, eval.ReadMUCMessages(string(file))...)
		case slices.Contains(c.Paths, path):
			return fmt.Errorf("%s: neither texts, which begin with a line such as DEV-MUC3-0001, nor a key, whose templates begin with “0.  MESSAGE: ID”", path)
		}
		return nil
	}, "")
	if err != nil {
		return err
	}
	var score eval.IncidentScore
	without := 0
	for i := range messages {
		if err := ctx.Err(); err != nil {
			return err
		}
		m := &messages[i]
		gold, ok := key[m.ID]
		if !ok {
			without++
			continue
		}
		found, err := reader.Read(m)
		if err != nil {
			run.fail(err)
		}
		score.Add(gold, found, func(what string) { run.wrong("%s: %s", m.ID, what) })
		delete(key, m.ID)
		run.meter.add()
	}
	if score.Messages == 0 {
		return errors.New("there is nothing to score: no text has a template in a key; name both the files of texts and those of keys")
	}
	if without > 0 {
		run.fail(fmt.Errorf("%d texts have no template in the keys, and are left out", without))
	}
	if len(key) > 0 {
		run.fail(fmt.Errorf("%d messages of the keys have no text, and are left out", len(key)))
	}
	return run.report(score.Lines(), 5)
}
