package quote_test

import (
	"strings"
	"testing"

	"chancery/actor"
	"chancery/quote"
	"chancery/report"
	"chancery/syntax"
)

// mention makes the mention of a run of words that stands once in the document.
func mention(t *testing.T, doc *syntax.Document, words string, form actor.Form, class actor.Class, parties ...actor.Party) actor.Mention {
	t.Helper()
	at := strings.Index(doc.Text, words)
	if at < 0 {
		t.Fatalf("%q is not in the text", words)
	}
	m := actor.Mention{Span: report.Span{Start: at, End: at + len(words)}, Sentence: -1, Form: form, Class: class, Parties: parties}
	for i := range doc.Sentences {
		for k := range doc.Sentences[i].Tokens {
			tok := &doc.Sentences[i].Tokens[k]
			if tok.Start == m.Start {
				m.Sentence, m.First = i, k
			}
			if tok.End == m.End {
				m.Last, m.Head = k, k
			}
		}
	}
	if m.Sentence < 0 {
		t.Fatalf("no token begins with %q", words)
	}
	for i := range m.Parties {
		m.Parties[i].Span = m.Span
	}
	return m
}

func TestSpeakerIsTheMentionsParty(t *testing.T) {
	reeker := actor.Party{Name: "Philip Reeker", Actor: "USAGOV:philip-reeker", Country: "USA", Resolved: actor.ByName}
	byPronoun := reeker
	byPronoun.Resolved = actor.ByPronoun
	text := "Philip Reeker visited Baku.\n“We remain ready,” he said.\nThe official, who met journalists, told Jeyhun Bayramov that help was near."
	doc, r := analyse(t, text)
	mentions := []actor.Mention{
		mention(t, doc, "Philip Reeker", actor.Proper, actor.Person, reeker),
		mention(t, doc, "he ", actor.Pronoun, actor.Person, byPronoun),
		mention(t, doc, "The official", actor.Nominal, actor.Person, reeker),
		mention(t, doc, "Jeyhun Bayramov", actor.Proper, actor.Person, actor.Party{Name: "Jeyhun Bayramov", Country: "AZE"}),
	}
	mentions[1].End-- // "he " keeps Index from finding "the"
	for k := range doc.Sentences[mentions[1].Sentence].Tokens {
		if doc.Sentences[mentions[1].Sentence].Tokens[k].Start == mentions[1].Start {
			mentions[1].First, mentions[1].Last, mentions[1].Head = k, k, k
		}
	}
	all := quote.Find(doc, r, mentions)
	if len(all) != 2 {
		t.Fatalf("%d quotations, want 2: %+v", len(all), all)
	}
	for i, q := range all {
		if q.Speaker == nil || q.Speaker.Name != "Philip Reeker" || q.Speaker.Actor != reeker.Actor {
			t.Errorf("quotation %d: speaker %+v, want Philip Reeker", i, q.Speaker)
		}
		if n := len(q.Attribution); n != 1 || q.Attribution[0].Kind != quote.PersonVoice || q.Attribution[0].Actor != reeker.Actor {
			t.Errorf("quotation %d: voices %+v", i, q.Attribution)
		}
	}
	if q := all[0]; q.Source.In(text) != "he" || q.Speaker.Resolved != actor.ByPronoun {
		t.Errorf("source %q resolved by %s, want he by pronoun", q.Source.In(text), q.Speaker.Resolved)
	}
	if a := all[1].Addressee; a == nil || a.Name != "Jeyhun Bayramov" {
		t.Errorf("addressee %+v, want Jeyhun Bayramov", a)
	}
}

func TestPronounThatStandsForNobodyHasNoSpeaker(t *testing.T) {
	doc, r := analyse(t, "“We remain ready,” he said.")
	all := quote.Find(doc, r, nil)
	if len(all) != 1 || all[0].Speaker != nil || all[0].SpeakerHead < 0 || all[0].Source.In(doc.Text) != "he" {
		t.Fatalf("got %+v", all)
	}
}

func TestKindOfVoiceComesFromTheMention(t *testing.T) {
	for _, c := range []struct {
		text, source string
		class        actor.Class
		want         quote.VoiceKind
	}{
		{"Baku said that the road was open.", "Baku", actor.State, quote.BodyVoice},
		{"Armenpress said that the road was open.", "Armenpress", actor.Outlet, quote.AgencyVoice},
		{"Mirzoyan said that the road was open.", "Mirzoyan", actor.Person, quote.PersonVoice},
		{"Caucasus Daily said that the road was open.", "Caucasus Daily", actor.Outlet, quote.OutletVoice},
	} {
		doc, r := analyse(t, c.text)
		r.Outlet = "Caucasus Daily"
		m := mention(t, doc, c.source, actor.Proper, c.class, actor.Party{Name: c.source})
		all := quote.Find(doc, r, []actor.Mention{m})
		if len(all) != 1 {
			t.Errorf("%s: %d quotations", c.text, len(all))
			continue
		}
		chain := all[0].Attribution
		if last := chain[len(chain)-1]; last.Name != c.source || last.Kind != c.want {
			t.Errorf("%s: last voice %+v, want %s", c.text, last, c.want)
		}
		if c.want == quote.OutletVoice && len(chain) != 1 {
			t.Errorf("%s: the outlet is there twice: %+v", c.text, chain)
		}
	}
}

// Attitudes are for those who count attributions; a reader of quotations does not get them.
func TestAttitudesAreNoQuotations(t *testing.T) {
	doc, r := analyse(t, "Yerevan criticised the plan.")
	if all := quote.Find(doc, r, nil); len(all) != 0 {
		t.Errorf("Find gives %+v", all)
	}
	all := quote.Attributions(doc, r, nil)
	if len(all) != 1 || !all[0].Attitude || all[0].Content[0].In(doc.Text) != "the plan" {
		t.Errorf("Attributions gives %+v", all)
	}
}

func TestNothingInNothing(t *testing.T) {
	if all := quote.Find(nil, nil, nil); len(all) != 0 {
		t.Errorf("got %+v", all)
	}
	if all := quote.Find(&syntax.Document{}, &report.Report{}, nil); len(all) != 0 {
		t.Errorf("got %+v", all)
	}
}

func BenchmarkFind(b *testing.B) {
	paragraph := "“We are ready to open the border,” Foreign Minister Ararat Mirzoyan said on Tuesday. “The other side must decide.”\n" +
		"According to the Defence Ministry, two soldiers were wounded when a patrol came under fire near the village.\n" +
		"Lavrov told reporters in Moscow that the talks would go on, adding that both sides had asked for help.\n" +
		"The road was closed in the morning. Trucks waited on both sides of the bridge until the evening.\n"
	doc, r := analyse(b, strings.Repeat(paragraph, 5))
	b.SetBytes(int64(len(doc.Text)))
	for b.Loop() {
		quote.Find(doc, r, nil)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
}

func TestTitleNamesBySurname(t *testing.T) {
	doc, r := analyse(t, "# Reeker: U.S. ready to assist in border demarcation\nPhilip Reeker visited Baku on Tuesday.")
	m := mention(t, doc, "Philip Reeker", actor.Proper, actor.Person, actor.Party{Name: "Philip Reeker", Country: "USA"})
	all := quote.Find(doc, r, []actor.Mention{m})
	if len(all) != 1 || all[0].Speaker == nil || all[0].Speaker.Name != "Philip Reeker" || all[0].Speaker.Span.In(doc.Text) != "Reeker" {
		t.Fatalf("got %+v", all)
	}
	if got := all[0].Content[0].In(doc.Text); got != "U.S. ready to assist in border demarcation" {
		t.Errorf("content %q", got)
	}
}

// TestAttitudes holds what Attributions gives beside what Find gives: attitudes that somebody holds, or that a noun tells
// without saying whose they are, but none of things and of participles that have no subject.
func TestAttitudes(t *testing.T) {
	for _, c := range []struct{ text, cue string }{
		{"The governor backs the plan.", "backs"},
		{"There was little opposition to the plan.", "opposition to"},
		{"They met about a problem that demands an answer.", ""},
		{"A group called the Front met on Monday.", ""},
	} {
		doc, r := analyse(t, c.text)
		if found := quote.Find(doc, r, nil); len(found) > 0 {
			t.Errorf("%s: Find gives %q, which is no words", c.text, found[0].Cue.In(c.text))
		}
		got := ""
		for _, q := range quote.Attributions(doc, r, nil) {
			if !q.Attitude {
				t.Errorf("%s: %q is no words", c.text, q.Cue.In(c.text))
			}
			got += q.Cue.In(c.text)
		}
		if got != c.cue {
			t.Errorf("%s: attitudes %q, want %q", c.text, got, c.cue)
		}
	}
}
