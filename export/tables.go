package export

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/occurrence"
	"chancery/reading"
	"chancery/report"
)

// Tables gives all tables of the record, those that others refer to first.
func Tables() []Table {
	return []Table{reportsTable(), quotationsTable(), occurrencesTable(), eventsTable(), partiesTable(), ledgerTable()}
}

func reportsTable() Table {
	return Table{
		Name: "reports", Title: "Reports", Description: "News items as outlets published them.",
		Columns: []Column{
			{Name: "report", Type: String, Required: true, Description: "The report's identity."},
			{Name: "outlet", Type: String, Description: "Who published it."},
			{Name: "url", Type: String, Description: "Where it was published."},
			{Name: "title", Type: String, Description: "Its headline."},
			{Name: "published", Type: String, Description: "When it was published, EDTF."},
			{Name: "language", Type: String, Description: "BCP 47; und when it cannot be told."},
			{Name: "text", Type: String, Description: "The news item, page furniture taken off. All offsets are bytes of its UTF-8."},
			{Name: "sha256", Type: String, Required: true, Description: "Of the normalised text, hexadecimal."},
			{Name: "engine", Type: String, Description: "Version of the engine that read it."},
			{Name: "models", Type: String, Description: "Version of the models."},
			{Name: "codebook", Type: String, Description: "Version of the codebook."},
		},
		Primary: []string{"report"},
		Rows: func(ctx context.Context, source Source, yield func([]any) error) error {
			return eachReading(ctx, source, func(r *reading.Reading) error {
				return yield([]any{
					r.Report.ID, known(r.Report.Outlet), known(r.Report.URL), known(r.Report.Title), known(r.Report.Published.EDTF),
					known(r.Report.Language), r.Report.Text, r.Report.SHA256, known(r.Versions.Engine), known(r.Versions.Models), known(r.Versions.Codebook),
				})
			})
		},
	}
}

func quotationsTable() Table {
	return Table{
		Name: "quotations", Title: "Quotations", Description: "Somebody's words: direct, indirect or mixed.",
		Columns: []Column{
			{Name: "quotation", Type: String, Required: true, Description: "The quotation's identity."},
			{Name: "report", Type: String, Required: true, Description: "The report in which it stands."},
			{Name: "kind", Type: String, Required: true, Enum: []string{"direct", "indirect", "mixed"}, Description: "In quotation marks, in the outlet's words, or partly both."},
			{Name: "speaker", Type: String, Description: "Whose words."},
			{Name: "speaker_actor", Type: String, Description: "The speaker's identity in the codebook."},
			{Name: "speaker_country", Type: String, Description: "ISO 3166-1 alpha-3."},
			{Name: "speaker_office", Type: String, Description: "The office held on the report's date."},
			{Name: "content", Type: String, Required: true, Description: "The words; parts that a cue interrupts are joined by \" … \"."},
			{Name: "start", Type: Integer, Required: true, Description: "Offset of the first byte in the report's text."},
			{Name: "end", Type: Integer, Required: true, Description: "Offset after the last byte."},
			{Name: "cue", Type: String, Description: "The words that attribute: said, according to."},
			{Name: "medium", Type: String, Enum: media(), Description: "How it reached its audience."},
			{Name: "voices", Type: List, Description: "The chain of voices, the one nearest to the reader first."},
		},
		Primary: []string{"quotation"},
		Foreign: []Key{{"report", "reports", "report"}},
		Rows: func(ctx context.Context, source Source, yield func([]any) error) error {
			return eachReading(ctx, source, func(r *reading.Reading) error {
				ids := r.QuotationIDs()
				for i := range r.Quotations {
					q := &r.Quotations[i]
					if len(q.Content) == 0 {
						continue
					}
					var content, voices []string
					for _, span := range q.Content {
						content = append(content, span.In(r.Report.Text))
					}
					for _, v := range q.Attribution {
						voices = append(voices, v.Name)
					}
					speaker := party(q.Speaker)
					if err := yield([]any{
						ids[i], r.Report.ID, string(q.Kind), known(speaker.Name), known(speaker.Actor), known(speaker.Country), known(speaker.Office),
						strings.Join(content, " … "), int64(q.Content[0].Start), int64(q.Content[len(q.Content)-1].End),
						known(words(q.Cue, r.Report.Text)), known(string(q.Medium)), listed(voices),
					}); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

func occurrencesTable() Table {
	return Table{
		Name: "occurrences", Title: "Occurrences", Description: "What happened once, with what the accounts of it together say.",
		Columns: []Column{
			{Name: "occurrence", Type: String, Required: true, Description: "The occurrence's identity."},
			{Name: "category", Type: String, Enum: categories(), Description: "PLOVER category by most accounts."},
			{Name: "mode", Type: String, Description: "PLOVER mode."},
			{Name: "cameo", Type: String, Description: "CAMEO code."},
			{Name: "status", Type: String, Enum: statuses(), Description: "How real it is."},
			{Name: "first", Type: Date, Description: "First possible day."},
			{Name: "last", Type: Date, Description: "Last possible day."},
			{Name: "place", Type: String, Description: "Where."},
			{Name: "country", Type: String, Description: "Where: ISO 3166-1 alpha-3."},
			{Name: "latitude", Type: Number, Minimum: bound(-90), Maximum: bound(90), Description: "Degrees north, WGS 84."},
			{Name: "longitude", Type: Number, Minimum: bound(-180), Maximum: bound(180), Description: "Degrees east, WGS 84."},
			{Name: "sources", Type: List, Description: "Who, by name."},
			{Name: "recipients", Type: List, Description: "To whom, by name."},
			{Name: "tracks", Type: List, Description: "Questions under negotiation."},
			{Name: "killed_low", Type: Integer, Minimum: bound(0), Description: "Fewest dead of all accounts."},
			{Name: "killed_best", Type: Integer, Minimum: bound(0), Description: "Best figure of dead."},
			{Name: "killed_high", Type: Integer, Minimum: bound(0), Description: "Most dead of all accounts."},
			{Name: "accounts", Type: Integer, Required: true, Minimum: bound(1), Description: "Events that tell of it."},
			{Name: "outlets", Type: Integer, Required: true, Minimum: bound(0), Description: "Different outlets that print it."},
			{Name: "origins", Type: Integer, Required: true, Minimum: bound(0), Description: "Independent origins behind the outlets."},
			{Name: "disagreements", Type: List, Description: "Fields on which the accounts disagree."},
		},
		Primary: []string{"occurrence"},
		Rows: func(ctx context.Context, source Source, yield func([]any) error) error {
			return eachOccurrence(ctx, source, func(o *occurrence.Occurrence) error {
				t := told(o)
				low, best, high := t.killed()
				latitude, longitude := t.coordinates()
				return yield([]any{
					o.ID, known(string(t.Event.Category)), known(t.Event.Mode), known(t.Event.CAMEO), known(string(t.Event.Status)),
					day(t.Event.Time.First), day(t.Event.Time.Last), known(t.placeName()), known(t.placeCountry()), latitude, longitude,
					listed(names(t.Event.Sources)), listed(names(t.Event.Recipients)), listed(t.Event.Tracks),
					low, best, high, int64(len(o.Members)), int64(t.Outlets), int64(t.Origins), listed(t.Disagreements),
				})
			})
		},
	}
}

func eventsTable() Table {
	return Table{
		Name: "events", Title: "Events", Description: "Each report's account of who did what to whom: what the field calls event mentions.",
		Columns: []Column{
			{Name: "event", Type: String, Required: true, Description: "The event's identity."},
			{Name: "occurrence", Type: String, Required: true, Description: "The occurrence that it is an account of."},
			{Name: "report", Type: String, Required: true, Description: "The report that tells it."},
			{Name: "category", Type: String, Required: true, Enum: categories(), Description: "PLOVER 2 category."},
			{Name: "mode", Type: String, Description: "PLOVER 2 mode."},
			{Name: "contexts", Type: List, Description: "PLOVER 2 contexts."},
			{Name: "cameo", Type: String, Description: "The most specific CAMEO code that the words allow."},
			{Name: "quad", Type: Integer, Minimum: bound(1), Maximum: bound(4), Description: "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."},
			{Name: "intensity", Type: Number, Minimum: bound(-10), Maximum: bound(10), Description: "Goldstein's scale for the CAMEO code."},
			{Name: "status", Type: String, Required: true, Enum: statuses(), Description: "How real it is, by the words."},
			{Name: "historical", Type: Boolean, Required: true, Description: "Told as background."},
			{Name: "sources", Type: List, Description: "Who, by name."},
			{Name: "source_actors", Type: List, Description: "Who, by identity in the codebook."},
			{Name: "source_countries", Type: List, Description: "Whose, ISO 3166-1 alpha-3."},
			{Name: "source_sectors", Type: List, Description: "PLOVER sectors."},
			{Name: "recipients", Type: List, Description: "To whom, by name."},
			{Name: "recipient_actors", Type: List, Description: "To whom, by identity in the codebook."},
			{Name: "recipient_countries", Type: List, Description: "To whose, ISO 3166-1 alpha-3."},
			{Name: "recipient_sectors", Type: List, Description: "PLOVER sectors."},
			{Name: "speaker", Type: String, Description: "The innermost voice."},
			{Name: "speaker_actor", Type: String, Description: "The speaker's identity in the codebook."},
			{Name: "voices", Type: List, Description: "The chain of voices, outermost first, with each one's stance."},
			{Name: "content_category", Type: String, Enum: categories(), Description: "Category of the act that is offered, demanded, promised, refused, threatened, claimed or denied."},
			{Name: "content_mode", Type: String, Description: "Its mode."},
			{Name: "content_status", Type: String, Enum: statuses(), Description: "Its status."},
			{Name: "content", Type: String, Description: "Its words."},
			{Name: "medium", Type: String, Enum: media(), Description: "How a speech act reached its audience."},
			{Name: "edtf", Type: String, Description: "When, EDTF."},
			{Name: "first", Type: Date, Description: "First possible day."},
			{Name: "last", Type: Date, Description: "Last possible day."},
			{Name: "time_precision", Type: Integer, Minimum: bound(1), Maximum: bound(3), Description: "ACLED: 1 day, 2 week, 3 month."},
			{Name: "date_prec", Type: Integer, Minimum: bound(1), Maximum: bound(5), Description: "UCDP: 1 exact, 2 up to six days, 3 week, 4 month, 5 year."},
			{Name: "time_basis", Type: String, Enum: []string{"stated", "relative", "report-date", "unknown"}, Description: "How the time was found."},
			{Name: "place", Type: String, Description: "Where."},
			{Name: "country", Type: String, Description: "Where: ISO 3166-1 alpha-3."},
			{Name: "admin1", Type: String, Description: "First-order division."},
			{Name: "latitude", Type: Number, Minimum: bound(-90), Maximum: bound(90), Description: "Degrees north, WGS 84."},
			{Name: "longitude", Type: Number, Minimum: bound(-180), Maximum: bound(180), Description: "Degrees east, WGS 84."},
			{Name: "geonames", Type: Integer, Description: "GeoNames identity."},
			{Name: "geo_precision", Type: Integer, Minimum: bound(1), Maximum: bound(3), Description: "ACLED: 1 town, 2 part of a region, 3 region."},
			{Name: "where_prec", Type: Integer, Minimum: bound(1), Maximum: bound(7), Description: "UCDP: 1 exact … 7 sea or air."},
			{Name: "killed_low", Type: Integer, Minimum: bound(0), Description: "Fewest dead that the words allow."},
			{Name: "killed_best", Type: Integer, Minimum: bound(0), Description: "The figure that the words give."},
			{Name: "killed_high", Type: Integer, Minimum: bound(0), Description: "Most dead that the words allow."},
			{Name: "injured_low", Type: Integer, Minimum: bound(0), Description: "Fewest injured that the words allow."},
			{Name: "injured_best", Type: Integer, Minimum: bound(0), Description: "The figure that the words give."},
			{Name: "injured_high", Type: Integer, Minimum: bound(0), Description: "Most injured that the words allow."},
			{Name: "claimant", Type: String, Description: "Who counts the dead and injured."},
			{Name: "tracks", Type: List, Description: "Questions under negotiation."},
			{Name: "origins", Type: List, Description: "Where this account first came from."},
			{Name: "evidence", Type: String, Required: true, Description: "The words that it was read from; several spans are joined by \" … \"."},
			{Name: "start", Type: Integer, Required: true, Minimum: bound(0), Description: "Offset of the first byte of evidence in the report's text."},
			{Name: "end", Type: Integer, Required: true, Minimum: bound(0), Description: "Offset after the last byte."},
			{Name: "entry", Type: String, Description: "The codebook entry that decided."},
			{Name: "confidence", Type: Number, Required: true, Minimum: bound(0), Maximum: bound(1), Description: "Share of events with such grounds that are right."},
			{Name: "verdict", Type: String, Enum: []string{"accepted"}, Description: "What a reviewer said. What was rejected is not exported."},
			{Name: "by_hand", Type: List, Description: "Fields that somebody corrected."},
			{Name: "engine", Type: String, Description: "Version of the engine."},
			{Name: "models", Type: String, Description: "Version of the models."},
			{Name: "codebook", Type: String, Description: "Version of the codebook."},
		},
		Primary: []string{"event"},
		Foreign: []Key{{"occurrence", "occurrences", "occurrence"}, {"report", "reports", "report"}},
		Rows: func(ctx context.Context, source Source, yield func([]any) error) error {
			return eachAccount(ctx, source, func(o *occurrence.Occurrence, a *occurrence.Account) error { return yield(eventRow(o, a)) })
		},
	}
}

// eventRow gives the values of the events table, in the order of its columns.
func eventRow(o *occurrence.Occurrence, a *occurrence.Account) []any {
	e, text := &a.Event, a.Report.Text
	speaker := party(e.Speaker)
	var voices, origins []string
	for _, v := range e.Attribution {
		voice := v.Name
		if v.Stance != "" {
			voice += " " + string(v.Stance)
		}
		voices = append(voices, voice)
	}
	for _, from := range a.Origins {
		origins = append(origins, from.ID)
	}
	content := e.Content
	if content == nil {
		content = &event.Content{}
	}
	t := telling{Account: a}
	latitude, longitude := t.coordinates()
	killedLow, killedBest, killedHigh := t.killed()
	injuredLow, injuredBest, injuredHigh := t.injured()
	claimant, admin1, geonames, acled, ucdp := "", "", 0, 0, 0
	if e.Casualties != nil {
		claimant = e.Casualties.Claimant
	}
	if p := e.Place; p != nil {
		admin1, geonames, acled, ucdp = p.Place.Admin1, p.Place.GeoNames, p.ACLED, p.UCDP
	}
	basis := string(e.Time.Basis)
	if !e.Time.Known() {
		basis = "unknown"
	}
	evidence, start, end := evidence(e, text)
	return []any{
		e.ID, o.ID, a.Report.ID, string(e.Category), known(e.Mode), listed(e.Contexts), known(e.CAMEO), positive(e.Quad), intensity(e),
		string(e.Status), e.Historical,
		listed(names(e.Sources)), listed(each(e.Sources, actorOf)), listed(each(e.Sources, countryOf)), listed(each(e.Sources, sectorOf)),
		listed(names(e.Recipients)), listed(each(e.Recipients, actorOf)), listed(each(e.Recipients, countryOf)), listed(each(e.Recipients, sectorOf)),
		known(speaker.Name), known(speaker.Actor), listed(voices),
		known(string(content.Category)), known(content.Mode), known(string(content.Status)), known(words(content.Span, text)),
		known(string(e.Medium)), known(e.Time.EDTF), day(e.Time.First), day(e.Time.Last), positive(e.Time.ACLED), positive(e.Time.UCDP), basis,
		known(t.placeName()), known(t.placeCountry()), known(admin1), latitude, longitude, positive(geonames), positive(acled), positive(ucdp),
		killedLow, killedBest, killedHigh, injuredLow, injuredBest, injuredHigh, known(claimant),
		listed(e.Tracks), listed(origins), evidence, start, end, known(e.Entry), e.Confidence, known(a.Verdict), listed(a.ByHand),
		known(a.Versions.Engine), known(a.Versions.Models), known(a.Versions.Codebook),
	}
}

func partiesTable() Table {
	return Table{
		Name: "parties", Title: "Parties", Description: "Who acts and who is acted upon in each event, with the words that name them.",
		Columns: []Column{
			{Name: "event", Type: String, Required: true, Description: "The event."},
			{Name: "role", Type: String, Required: true, Enum: []string{"source", "recipient", "speaker", "mechanism", "content_source", "content_recipient"}, Description: "What the party is in it."},
			{Name: "position", Type: Integer, Required: true, Minimum: bound(1), Description: "1 for the first party of the role."},
			{Name: "name", Type: String, Required: true, Description: "As the record calls it."},
			{Name: "actor", Type: String, Description: "Its identity in the codebook."},
			{Name: "country", Type: String, Description: "ISO 3166-1 alpha-3."},
			{Name: "sector", Type: String, Description: "PLOVER sector."},
			{Name: "office", Type: String, Description: "The office held on the report's date."},
			{Name: "resolved_by", Type: String, Enum: []string{"name", "office", "nationality", "capital", "pronoun", "description", "inferred"}, Description: "By which kind of words it was found."},
			{Name: "words", Type: String, Description: "The words that name it."},
			{Name: "start", Type: Integer, Minimum: bound(0), Description: "Offset of their first byte in the report's text."},
			{Name: "end", Type: Integer, Minimum: bound(0), Description: "Offset after their last byte."},
		},
		Primary: []string{"event", "role", "position"},
		Foreign: []Key{{"event", "events", "event"}},
		Rows: func(ctx context.Context, source Source, yield func([]any) error) error {
			return eachAccount(ctx, source, func(_ *occurrence.Occurrence, a *occurrence.Account) error {
				for _, role := range roles(&a.Event) {
					for i, p := range role.parties {
						var start, end any
						if !p.Span.Empty() {
							start, end = int64(p.Span.Start), int64(p.Span.End)
						}
						if err := yield([]any{
							a.Event.ID, role.name, int64(i + 1), p.Name, known(p.Actor), known(p.Country), known(string(p.Sector)), known(p.Office),
							known(string(p.Resolved)), known(words(p.Span, a.Report.Text)), start, end,
						}); err != nil {
							return err
						}
					}
				}
				return nil
			})
		},
	}
}

// role is what some parties are in an event.
type role struct {
	name    string
	parties []actor.Party
}

func roles(e *event.Event) []role {
	all := []role{{"source", e.Sources}, {"recipient", e.Recipients}}
	if e.Speaker != nil {
		all = append(all, role{"speaker", []actor.Party{*e.Speaker}})
	}
	if e.Mechanism != nil {
		all = append(all, role{"mechanism", []actor.Party{*e.Mechanism}})
	}
	if e.Content != nil {
		all = append(all, role{"content_source", e.Content.Sources}, role{"content_recipient", e.Content.Recipients})
	}
	return all
}

func eachReading(ctx context.Context, source Source, do func(*reading.Reading) error) error {
	for r, err := range source.Readings(ctx) {
		if err != nil {
			return fmt.Errorf("read the reports to export: %w", err)
		}
		if err := do(&r); err != nil {
			return err
		}
	}
	return nil
}

func eachOccurrence(ctx context.Context, source Source, do func(*occurrence.Occurrence) error) error {
	for o, err := range source.Occurrences(ctx) {
		if err != nil {
			return fmt.Errorf("read the occurrences to export: %w", err)
		}
		rejected := func(m occurrence.Member) bool { return m.Verdict == "rejected" }
		if slices.ContainsFunc(o.Members, rejected) {
			o.Members = slices.DeleteFunc(slices.Clone(o.Members), rejected)
		}
		if len(o.Members) == 0 {
			continue
		}
		if err := do(&o); err != nil {
			return err
		}
	}
	return nil
}

func eachAccount(ctx context.Context, source Source, do func(*occurrence.Occurrence, *occurrence.Account) error) error {
	return eachOccurrence(ctx, source, func(o *occurrence.Occurrence) error {
		for i := range o.Members {
			if err := do(o, &o.Members[i].Account); err != nil {
				return err
			}
		}
		return nil
	})
}

func words(span report.Span, text string) string {
	if span.Empty() || span.End > len(text) {
		return ""
	}
	return span.In(text)
}

// evidence gives the words that an event was read from, and their first and last byte.
func evidence(e *event.Event, text string) (joined string, start, end int64) {
	var parts []string
	for i, span := range e.Evidence {
		parts = append(parts, words(span, text))
		if i == 0 || int64(span.Start) < start {
			start = int64(span.Start)
		}
		end = max(end, int64(span.End))
	}
	return strings.Join(parts, " … "), start, end
}

// intensity gives Goldstein's scale of an event, or nil without the CAMEO code that it goes with.
func intensity(e *event.Event) any {
	if e.CAMEO == "" {
		return nil
	}
	return e.Intensity
}
