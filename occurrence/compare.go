package occurrence

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"chancery/event"
	"chancery/when"
)

// Likeness is how much two accounts look like accounts of the same, and why.
type Likeness struct {
	// Score is in log-odds: 0 is as likely as not.
	Score float64
	// Apart is why the two cannot be the same, whatever the score; Doubt why they are not joined, though they can be the
	// same. "" when nothing speaks so strongly against it.
	Apart, Doubt string
	// Reasons are lines for a reader, the weightiest first; those that speak against begin with "but ".
	Reasons []string
}

// Probability is the score as a number from 0 to 1.
func (l Likeness) Probability() float64 { return 1 / (1 + math.Exp(-l.Score)) }

// tally adds up what speaks for and against. Reasons are only written when somebody will read them: of the dozens of
// candidates of an event, one or two are told.
type tally struct {
	score float64
	apart string
	doubt string
	told  bool
	notes []note
	// anchored is set by what would hardly be alike by chance: a place, a count, a sentence, many words.
	anchored bool
	// firm is set by what tells one of a series from the others: a count, a sentence, words quoted.
	firm bool
	// unsettled is set when no words tell the day and the reports are of different days.
	unsettled bool
}

type note struct {
	weight float64
	text   string
}

// add counts a signal; text makes its line.
func (t *tally) add(weight float64, text string, arguments ...any) {
	t.score += weight
	if !t.told || text == "" || weight == 0 {
		return
	}
	if len(arguments) > 0 {
		text = fmt.Sprintf(text, arguments...)
	}
	if weight < 0 {
		text = "but " + text
	}
	t.notes = append(t.notes, note{weight, text})
}

// part says that the two are not the same, whatever else is alike; hold that they are not to be joined. The first that
// says so is kept.
func (t *tally) part(text string, arguments ...any) { t.because(&t.apart, text, arguments) }

func (t *tally) hold(text string, arguments ...any) { t.because(&t.doubt, text, arguments) }

func (t *tally) because(why *string, text string, arguments []any) {
	if *why == "" {
		*why = text
		if t.told && len(arguments) > 0 {
			*why = fmt.Sprintf(text, arguments...)
		}
	}
}

// The weights below are log-odds: 0.7 makes it twice as likely that two accounts tell of the same, -0.7 half as likely.
// They are rules that were set by hand and mended on pairs that readers judged (docs/experiments.md).

// prior is for two events that share a block: the same kind of act, a party or a place in common, and days that meet.
const prior = -3.0

// Compare tells how much two events look like accounts of the same. It is symmetric but for the wording of its reasons.
func Compare(a, b *Features) Likeness { return compare(a, b, true) }

func compare(a, b *Features, told bool) Likeness {
	t := tally{score: prior, told: told}
	compareActs(&t, a, b)
	if t.score > -6 { // otherwise nothing can make them the same
		compareParties(&t, a, b)
		compareTimes(&t, a, b)
		comparePlaces(&t, a, b)
		compareWords(&t, a, b)
		compareNumbers(&t, a, b)
		compareReports(&t, a, b)
	}
	l := Likeness{Score: t.score, Apart: t.apart, Doubt: t.doubt}
	if told {
		slices.SortStableFunc(t.notes, func(x, y note) int { return cmp.Compare(math.Abs(y.weight), math.Abs(x.weight)) })
		for _, n := range t.notes {
			l.Reasons = append(l.Reasons, n.text)
		}
	}
	return l
}

// speech are acts that are done by saying something: what is said tells them apart.
func speech(c event.Category) bool {
	switch c {
	case event.Agree, event.Request, event.Accuse, event.Reject, event.Threaten, event.Support:
		return true
	}
	return false
}

// deed are acts that happen at a place.
func deed(c event.Category) bool {
	switch c {
	case event.Assault, event.Protest, event.Mobilize, event.Coerce:
		return true
	}
	return false
}

// once are acts that are seldom done again on the next day: an ambassador is expelled once.
func once(c event.Category) bool {
	return c == event.Sanction || c == event.Retreat || c == event.Concede || c == event.Cooperate
}

// actName is a kind of act as reasons call it: "RETREAT/release".
func actName(a *Act) string {
	if a.Mode != "" {
		return string(a.Category) + "/" + a.Mode
	}
	return string(a.Category)
}

// kinModes are modes of a category that the same happening is told in: a bomb that kills and destroys.
var kinModes = [...][2]string{
	{"explosives", "suicide-attack"}, {"explosives", "destroy"}, {"aerial", "drone"}, {"aerial", "explosives"}, {"aerial", "heavy-weapons"},
	{"heavy-weapons", "explosives"}, {"targeted", "explosives"}, {"targeted", "firearms"}, {"demo", "riot"}, {"demo", "obstruct"},
	{"visit", "third-party"}, {"visit", "multilateral"}, {"multilateral", "third-party"}, {"disarm", "ceasefire"}, {"withdraw", "disarm"},
	{"allege", "disapprove"}, {"change", "yield"},
}

func kin(a, b string) bool {
	for _, k := range kinModes {
		if k[0] == a && k[1] == b || k[0] == b && k[1] == a {
			return true
		}
	}
	return false
}

func compareActs(t *tally, a, b *Features) {
	switch {
	case a.Category != b.Category:
		if group(a.Category) != group(b.Category) {
			t.add(-8, "")
			return
		}
		weight := -1.5
		if a.Denied != b.Denied {
			weight = -0.5 // who denies does not take over the words of who accuses: "crossed the border", "attacked"
		}
		t.add(weight, "one is %s, the other %s", actName(&a.Act), actName(&b.Act))
	case a.Mode == b.Mode && a.Mode != "" && deed(a.Category):
		t.add(1.5, "both are %s", actName(&a.Act))
	case a.Mode == b.Mode && a.Mode != "":
		t.add(1.2, "both are %s", actName(&a.Act))
	case a.Mode == b.Mode:
		t.add(0.7, "both are %s", actName(&a.Act))
	case a.Mode == "" || b.Mode == "":
		t.add(0.2, "")
	case kin(a.Mode, b.Mode):
		t.add(-0.2, "")
	default:
		t.add(-2.5, "one is %s, the other %s", actName(&a.Act), actName(&b.Act))
	}
	if a.Root != b.Root && a.Category == b.Category && a.Category != event.Agree {
		t.add(-0.6, "their CAMEO codes are of different kinds")
	}
	compareContents(t, a.Content, b.Content, a.Category)
	compareStatuses(t, a, b)
}

func compareContents(t *tally, a, b *Act, outer event.Category) {
	if a == nil || b == nil {
		return
	}
	switch {
	case a.Category != b.Category:
		t.add(-2.5, "the act is different: %s, %s", actName(a), actName(b))
		return
	case a.Mode == b.Mode && a.Mode != "":
		t.add(1.0, "both about %s", actName(a))
	case a.Mode == b.Mode:
		t.add(0.5, "both about %s", actName(a))
	case a.Mode == "" || b.Mode == "" || kin(a.Mode, b.Mode):
	default:
		t.add(-2, "the act is different: %s, %s", actName(a), actName(b))
	}
	if outer != event.Agree && clash(a.Sources, b.Sources) {
		t.add(-2, "the act is of different parties")
	}
	if a.Content != nil && b.Content != nil {
		compareContents(t, a.Content, b.Content, a.Category)
	}
}

// class is how real an event is, as joining compares it.
type class uint8

const (
	done class = iota
	planned
	said // offered, demanded, threatened: what the act itself is
	supposed
	notDone
)

func classOf(f *Features) class {
	switch f.Status {
	case event.Planned:
		return planned
	case event.Offered, event.Demanded, event.Threatened:
		return said
	case event.Hypothetical:
		return supposed
	case event.NotHappened:
		return notDone
	}
	if f.Denied {
		return notDone
	}
	return done
}

func compareStatuses(t *tally, a, b *Features) {
	x, y := classOf(a), classOf(b)
	if x == y {
		return
	}
	if x > y {
		a, b, x, y = b, a, y, x
	}
	switch {
	case x == done && y == planned:
		// "will meet on Tuesday", then "met on Tuesday": the plan comes before the deed
		if a.Day != NoDay && b.Day != NoDay && b.Day > a.Day {
			t.add(-2.5, "it is planned in the later report and done in the earlier one")
			return
		}
		t.add(-0.2, "")
	case x == done && y == notDone:
		if b.Denied {
			t.add(0.8, "one account denies what the other claims")
			return
		}
		t.add(-1.5, "one account says that it was not done")
	case x == planned && y == notDone:
		t.add(-1.2, "it is planned in one account and not done in the other")
	case y == supposed:
		t.add(-1.2, "one account only supposes it")
	case speech(a.Category) && a.Category == b.Category:
		t.add(-0.6, "their status differs: %s, %s", a.Status, b.Status)
	default:
		// a demand to release is not the release
		t.add(-4, "")
		t.part("an act that is %s is not one that is %s", b.Status, a.Status)
	}
}

func compareTimes(t *tally, a, b *Features) {
	if a.First == NoDay || b.First == NoDay {
		t.add(-0.8, "no date is known")
		switch {
		case a.Weekdays == 0 || b.Weekdays == 0:
		case a.Weekdays&b.Weekdays == 0:
			t.add(-2, "they name different weekdays")
			t.hold("they name different weekdays")
		default:
			t.firm = true
			t.add(0.4, "they name the same weekday")
		}
		return
	}
	gap := max(a.First, b.First) - min(a.Last, b.Last)
	dated := a.Basis == Dated && b.Basis == Dated
	short := a.Last-a.First < fineDays && b.Last-b.First < fineDays
	switch {
	case !dated && a.Basis == b.Basis:
		compareReportDays(t, a, b)
	case gap <= 0 && dated && a.First == a.Last && b.First == b.Last:
		t.add(1.6, "both on %s", dayText(a.First))
	case gap <= 0 && dated && short:
		t.add(0.9, "their days meet: %s; %s", (*daysText)(a), (*daysText)(b))
	case gap <= 0 && dated && max(a.Last-a.First, b.Last-b.First) < 7:
		t.add(0.6, "%s and %s can be the same time", (*daysText)(a), (*daysText)(b)) // "on Thursday", "last week"
	case gap <= 0 && dated:
		t.add(0.2, "")
	case gap <= 0 && short:
		t.add(0.5, "%s and %s can be the same time", (*daysText)(a), (*daysText)(b))
	case gap <= 0:
		t.add(0, "")
	case gap == 1 && dated:
		t.add(-0.9, "the dates differ by a day: %s; %s", (*daysText)(a), (*daysText)(b))
		if a.Category == event.Consult || deed(a.Category) && !(a.Place.Exact && a.Place.Name == b.Place.Name) {
			// "met on Monday" and "met on Tuesday"; "hit two ships on Tuesday" and "the third in 24 hours"
			t.hold("such things happen day after day, and the dates differ by one")
		}
	case gap == 1:
		t.add(-0.8, "the dates differ: %s; %s", (*daysText)(a), (*daysText)(b))
	default:
		t.add(-2-0.4*float64(min(gap, 10)), "the dates differ by %d days: %s; %s", gap, (*daysText)(a), (*daysText)(b))
		if dated && gap > 3 || gap > 6 {
			t.part("the dates differ by %d days", gap)
		}
		t.hold("the dates differ by %d days", gap)
	}
}

// compareReportDays compares events of which no words tell the day: then their reports' days speak. What is said every
// day in the same form ("the central bank is expected to intervene today") must not become one thing.
func compareReportDays(t *tally, a, b *Features) {
	switch apart := max(a.Day, b.Day) - min(a.Day, b.Day); {
	case apart == 0:
		t.add(0.9, "reported on the same day, %s", dayText(a.Day))
	case apart == 1:
		t.add(0.3, "reported on two days that follow each other")
		t.unsettled = !once(a.Category)
	case apart == 2:
		t.unsettled = true
		t.add(-0.6, "reported two days apart")
	default:
		t.unsettled = true
		t.add(-1.2-0.3*float64(min(apart, 12)), "reported %d days apart", apart)
		if apart > 4 {
			t.hold("they are reported %d days apart", apart)
		}
	}
}

// dayText, daysText and names are only written out when somebody reads the reasons.
type dayText int32

func (d dayText) String() string {
	if d == NoDay {
		return "an unknown day"
	}
	n := when.DayNumbered(int(d))
	return fmt.Sprintf("%04d-%02d-%02d", n.Year, n.Month, n.Day)
}

type daysText Features

func (f *daysText) String() string {
	if f.Basis == FromReport {
		return "about " + dayText(f.Day).String()
	}
	if f.First == f.Last {
		return dayText(f.First).String()
	}
	return dayText(f.First).String() + "/" + dayText(f.Last).String()
}

// near and far are distances in kilometres at which two places are the same for joining, and are two.
const (
	near = 30
	far  = 60
)

func comparePlaces(t *tally, a, b *Features) {
	p, q := &a.Place, &b.Place
	if p.Name == "" || q.Name == "" {
		return
	}
	switch {
	case p.Name == q.Name && p.Exact:
		t.anchored = true
		t.add(1.2, "both in %s", p.Name)
	case p.Name == q.Name:
		t.add(0.4, "both in %s", p.Name)
	case p.Exact && q.Exact && p.known() && q.known():
		km := distance(p, q)
		switch {
		case km <= near:
			t.add(0.4, "%s and %s lie %.0f km from each other", p.Name, q.Name, km)
		case km <= far:
			t.add(-0.6, "%s and %s lie %.0f km from each other", p.Name, q.Name, km)
		default:
			t.add(-3.5, "the places differ: %s, %s", p.Name, q.Name)
			if deed(a.Category) {
				t.part("the places differ: %s, %s", p.Name, q.Name) // two bombs in two towns
			}
			t.hold("the places differ: %s, %s", p.Name, q.Name)
		}
	case p.Country != "" && q.Country != "" && p.Country != q.Country:
		weight := -1.5
		if deed(a.Category) || a.Category == event.Consult {
			weight = -2.5
			t.hold("the places differ: %s, %s", p.Name, q.Name)
		}
		t.add(weight, "the places differ: %s, %s", p.Name, q.Name)
	case p.Exact && q.Exact:
		t.add(-0.7, "the places have different names: %s, %s", p.Name, q.Name)
	}
}

func (p *Place) known() bool { return p.Lat != 0 || p.Lon != 0 }

// distance is in kilometres along a great circle (haversine formula).
func distance(p, q *Place) float64 {
	const radius, rad = 6371, math.Pi / 180
	dLat, dLon := float64(q.Lat-p.Lat)*rad, float64(q.Lon-p.Lon)*rad
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(float64(p.Lat)*rad)*math.Cos(float64(q.Lat)*rad)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}

func compareWords(t *tally, a, b *Features) {
	if a.Report == b.Report {
		// One sentence can tell two things: "remove trade barriers and cut import tariffs". Only the words of the two
		// themselves count.
		compareEvidence(t, a, b)
		return
	}
	if shareAny(a.Sentences, b.Sentences) {
		t.anchored, t.firm = true, true
		t.add(4, "the same sentence")
	}
	if len(a.Quoted) > 0 && len(b.Quoted) > 0 {
		share, shared := alike(a.Quoted, b.Quoted)
		switch {
		case share >= 0.4 && shared >= 2:
			t.anchored, t.firm = true, true
			t.add(3.5, "the same words are quoted")
		case shared >= 1:
			t.add(1.5, "some of the words quoted are the same")
		case speech(a.Category):
			t.add(-0.4, "other words are quoted")
		}
	}
	sameWords := compareEvidence(t, a, b)
	share, shared := alike(a.Sentence, b.Sentence)
	switch {
	case shared >= 6 && share >= 0.45:
		t.anchored = t.anchored || sameWords || shared >= 8
		t.firm = t.firm || shared >= 8 && share >= 0.6
		t.add(1.6, "the sentences say the same")
	case shared >= 3 && share >= 0.25:
		t.add(0.9, "the sentences are alike")
	case shared < 0.6 && len(a.Sentence) >= 6 && len(b.Sentence) >= 6:
		t.add(-0.6, "the sentences have no word in common")
	}
	share, shared = alike(a.Topic, b.Topic)
	switch {
	case shared >= 10 && share >= 0.45:
		t.add(1.7, "the reports are about the same")
	case shared >= 5 && share >= 0.25:
		t.add(1.0, "the reports are about related things")
	case shared < 1.5 && len(a.Topic) >= 10 && len(b.Topic) >= 10:
		t.add(-1.4, "the reports are about different things")
	case shared < 3 && len(a.Topic) >= 10 && len(b.Topic) >= 10:
		t.add(-0.5, "the reports have little in common")
	}
	if len(a.Tracks) > 0 && len(b.Tracks) > 0 {
		if shareAny(a.Tracks, b.Tracks) {
			t.add(0.4, "on the same track")
		} else {
			t.add(-0.5, "on different tracks")
		}
	}
}

// compareEvidence compares the words in which two acts are told, and reports whether they are the same.
func compareEvidence(t *tally, a, b *Features) (sameWords bool) {
	share, shared := alike(a.Evidence, b.Evidence)
	sameWords = shared >= 2.5 && share >= 0.6
	switch {
	case sameWords:
		t.anchored = t.anchored || shared >= 4
		t.add(2.4, "told in the same words")
	case shared >= 1.5 && share >= 0.4:
		t.add(1.5, "told in much the same words")
	case shared >= 0.9 && share >= 0.2 && speech(a.Category):
		t.add(0.2, "told in some of the same words") // "urged the commission" to do this, and to do that
	case shared >= 0.9 && share >= 0.2:
		t.add(0.6, "told in some of the same words")
	case len(a.Evidence) >= 4 && len(b.Evidence) >= 4 && shared < 0.3:
		t.add(-1.0, "told in different words")
	case len(a.Evidence) >= 4 && len(b.Evidence) >= 4 && share < 0.25 && speech(a.Category):
		t.add(-0.6, "told in other words")
	}
	return sameWords
}

func shareAny(a, b []word) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case b[j] < a[i]:
			j++
		default:
			return true
		}
	}
	return false
}

func compareNumbers(t *tally, a, b *Features) {
	if a.Ordinals != 0 && b.Ordinals != 0 && a.Ordinals&b.Ordinals == 0 {
		t.add(-2.5, "they have different numbers in a series")
		t.part("they have different numbers in a series")
	}
	if a.Again != b.Again && (a.First != b.First || a.Day != b.Day) {
		t.add(-0.8, "one is told as another one")
	}
	if a.SoFar != b.SoFar {
		// the dead of a war are not those of a day
		if a.Killed >= 0 && b.Killed >= 0 || a.Injured >= 0 && b.Injured >= 0 {
			t.add(-2, "one counts all victims so far")
		}
		return
	}
	count := func(x, y int32, what string) {
		switch {
		case x < 0 || y < 0:
		case x == y && x >= 3:
			t.anchored, t.firm = true, true
			t.add(1.4, "the same count: %d %s", x, what)
		case x == y:
			t.add(0.6, "the same count: %d %s", x, what)
		case a.First == NoDay || b.First == NoDay:
			t.add(-1.5, "the counts differ: %d and %d %s", x, y, what)
			t.hold("the counts differ, and no date is known")
		case max(x, y) > 3*min(x, y)+3:
			t.add(-1.8, "the counts differ: %d and %d %s", x, y, what)
		case max(x, y)-min(x, y) <= 2 || max(x, y)*2 <= min(x, y)*3:
			// counts rise while the dead are found, and sides count differently
			t.add(-0.2, "the counts differ: %d and %d %s", x, y, what)
		default:
			t.add(-0.9, "the counts differ: %d and %d %s", x, y, what)
		}
	}
	count(a.Killed, b.Killed, "killed")
	count(a.Injured, b.Injured, "injured")
}

func compareReports(t *tally, a, b *Features) {
	if a.Report == b.Report {
		// the reading has merged what a report tells twice: what is left is different, unless it is told again word by word
		t.add(-2.5, "both stand in one report")
		if t.score < retold {
			t.hold("both stand in one report")
		}
		return
	}
	if slices.Contains(a.Copies, b.Report) || slices.Contains(b.Copies, a.Report) {
		t.anchored, t.firm = true, true
		t.add(1.5, "one report is a copy of the other")
	}
	if (a.First == NoDay || b.First == NoDay) && !t.firm && (deed(a.Category) || a.Category == event.Consult) {
		// car bombs explode in Baghdad week after week, and undated reports do not tell which
		t.hold("no date is known, and the like happens often")
	}
	if t.unsettled && !t.firm && max(a.Day, b.Day)-min(a.Day, b.Day) > 10 {
		// maps of mines are handed over in June, and again in July
		t.part("no words tell the day, and they are reported weeks apart")
	}
	if t.unsettled && !t.anchored {
		// "accused Armenian troops of opening fire" is said on Wednesday, and again on Thursday
		t.hold("no words tell the day, and the like is told day after day")
	}
}

// retold is the score from which on two events of one report are the same told twice.
const retold = 3.5
