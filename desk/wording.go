package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"chancery/actor"
	"chancery/overview"
	"chancery/wording"
)

// wordingMost is how many accounts of a speaker's words on a track are looked at for a page: the newest.
const wordingMost = 50

// speakersMost is how many of those who spoke on a track are offered.
const speakersMost = 24

// wordingPage is how a speaker's formula on a track changed.
type wordingPage struct {
	Track       trackTitle
	Speaker     string // an actor's id; "" when none is chosen
	SpeakerName string
	Asked       string // as written
	From, To    string
	Speakers    []speakerChoice
	Statements  []statement
	More        bool
	Outlets     bool // nothing is told in the speaker's own words: these are the outlets'
	Pair        *statementPair
}

// speakerChoice is one who spoke on the track.
type speakerChoice struct {
	ID, Name string
	Count    int
	Href     string
	Chosen   bool
}

// statement is what the speaker said at one time.
type statement struct {
	wording.Wording
	Number  int
	Same    bool // the words are those of the statement before
	Choose  string
	Marked  string // "a" or "b" when it is one of the pair
	Against string // the address that compares it with the other of the pair, or with the first
}

// statementPair compares any two statements.
type statementPair struct {
	A, B *statement
	Diff []wording.Edit
}

// wordingPage shows what a speaker said on a track in order, word by word.
func (d *Desk) wordingPage(v *visit) (*page, error) {
	track := v.PathValue("id")
	if err := d.knowsTrack(track); err != nil {
		return nil, err
	}
	asked := v.URL.Query()
	body := &wordingPage{Track: trackTitle{track, d.trackTitle(track)}, Asked: strings.TrimSpace(asked.Get("speaker")),
		From: strings.TrimSpace(asked.Get("from")), To: strings.TrimSpace(asked.Get("to"))}
	var err error
	if body.Speakers, err = v.speakersOn(track); err != nil {
		return nil, err
	}
	title := "How the words changed"
	if body.Asked != "" {
		if err := v.statements(body, asked.Get("a"), asked.Get("b")); err != nil {
			return nil, err
		}
		title = body.SpeakerName + " on " + body.Track.Title
	}
	for i := range body.Speakers {
		s := &body.Speakers[i]
		s.Chosen = s.ID == body.Speaker
		s.Href = v.to.Wording(track, "speaker", s.ID, "from", body.From, "to", body.To)
	}
	return &page{Template: "wording", Title: title, Section: "tracks", Body: body}, nil
}

// statements fills the page with what the chosen speaker said, and compares the two that the address names.
func (v *visit) statements(body *wordingPage, a, b string) error {
	var err error
	if body.Speaker, body.SpeakerName, err = v.desk.speakerNamed(body.Asked, body.Speakers); err != nil {
		return err
	}
	ask := wording.Ask{Speaker: body.Speaker, Track: body.Track.ID, First: body.From, Last: body.To, Most: wordingMost}
	if on := v.to.on; on != "" && (ask.Last == "" || on < ask.Last) {
		ask.Last = on
	}
	found, err := wording.Find(v.Context(), v.view, v.desk.words, ask)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrAsk, err)
	}
	body.More = found.More
	body.Outlets = len(found.Wordings) > 0 && !found.Wordings[0].Quoted
	for i := range found.Wordings {
		w := &found.Wordings[i]
		body.Statements = append(body.Statements, statement{Wording: *w, Number: i + 1,
			Same: i > 0 && !slices.ContainsFunc(w.Diff, func(e wording.Edit) bool { return e.Kind != wording.Kept })})
	}
	body.compare(a, b)
	for i := range body.Statements {
		s := &body.Statements[i]
		first, second := s.ID, ""
		if body.Pair != nil {
			first, second = body.Pair.A.ID, s.ID
		}
		s.Against = v.to.Wording(body.Track.ID, "speaker", body.Speaker, "from", body.From, "to", body.To, "a", first, "b", second)
	}
	return nil
}

// compare takes the two statements that are asked for; with one alone, it and the last; else the first and the last.
func (p *wordingPage) compare(a, b string) {
	if len(p.Statements) < 2 {
		return
	}
	at := func(id string, otherwise int) int {
		if i := slices.IndexFunc(p.Statements, func(s statement) bool { return s.ID == id }); i >= 0 {
			return i
		}
		return otherwise
	}
	i, j := at(a, 0), at(b, len(p.Statements)-1)
	if i > j {
		i, j = j, i
	}
	if i == j {
		return
	}
	p.Statements[i].Marked, p.Statements[j].Marked = "a", "b"
	p.Pair = &statementPair{A: &p.Statements[i], B: &p.Statements[j], Diff: wording.Diff(p.Statements[i].Words, p.Statements[j].Words)}
}

// speakerNamed tells whom a name means: an actor's id, and its name. Of several who bear it the one is meant who spoke on
// the track.
func (d *Desk) speakerNamed(name string, spoke []speakerChoice) (id, called string, err error) {
	found := slices.DeleteFunc(slices.Clone(d.lexicon.Called(name)), func(n actor.Naming) bool { return n.Kind == actor.NamedOffice })
	if here := slices.DeleteFunc(slices.Clone(found), func(n actor.Naming) bool {
		return !slices.ContainsFunc(spoke, func(s speakerChoice) bool { return s.ID == n.ID })
	}); len(here) == 1 {
		found = here
	}
	switch len(found) {
	case 0:
		return name, name, nil
	case 1:
		return found[0].ID, found[0].Name, nil
	}
	ids := make([]string, 0, len(found))
	for _, n := range found[:min(len(found), 6)] {
		ids = append(ids, n.ID)
	}
	return "", "", fmt.Errorf("%w: speaker: %q can be %s: give the id", ErrAsk, name, strings.Join(ids, ", "))
}

// speakersOn are those who spoke on a track, who spoke most first.
func (v *visit) speakersOn(track string) ([]speakerChoice, error) {
	snapshot, err := v.snapshot()
	if err != nil {
		return nil, err
	}
	var list []speakerChoice
	for _, a := range snapshot.Actors(overview.Filter{Tracks: []string{track}, To: v.until()}, 0) {
		if a.AsSpeaker > 0 && a.Actor != "" {
			list = append(list, speakerChoice{ID: a.Actor, Name: v.desk.partyName(a.Actor, a.Name), Count: a.AsSpeaker})
		}
	}
	slices.SortStableFunc(list, func(a, b speakerChoice) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return list[:min(len(list), speakersMost)], nil
}
