package report

import (
	"context"
	"strings"
	"testing"
)

func FuzzFromText(f *testing.F) {
	for _, s := range []string{twoParagraphs, "Leave a Reply\n\n" + twoParagraphs + "\nTrending\n", "YEREVAN, MAY 21, ARMENPRESS. So it was.", "\ufeffa\r\n\r\nb", "\xff\xfea\x00b\x00", "caf\xe9", "\u200b", "“", "Published\n\non\n\nJune 10, 2021\n\n" + twoParagraphs, "1.\n2.\n- a\n• b", "\u2028a\u2029b\fc\vd"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := FromText([]byte(s), Options{})
		if err == nil {
			checkTextReport(t, &r)
		}
		if r, err = FromText([]byte(s), Options{KeepFurniture: true}); err == nil {
			checkReport(t, &r)
		}
	})
}

func FuzzFromHTML(f *testing.F) {
	for _, s := range []string{newsPage, "<p>" + pageSentence, "<a><b></a></b>text", "<table><td>a<td>b", "&amp;&#0;&#x110000;&nosuch;&lt", "<svg><title/>a</svg>b", "<p>a<!--", "<textarea>a</textarea>b", "<plaintext>a</p>", "a\x00b<p>", "<p>a&nbsp;b\u00adc"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := FromHTML([]byte(s), Options{})
		if err == nil {
			checkReport(t, &r)
		}
	})
}

func FuzzJSONLines(f *testing.F) {
	f.Add(`{"id":"a","text":"The ministers met."}` + "\n" + `{"html":"<p>They met.</p>"}`)
	f.Add(`{"id":1,"text":"a","published":"2021"}` + "\n{\n[\n\"\n\x00")
	f.Fuzz(func(t *testing.T, s string) {
		n := 0
		for r, err := range Each(context.Background(), []string{"-"}, Options{Stdin: strings.NewReader(s), Kind: JSONLines}) {
			if err == nil {
				checkReport(t, &r)
			}
			n++
		}
		if n > strings.Count(s, "\n")+1 {
			t.Fatalf("%d results of %d lines", n, strings.Count(s, "\n")+1)
		}
	})
}

func FuzzDateline(f *testing.F) {
	for _, s := range []string{"YEREVAN, MAY 21, ARMENPRESS. So", "BAKU, Azerbaijan, June 8. /TASS/. So", "GENEVA, 12 May 2022 (AFP) – So", "PARIS/LONDON - So", "A.B.C. D", "É, 1 May — É", "BAKU, May 24. By A – T: So"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		info, ok := findDateline(s)
		if !ok {
			return
		}
		if info.Start != 0 || info.End <= 0 || info.End > len(s) || !strings.Contains(s[:info.End], info.Place) || !strings.Contains(s[:info.End], info.Agency) {
			t.Fatalf("%q gives %+v", s, info)
		}
	})
}

func FuzzDates(f *testing.F) {
	for _, s := range []string{"2021-06-10T14:05:00+04:00", "June 10, 2021", "10th Jun. 2021 at 5 p.m.", "Thu, 10 Jun 2021 14:05:00 GMT"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, parse := range []func(string) (Published, bool){parseISO, parseWrittenDate} {
			p, ok := parse(s)
			if !ok {
				continue
			}
			if again, err := ParsePublished(p.EDTF); err != nil || again.EDTF != p.EDTF || again.Precision != p.Precision {
				t.Fatalf("%q gives %v, which is read as %v, %v", s, p, again, err)
			}
		}
	})
}
