package export

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chancery/ledger"
)

func ledgerTable() Table {
	return Table{
		Name: "ledger", Title: "Ledger", Description: "Offers, demands and commitments and what became of them, a line for each step.",
		Columns: []Column{
			{Name: "entry", Type: String, Required: true, Description: "The entry's identity."},
			{Name: "step", Type: Integer, Required: true, Minimum: bound(1), Description: "1 for the step that opened it."},
			{Name: "kind", Type: String, Required: true, Enum: []string{"offer", "demand", "promise", "agreement", "plan"}, Description: "What sort of entry."},
			{Name: "tracks", Type: List, Description: "Questions under negotiation."},
			{Name: "pair", Type: List, Description: "The parties, by country or identity, sorted."},
			{Name: "from", Type: List, Description: "Who offers, asks or promises."},
			{Name: "to", Type: List, Description: "To whom, or of whom."},
			{Name: "what", Type: String, Description: "What, in the words of the first account."},
			{Name: "category", Type: String, Enum: categories(), Description: "PLOVER category of the act."},
			{Name: "due", Type: Date, Description: "The promised day."},
			{Name: "state", Type: String, Required: true, Enum: states(), Description: "Where the entry stands now."},
			{Name: "level", Type: Integer, Required: true, Minimum: bound(0), Maximum: bound(3), Description: "How far it was carried out: 0 not, 1 minimally, 2 in part, 3 fully (Peace Accords Matrix)."},
			{Name: "move", Type: String, Required: true, Description: "What this step did."},
			{Name: "day", Type: Date, Description: "When."},
			{Name: "by", Type: String, Description: "Who acted."},
			{Name: "occurrence", Type: String, Description: "The occurrence; none for the passing of a day."},
			{Name: "events", Type: List, Description: "The accounts that tell it."},
			{Name: "reasons", Type: List, Description: "Why the step belongs to this entry."},
		},
		Primary: []string{"entry", "step"},
		Rows: func(ctx context.Context, source Source, yield func([]any) error) error {
			entries, err := source.Ledger(ctx)
			if err != nil {
				return fmt.Errorf("read the ledger to export: %w", err)
			}
			for i := range entries {
				e := &entries[i]
				for n := range e.Steps {
					step := &e.Steps[n]
					var events []string
					for _, account := range step.Accounts {
						events = append(events, account.Event)
					}
					if err := yield([]any{
						e.ID, int64(n + 1), string(e.Kind), listed(e.Tracks), listed(e.Pair), listed(ledgerNames(e.From)), listed(ledgerNames(e.To)),
						known(e.What), known(e.Category), known(e.Due), string(e.State), int64(e.Level), string(step.Move), known(step.Day),
						known(step.By), known(step.Occurrence), listed(events), listed(step.Reasons),
					}); err != nil {
						return err
					}
				}
			}
			return nil
		},
	}
}

func ledgerNames(parties []ledger.Party) []string {
	var all []string
	for _, p := range parties {
		all = append(all, p.Name)
	}
	return all
}

func states() []string {
	var all []string
	for _, s := range ledger.States() {
		all = append(all, string(s))
	}
	return all
}

// title says what an occurrence is in a line: "Russia to Armenia: AGREE (offered), border-demarcation".
func (t *telling) title() string {
	var b strings.Builder
	sources, recipients := names(t.Event.Sources), names(t.Event.Recipients)
	switch {
	case len(sources) > 1 && slices.Equal(sources, recipients): // what they did together: "met", "signed"
		b.WriteString(strings.Join(sources, ", ") + ": ")
	case len(sources) > 0 && len(recipients) > 0:
		b.WriteString(strings.Join(sources, ", ") + " to " + strings.Join(recipients, ", ") + ": ")
	case len(sources)+len(recipients) > 0:
		b.WriteString(strings.Join(append(sources, recipients...), ", ") + ": ")
	}
	b.WriteString(string(t.Event.Category))
	if t.Event.Mode != "" {
		b.WriteString(" " + t.Event.Mode)
	}
	if t.Event.Status != "" {
		b.WriteString(" (" + strings.ReplaceAll(string(t.Event.Status), "_", " ") + ")")
	}
	if len(t.Event.Tracks) > 0 {
		b.WriteString(", " + strings.Join(t.Event.Tracks, ", "))
	}
	return b.String()
}
