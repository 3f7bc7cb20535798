package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"chancery/access"
)

// Bounds of streams.
const (
	streamsMost   = 256                    // that listen at once
	streamsOfOne  = 8                      // of one account or address
	streamPoll    = 400 * time.Millisecond // how often the record is asked for its last change
	streamBeat    = 15 * time.Second       // after which a comment keeps the connection alive
	streamPatient = 10 * time.Second       // how long a reader may take to take something
	streamMissed  = 10_000                 // changes that are made up for after a break; who missed more asks /changes
	streamPart    = 256                    // changes that are read at once
)

// newChange is what a stream tells of a change.
type newChange struct {
	Change  int64  `json:"change" doc:"Its number, which is the event's id, too."`
	At      string `json:"at" format:"date-time"`
	Author  string `json:"author"`
	Kind    string `json:"kind" doc:"add, watch, review, reread, import"`
	Reports int    `json:"reports" doc:"That it stored."`
	Events  int    `json:"events" doc:"That stand since."`
}

// streamOperation describes and serves the stream. It is no operation of huma's, which would keep the answer until its end.
func (a *API) streamOperation() {
	const path = "/api/v1/changes/stream"
	o := a.described(operation{method: http.MethodGet, path: path, id: "stream-changes", tag: tagHistory, keep: byNobody, summary: "What is new, as it comes",
		description: "Server-sent events: one of the kind change for each change of the record, its number as the id. Last-Event-ID, or after, goes on where a stream broke off. " +
			"Comments keep the connection alive. Who has missed very much gets an event of the kind missed, and asks /api/v1/changes."})
	registry := a.huma.OpenAPI().Components.Schemas
	o.Responses["200"].Content = map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString,
		Description: "The data of an event of the kind change is a NewChange."}}}
	registry.Schema(reflect.TypeFor[newChange](), true, "NewChange")
	o.Parameters = []*huma.Param{
		{Name: "after", In: "query", Description: "Begin after this change; without it with what comes from now on.", Schema: &huma.Schema{Type: huma.TypeInteger}},
		{Name: "Last-Event-ID", In: "header", Description: "The id of the last event that was seen.", Schema: &huma.Schema{Type: huma.TypeInteger}},
	}
	a.huma.OpenAPI().AddOperation(&o)
	a.kinds["GET "+path] = byNobody
	a.mux.HandleFunc("GET "+path, a.stream)
}

// hub wakes the streams when the record has changed. It asks for the last change a few times a second, and only while
// somebody listens.
type hub struct {
	api *API

	mutex   sync.Mutex
	of      map[string]int // streams, by who listens
	streams int
	change  int64
	woken   chan struct{} // closed at the next change
	stop    context.CancelFunc
	latest  []newChange // the newest changes as they are told, in order without gaps
}

func newHub(a *API) *hub { return &hub{api: a, of: map[string]int{}} }

func (h *hub) count() int {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.streams
}

// join lets somebody listen; the first who does begins the asking, the last who leaves ends it.
func (h *hub) join(ctx context.Context, key string) error {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	switch {
	case h.streams >= streamsMost:
		return &Problem{Status: http.StatusServiceUnavailable, Title: "Too many listen", Detail: fmt.Sprintf("%d streams are open, which is all there are. Ask /api/v1/changes?after= instead, or try again later.", h.streams), retry: 30}
	case h.of[key] >= streamsOfOne:
		return &Problem{Status: http.StatusTooManyRequests, Title: "Too many streams", Detail: fmt.Sprintf("You have %d streams open: close one.", h.of[key]), retry: 30}
	}
	if h.streams == 0 {
		view, err := h.api.Record.Now(ctx)
		if err != nil {
			return err
		}
		h.change, h.woken, h.latest = view.Change(), make(chan struct{}), nil
		watching, stop := context.WithCancel(context.WithoutCancel(ctx))
		h.stop = stop
		go h.watch(watching)
	}
	h.streams++
	h.of[key]++
	return nil
}

func (h *hub) leave(key string) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.streams--; h.streams == 0 {
		h.stop()
	}
	if h.of[key]--; h.of[key] == 0 {
		delete(h.of, key)
	}
}

// watch looks for changes until nobody listens any more.
func (h *hub) watch(ctx context.Context) {
	tick := time.NewTicker(streamPoll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.api.Done:
			return
		case <-tick.C:
		}
		view, err := h.api.Record.Now(ctx)
		if err != nil {
			if ctx.Err() == nil {
				h.api.Log.Warn("the record cannot be asked for what is new", "error", err)
			}
			continue
		}
		h.mutex.Lock()
		if view.Change() != h.change && ctx.Err() == nil {
			h.change = view.Change()
			close(h.woken)
			h.woken = make(chan struct{})
		}
		h.mutex.Unlock()
	}
}

// now is the last change that was seen, and what is closed at the next one.
func (h *hub) now() (change int64, woken <-chan struct{}) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.change, h.woken
}

// since gives some of the changes after one, up to another. What was told to one is not made anew for the next.
func (h *hub) since(ctx context.Context, after, to int64) ([]newChange, error) {
	to = min(to, after+streamPart)
	h.mutex.Lock()
	if n := len(h.latest); n > 0 && h.latest[0].Change <= after+1 && h.latest[n-1].Change >= to {
		first := h.latest[0].Change
		part := h.latest[after+1-first : to+1-first]
		h.mutex.Unlock()
		return part, nil
	}
	h.mutex.Unlock()
	made, err := h.api.newChanges(ctx, after, to)
	if err != nil {
		return nil, err
	}
	h.mutex.Lock()
	if n := len(h.latest); n == 0 || len(made) > 0 && made[len(made)-1].Change > h.latest[n-1].Change {
		h.latest = made // a slice that was given out is never written to
	}
	h.mutex.Unlock()
	return made, nil
}

// newChanges tells of the changes after one, up to another, in order and without gaps.
func (a *API) newChanges(ctx context.Context, after, to int64) ([]newChange, error) {
	view, err := a.Record.At(ctx, to)
	if err != nil {
		return nil, err
	}
	out := make([]newChange, 0, to-after)
	for n := after + 1; n <= to; n++ {
		at, err := a.Record.At(ctx, n)
		if err != nil {
			return nil, err
		}
		c, err := at.LastChange(ctx)
		if err != nil {
			return nil, err
		}
		out = append(out, newChange{Change: n, At: c.At.UTC().Format(time.RFC3339Nano), Author: c.Author, Kind: c.Kind})
	}
	for g, err := range view.Glances(ctx, after) {
		if err != nil {
			return nil, err
		}
		if i := g.Change - after - 1; i >= 0 && i < int64(len(out)) {
			out[i].Reports, out[i].Events = len(g.Reports), len(g.Opened)
		}
	}
	return out, nil
}

// stream sends what is new until whoever listens has gone, or the desk closes.
func (a *API) stream(w http.ResponseWriter, r *http.Request) {
	at := asking(r.Context())
	if err := at.who.Must(access.See); err != nil {
		a.problem(err).Send(w)
		return
	}
	after := r.Header.Get("Last-Event-ID")
	if after == "" {
		after = r.URL.Query().Get("after")
	}
	sent := at.view.Change()
	if after != "" {
		n, err := strconv.ParseInt(after, 10, 64)
		if err != nil || n < 0 {
			a.problem(fmt.Errorf("%w: %s is no number of a change", ErrAsk, after)).Send(w)
			return
		}
		sent = min(n, sent)
	}
	who := at.who
	who.Address = a.Access.Address(r)
	key := access.KeyOf(who)
	if err := a.hub.join(r.Context(), key); err != nil {
		a.problem(err).Send(w)
		return
	}
	defer a.hub.leave(key)
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // a proxy before the desk must not keep it either
	w.WriteHeader(http.StatusOK)
	out := &streaming{w: w, controller: http.NewResponseController(w)}
	out.send("retry: 2000\n: the record is at change " + strconv.FormatInt(at.view.Change(), 10) + "\n\n")
	beat := time.NewTicker(streamBeat)
	defer beat.Stop()
	for out.err == nil {
		change, woken := a.hub.now()
		if change-sent > streamMissed {
			sent = change
			out.send("event: missed\nid: " + strconv.FormatInt(change, 10) + "\ndata: {\"change\":" + strconv.FormatInt(change, 10) + "}\n\n")
			continue
		}
		if sent < change {
			news, err := a.hub.since(r.Context(), sent, change)
			if err != nil {
				if r.Context().Err() == nil {
					a.Log.Error("a stream broke off", "error", err)
				}
				return
			}
			var text strings.Builder
			for i := range news {
				data, err := json.Marshal(&news[i])
				if err != nil {
					return
				}
				fmt.Fprintf(&text, "event: change\nid: %d\ndata: %s\n\n", news[i].Change, data)
				sent = news[i].Change
			}
			out.send(text.String())
			continue
		}
		select {
		case <-woken:
		case <-beat.C:
			out.send(": still here\n\n")
		case <-r.Context().Done():
			return
		case <-a.Done:
			out.send(": the desk closes\n\n")
			return
		}
	}
}

// streaming sends parts of a stream. Who does not take them in time is dropped, so that nothing piles up.
type streaming struct {
	w          http.ResponseWriter
	controller *http.ResponseController
	err        error
}

func (s *streaming) send(text string) {
	if s.err != nil {
		return
	}
	_ = s.controller.SetWriteDeadline(time.Now().Add(streamPatient)) // where there are no deadlines the connection itself has one
	if _, s.err = s.w.Write([]byte(text)); s.err == nil {
		s.err = s.controller.Flush()
	}
}
