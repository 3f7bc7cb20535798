package api

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"chancery/access"
	"chancery/actor"
	"chancery/follow"
	"chancery/ledger"
	"chancery/overview"
	"chancery/query"
	"chancery/reading"
	"chancery/record"
	"chancery/review"
	"chancery/when"
)

// Options are what the API needs of the desk that it is part of. All of it is needed but Log.
type Options struct {
	Record   *record.Record
	Reader   func() *reading.Reader // with the codebook that is in use
	Access   *access.Access
	Overview *overview.Overview
	Searches *follow.Searches
	Words    *query.Vocabulary
	Lexicon  *actor.Lexicon

	Who func(*http.Request) access.Who
	// Now is the present view; pages and programs share it for a moment.
	Now   func(context.Context) (record.View, error)
	Today func() when.Day
	// Changed is called after the record was changed, so that the next visitor sees it.
	Changed func()
	// Filter and Ledger read what part of the record is asked for, from the same parameters as the pages' addresses have.
	Filter func(url.Values) (overview.Filter, error)
	Ledger func(url.Values, when.Day) (record.LedgerFilter, error)
	// LedgerStored tells whether the ledger of the present can be read a page at a time, and has it brought up to date.
	LedgerStored func(context.Context, record.View) (bool, error)
	// LedgerPast draws the ledger up for a past view or another day.
	LedgerPast func(context.Context, record.View, record.LedgerFilter) ([]ledger.Entry, error)
	// LedgerCounts counts entries by state, for the present view or, when drawn, for another.
	LedgerCounts func(ctx context.Context, view record.View, filter record.LedgerFilter, drawn bool) (map[ledger.State]int, error)
	// Decide makes one act of review a change of the record, unless somebody changed the thing after the change seen.
	Decide func(*http.Request, access.Who, review.Act, int64) (Decided, error)
	// Export hands the record out, in the format that the value "format" of the path names.
	Export http.HandlerFunc
	// Failure says what an error is answered with.
	Failure func(error) *Problem
	Log     *slog.Logger
	Clock   func() time.Time
	// Done ends streams.
	Done <-chan struct{}
}

// Decided is what became of one act of review.
type Decided struct {
	Change int64  `json:"change" doc:"The change that it made."`
	What   string `json:"what" doc:"In a few words."`
	Event  string `json:"event,omitempty" doc:"That was added."`
}

// API answers programs. It is safe for any number of goroutines.
type API struct {
	Options
	mux   *http.ServeMux
	huma  huma.API
	kinds map[string]keeping // by pattern
	specs map[string][]byte  // the specification, by its address
	hub   *hub
	tags  []string // in the order of the page

	taking chan struct{} // places for what is being put in

	mutex  sync.Mutex
	change int64 // of modified
	at     time.Time
}

// keeping says what an answer depends on.
type keeping uint8

const (
	byRecord keeping = iota // the record, the day, who asks and the address
	byBody                  // something else too: its tag is made of what is sent
	byNobody                // it is never kept: what changes something, and streams
)

// New makes the API with all its operations.
func New(o Options) (*API, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	a := &API{Options: o, mux: http.NewServeMux(), kinds: map[string]keeping{}, specs: map[string][]byte{}, taking: make(chan struct{}, takenAtOnce)}
	a.hub = newHub(a)
	a.huma = humago.New(a.mux, a.config())
	a.huma.UseMiddleware(a.knownParameters)
	a.findOperations()
	a.occurrenceOperations()
	a.actorOperations()
	a.ledgerOperations()
	a.overviewOperations()
	a.reviewOperations()
	a.changeOperations()
	a.reportOperations()
	a.codebookOperations()
	a.exportOperations()
	a.searchOperations()
	a.ownOperations()
	a.streamOperation()
	if err := a.specification(); err != nil {
		return nil, err
	}
	return a, nil
}

// operation describes an operation in a line.
type operation struct {
	method, path, id, tag, summary, description string
	role                                        access.Action // that who asks must be allowed; "" for See
	status                                      int           // of success; 0 for 200
	keep                                        keeping
	most                                        int64         // bytes of a body; 0 for 1 MiB
	slow                                        time.Duration // for reading the body; 0 for five seconds
}

// register adds an operation.
func register[I, O any](a *API, o operation, handle func(context.Context, *I) (*O, error)) {
	if o.role == "" {
		o.role = access.See
	}
	a.kinds[o.method+" "+o.path] = o.keep
	described := a.described(o)
	if described.MaxBodyBytes = o.most; o.most == 0 {
		described.MaxBodyBytes = 1 << 20
	}
	described.BodyReadTimeout = o.slow
	huma.Register(a.huma, described, func(ctx context.Context, in *I) (*O, error) {
		if err := asking(ctx).who.Must(o.role); err != nil {
			return nil, a.fail(ctx, err)
		}
		out, err := handle(ctx, in)
		if err != nil {
			return nil, a.fail(ctx, err)
		}
		return out, nil
	})
}

// fail makes an answer of an error, and tells the log of what is no fault of who asks.
func (a *API) fail(ctx context.Context, err error) error {
	p := a.problem(err)
	if p.Status == http.StatusInternalServerError && ctx.Err() == nil {
		a.Log.Error("the API failed", "address", asking(ctx).address, "error", err)
	}
	return p
}

// Pattern is the pattern of the operation that a request is for; "" for none.
func (a *API) Pattern(r *http.Request) string {
	_, pattern := a.mux.Handler(r)
	return pattern
}

// Streams is how many listen to what is new.
func (a *API) Streams() int { return a.hub.count() }

// Operation is an operation for the page that lists them.
type Operation struct {
	Method, Path, Tag, Summary, Description string
	ID                                      string
	Parameters                              []Parameter
	Body                                    bool // takes one
	Role                                    string
}

// Parameter is a parameter of an operation.
type Parameter struct {
	Name, In, Type, Description string
	Required                    bool
	Values                      []string
}
