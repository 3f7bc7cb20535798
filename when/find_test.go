package when_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"chancery/report"
	"chancery/syntax"
	"chancery/when"
)

var load = sync.OnceValues(syntax.Load)

func analyse(t testing.TB, text string) *syntax.Document {
	analyzer, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return analyzer.Analyze(text, []report.Block{{Span: report.Span{End: len(text)}}})
}

// show writes the expressions of a text as "words value edtf", and what else is set, separated by " | ".
func show(doc *syntax.Document, published string) string {
	var lines []string
	for _, e := range when.Find(doc, report.Published{EDTF: published}) {
		line := e.In(doc.Text)
		if e.Value != "" {
			line += " = " + e.Value
		}
		if e.Interval.EDTF != "" && e.Interval.EDTF != e.Value {
			line += " " + e.Interval.EDTF
		}
		if e.Since {
			line += " since"
		}
		if e.Anchored {
			line += fmt.Sprintf(" %d..%d of %s", e.Shift[0], e.Shift[1], doc.Sentences[e.AnchorSentence].Tokens[e.Anchor].Form)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, " | ")
}

type phrase struct{ text, want string }

func check(t *testing.T, published string, phrases []phrase) {
	t.Helper()
	for _, p := range phrases {
		if got := show(analyse(t, p.text), published); got != p.want {
			t.Errorf("%s\n got: %s\nwant: %s", p.text, got, p.want)
		}
	}
}

// The reports of these tests are of Thursday, 10 June 2021.
const thursday = "2021-06-10"

func TestDates(t *testing.T) {
	check(t, thursday, []phrase{
		{"The envoy came to the capital on June 8.", "June 8 = 2021-06-08"},
		{"The envoy came on 8 June 2021.", "8 June 2021 = 2021-06-08"},
		{"The envoy came on the 8th of June.", "the 8th of June = 2021-06-08"},
		{"They signed it on Tuesday, June 8, 2021.", "Tuesday, June 8, 2021 = 2021-06-08"},
		{"They signed it on Nov. 10, 2020.", "Nov. 10, 2020 = 2020-11-10"},
		{"They signed it on 10.11.2020, not on 11/12/2020 or 2020-11-13.", "10.11.2020 = 2020-11-10 | 11/12/2020 = 2020-11-12 | 2020-11-13 = 2020-11-13"},
		{"They met on May 21-23.", "May 21-23 = 2021-05-21/2021-05-23"},
		{"They met on 8-9 June.", "8-9 June = 2021-06-08/2021-06-09"},
		{"They met on May 21 and 22.", "May 21 = 2021-05-21 | 22 = 2021-05-22"},
		{"They met on 14 and 15 May.", "14 = 2021-05-14 | 15 May = 2021-05-15"},
		{"It lasted from 27 September to 10 November 2020.", "27 September = 2020-09-27 2020-09-27/2020-11-10 | 10 November 2020 = 2020-11-10 2020-09-27/2020-11-10"},
		{"It was discussed in late April.", "late April = 2021-04 2021-04-21/2021-04-30"},
		{"It began in early 2021 and ended in mid-May.", "early 2021 = 2021 2021-01-01/2021-04-30 | mid-May = 2021-05 2021-05-11/2021-05-20"},
		{"It was so in the spring of 2022.", "the spring of 2022 = 2022-SP 2022-03-01/2022-05-31"},
		{"It was so in the 1990s and in the late 1980s.", "the 1990s = 199 1990-01-01/1999-12-31 | the late 1980s = 198 1986-01-01/1989-12-31"},
		{"Output fell in the first quarter of 2021.", "the first quarter of 2021 = 2021-Q1 2021-01-01/2021-03-31"},
		{"They spent more in fiscal 2020.", "fiscal 2020 = 2020"},
		{"They marched in 480 BC.", "480 BC = BC0480 -0479"},
		{"It was agreed on New Year's Eve and on Christmas Day 2019.", "New Year's Eve = 2020-12-31 | Christmas Day 2019 = 2019-12-25"},
		{"The 2020 war followed the 2018 elections.", "2020 = 2020 | 2018 = 2018"},
	})
}

func TestNumbersThatAreNoDates(t *testing.T) {
	check(t, thursday, []phrase{
		{"The army sent 2000 troops and 1,500 guns for $1990.", ""},
		{"A 52-year-old teacher was hurt.", ""},
		{"Three-quarters of the food comes by sea.", ""},
		{"May said that she would march and spring water was clean.", ""},
		{"Jan Novak and April Summers spoke.", ""},
		{"Resolution 2254 and Article 8 were cited, at 1990.5 points.", ""},
		{"The Sun reported it, and so did the Sat.", ""},
		{"María met Sergey in Marseille.", ""},
	})
}

func TestWeekdaysFollowTheVerb(t *testing.T) {
	check(t, thursday, []phrase{
		{"The ministers met on Monday.", "Monday = 2021-06-07"},
		{"The ministers will meet on Monday.", "Monday = 2021-06-14"},
		{"The spokesman said on Thursday that he agreed.", "Thursday = 2021-06-10"},
		{"The summit is scheduled for Friday.", "Friday = 2021-06-11"},
		{"The games scheduled for Wednesday were held.", "Wednesday = 2021-06-09"},
		{"They met last Thursday.", "last Thursday = 2021-06-03"},
		{"They will meet next Friday.", "next Friday = 2021-06-11"},
		{"The talks will be held on June 15.", "June 15 = 2021-06-15"},
		{"They signed it in December.", "December = 2020-12"},
		{"They will sign it in December.", "December = 2021-12"},
		{"He spoke on Tuesday evening.", "Tuesday evening = 2021-06-08TEV 2021-06-08"},
	})
}

func TestDeictic(t *testing.T) {
	check(t, thursday, []phrase{
		{"They met today.", "today = 2021-06-10"},
		{"They met yesterday, and he left two days ago.", "yesterday = 2021-06-09 | two days ago = 2021-06-08"},
		{"They met the day before yesterday.", "the day before yesterday = 2021-06-08"},
		{"They met last year and will meet next month.", "last year = 2020 | next month = 2021-07"},
		{"The law was extended this year too.", "this year = 2021"},
		{"People died in last year's war.", "last year = 2020"},
		{"It happened earlier this week.", "earlier this week = 2021-W23 2021-06-07/2021-06-10"},
		{"Shots were heard in the past week.", "the past week = P1W 2021-06-03/2021-06-10"},
		{"Shots were heard over the last 24 hours.", "the last 24 hours = PT24H 2021-06-09/2021-06-10"},
		{"It grew over the past two months.", "the past two months = P2M 2021-04-10/2021-06-10"},
		{"He came last night.", "last night = 2021-06-09TNI 2021-06-09"},
		{"They recently met, and several years ago too.", "recently = PAST_REF | several years ago = PAST_REF 2011-04-04/2018-08-10"},
		{"It will be over by the year's end.", "the year's end = 2021 /2021-12-31"},
	})
}

func TestTimesOfDay(t *testing.T) {
	check(t, thursday, []phrase{
		{"It began at 5 p.m. local time on Tuesday.", "5 p.m. local time = 2021-06-08T17:00 2021-06-08 | Tuesday = 2021-06-08"},
		{"It began at 10:35 a.m.", "10:35 a.m. = 2021-06-10T10:35 2021-06-10"},
		{"It began at 21:00 GMT.", "21:00 GMT = 2021-06-10T21:00 2021-06-10"},
	})
}

func TestDurationsAndSets(t *testing.T) {
	check(t, thursday, []phrase{
		{"They talked for three days.", "three days = P3D"},
		{"The 44-day war ended.", "44-day = P44D"},
		{"It took two and a half years.", "two and a half years = P2Y6M"},
		{"It took more than three decades.", "more than three decades = P30Y"},
		{"It took several weeks.", "several weeks = PXW"},
		{"They meet every year and hold monthly calls.", "every year = P1Y | monthly = P1M"},
		{"They meet every three months, and on Sundays.", "every three months = P3M | Sundays = XXXX-WXX-7"},
		{"They meet once a week.", "once a week = P1W"},
	})
}

func TestSinceUntilBefore(t *testing.T) {
	check(t, thursday, []phrase{
		{"He has led the country since 2003.", "2003 = 2003 2003-01-01/2021-06-10 since"},
		{"The border has been closed since the war.", "since the war since 0..0 of war"},
		{"Twenty have been killed since the war last year.", "since the war 2020-01-01/2021-06-10 since 0..0 of war | last year = 2020"},
		{"It had ended before 2020.", "2020 = 2020 /2019-12-31"},
		{"Nothing moved until Friday.", "Friday = 2021-06-04 /2021-06-04"},
		{"They met after Friday's talks.", "Friday = 2021-06-04"},
		{"He has since resigned.", ""},
		{"It was signed between May 30 and June 2.", "May 30 = 2021-05-30 2021-05-30/2021-06-02 | June 2 = 2021-06-02 2021-05-30/2021-06-02"},
	})
}

func TestAnchors(t *testing.T) {
	check(t, thursday, []phrase{
		{"A few days before Biden's statement, Aliyev spoke of it.", "A few days = PXD -7..-2 of statement"},
		{"Two days after the ceasefire, the shelling began again.", "Two days = P2D 2..2 of ceasefire"},
		{"The day after the talks, both sides fired.", "The day = XXXX-XX-XX 1..1 of talks"},
		{"On the eve of the summit, the envoys met.", "the eve -1..-1 of summit"},
		{"The text must be ready within two weeks of the ceasefire.", "two weeks = P2W 0..17 of ceasefire"},
		{"He left two days after June 1.", "two days = P2D 2021-06-03 | June 1 = 2021-06-01 2021-06-02/"},
		{"He left three weeks before the Nov. 3 election.", "three weeks = P3W 2020-10-10/2020-10-16 -24..-18 of election | Nov. 3 = 2020-11-03"},
	})
}

func TestTimesLeanOnTheTimeNamedBefore(t *testing.T) {
	check(t, thursday, []phrase{
		{"The deal was signed on 10 November 2020. The following day the troops arrived.", "10 November 2020 = 2020-11-10 | The following day = 2020-11-11"},
		{"They met on May 12. Two days later the clashes began, and a week later they ended.", "May 12 = 2021-05-12 | Two days later = 2021-05-14 | a week later = 2021-05-21"},
		{"Fifteen were handed over on June 12, 2020. On July 3 two more were freed.", "June 12, 2020 = 2020-06-12 | July 3 = 2020-07-03"},
		{"It was signed in 1994. That year the war ended.", "1994 = 1994 | That year = 1994"},
	})
}

func TestWithoutPublicationDate(t *testing.T) {
	check(t, "", []phrase{
		{"The envoy came on June 8.", "June 8 = XXXX-06-08"},
		{"The envoy came on Monday, yesterday or last year.", "Monday = XXXX-WXX-1 | yesterday = XXXX-XX-XX | last year = XXXX"},
		{"The war ended on 10 November 2020. In December the prisoners came home. On 11 January the leaders met.", "10 November 2020 = 2020-11-10 | December = 2020-12 | 11 January = 2021-01-11"},
		{"A few days before his statement they met recently.", "A few days = PXD -7..-2 of statement | recently = PAST_REF"},
	})
}

// TestSpans holds every expression to the invariants that other packages rely on.
func TestSpans(t *testing.T) {
	doc := analyse(t, "On June 8, mid-May's talks, held two days after the 1990s-style summit, ended. They will meet next week at 5 p.m. on Friday.")
	last := 0
	found := when.Find(doc, report.Published{EDTF: thursday})
	if len(found) < 5 {
		t.Fatalf("only %d expressions", len(found))
	}
	for _, e := range found {
		s := &doc.Sentences[e.Sentence]
		if e.Start < last || e.End <= e.Start {
			t.Errorf("%q out of order", e.In(doc.Text))
		}
		last = e.End
		if e.First > e.Last || e.Head < e.First || e.Head > e.Last || !s.Words(e.First, e.Last).Contains(e.Span) {
			t.Errorf("%q: tokens %d to %d, head %d", e.In(doc.Text), e.First, e.Last, e.Head)
		}
		if e.Interval.Known() && e.Interval.Span.Empty() {
			t.Errorf("%q: an interval without words", e.In(doc.Text))
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"On June 8, 2021, two days after the ceasefire of 10.11.2020, at 5 p.m. EST, the past 2 1/2 years' war since last year's.",
		"the the last of 99999999999 years ago – ’90s mid-", "May 31-June 99, 0000-00-00 24:00:00 the first half of", "\xff\xfe March’s 5\u00a0June",
		"from 30 February to twenty-first century BC every other", "31 and 32 May 480 BC-479 BC",
	} {
		f.Add(s, "2021-06-10")
		f.Add(s, "")
		f.Add(s, "2020-02-29")
	}
	f.Fuzz(func(t *testing.T, text, published string) {
		doc := when.Plain(text)
		for _, e := range when.Find(doc, report.Published{EDTF: published}) {
			if e.Start < 0 || e.End > len(text) || e.Start >= e.End {
				t.Fatalf("span %v in %q", e.Span, text)
			}
			i := e.Interval
			for _, d := range []when.Day{i.First, i.Last} {
				if d.Known() && when.DayNumbered(d.Number()) != d {
					t.Fatalf("%q has the impossible day %v", e.In(text), d)
				}
			}
			if i.Last.Before(i.First) {
				t.Fatalf("%q ends before it begins: %s", e.In(text), i.EDTF)
			}
			if i.Known() == (i.Basis == when.Unstated) {
				t.Fatalf("%q: %s on basis %s", e.In(text), i.EDTF, i.Basis)
			}
		}
	})
}

const news = "The foreign ministers of the two countries will meet in Geneva on Monday, a spokesman said on Thursday. " +
	"It will be their first meeting since the war last year, in which more than 6,000 people were killed in 44 days. " +
	"The ceasefire of 10 November 2020 has largely held, although three soldiers died on June 4 and shots were heard earlier this week. " +
	"A few days before the statement the president had said that the border would be marked by the year's end. " +
	"His office declined to comment. The two sides have held talks every year since the early 1990s, without a result. "

func BenchmarkFind(b *testing.B) {
	doc := analyse(b, strings.Repeat(news, 3))
	published := report.Published{EDTF: thursday}
	b.SetBytes(int64(len(doc.Text)))
	b.ReportAllocs()
	for b.Loop() {
		when.Find(doc, published)
	}
}

// TestLongSentences reads a sentence of a hundred thousand words of each kind that could be read again and again;
// what grows with the square of the length would not end within the test's time.
func TestLongSentences(t *testing.T) {
	for _, unit := range []string{
		"May 1-June 2-", "that March ", "1, 2, 3, ", "last ", "another ", "since 2020 ", "two days before ", "5 p.m. on ", "hundred and ",
		"the end of the early late ", "2020-2021-", "8 and 9 ", "or so ", "a year or so or so ", "first second third ", "May-May-", "at least about over ",
	} {
		text := strings.Repeat(unit, 100_000/len(strings.Fields(unit)))
		found := when.Find(when.Plain(text), report.Published{EDTF: thursday})
		if len(found) > len(text)/4 {
			t.Errorf("%q: %d expressions in %d bytes", unit, len(found), len(text))
		}
	}
}
