package occurrence

import (
	"cmp"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/origin"
	"chancery/quote"
	"chancery/report"
	"chancery/when"
)

// Weigh says what the accounts of an occurrence together say. The order of the members does not matter. Accounts that a
// reviewer rejected are left out, unless all are.
func Weigh(o *Occurrence) Summary {
	w := weighing{members: standing(o.Members)}
	s := Summary{ID: o.ID, Accounts: len(w.members)}
	all := make([]int, len(w.members))
	for i := range all {
		all[i] = i
	}
	s.Outlets, s.Origins = w.countAll()
	s.Reports, _, _ = w.count(all)
	w.acts(&s)
	w.statuses(&s)
	w.parties(&s, "source", func(e *event.Event) []actor.Party { return e.Sources }, &s.Sources)
	w.parties(&s, "recipient", func(e *event.Event) []actor.Party { return e.Recipients }, &s.Recipients)
	w.contents(&s)
	w.media(&s)
	w.times(&s)
	w.places(&s)
	w.tracks(&s)
	w.claims(&s)
	w.silences(&s)
	w.casualties(&s)
	w.wordings(&s)
	return s
}

// weighing is what the steps of Weigh share.
type weighing struct {
	members []*Member
	counts  []counted // of each of them
}

// standing gives the accounts that count, in the order of their reports' days, then identity.
func standing(members []Member) []*Member {
	var out []*Member
	for i := range members {
		if members[i].Verdict != "rejected" {
			out = append(out, &members[i])
		}
	}
	if len(out) == 0 {
		for i := range members {
			out = append(out, &members[i])
		}
	}
	slices.SortFunc(out, func(a, b *Member) int {
		x, y := a.Report.Published.EDTF, b.Report.Published.EDTF
		if (x == "") != (y == "") {
			return cmp.Compare(len(y), len(x)) // what has no date comes last
		}
		return cmp.Or(strings.Compare(x, y), strings.Compare(a.Event.ID, b.Event.ID))
	})
	return out
}

// counted is whose an account is, as counting sees it.
type counted struct {
	report string
	outlet string
	group  int // of accounts that go back to one origin
}

// countAll finds outlets and origins once for all accounts: which of them are one origin does not depend on what they are
// asked about.
func (w *weighing) countAll() (outlets []string, origins int) {
	list := make([]origin.Account, len(w.members))
	w.counts = make([]counted, len(w.members))
	for i, m := range w.members {
		list[i] = origin.Account{Report: m.Report.ID, Outlet: m.Report.Outlet, URL: m.Report.URL, Origins: m.Origins}
		w.counts[i] = counted{report: m.Report.ID, outlet: cmp.Or(m.Report.Outlet, m.Report.ID), group: i}
	}
	known, err := origin.Shipped()
	if err != nil {
		// without the tables of outlets, names tell them apart
		for i := range w.counts {
			w.counts[i].group = slices.IndexFunc(w.counts, func(c counted) bool { return c.outlet == w.counts[i].outlet })
			outlets = append(outlets, w.counts[i].outlet)
		}
		slices.Sort(outlets)
		outlets = slices.Compact(outlets)
		return outlets, len(outlets)
	}
	t := known.Count(list)
	groups := make(map[string]int, len(w.counts)) // a report stands in one
	for i := range t.Groups {
		for _, report := range t.Groups[i].Reports {
			groups[report] = i
		}
	}
	for i := range w.counts {
		w.counts[i].group = groups[w.counts[i].report]
		if len(t.Outlets) == 1 {
			w.counts[i].outlet = t.Outlets[0]
		} else {
			w.counts[i].outlet = known.Count(list[i : i+1]).Outlets[0]
		}
	}
	return t.Outlets, t.Origins()
}

// few is up to how many accounts are compared with each other one by one, which takes no memory.
const few = 16

// count tells how many reports, outlets and independent origins some accounts have.
func (w *weighing) count(accounts []int) (reports, outlets, origins int) {
	if len(accounts) > few {
		byReport, byOutlet, byGroup := map[string]bool{}, map[string]bool{}, map[int]bool{}
		for _, n := range accounts {
			c := &w.counts[n]
			byReport[c.report], byOutlet[c.outlet], byGroup[c.group] = true, true, true
		}
		return len(byReport), len(byOutlet), len(byGroup)
	}
	for k, n := range accounts {
		c := &w.counts[n]
		var report, outlet, group bool
		for _, m := range accounts[:k] {
			o := &w.counts[m]
			report, outlet, group = report || o.report == c.report, outlet || o.outlet == c.outlet, group || o.group == c.group
		}
		reports, outlets, origins = reports+b2i(!report), outlets+b2i(!outlet), origins+b2i(!group)
	}
	return reports, outlets, origins
}

// vote is one account's word on a field.
type vote struct {
	account int
	key     string // votes of one key are for the same value
	text    string // the value as this account has it
	span    report.Span
	byHand  bool
}

// ballot is the votes for one value.
type ballot struct {
	key   string
	votes []vote
	value Value
}

// gather puts votes together by their keys, the value with the most independent origins first. A value that somebody
// corrected an account to stands before all others.
func (w *weighing) gather(votes []vote) []ballot {
	var out []ballot
	for _, v := range votes {
		i := slices.IndexFunc(out, func(b ballot) bool { return b.key == v.key })
		if i < 0 {
			i = len(out)
			out = append(out, ballot{key: v.key})
		}
		out[i].votes = append(out[i].votes, v)
	}
	for i := range out {
		out[i].value = w.value(out[i].votes)
	}
	slices.SortStableFunc(out, func(a, b ballot) int {
		if a.value.ByHand != b.value.ByHand {
			if a.value.ByHand {
				return -1
			}
			return 1
		}
		return cmp.Or(
			cmp.Compare(b.value.Support.Origins, a.value.Support.Origins),
			cmp.Compare(b.value.Support.Outlets, a.value.Support.Outlets),
			cmp.Compare(len(b.votes), len(a.votes)),
			strings.Compare(a.key, b.key),
		)
	})
	return out
}

// value makes the value of votes that go together; its text is that which most of them have.
func (w *weighing) value(votes []vote) Value {
	v := Value{Support: w.support(votes)}
	best := 0
	same := make(map[string]int, 1)
	for _, x := range votes {
		same[x.text]++
	}
	for _, x := range votes {
		v.ByHand = v.ByHand || x.byHand
		n := same[x.text]
		if n > best || n == best && x.text < v.Text {
			best, v.Text = n, x.text
		}
	}
	return v
}

func (w *weighing) support(votes []vote) Support {
	var s Support
	var accounts []int
	highest := -1 // most often the votes come in the order of the accounts
	for _, v := range votes {
		if v.account <= highest && slices.Contains(accounts, v.account) {
			continue
		}
		highest = max(highest, v.account)
		accounts = append(accounts, v.account)
		s.Evidence = append(s.Evidence, w.words(v.account, v.span))
	}
	_, s.Outlets, s.Origins = w.count(accounts)
	return s
}

// words are a span of an account's report; of its evidence when the span is empty.
func (w *weighing) words(account int, s report.Span) Evidence {
	m := w.members[account]
	e := Evidence{Event: m.Event.ID, Report: m.Report.ID}
	if s.Empty() && len(m.Event.Evidence) > 0 {
		s = m.Event.Evidence[0]
	}
	if !s.Empty() && s.Start >= 0 && s.End <= len(m.Report.Text) {
		e.Span, e.Text = s, s.In(m.Report.Text)
	}
	return e
}

func (w *weighing) byHand(account int, fields ...string) bool {
	for _, f := range w.members[account].ByHand {
		if f == "event" || slices.Contains(fields, f) {
			return true
		}
	}
	return false
}

// settle takes the best ballot as the consensus and writes the field, with the rest as what others say.
func settle(s *Summary, name string, ballots []ballot, rule string) {
	if len(ballots) == 0 {
		return
	}
	f := Field{Name: name, Consensus: []Value{ballots[0].value}, Rule: rule}
	for _, b := range ballots[1:] {
		f.Others = append(f.Others, b.value)
	}
	s.add(f)
}

// add keeps a field, and among the disagreements when accounts contradict each other in it.
func (s *Summary) add(f Field) {
	if len(f.Consensus) > 0 && f.Consensus[0].ByHand {
		f.Rule = "corrected by hand"
	}
	s.Fields = append(s.Fields, f)
	if len(f.Others) > 0 && f.Name != "track" && f.Name != "medium" {
		s.Disagreements = append(s.Disagreements, f)
	}
}

// acts settles category and mode. A denial is told in words of its own, so that who denies says nothing about the kind.
func (w *weighing) acts(s *Summary) {
	var votes []vote
	for i := range w.members {
		a := w.act(i)
		if !denies(&w.members[i].Event) || s.Accounts == 1 {
			votes = append(votes, vote{i, string(a.Category), string(a.Category), w.first(i), w.byHand(i, "category")})
		}
	}
	if len(votes) == 0 {
		for i := range w.members {
			c := string(w.act(i).Category)
			votes = append(votes, vote{i, c, c, w.first(i), w.byHand(i, "category")})
		}
	}
	ballots := w.gather(votes)
	settle(s, "category", ballots, "")
	s.Category = event.Category(ballots[0].key)
	votes = votes[:0]
	for i := range w.members {
		if a := w.act(i); a.Category == s.Category && a.Mode != "" {
			votes = append(votes, vote{i, a.Mode, a.Mode, w.first(i), w.byHand(i, "mode")})
		}
	}
	if ballots = w.gather(votes); len(ballots) > 0 {
		s.Mode = ballots[0].key
		settle(s, "mode", ballots, "")
	}
}

// act is what an account tells of: of a plan the planned act.
func (w *weighing) act(i int) Act {
	e := &w.members[i].Event
	if c := e.Content; e.Category == event.Agree && e.Status == event.Planned && c != nil && c.Category != "" {
		return Act{Category: c.Category, Mode: c.Mode}
	}
	return Act{Category: e.Category, Mode: e.Mode}
}

func (w *weighing) first(i int) report.Span {
	if e := &w.members[i].Event; len(e.Evidence) > 0 {
		return e.Evidence[0]
	}
	return report.Span{}
}

// denies reports whether an account passes on that something did not happen.
func denies(e *event.Event) bool { return e.Status == event.NotHappened || deniedBy(e) }

// deniedBy reports whether a voice denies it: then it is that voice's word that it did not happen.
func deniedBy(e *event.Event) bool {
	for _, v := range e.Attribution {
		if v.Stance == quote.Denies {
			return true
		}
	}
	return false
}

// statuses settles how real it is. What was planned and later told as done is done: that is no disagreement.
func (w *weighing) statuses(s *Summary) {
	var votes, plans []vote
	doneFrom := ""
	for _, m := range w.members {
		if st := m.Event.Status; (st == event.Actual || st == event.Ongoing || st == event.NotHappened) && !deniedBy(&m.Event) && (doneFrom == "" || m.Report.Published.EDTF > doneFrom) {
			doneFrom = cmp.Or(m.Report.Published.EDTF, "0")
		}
	}
	rule := ""
	for i, m := range w.members {
		status := string(m.Event.Status)
		if status == string(event.Ongoing) {
			status = string(event.Actual) // "is shelling", "shelled"
		}
		text := string(m.Event.Status)
		if denies(&m.Event) {
			status, text = "denied", "denied"
			if m.Event.Status == event.NotHappened && !deniedBy(&m.Event) {
				status, text = string(event.NotHappened), string(event.NotHappened)
			}
		}
		v := vote{i, status, text, w.first(i), w.byHand(i, "status")}
		if m.Event.Status == event.Planned && doneFrom != "" && m.Report.Published.EDTF <= doneFrom {
			plans = append(plans, v)
			continue
		}
		votes = append(votes, v)
	}
	ballots := w.gather(votes)
	if len(plans) > 0 {
		rule = "planned first, then told as it came"
	}
	// A side's denial does not undo what others tell; that nobody asserts it does.
	slices.SortStableFunc(ballots, func(a, b ballot) int {
		return cmp.Compare(b2i(a.key == "denied" && !a.value.ByHand), b2i(b.key == "denied" && !b.value.ByHand))
	})
	settle(s, "status", ballots, rule)
	if len(ballots) == 0 {
		return
	}
	s.Status = event.Status(ballots[0].key)
	if s.Status == "denied" {
		s.Status = event.NotHappened
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// parties settles who acts or to whom it is done. Names of one country's government are one party: "Baku", "the
// Foreign Ministry of Azerbaijan".
func (w *weighing) parties(s *Summary, role string, of func(*event.Event) []actor.Party, out *[]actor.Party) {
	var votes []vote
	keyOf := w.partyKeys(of)
	named := 0 // accounts that name anybody
	for i, m := range w.members {
		parties := of(&m.Event)
		if len(parties) > 0 {
			named++
		}
		var seen []string
		for k := range parties {
			p := &parties[k]
			key := keyOf(p)
			if slices.Contains(seen, key) {
				continue
			}
			seen = append(seen, key)
			votes = append(votes, vote{i, key, strings.Join(strings.Fields(p.Name), " "), p.Span, w.byHand(i, role+"s")})
		}
	}
	ballots := w.gather(votes)
	if len(ballots) == 0 {
		return
	}
	f := Field{Name: role}
	for _, b := range ballots {
		// a party is agreed on when half of those who name anybody name it
		if 2*len(b.value.Support.Evidence) >= named || b.value.ByHand {
			f.Consensus = append(f.Consensus, b.value)
			*out = append(*out, w.party(b, of, keyOf))
			continue
		}
		f.Others = append(f.Others, b.value)
	}
	if len(f.Consensus) == 0 {
		f.Consensus, f.Others = []Value{ballots[0].value}, f.Others[1:]
		*out = append(*out, w.party(ballots[0], of, keyOf))
	}
	s.add(f)
}

// partyKeys gives the keys of the parties of one role. Who is only described, "people", goes with those whom another
// account describes so and says of which country they are.
func (w *weighing) partyKeys(of func(*event.Event) []actor.Party) func(*actor.Party) string {
	known := map[string]string{} // by name or sector; "" when it means several
	states := map[string]bool{}
	note := func(word, key string) {
		if before, ok := known[word]; ok && before != key {
			key = ""
		}
		known[word] = key
	}
	for _, m := range w.members {
		for _, p := range of(&m.Event) {
			states[p.Country] = states[p.Country] || p.Country != "" && partyKey(&p) == p.Country
			if p.Country != "" || p.Actor != "" {
				note(strings.ToLower(p.Name), partyKey(&p))
				note("sector "+string(p.Sector), partyKey(&p))
			}
		}
	}
	return func(p *actor.Party) string {
		if p.Country == "" && p.Actor == "" {
			if key := known[strings.ToLower(p.Name)]; key != "" {
				return key
			}
			if key := known["sector "+string(p.Sector)]; key != "" && p.Sector != "" {
				return key
			}
		}
		if states[p.Country] && (p.Sector == "MIL" || p.Sector == "COP" || p.Sector == "SPY") {
			return p.Country // "Azerbaijan" in one account, its troops in another
		}
		return partyKey(p)
	}
}

// partyKey is what names of one party share.
func partyKey(p *actor.Party) string {
	switch {
	case p.Country != "" && (p.Sector == "" || p.Sector == "GOV" || p.Actor == p.Country):
		return p.Country
	case p.Country != "":
		return p.Country + " " + string(p.Sector)
	case p.Actor != "":
		return p.Actor
	}
	return strings.ToLower(strings.Join(strings.Fields(p.Name), " "))
}

// party is the party of the first account that calls it as the consensus does.
func (w *weighing) party(b ballot, of func(*event.Event) []actor.Party, keyOf func(*actor.Party) string) actor.Party {
	for _, v := range b.votes {
		for _, p := range of(&w.members[v.account].Event) {
			if keyOf(&p) == b.key && strings.Join(strings.Fields(p.Name), " ") == b.value.Text {
				return p
			}
		}
	}
	return actor.Party{Name: b.value.Text}
}

func (w *weighing) contents(s *Summary) {
	var votes []vote
	for i, m := range w.members {
		c := m.Event.Content
		if c == nil || c.Category == "" || w.act(i).Category != m.Event.Category {
			continue
		}
		key := string(c.Category)
		if c.Mode != "" {
			key += "/" + c.Mode
		}
		votes = append(votes, vote{i, key, key, c.Span, w.byHand(i, "content")})
	}
	ballots := w.gather(votes)
	if len(ballots) == 0 {
		return
	}
	settle(s, "content", ballots, "")
	for _, v := range ballots[0].votes {
		c := w.members[v.account].Event.Content
		if s.Content == nil || c.Span.End-c.Span.Start > s.Content.Span.End-s.Content.Span.Start {
			s.Content = c
		}
	}
}

func (w *weighing) media(s *Summary) {
	var votes []vote
	for i, m := range w.members {
		if medium := string(m.Event.Medium); medium != "" {
			votes = append(votes, vote{i, medium, medium, w.first(i), w.byHand(i, "medium")})
		}
	}
	if ballots := w.gather(votes); len(ballots) > 0 {
		s.Medium = quote.Medium(ballots[0].key)
		settle(s, "medium", ballots, "")
	}
}

func (w *weighing) tracks(s *Summary) {
	var votes []vote
	for i, m := range w.members {
		for _, t := range m.Event.Tracks {
			votes = append(votes, vote{i, t, t, w.first(i), w.byHand(i, "tracks")})
		}
	}
	ballots := w.gather(votes)
	if len(ballots) == 0 {
		return
	}
	f := Field{Name: "track"}
	for _, b := range ballots {
		f.Consensus = append(f.Consensus, b.value)
		s.Tracks = append(s.Tracks, b.key)
	}
	slices.Sort(s.Tracks)
	s.add(f)
}

// wordings shows the words of accounts side by side that code the act differently or deny it.
func (w *weighing) wordings(s *Summary) {
	differ := s.Contested
	for i := range w.members {
		a := w.act(i)
		differ = differ || a.Category != s.Category || a.Mode != "" && a.Mode != s.Mode
	}
	if !differ {
		return
	}
	var votes []vote
	for i := range w.members {
		text := strings.Join(strings.Fields(w.words(i, report.Span{}).Text), " ")
		votes = append(votes, vote{i, strings.ToLower(text), text, w.first(i), false})
	}
	if ballots := w.gather(votes); len(ballots) > 1 {
		settle(s, "wording", ballots, "")
	}
}

// reportDay is the day on which an account was published.
func (w *weighing) reportDay(i int) when.Day {
	y, m, d, ok := w.members[i].Report.Published.Day()
	if !ok {
		return when.Day{}
	}
	return when.DayOf(y, m, d)
}
