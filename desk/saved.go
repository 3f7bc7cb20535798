package desk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"chancery/access"
	"chancery/follow"
	"chancery/query"
	"chancery/record"
)

// savedRoutes are the addresses of searches that are watched.
func (d *Desk) savedRoutes(mux *http.ServeMux) {
	d.getFresh(mux, "GET /searches", d.savedList)
	mux.HandleFunc("POST /searches", d.saveSearch)
	d.getFresh(mux, "GET /searches/{name}", d.savedPage)
	mux.HandleFunc("POST /searches/{name}", d.changeSearch)
	mux.HandleFunc("GET /searches/{name}/feed.atom", d.savedFeed)
}

// Follow calls the webhooks of watched searches until the context is done.
func (d *Desk) Follow(ctx context.Context) error { return d.follower.Run(ctx) }

// savedRow is a watched search in the list of them.
type savedRow struct {
	Name, Href, Query, Feed string
	Kind                    string
	Author                  string
	New                     string // "3 new events"; "" for none
	Some                    bool
	Wrong                   string // why the query makes no sense any more
	Hook                    string // "" without, else how its webhook is
	Troubled                bool   // the webhook needs somebody
}

// saved is the list of watched searches.
type saved struct {
	Rows    []savedRow
	Problem string
	Form    struct{ Name, Query string }
	Wrong   *wrongQuery
	May     bool
}

func (d *Desk) savedList(v *visit) (*page, error) { return v.savedList(&saved{}, 0) }

func (v *visit) savedList(body *saved, status int) (*page, error) {
	d := v.desk
	all, err := d.searches.All(v.Context())
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		row := savedRow{Name: s.Name, Href: v.savedAddress(s.Name), Feed: v.to.to([]string{"searches", s.Name, "feed.atom"}), Query: s.Query, Author: s.Author}
		after, err := d.searches.Seen(v.Context(), s, v.who.Name)
		if err != nil {
			return nil, err
		}
		fresh, err := d.searches.New(v.Context(), v.view, s, after, 1)
		var wrong *query.Error
		switch {
		case errors.As(err, &wrong):
			row.Wrong = wrong.Reason
		case err != nil:
			return nil, err
		default:
			row.Kind, row.Some = string(fresh.Kind), fresh.Count > 0
			row.New = newWords(&fresh)
		}
		row.Hook, row.Troubled, err = v.hookWords(s.Name)
		if err != nil {
			return nil, err
		}
		body.Rows = append(body.Rows, row)
	}
	body.May = v.who.May(access.Save)
	return &page{Template: "saved-list", Title: "Watched searches", Section: "search", Body: body, Status: status, Scripts: []string{"search"}}, nil
}

// newWords says how much is new: "3 new events".
func newWords(r *record.Result) string {
	thing := "new " + strings.TrimSuffix(string(r.Kind), "s")
	switch {
	case r.More:
		return "more than " + plural(r.Count, thing)
	case r.Count == 0:
		return "nothing new"
	}
	return plural(r.Count, thing)
}

func (v *visit) savedAddress(name string) string { return v.to.to([]string{"searches", name}) }

// saveSearch answers the form that keeps a search.
func (d *Desk) saveSearch(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	if err := who.Must(access.Save); err != nil {
		d.fail(w, r, err)
		return
	}
	name, text := r.FormValue("name"), r.FormValue("query")
	made, err := d.searches.Add(r.Context(), name, text, who.Name)
	if err == nil {
		http.Redirect(w, r, links{}.to([]string{"searches", made.Name}), http.StatusSeeOther)
		return
	}
	var wrong *query.Error
	if !errors.As(err, &wrong) && !errors.Is(err, follow.ErrName) && !errors.Is(err, follow.ErrTaken) && !errors.Is(err, follow.ErrMany) && !errors.Is(err, query.ErrQuery) {
		d.fail(w, r, err)
		return
	}
	d.show(w, r, func(v *visit) (*page, error) {
		body := &saved{Problem: capital(err.Error()) + "."}
		body.Form.Name, body.Form.Query = name, text
		if wrong != nil {
			body.Wrong, body.Problem = v.wrong(wrong), ""
		}
		return v.savedList(body, http.StatusUnprocessableEntity)
	})
}

// capital gives a sentence a capital.
func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// savedView is the page of a watched search.
type savedView struct {
	follow.Search
	Action string // where its forms go
	Found  *found
	New    string
	Feed   string // the whole address of its feed
	Signed bool   // a feed reader must show a token
	Wrong  *wrongQuery
	May    bool // change and delete
	Hook   *hookView
	Hooks  bool // may set webhooks
	Said   string
	Failed string
}

// hookView is the webhook of a search.
type hookView struct {
	Address, Author string
	Made            time.Time
	Secret          string // for who may set it
	Words           string
	Stopped         bool
	Problem         string
	Next            time.Time
	Attempts        int
	Results         string // the changes of what cannot be delivered
	Number          int
	Delivered       time.Time
}

func (d *Desk) savedPage(v *visit) (*page, error) { return v.savedSearch("", "", 0) }

// savedSearch is the page of a search: what it finds, what was added last first, and what of it is new.
func (v *visit) savedSearch(said, failed string, status int) (*page, error) {
	d := v.desk
	s, err := d.searches.Named(v.Context(), v.PathValue("name"))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", record.ErrNotFound, err)
	}
	body := &savedView{Search: s, Action: links{}.to([]string{"searches", s.Name}), Said: said, Failed: failed,
		May: v.who.May(access.Save), Hooks: v.who.May(access.Hook), Signed: d.Access.SignsIn()}
	body.Feed = d.addressFor(v.Request) + links{}.to([]string{"searches", s.Name, "feed.atom"})
	made := &page{Template: "saved", Title: s.Name, Section: "search", Body: body, Status: status, Scripts: []string{"search"}}
	if body.Hook, err = v.hookView(s.Name); err != nil {
		return nil, err
	}
	cursor := v.URL.Query().Get("after")
	q, err := query.Parse(s.Query, d.words)
	var wrong *query.Error
	if errors.As(err, &wrong) {
		body.Wrong = v.wrong(wrong)
		return made, nil
	}
	if err != nil {
		return nil, err
	}
	after, err := d.searches.Seen(v.Context(), s, v.who.Name)
	if err != nil {
		return nil, err
	}
	fresh, err := d.searches.New(v.Context(), v.view, s, after, 1)
	if err != nil {
		return nil, err
	}
	result, err := v.view.Find(v.Context(), q, record.Page{Limit: searchPage, Cursor: cursor, Sort: record.ByAdded, Count: true})
	if err != nil {
		return nil, err
	}
	here := func(cursor string) string { return v.to.to([]string{"searches", s.Name}, "after", cursor) }
	f := &found{Kind: string(result.Kind), Count: counted(&result), None: len(result.Hits) == 0 && cursor == "", Notes: result.Notes}
	for i := range result.Hits {
		hit := v.hit(&result.Hits[i])
		hit.New = cursor == "" && i < fresh.Count
		f.Hits = append(f.Hits, hit)
	}
	if cursor != "" {
		f.First = here("")
	}
	if result.Next != "" {
		f.Next = here(result.Next)
	}
	body.Found, body.New, body.Search.Query = f, newWords(&fresh), s.Query
	made.Exports = v.exportsOf(q)
	if v.to.asOf == "" && cursor == "" {
		v.look(s)
	}
	return made, nil
}

// look keeps that the visitor has seen what is new. It does not wait long for who writes to the record, nor fail with it:
// what is not kept is new once more.
func (v *visit) look(s follow.Search) {
	ctx, cancel := context.WithTimeout(v.Context(), 300*time.Millisecond)
	defer cancel()
	if err := v.desk.searches.Look(ctx, s, v.who.Name, v.view.Change()); err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, record.ErrReadOnly) {
		v.desk.Log.Warn("what was looked at could not be kept", "search", s.Name, "error", err)
	}
}

// addressFor is where the desk is reached: as it was told, else as the visitor did.
func (d *Desk) addressFor(r *http.Request) string {
	if d.Address != "" {
		return d.Address
	}
	scheme := "http"
	if d.Access.Secure(r) {
		scheme = "https"
	}
	return (&url.URL{Scheme: scheme, Host: r.Host}).String()
}

// changeSearch answers the forms on the page of a watched search.
func (d *Desk) changeSearch(w http.ResponseWriter, r *http.Request) {
	who, _ := visitor(r)
	name, action := r.PathValue("name"), r.FormValue("action")
	said, err := d.doSearch(r, who, name, action)
	var wrong *query.Error
	switch {
	case err == nil && action == "delete":
		http.Redirect(w, r, "/searches", http.StatusSeeOther)
	case err == nil && said == "":
		http.Redirect(w, r, links{}.to([]string{"searches", name}), http.StatusSeeOther)
	case err == nil:
		d.show(w, r, func(v *visit) (*page, error) { return v.savedSearch(said, "", 0) })
	case errors.Is(err, follow.ErrNone):
		d.fail(w, r, fmt.Errorf("%w: %w", record.ErrNotFound, err))
	case errors.As(err, &wrong):
		d.show(w, r, func(v *visit) (*page, error) {
			p, err := v.savedSearch("", "", http.StatusUnprocessableEntity)
			if body, ok := p.Body.(*savedView); err == nil && ok {
				body.Wrong, body.Query = v.wrong(wrong), wrong.Query
			}
			return p, err
		})
	case errors.Is(err, follow.ErrAddress), errors.Is(err, follow.ErrAnswer), errors.Is(err, follow.ErrNoHook), errors.Is(err, query.ErrQuery):
		d.show(w, r, func(v *visit) (*page, error) {
			return v.savedSearch("", capital(err.Error())+".", http.StatusUnprocessableEntity)
		})
	default:
		d.fail(w, r, err)
	}
}

// doSearch does what a form asks; said is what the page then tells.
func (d *Desk) doSearch(r *http.Request, who access.Who, name, action string) (said string, err error) {
	needs := access.Save
	if strings.HasPrefix(action, "hook") {
		needs = access.Hook
	}
	if err := who.Must(needs); err != nil {
		return "", err
	}
	ctx := r.Context()
	note := func(what, detail string) error { return d.Access.Note(ctx, access.Event(who, what, name, detail)) }
	switch action {
	case "edit":
		return "", d.searches.Ask(ctx, name, r.FormValue("query"))
	case "delete":
		if _, err := d.searches.Hook(ctx, name); err == nil {
			if err := who.Must(access.Hook); err != nil {
				return "", fmt.Errorf("this search has a webhook, which ends with it: %w", err)
			}
		}
		return "", d.searches.Delete(ctx, name)
	case "hook":
		hook, err := d.searches.SetHook(ctx, name, r.FormValue("address"), who.Name)
		if err != nil {
			return "", err
		}
		d.follower.Wake()
		return "The webhook is set: what the search finds from now on is delivered.", note("webhook set", hook.Address)
	case "hook-remove":
		if err := d.searches.RemoveHook(ctx, name); err != nil {
			return "", err
		}
		return "The webhook is removed.", note("webhook remove", "")
	case "hook-test":
		if err := d.follower.Try(ctx, name); err != nil {
			return "", err
		}
		return "The address took the test.", nil
	case "hook-resume":
		if err := d.searches.Resume(ctx, name); err != nil {
			return "", err
		}
		d.follower.Wake()
		return "It is tried again now.", note("webhook resume", "")
	case "hook-skip":
		if err := d.searches.Skip(ctx, name); err != nil {
			return "", err
		}
		d.follower.Wake()
		return "This delivery is left out; the next one follows.", note("webhook skip", "")
	}
	return "", fmt.Errorf("%w: there is nothing to do that is called %q", ErrAsk, action)
}
