package eval

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"chancery/actor"
	"chancery/event"
	"chancery/report"
)

// Judgement is what a reader said of one event that chancery had found in an item of a news sample.
type Judgement struct {
	Round               string      // of judging: "3"
	Item                string      // [NewsItem].ID
	Span                report.Span // of the event's first evidence in the item's text as read
	Category, Status    string
	Sources, Recipients string // the parties' names, joined by "; "
	Right               bool   // category, parties and status are what the report says
}

// judgementColumns are the columns of the file of judged events.
var judgementColumns = []string{"round", "item", "start", "end", "category", "status", "sources", "recipients", "verdict", "remark"}

// JudgementLine is an event as a line of the file of judged events, up to the verdict.
func JudgementLine(round, item string, e *event.Event) string {
	span := e.Evidence[0]
	return strings.Join([]string{
		round, item, strconv.Itoa(span.Start), strconv.Itoa(span.End), string(e.Category), string(e.Status), partyNames(e.Sources), partyNames(e.Recipients),
	}, "\t")
}

func partyNames(parties []actor.Party) string {
	names := make([]string, len(parties))
	for i := range parties {
		names[i] = strings.Join(strings.Fields(parties[i].Name), " ")
	}
	return strings.Join(names, "; ")
}

// ReadJudgements reads a file of judged events: tab-separated, a header, lines with # are remarks; the verdict is
// "right" or "wrong". A mistake names its line.
func ReadJudgements(in io.Reader, name string) ([]Judgement, error) {
	var out []Judgement
	scan := bufio.NewScanner(in)
	scan.Buffer(make([]byte, 64<<10), 1<<20)
	header := false
	for line := 1; scan.Scan(); line++ {
		text := scan.Text()
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		if !header {
			if header = true; text != strings.Join(judgementColumns, "\t") {
				return nil, fmt.Errorf("%s:%d: the header has to be %s, separated by tabs", name, line, strings.Join(judgementColumns, " "))
			}
			continue
		}
		f := strings.Split(text, "\t")
		if len(f) < len(judgementColumns)-1 {
			return nil, fmt.Errorf("%s:%d: %d columns, want %d", name, line, len(f), len(judgementColumns))
		}
		j := Judgement{Round: f[0], Item: f[1], Category: f[4], Status: f[5], Sources: f[6], Recipients: f[7], Right: f[8] == "right"}
		var err error
		if j.Span.Start, err = strconv.Atoi(f[2]); err == nil {
			j.Span.End, err = strconv.Atoi(f[3])
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, line, err)
		}
		if f[8] != "right" && f[8] != "wrong" {
			return nil, fmt.Errorf("%s:%d: the verdict %q is neither right nor wrong", name, line, f[8])
		}
		out = append(out, j)
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

// Of reports whether the judgement is of this event: the same category, status and parties, told by words that overlap.
// What a later engine reads otherwise has no judgement.
func (j *Judgement) Of(e *event.Event) bool {
	return j.Category == string(e.Category) && j.Status == string(e.Status) && j.Span.Overlaps(e.Evidence[0]) &&
		j.Sources == partyNames(e.Sources) && j.Recipients == partyNames(e.Recipients)
}
