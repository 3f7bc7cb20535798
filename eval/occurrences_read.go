package eval

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"chancery/report"
)

// TellingDocument is a document of ECB+ (Cybulska and Vossen 2014): its words and the events that they tell of.
type TellingDocument struct {
	Name      string // "12_10ecbplus"
	Topic     string // "12"
	URL       string
	Published report.Span // of Text: the date that stands alone on a line before the text; empty for none
	Text      string
	Sentences []report.Span // of Text, without the address
	Mentions  []TellingMention
}

// TellingMention is words that name an event.
type TellingMention struct {
	report.Span        // from the first of its words to the last
	Words       string // with a space between two
	Sentence    int    // as the corpus counts
	Chain       string // mentions with the same one mean the same event
}

// AnnotatedSentences are the sentences of which somebody has made sure that all events are marked, by document
// ("12_10ecbplus").
type AnnotatedSentences map[string]map[int]bool

// ReadAnnotatedSentences reads ECB+'s list: topic, file and number of a sentence.
func ReadAnnotatedSentences(r io.Reader, name string) (AnnotatedSentences, error) {
	rows := csv.NewReader(r)
	rows.FieldsPerRecord = 3
	list := AnnotatedSentences{}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		number, err := strconv.Atoi(strings.TrimSpace(row[2]))
		if err != nil {
			if len(list) == 0 && strings.EqualFold(row[0], "topic") {
				continue
			}
			line, _ := rows.FieldPos(2)
			return nil, fmt.Errorf("%s:%d: %q is no number of a sentence", name, line, row[2])
		}
		document := row[0] + "_" + row[1]
		if list[document] == nil {
			list[document] = map[int]bool{}
		}
		list[document][number] = true
	}
}

// ecbDocument is the XML of a document.
type ecbDocument struct {
	XMLName xml.Name `xml:"Document"`
	Tokens  []struct {
		ID       int    `xml:"t_id,attr"`
		Sentence int    `xml:"sentence,attr"`
		Word     string `xml:",chardata"`
	} `xml:"token"`
	Markables struct {
		All []struct {
			XMLName xml.Name
			ID      int    `xml:"m_id,attr"`
			Event   string `xml:"instance_id,attr"`
			Anchors []struct {
				Token int `xml:"t_id,attr"`
			} `xml:"token_anchor"`
		} `xml:",any"`
	} `xml:"Markables"`
	Relations struct {
		All []struct {
			XMLName xml.Name
			ID      string `xml:"r_id,attr"`
			Event   string `xml:"note,attr"`
			Sources []struct {
				Mention int `xml:"m_id,attr"`
			} `xml:"source"`
		} `xml:",any"`
	} `xml:"Relations"`
}

// ReadTellings reads a document of ECB+. Its name without the ending is taken for topic and number ("12_10ecbplus").
func ReadTellings(r io.Reader, name string) (*TellingDocument, error) {
	var x ecbDocument
	if err := xml.NewDecoder(r).Decode(&x); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	base := name[strings.LastIndexByte(name, '/')+1:]
	base = strings.TrimSuffix(base, ".xml")
	d := &TellingDocument{Name: base}
	d.Topic, _, _ = strings.Cut(base, "_")
	place := map[int]int{} // of a token's number
	var spans []report.Span
	var sentence []int
	for i := 0; i < len(x.Tokens); {
		k := i
		var words []string
		for ; k < len(x.Tokens) && x.Tokens[k].Sentence == x.Tokens[i].Sentence; k++ {
			words = append(words, x.Tokens[k].Word)
		}
		text, places := joinWords(words)
		number := x.Tokens[i].Sentence
		switch {
		case number == 0 && len(words) > 3 && strings.HasPrefix(words[0], "http"):
			d.URL = strings.Join(words, "")
			places = make([]report.Span, len(words)) // no words of the text
		case text != "":
			if d.Text != "" {
				d.Text += "\n\n"
			}
			for j := range places {
				places[j].Start += len(d.Text)
				places[j].End += len(d.Text)
			}
			d.Sentences = append(d.Sentences, report.Span{Start: len(d.Text), End: len(d.Text) + len(text)})
			d.Text += text
			if d.Published.Empty() && number < 4 && standsAsDate(words) {
				d.Published = d.Sentences[len(d.Sentences)-1]
			}
		}
		for j := i; j < k; j++ {
			place[x.Tokens[j].ID] = len(spans)
			spans, sentence = append(spans, places[j-i]), append(sentence, number)
		}
		i = k
	}
	chain := map[int]string{}
	for _, relation := range x.Relations.All {
		event := relation.Event
		if relation.XMLName.Local != "CROSS_DOC_COREF" || event == "" {
			event = d.Name + "/" + relation.ID
		}
		for _, s := range relation.Sources {
			chain[s.Mention] = event
		}
	}
	for _, m := range x.Markables.All {
		tag := m.XMLName.Local
		if len(m.Anchors) == 0 || !strings.HasPrefix(tag, "ACTION_") && !strings.HasPrefix(tag, "NEG_ACTION_") {
			continue
		}
		mention := TellingMention{Chain: chain[m.ID], Sentence: -1}
		if mention.Chain == "" {
			mention.Chain = fmt.Sprintf("%s/alone/%d", d.Name, m.ID)
		}
		var words []string
		for _, a := range m.Anchors {
			at, ok := place[a.Token]
			if !ok {
				return nil, fmt.Errorf("%s: mention %d has the word %d, which is not there", name, m.ID, a.Token)
			}
			if mention.Sentence < 0 {
				mention.Span, mention.Sentence = spans[at], sentence[at]
			}
			mention.Start, mention.End = min(mention.Start, spans[at].Start), max(mention.End, spans[at].End)
			words = append(words, spans[at].In(d.Text))
		}
		if mention.Empty() {
			continue // in the address
		}
		mention.Words = strings.Join(words, " ")
		d.Mentions = append(d.Mentions, mention)
	}
	slices.SortStableFunc(d.Mentions, func(a, b TellingMention) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return a.End - b.End
	})
	// Words that are marked twice count once.
	d.Mentions = slices.CompactFunc(d.Mentions, func(a, b TellingMention) bool { return a.Span == b.Span })
	return d, nil
}

// standsAsDate reports whether a line is a date and no more: "Nov 28 , 2005".
func standsAsDate(words []string) bool {
	if len(words) < 3 || len(words) > 10 {
		return false
	}
	year := false
	month := false
	for _, w := range words {
		if n, err := strconv.Atoi(w); err == nil && len(w) == 4 && n > 1900 && n < 2100 {
			year = true
		}
		for _, m := range [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"} {
			month = month || strings.HasPrefix(strings.ToLower(w), strings.ToLower(m))
		}
	}
	return year && month
}
