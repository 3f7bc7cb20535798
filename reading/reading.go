// Package reading puts a report through the whole engine.
//
// A reading is what chancery found in one report: whose words are quoted in it,
// and the events it tells of, each with the words it came from. The stages run
// in the order in which they need each other:
//
//	syntax   sentences, tags, trees, names
//	actor    who is named, described or meant by a pronoun
//	when     times
//	place    places, with the countries of the actors as context
//	quote    whose words
//	event    who did what to whom
//
// A [Reader] holds the models and the codebook; it is made once, is safe for
// any number of goroutines, and gives the same reading for the same report
// every time.
package reading

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"chancery/actor"
	"chancery/codebook"
	"chancery/event"
	"chancery/internal/truecase"
	"chancery/place"
	"chancery/quote"
	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

// Engine is the version of the reading engine. It changes when the same report may be read differently.
const Engine = "0.1.0"

// Options say what a Reader reads with. The zero value is the shipped codebook.
type Options struct {
	Codebook *codebook.Book // nil for the shipped one
}

// Reader reads reports. Make one with [New] and share it.
type Reader struct {
	analyzer  *syntax.Analyzer
	actors    *actor.Lexicon
	gazetteer *place.Gazetteer
	coder     *event.Coder
	versions  Versions
}

// New loads the models and the codebook. Mistakes in the codebook come back together, each as a
// [codebook.Error] with its file and line.
func New(opts Options) (*Reader, error) {
	book := opts.Codebook
	if book == nil {
		book = codebook.Shipped()
	}
	r := &Reader{versions: Versions{Engine: Engine, Models: syntax.ModelVersion(), Codebook: book.Version()}}
	// The four loads do not need each other; run side by side they keep the start of the process short.
	var group sync.WaitGroup
	var errs [4]error
	group.Go(func() { r.analyzer, errs[0] = syntax.Load() })
	group.Go(func() { r.actors, errs[1] = actor.Load(book) })
	group.Go(func() { r.gazetteer, errs[2] = place.Load(book) })
	group.Go(func() { r.coder, errs[3] = event.Load(book) })
	group.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	return r, nil
}

// Versions says what the reader reads with.
func (r *Reader) Versions() Versions { return r.versions }

var shipped = sync.OnceValues(func() (*Reader, error) { return New(Options{}) })

// Read reads a report with the shipped models and codebook, which it loads when first called.
func Read(ctx context.Context, rep report.Report) (Reading, error) {
	r, err := shipped()
	if err != nil {
		return Reading{}, err
	}
	return r.Read(ctx, rep)
}

// Read reads one report. A report that is not in English is kept with its text and its language and
// has neither quotations nor events. The only errors are the context's and that of a report whose text
// is not valid UTF-8 or whose blocks do not fit it, which no report of package report is.
func (r *Reader) Read(ctx context.Context, rep report.Report) (Reading, error) {
	return r.read(ctx, rep, nil)
}

// Consider reads a report, and gives beside its reading every word of it that the codebook knows, with the entries that
// were considered for it, whether or not an event came of them.
func (r *Reader) Consider(ctx context.Context, rep report.Report) (Reading, []event.Proposal, error) {
	var considered []event.Proposal
	out, err := r.read(ctx, rep, &considered)
	return out, considered, err
}

func (r *Reader) read(ctx context.Context, rep report.Report, considered *[]event.Proposal) (Reading, error) {
	out := Reading{Report: rep, Versions: r.versions}
	if err := check(&rep); err != nil {
		return out, fmt.Errorf("read %s: %w", rep.ID, err)
	}
	if !English(rep.Language) {
		return out, ctx.Err()
	}
	if err := ctx.Err(); err != nil {
		return out, err
	}
	if truecase.AllCapitals(rep.Text) {
		// Telexes: the stages read what it would look like in a newspaper; every byte keeps its place.
		letters, err := truecase.Load()
		if err != nil {
			return out, fmt.Errorf("read %s: %w", rep.ID, err)
		}
		rep.Text = letters.Restore(rep.Text)
	}
	doc := r.analyzer.Analyze(rep.Text, rep.Blocks)
	if err := ctx.Err(); err != nil {
		return out, err
	}
	out.Sentences = make([]report.Span, len(doc.Sentences))
	for i := range doc.Sentences {
		out.Sentences[i] = doc.Sentences[i].Span
	}
	mentions := r.actors.Find(doc, &rep)
	times := when.Find(doc, rep.Published)
	places := r.gazetteer.Find(doc, &rep, mentions)
	out.Quotations = quote.Find(doc, &rep, mentions)
	if err := ctx.Err(); err != nil {
		return out, err
	}
	in := event.Input{Report: &rep, Doc: doc, Mentions: mentions, Times: times, Places: places, Quotations: out.Quotations}
	out.Events = r.coder.Code(in)
	if considered != nil {
		*considered = r.coder.Propose(in)
	}
	namesOnOneLine(out.Events, out.Quotations)
	for i := range out.Events {
		out.Events[i].ID = eventID(&rep, &out.Events[i])
	}
	return out, ctx.Err()
}

// English reports whether text in a language (BCP 47) is read. What is too short to tell is.
func English(language string) bool {
	return language == "" || language == "und" || language == "en" || strings.HasPrefix(language, "en-")
}

// Vocabulary says what the fields of an event may hold, by the reader's codebook.
func (r *Reader) Vocabulary() event.Vocabulary { return r.coder.Vocabulary() }
