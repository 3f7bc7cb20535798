package desk

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"chancery/access"
	"chancery/actor"
	"chancery/codebook"
	"chancery/desk/api"
	"chancery/event"
	"chancery/follow"
	"chancery/overview"
	"chancery/query"
	"chancery/reading"
	"chancery/record"
	"chancery/review"
	"chancery/when"
)

// Options say what a desk shows and to whom. Record, Reader, Book and Access are needed.
type Options struct {
	Record *record.Record
	Reader *reading.Reader // reads what is pasted or tried
	Book   *codebook.Book  // the shipped codebook with a folder laid over it
	// CodebookDir is the folder laid over the shipped codebook, into which changes of the codebook are kept; "" for none:
	// then changes can be tried but not kept.
	CodebookDir string
	Access      *access.Access // who may do what; closed by who opened it
	// Address is where the desk is reached from outside, without a slash at the end, for feeds and exports; "" for the
	// address that a visitor used.
	Address string
	Now     func() time.Time // nil for the machine's clock
	Today   when.Day         // the day for which ledgers are drawn up; unknown for the clock's
	Demo    bool             // the example process: nothing is kept
	// AllowPrivate lets webhooks call addresses in private networks.
	AllowPrivate bool
	Log          *slog.Logger // nil for none
}

// Desk is the pages over one record. It is made once and serves any number of visitors.
type Desk struct {
	Options
	overview    *overview.Overview
	ledgerIndex ledgerIndex // what pages choose entries of the ledger by
	templates   map[string]*template.Template
	styles      asset
	scripts     map[string]asset
	names       *review.Names
	words       *query.Vocabulary
	lexicon     *actor.Lexicon
	tracks      []event.Track
	standings   standings // of occurrences in the ledger
	answers     *answers
	renewals    *renewals    // of pages that are sent as of an earlier change meanwhile
	decided     atomic.Int64 // how often something was decided: what was made before is not sent any more
	slowPage    time.Duration
	largeRecord int
	meanings    meanings
	people      func() []named // of the codebook, for completion
	deciding    sync.Mutex     // held while a decision is looked at and made
	jobs        *jobs          // what is done in the background for the codebook
	searches    *follow.Searches
	follower    *follow.Follower
	intakes     *intakes   // what is being put in
	keeping     sync.Mutex // held while a change of the codebook is kept
	book        atomic.Pointer[codebookInUse]
	measures    *measures
	programs    func() (*api.API, error) // the interface for programs, made when it is first asked for

	mutex  sync.Mutex
	latest record.View // as looked up at latestAt
	seen   time.Time
	// isLooking says that the record is being looked at in the background.
	isLooking bool
}

// New makes a desk. It begins to look over the record in the background; pages that need all of it say how far it is.
func New(ctx context.Context, o Options) (*Desk, error) {
	if o.Record == nil || o.Reader == nil || o.Book == nil || o.Access == nil {
		return nil, errors.New("a desk needs a record, a reader, a codebook and who may see it")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	d := &Desk{Options: o, words: query.Load(o.Book), tracks: o.Reader.Vocabulary().Tracks, answers: newAnswers(answersBytes),
		renewals: newRenewals(ctx), slowPage: slowPage, largeRecord: largeRecord}
	var err error
	if d.names, err = review.LoadNames(o.Book); err != nil {
		return nil, err
	}
	if d.lexicon, err = actor.Load(o.Book); err != nil {
		return nil, err
	}
	d.meanings = meanings{o.Reader.Vocabulary()}
	d.people = sync.OnceValue(d.namedActors)
	d.jobs = newJobs(o.Now)
	d.book.Store(useCodebook(o.Book, o.Reader, d.names))
	d.intakes = newIntakes(o.Now)
	d.searches = &follow.Searches{Record: o.Record, Words: d.words, Now: o.Now}
	d.follower = follow.NewFollower(d.searches, follow.Options{Address: o.Address, AllowPrivate: o.AllowPrivate, Log: o.Log})
	if err := d.loadAssets(); err != nil {
		return nil, fmt.Errorf("the desk's own files: %w", err)
	}
	if err := d.loadTemplates(); err != nil {
		return nil, fmt.Errorf("the desk's own files: %w", err)
	}
	d.programs, d.measures = d.makeAPI(ctx.Done()), newMeasures(d)
	d.overview = overview.Open(ctx, o.Record, overview.Options{})
	return d, nil
}

// Close ends what the desk does in the background. What it was given stays open.
func (d *Desk) Close() error {
	d.renewals.close()
	d.jobs.close()
	d.intakes.close()
	return d.overview.Close()
}

// freshness is for how long a view is taken as the present one. What is decided at the desk shows at once all the same.
const freshness = time.Second

// freshFor is freshness, longer for large records: what looks over a million events takes a tenth of a second to count
// anew, and must not have to for every page.
func (d *Desk) freshFor() time.Duration {
	s, err := d.overview.Snapshot(context.Background(), 0)
	if err != nil {
		return freshness
	}
	return freshness + freshness*time.Duration(s.Events()/100_000)
}

// now is the present view. While reports are added the record changes several times a second: pages share a view for a
// moment, so that what was made for one visitor serves the next.
func (d *Desk) now(ctx context.Context) (record.View, error) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	now := d.Now()
	if !d.seen.IsZero() && now.Sub(d.seen) < d.freshFor() {
		return d.latest, nil
	}
	if !d.seen.IsZero() && d.latest.Change() > 0 && d.isLarge(ctx) { // nobody waits for what others add
		if !d.isLooking {
			d.isLooking = true
			d.renewals.done.Go(d.lookAgain)
		}
		return d.latest, nil
	}
	view, decided, err := d.look(ctx, d.latest)
	if err != nil {
		return view, err
	}
	if decided {
		d.decided.Add(1)
	}
	d.latest, d.seen = view, now
	return view, nil
}

// look takes in what the record was told since a view, and gives the present one. decided says that somebody decided
// something, at another desk or on the command line.
func (d *Desk) look(ctx context.Context, since record.View) (view record.View, decided bool, err error) {
	begun := d.Now()
	if view, err = d.Record.Now(ctx); err != nil || view.Change() == since.Change() {
		return view, false, err
	}
	if since.Change() > 0 {
		only, err := view.OnlyAdded(ctx, since.Change())
		if err != nil {
			return view, false, err
		}
		decided = !only
	}
	if d.overview.Ready() {
		if _, err := d.overview.Refresh(ctx); err != nil {
			d.Log.Error("the overview stays as it was", "error", err)
		}
		d.measures.refresh.Observe(d.Now().Sub(begun).Seconds())
	}
	return view, decided, nil
}

// lookAgain looks for what the record was told, while pages are made of the view before.
func (d *Desk) lookAgain() {
	d.mutex.Lock()
	since, before := d.latest, d.decided.Load()
	d.mutex.Unlock()
	view, decided, err := d.look(d.renewals.ctx, since)
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.isLooking = false
	switch {
	case err != nil:
		if d.renewals.ctx.Err() == nil {
			d.Log.Error("the record is shown as it was", "error", err)
		}
	case before != d.decided.Load(): // somebody decided meanwhile: the next visitor looks
	default:
		if decided {
			d.decided.Add(1)
		}
		d.latest, d.seen = view, d.Now()
	}
}

// isLarge says whether pages over the record may be sent as of an earlier change.
func (d *Desk) isLarge(ctx context.Context) bool {
	s, err := d.overview.Snapshot(ctx, 0)
	return err == nil && s.Events() >= d.largeRecord
}

// changed makes the next visitor see what was just decided.
func (d *Desk) changed() {
	d.mutex.Lock()
	d.seen = time.Time{}
	d.decided.Add(1)
	d.mutex.Unlock()
}

// today is the day for which ledgers are drawn up when a visitor names none.
func (d *Desk) today() when.Day {
	if d.Today.Known() {
		return d.Today
	}
	now := d.Now()
	return when.DayOf(now.Year(), int(now.Month()), now.Day())
}

// routes is every address of the desk.
func (d *Desk) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /static/{name}", d.static)
	d.get(mux, "GET /{$}", d.frontPage)
	d.get(mux, "GET /timeline", d.timelinePage)
	d.getPicture(mux, "GET /pictures/timeline.svg", "timeline", (*visit).timelinePicture)
	d.actorsRoutes(mux)
	d.mapRoutes(mux)
	d.ledgerRoutes(mux)
	d.evidenceRoutes(mux)
	d.accountRoutes(mux)
	d.healthRoutes(mux)
	d.searchRoutes(mux)
	d.savedRoutes(mux)
	d.exportRoutes(mux)
	d.reportsRoutes(mux)
	d.reviewRoutes(mux)
	d.codebookRoutes(mux)
	d.apiRoutes(mux)
	d.metricsRoutes(mux)
}
