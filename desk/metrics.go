package desk

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"chancery/access"
)

// measures is how the desk is doing, for Prometheus. Each desk has its own.
type measures struct {
	registry *prometheus.Registry
	answered *prometheus.CounterVec   // by kind of page, method and status
	took     *prometheus.HistogramVec // by kind of page
	within   prometheus.Gauge         // requests that are being answered
	refresh  prometheus.Histogram     // of the overview
	kept     *prometheus.CounterVec   // pages, made or from those that are kept
}

func newMeasures(d *Desk) *measures {
	m := &measures{
		registry: prometheus.NewRegistry(),
		answered: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "chancery_requests_total", Help: "Requests that were answered, by the pattern of their address."}, []string{"kind", "method", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "chancery_request_seconds", Help: "How long answers took, streams left out.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}}, []string{"kind"}),
		within: prometheus.NewGauge(prometheus.GaugeOpts{Name: "chancery_requests_in_flight", Help: "Requests that are being answered, streams included."}),
		refresh: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "chancery_overview_refresh_seconds", Help: "How long it took to take in what the record was told since.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5}}),
		kept: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "chancery_pages_total", Help: "Pages that were asked for: made anew, or sent as they were made before."}, []string{"from"}),
	}
	m.registry.MustRegister(m.answered, m.took, m.within, m.refresh, m.kept, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), standingCollector{d})
	return m
}

// metricsRoutes hand the measures out to whoever may see them.
func (d *Desk) metricsRoutes(mux *http.ServeMux) {
	handler := promhttp.HandlerFor(d.measures.registry, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		who, _ := visitor(r)
		if err := who.Must(access.Measure); err != nil {
			d.fail(w, r, err)
			return
		}
		w.Header().Set("Cache-Control", "private, no-store")
		handler.ServeHTTP(w, r)
	})
}

// measured counts requests by the kind of page that they are for, not by their address: of those there is no end.
func (d *Desk) measured(mux *http.ServeMux, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := d.Now()
		out := &stated{ResponseWriter: w}
		d.measures.within.Inc()
		defer func() {
			d.measures.within.Dec()
			kind, method := d.kindOf(mux, r), r.Method
			switch method {
			case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodDelete, http.MethodOptions:
			default:
				method = "other" // anybody can make methods up
			}
			if out.status == 0 {
				out.status = http.StatusOK
			}
			d.measures.answered.WithLabelValues(kind, method, strconv.Itoa(out.status)).Inc()
			if !strings.HasSuffix(kind, "/stream") {
				d.measures.took.WithLabelValues(kind).Observe(d.Now().Sub(begun).Seconds())
			}
		}()
		next.ServeHTTP(out, r)
	})
}

// kindOf names the kind of page that a request is for: the pattern of its address.
func (d *Desk) kindOf(mux *http.ServeMux, r *http.Request) string {
	_, pattern := mux.Handler(r)
	if pattern == "/api/" {
		if made, err := d.programs(); err == nil {
			pattern = made.Pattern(r)
		}
	}
	_, kind, found := strings.Cut(pattern, " ")
	if !found || strings.ContainsAny(kind, "\n\r") {
		return "none"
	}
	return kind
}

// stated keeps the status of an answer.
type stated struct {
	http.ResponseWriter
	status int
}

// WriteHeader sends a status and keeps it.
func (c *stated) WriteHeader(status int) {
	if c.status == 0 && status >= 200 {
		c.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

// Unwrap gives the answer itself, for deadlines and flushing.
func (c *stated) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// standingCollector tells how things stand when it is asked.
type standingCollector struct{ desk *Desk }

var (
	describedBytes    = prometheus.NewDesc("chancery_record_bytes", "How many bytes the record takes, its log included.", nil, nil)
	describedChange   = prometheus.NewDesc("chancery_record_change", "The number of the record's last change.", nil, nil)
	describedReady    = prometheus.NewDesc("chancery_overview_ready", "1 when the record has been looked over, so that every page can be made.", nil, nil)
	describedLag      = prometheus.NewDesc("chancery_overview_lag_changes", "Changes of the record that the overview has not taken in.", nil, nil)
	describedThings   = prometheus.NewDesc("chancery_record_things", "How much the record holds, as of the overview.", []string{"kind"}, nil)
	describedStreams  = prometheus.NewDesc("chancery_streams", "Who listens to what is new.", nil, nil)
	describedWebhooks = prometheus.NewDesc("chancery_webhooks", "Webhooks by how they are: idle, delivering, retrying, stopped.", []string{"state"}, nil)
	describedSent     = prometheus.NewDesc("chancery_webhook_deliveries", "Deliveries that webhooks have taken, those of webhooks that were removed left out.", nil, nil)
)

// Describe names what is told.
func (standingCollector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{describedBytes, describedChange, describedReady, describedLag, describedThings, describedStreams, describedWebhooks, describedSent} {
		out <- d
	}
}

// collectTime is how long looking how things stand may take.
const collectTime = 5 * time.Second

// Collect tells how things stand. What cannot be found out is left out.
func (c standingCollector) Collect(out chan<- prometheus.Metric) {
	d := c.desk
	ctx, cancel := context.WithTimeout(context.Background(), collectTime)
	defer cancel()
	tell := func(of *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(of, prometheus.GaugeValue, value, labels...)
	}
	if size, err := d.Record.Size(); err == nil {
		tell(describedBytes, float64(size))
	}
	if made, err := d.programs(); err == nil {
		tell(describedStreams, float64(made.Streams()))
	}
	ready := 0.0
	view, err := d.Record.Now(ctx)
	if err == nil {
		tell(describedChange, float64(view.Change()))
	}
	if s, notReady := d.overview.Snapshot(ctx, 0); notReady == nil {
		ready = 1
		if err == nil {
			tell(describedLag, float64(max(0, view.Change()-s.Change())))
		}
		counts := s.Counts()
		tell(describedThings, float64(counts.Reports), "reports")
		tell(describedThings, float64(counts.Events), "events")
		tell(describedThings, float64(counts.Rejected), "events rejected")
		tell(describedThings, float64(counts.Judged), "events judged")
		tell(describedThings, float64(counts.Occurrences), "occurrences")
		tell(describedThings, float64(counts.Outlets), "outlets")
	}
	tell(describedReady, ready)
	c.webhooks(ctx, tell)
}

func (c standingCollector) webhooks(ctx context.Context, tell func(*prometheus.Desc, float64, ...string)) {
	all, err := c.desk.searches.All(ctx)
	if err != nil {
		return
	}
	states := [...]string{"idle", "delivering", "retrying", "stopped"}
	var counts [len(states)]int
	sent := 0
	for i := range all {
		state, err := c.desk.searches.State(ctx, all[i].Name)
		if err != nil {
			continue // it has no webhook
		}
		sent += state.Number
		switch {
		case state.Stopped != "" || state.Problem != "":
			counts[3]++
		case state.Pending != nil && state.Pending.Attempts > 0:
			counts[2]++
		case state.Pending != nil:
			counts[1]++
		default:
			counts[0]++
		}
	}
	for i, name := range states {
		tell(describedWebhooks, float64(counts[i]), name)
	}
	tell(describedSent, float64(sent))
}
