package desk

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"chancery/access"
	"chancery/occurrence"
	"chancery/origin"
	"chancery/overview"
	"chancery/query"
	"chancery/record"
	"chancery/report"
)

// reportsRoutes are the addresses of what came in.
func (d *Desk) reportsRoutes(mux *http.ServeMux) {
	d.get(mux, "GET /reports", d.reportsPage)
	mux.HandleFunc("POST /reports", d.addReports)
	mux.HandleFunc("GET /intakes/{id}", d.intakePage)
}

const (
	reportsShown  = 50
	failuresShown = 100
	circlesLooked = 60  // occurrences with several accounts in which circles are looked for
	originsLooked = 200 // reports of an outlet whose origins are counted
)

// reports is the page of what came in.
type reports struct {
	Tabs []reportsTab
	Show string
	Add  bool // the visitor may add reports

	// What came in.
	Words, Outlet string
	Wrong         string
	Days          []reportsDay
	Count         string
	Next, First   string
	About         *outletView

	// What could not be read.
	Failures   []failureRow
	Reasons    []reasonCount
	Failed     int
	OlderFails string

	// Outlets, and who cites whom.
	Outlets []outletView
	Circles []circleView
	Looked  int

	Form    pasted
	Problem string

	counting bool // the record is still being looked over
}

type reportsTab struct {
	Name, Title, Href string
	Current           bool
	Count             int // 0 is not shown
}

// reportsDay is what came in on one day.
type reportsDay struct {
	Day  string
	Rows []reportRow
}

type reportRow struct {
	Href, Title     string
	Outlet          string
	OutletHref      string
	Published, From string // From: where it first came from, when not from its outlet
	Why             string // how that is known
	Language        string // "" for English
}

// outletView is one outlet with where its reports come from.
type outletView struct {
	Name, Href                 string
	Reports, Events            int
	Occurrences, Alone, Before int
	First, Last                string
	Origins                    []originCount
	Looked                     int // reports whose origins were counted
}

type originCount struct {
	Name  string
	Own   bool
	Count int
	Why   string
}

type failureRow struct {
	Source, Reason, Advice string
	When                   string
	Change                 string
	Number                 int64
}

type reasonCount struct {
	Reason, Advice string
	Count          int
}

// circleView is outlets that give each other as their source.
type circleView struct {
	Outlets   string
	About     string
	Href      string
	Citations []citationView
}

type citationView struct{ From, To, Words, Report, Href string }

// reportsPage is /reports: what came in, what failed, the outlets, who cites whom in a circle, and the form for adding.
func (d *Desk) reportsPage(v *visit) (*page, error) { return v.reports(&reports{}, 0) }

func (v *visit) reports(body *reports, status int) (*page, error) {
	asked := v.URL.Query()
	body.Add = v.who.May(access.Add)
	if body.Show == "" {
		body.Show = asked.Get("show")
	}
	made := &page{Template: "reports", Title: "Reports", Section: "reports", Body: body, Status: status, Scripts: []string{"live"}}
	var err error
	switch body.Show {
	case "failed":
		err = v.failedReports(body)
	case "outlets":
		err = v.outletReports(body)
	case "circles":
		err = v.circleReports(body)
	case "add":
		if !body.Add {
			return nil, v.who.Must(access.Add)
		}
	case "":
		err = v.addedReports(body)
		made.Exports = []exportLink{{"references as BibTeX", v.to.Export("bibtex", body.query())}, {"as CSL-JSON", v.to.Export("csl-json", body.query())},
			{"a table as CSV", v.to.to([]string{"export", "csv"}, "q", body.query(), "table", "reports")}}
	default:
		return nil, fmt.Errorf("%w: there is no list of reports that is called %q", ErrAsk, body.Show)
	}
	if err != nil {
		return nil, err
	}
	made.Fleeting = body.counting
	failed := body.Failed
	if body.Show != "failed" {
		all, err := v.view.Failures(v.Context()) // a few rows, where counting the record looks through all of it
		if err != nil {
			return nil, err
		}
		failed = len(all)
	}
	body.Tabs = []reportsTab{
		{"", "What came in", v.to.Page("reports"), body.Show == "", 0},
		{"outlets", "Outlets", v.to.Page("reports", "show", "outlets"), body.Show == "outlets", 0},
		{"circles", "Circular reporting", v.to.Page("reports", "show", "circles"), body.Show == "circles", 0},
		{"failed", "What failed", v.to.Page("reports", "show", "failed"), body.Show == "failed", failed},
	}
	if body.Add {
		body.Tabs = append(body.Tabs, reportsTab{"add", "Add reports", links{}.Page("reports", "show", "add"), body.Show == "add", 0})
	}
	return made, nil
}

// query is what the list asks the record for.
func (r *reports) query() string {
	text := "kind:reports"
	if r.Outlet != "" {
		text += " outlet:" + literalValue(r.Outlet)
	}
	if r.Words != "" {
		text += " " + r.Words
	}
	return text
}

// literalValue puts a name between quotation marks as the query language reads them.
func literalValue(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// addedReports lists what came in by the day on which it did, the newest first.
func (v *visit) addedReports(body *reports) error {
	asked := v.URL.Query()
	body.Outlet = strings.TrimSpace(asked.Get("outlet"))
	body.Words = strings.TrimSpace(asked.Get("words"))
	q, err := query.Parse(body.query(), v.desk.words)
	var wrong *query.Error
	if errors.As(err, &wrong) {
		body.Wrong = capital(wrong.Reason) + "."
		return nil
	}
	if err != nil {
		return err
	}
	page := record.Page{Limit: reportsShown, Cursor: asked.Get("after"), Sort: record.ByAdded, Count: true}
	found, err := v.view.Find(v.Context(), q, page)
	if err != nil {
		return err
	}
	body.Count = counted(&found)
	ids := make([]string, len(found.Hits))
	for i := range found.Hits {
		ids[i] = found.Hits[i].Report.ID
	}
	origins, err := v.view.ReportOrigins(v.Context(), ids)
	if err != nil {
		return err
	}
	for i := range found.Hits {
		h := &found.Hits[i]
		day := longDay(h.Added.UTC().Format("2006-01-02"))
		if n := len(body.Days); n == 0 || body.Days[n-1].Day != day {
			body.Days = append(body.Days, reportsDay{Day: day})
		}
		last := &body.Days[len(body.Days)-1]
		last.Rows = append(last.Rows, v.reportRow(h.Report, origins[h.Report.ID]))
	}
	here := func(after string) string {
		return v.to.Page("reports", "outlet", body.Outlet, "words", body.Words, "after", after)
	}
	if page.Cursor != "" {
		body.First = here("")
	}
	if found.Next != "" {
		body.Next = here(found.Next)
	}
	if body.Outlet != "" && page.Cursor == "" && body.Words == "" {
		return v.aboutOutlet(body)
	}
	return nil
}

func (v *visit) reportRow(r *report.Report, origins []origin.Origin) reportRow {
	row := reportRow{Href: v.to.Report(r.ID), Title: titleOr(r), Outlet: r.Outlet, Published: longDay(publishedDay(r))}
	if r.Outlet != "" {
		row.OutletHref = v.to.Outlet(r.Outlet)
	}
	for _, o := range origins {
		if o.Kind != origin.Own && o.Name != "" && !strings.EqualFold(o.Name, r.Outlet) {
			row.From, row.Why = o.Name, o.Reason
			break
		}
	}
	if base, _, _ := strings.Cut(r.Language, "-"); base != "en" && base != "" && base != "und" {
		row.Language = languageName(r.Language)
	}
	return row
}

// aboutOutlet says what is known of the outlet whose reports are listed.
func (v *visit) aboutOutlet(body *reports) error {
	about := &outletView{Name: body.Outlet}
	s, err := v.snapshot()
	switch {
	case errors.Is(err, overview.ErrLoading):
		body.counting = true // the list does not wait for it
	case err != nil:
		return err
	default:
		for _, o := range s.Outlets(overview.Filter{}) {
			if o.Name == body.Outlet {
				*about = v.outletView(&o)
			}
		}
	}
	q, err := query.Parse(body.query(), v.desk.words)
	if err != nil {
		return err
	}
	found, err := v.view.Find(v.Context(), q, record.Page{Limit: originsLooked})
	if err != nil {
		return err
	}
	ids := make([]string, len(found.Hits))
	for i := range found.Hits {
		ids[i] = found.Hits[i].Report.ID
	}
	told, err := v.view.ReportOrigins(v.Context(), ids)
	if err != nil {
		return err
	}
	about.Looked = len(ids)
	for _, id := range ids {
		c := originCount{Name: body.Outlet, Own: true}
		if origins := told[id]; len(origins) > 0 && origins[0].Kind != origin.Own && origins[0].Name != "" {
			c = originCount{Name: origins[0].Name, Why: origins[0].Reason}
		}
		at := slices.IndexFunc(about.Origins, func(o originCount) bool { return o.Name == c.Name && o.Own == c.Own })
		if at < 0 {
			at = len(about.Origins)
			about.Origins = append(about.Origins, c)
		}
		about.Origins[at].Count++
	}
	slices.SortStableFunc(about.Origins, func(a, b originCount) int { return b.Count - a.Count })
	if len(about.Origins) > 12 {
		about.Origins = about.Origins[:12]
	}
	body.About = about
	return nil
}

func (v *visit) outletView(o *overview.Outlet) outletView {
	out := outletView{Name: o.Name, Reports: o.Reports, Events: o.Events, Occurrences: o.Occurrences, Alone: o.Alone, Before: o.Before}
	if o.Name != "" {
		out.Href = v.to.Outlet(o.Name)
	}
	if o.First.Known() {
		out.First = longDay(o.First.String())
	}
	if o.Last.Known() {
		out.Last = longDay(o.Last.String())
	}
	return out
}

// mostOutlets is how many outlets the table has: those with most reports.
const mostOutlets = 300

// outletReports lists the outlets.
func (v *visit) outletReports(body *reports) error {
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	for i, o := range s.Outlets(overview.Filter{}) {
		if i == mostOutlets {
			break
		}
		body.Outlets = append(body.Outlets, v.outletView(&o))
	}
	return nil
}

// failedReports lists what could not be read, and what can be done.
func (v *visit) failedReports(body *reports) error {
	all, err := v.view.Failures(v.Context())
	if err != nil {
		return err
	}
	body.Failed = len(all)
	for _, f := range all {
		reason, advice := reasonOfFailure(f.Reason)
		at := slices.IndexFunc(body.Reasons, func(r reasonCount) bool { return r.Reason == reason })
		if at < 0 {
			at = len(body.Reasons)
			body.Reasons = append(body.Reasons, reasonCount{Reason: reason, Advice: advice})
		}
		body.Reasons[at].Count++
	}
	slices.SortStableFunc(body.Reasons, func(a, b reasonCount) int { return b.Count - a.Count })
	from, err := strconv.Atoi(v.URL.Query().Get("from"))
	if err != nil || from < 0 {
		from = 0
	}
	slices.Reverse(all)
	all = all[min(from, len(all)):]
	if len(all) > failuresShown {
		all = all[:failuresShown]
		body.OlderFails = v.to.Page("reports", "show", "failed", "from", strconv.Itoa(from+failuresShown))
	}
	for _, f := range all {
		_, advice := reasonOfFailure(f.Reason)
		source := f.Source
		if source == "" {
			source = "not named"
		}
		body.Failures = append(body.Failures, failureRow{source, f.Reason, advice, f.Since.At.UTC().Format("2006-01-02 15:04"), v.to.Change(f.Since.Number), f.Since.Number})
	}
	return nil
}

// remedies say what can be done about failures, by what their reasons hold.
var remedies = [...]struct{ holds, what, advice string }{
	{record.ErrIdentity.Error(), "another report has its identity", "Two different reports were given one id. Give one of them another, or leave the id out."},
	{report.ErrTooLarge.Error(), "too large", "One report is at most 16 MiB. What is larger is usually many reports in one file: JSON lines, a mailbox or a WARC hold them apart."},
	{report.ErrEmpty.Error(), "without text", "There is no text in it: an empty file, a page that shows its text only by script, or a picture."},
	{report.ErrBinary.Error(), "not text", "This is no text: save it as text or HTML first."},
	{report.ErrDamaged.Error(), "damaged", "What was packed cannot be unpacked: fetch the file again."},
	{report.ErrNotJSON.Error(), "no object of JSON", "The line is not one object with a text: docs/formats/input.md says what is expected."},
	{report.ErrDate.Error(), "a date that is none", "Dates are written 2021-05-13 or as RFC 3339."},
	{report.ErrPrivateAddress.Error(), "an address in a private network", "Such addresses are not called unless chancery watch or read has --allow-private."},
	{report.ErrTimeout.Error(), "no answer in time", "The other side did not answer. chancery watch tries again of itself."},
	{report.ErrStatus.Error(), "refused by its server", "The other side answered with an error. chancery watch tries again of itself."},
	{report.ErrNotFeed.Error(), "not a feed", "What should be a feed is none: look at the address in a browser."},
	{report.ErrBrokenFeed.Error(), "a feed that breaks off", "What stood before is whole; the next poll may bring the rest."},
	{report.ErrRecord.Error(), "a broken WARC", "The crawl's file breaks off there: what stood before is whole."},
	{report.ErrMessage.Error(), "no mail message", "Something in the mailbox is no message; the others were read."},
	{report.ErrContentType.Error(), "neither text nor a page", "Only text, HTML, JSON and feeds are read."},
	{"the reading broke down", "an error of chancery", "This is not the report's fault: please report it, with the report."},
}

// reasonOfFailure gives the kind of a failure and what can be done.
func reasonOfFailure(reason string) (what, advice string) {
	for _, r := range remedies {
		if strings.Contains(reason, r.holds) {
			return r.what, r.advice
		}
	}
	return "other", "The reason says what is wrong. Once it is mended, add the same source again."
}

// circleReports looks for circles of citing in the occurrences added last of which several accounts tell.
func (v *visit) circleReports(body *reports) error {
	s, err := v.snapshot()
	if err != nil {
		return err
	}
	items := s.LatestAdded(overview.Filter{Accounts: 2}, circlesLooked)
	body.Looked = len(items)
	ids := make([]string, len(items))
	for i := range items {
		ids[i] = items[i].ID
	}
	occurrences, err := v.view.OccurrencesOf(v.Context(), ids)
	if err != nil {
		return err
	}
	for i := range occurrences {
		o := &occurrences[i]
		if len(o.Members) == 0 {
			continue
		}
		accounts := make([]occurrence.Account, len(o.Members))
		for j := range o.Members {
			accounts[j] = o.Members[j].Account
		}
		sources, err := v.view.Sources(v.Context(), o.ID, accounts)
		if err != nil {
			return err
		}
		for _, c := range sources.Circles {
			circle := circleView{Outlets: strings.Join(outletsNamed(&c), ", "), About: sentenceOf(&o.Members[0].Event), Href: v.to.Occurrence(o.ID)}
			for _, cited := range c.Citations {
				circle.Citations = append(circle.Citations, citationView{cited.FromName, cited.ToName, strings.TrimSpace(cited.Words), cited.Report, v.to.Report(cited.Report)})
			}
			body.Circles = append(body.Circles, circle)
		}
	}
	return nil
}

// outletsNamed are the names of the outlets in a circle.
func outletsNamed(c *origin.Circle) []string {
	var names []string
	for _, id := range c.Outlets {
		name := id
		for _, cited := range c.Citations {
			if cited.From == id && cited.FromName != "" {
				name = cited.FromName
			} else if cited.To == id && cited.ToName != "" {
				name = cited.ToName
			}
		}
		names = append(names, name)
	}
	return names
}
