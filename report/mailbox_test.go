package report

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
)

const talks = `The foreign ministers of Norway and Sweden met in Oslo on Monday and agreed to go on
with the talks next week.

"We have come closer," the Norwegian minister told reporters after the meeting, which
lasted for three hours.
`

const letterHead = "From: =?UTF-8?B?RXhhbXBsZSBEw6lww6pjaGU=?= <letters@news.example>\r\nTo: reader@mail.example\r\nSubject: =?ISO-8859-1?Q?Ministers_meet_in_Troms=F8?=\r\nDate: Thu, 10 Jun 2021 14:05:00 +0400\r\nMessage-ID: <abc.1@news.example>\r\nMIME-Version: 1.0\r\n"

// letterPage lays stories out in tables, as newsletters do.
const letterPage = `<html><body><table width="600"><tr><td><a href="https://news.example/v">View this email in your browser</a></td></tr>
<tr><td><h1>Ministers meet</h1><p>The foreign ministers of Norway and Sweden met in Oslo on Monday and agreed to go on with the talks next week.</p>
<p>&quot;We have come closer,&quot; the Norwegian minister told reporters after the meeting, which lasted for three hours.</p></td></tr>
<tr><td><h2>Ships turned back</h2><p>Two ships of the coast guard turned back from the strait on Tuesday after a warning from Denmark, officials said.</p></td></tr>
<tr><td><p>You are receiving this email because you signed up on our website.</p><p>Our mailing address is:<br>Example Daily<br>12 Harbour Street<br>Oslo</p><p>Want to change how you receive these emails? You can <a href="x">update your preferences</a> or <a href="y">unsubscribe from this list</a>.</p></td></tr></table></body></html>`

func alternative(plain, html string) string {
	return letterHead + "Content-Type: multipart/alternative; boundary=\"b1\"\r\n\r\npreamble\r\n--b1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + plain +
		"\r\n--b1\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html + "\r\n--b1--\r\n"
}

func TestMessage(t *testing.T) {
	wrapped := func(s string) string {
		var b strings.Builder
		for len(s) > 70 {
			b.WriteString(s[:70] + "\r\n")
			s = s[70:]
		}
		return b.String() + s
	}
	footer := "\r\n--\r\nYou are receiving this email because you signed up on our website.\r\nUnsubscribe: https://news.example/u\r\n\r\nExample Daily, 12 Harbour Street, Oslo\r\n"
	tests := []struct {
		name, data   string
		has, has_not []string
	}{
		{"plain", letterHead + "\r\n" + talks, []string{"met in Oslo", "three hours."}, nil},
		{"quoted-printable", letterHead + "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + strings.Replace(talks, "met in Oslo", "met in Troms=F8, it is=\r\n said,", 1), []string{"met in Tromsø, it is said,"}, nil},
		{"base64", letterHead + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + wrapped(base64.StdEncoding.EncodeToString([]byte(talks))), []string{"met in Oslo"}, nil},
		{"KOI8-R", letterHead + "Content-Type: text/plain; charset=koi8-r\r\n\r\n" + talks + "\r\n\xf0\xf2\xf7\xe9\r\n", []string{"ПРВИ"}, nil},
		{"footer", letterHead + "\r\nTrouble viewing this email? Read it online: https://news.example/v\r\n\r\n" + talks + footer, []string{"met in Oslo", "three hours."}, []string{"Trouble", "signed up", "Unsubscribe", "Harbour Street"}},
		{"page", letterHead + "Content-Type: text/html\r\n\r\n" + letterPage, []string{"met in Oslo", "three hours.", "turned back from the strait"}, []string{"View this", "signed up", "Harbour Street", "unsubscribe", "preferences"}},
		{"a text as good as the page", alternative(talks+"\r\nTwo ships of the coast guard turned back from the strait on Tuesday after a warning from Denmark, officials said.\r\n", letterPage), []string{"agreed to go on\nwith"}, nil},
		{"a text that is no text", alternative("Your mail program does not show pages.\r\n", letterPage), []string{"turned back from the strait"}, []string{"mail program"}},
		{"a text full of addresses", alternative(strings.ReplaceAll(talks, "Oslo", "Oslo (https://news.example/click/3Fu=3D2f6e1a&id=3D99e5a1b8c2&e=3D17f2 )"), letterPage), []string{"in Oslo on Monday"}, []string{"click"}},
		{"an attachment", letterHead + "Content-Type: multipart/mixed; boundary=b2\r\n\r\n--b2\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF\r\n--b2\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nNot this.\r\n--b2\r\nContent-Type: text/plain\r\n\r\n" + talks + "\r\n--b2--", []string{"met in Oslo"}, []string{"Not this", "PDF"}},
		{"a forwarded message", letterHead + "Content-Type: multipart/mixed; boundary=b2\r\n\r\n--b2\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\n" + talks + "\r\n--b2--", []string{"met in Oslo"}, nil},
		{"parts that break off", strings.TrimSuffix(alternative(talks, letterPage), "</body></html>\r\n--b1--\r\n"), []string{"met in Oslo"}, nil},
		{"an unknown charset", letterHead + "Content-Type: text/plain; charset=unknown-8bit\r\n\r\n" + talks, []string{"met in Oslo"}, nil},
		{"a type that is none", letterHead + "Content-Type: text; charset\r\n\r\n" + talks, nil, nil},
	}
	for _, test := range tests {
		r, err := FromMessage([]byte(test.data), Options{})
		if test.has == nil {
			if !errors.Is(err, ErrEmpty) {
				t.Errorf("%s: %v", test.name, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		checkReport(t, &r)
		if r.Outlet != "Example Dépêche" || r.Title != "Ministers meet in Tromsø" || r.ID != "abc.1@news.example" || r.Published != (Published{"2021-06-10T14:05:00+04:00", "second", "date-header"}) {
			t.Errorf("%s: %q %q %q %+v", test.name, r.Outlet, r.Title, r.ID, r.Published)
		}
		for _, s := range test.has {
			if !strings.Contains(r.Text, s) {
				t.Errorf("%s: %q is missing in %q", test.name, s, r.Text)
			}
		}
		for _, s := range test.has_not {
			if strings.Contains(r.Text, s) {
				t.Errorf("%s: %q is left in %q", test.name, s, r.Text)
			}
		}
	}
	for data, is := range map[string]error{"": ErrEmpty, "\r\n": ErrEmpty, "no header here\n\ntext": ErrMessage, "X-One: a\n\ntext": ErrMessage, letterHead + "\r\n": ErrEmpty, letterHead + "Content-Type: image/png\r\n\r\nx": ErrEmpty} {
		if _, err := FromMessage([]byte(data), Options{}); !errors.Is(err, is) {
			t.Errorf("%q: %v, want %v", data, err, is)
		}
	}
	given := Options{ID: "x", Title: "Given", Outlet: "Given", Published: "2020"}
	if r, err := FromMessage([]byte(letterHead+"\r\n"+talks), given); err != nil || r.ID != "x" || r.Title != "Given" || r.Outlet != "Given" || r.Published.Basis != "given" {
		t.Errorf("%+v, %v", r, err)
	}
	for from, want := range map[string]string{`"Daily, The" <a@b.example>`: "Daily, The", "a@b.example": "b.example", "Daily <a@@b>": "Daily", "=?utf-8?q?D=C3=A9p?= <a@b.example>, c@d.example": "Dép", "D\xe9p <a@b.example>": "Dép"} {
		r, err := FromMessage([]byte("From: "+from+"\nSubject: x\n\n"+talks), Options{})
		if err != nil || r.Outlet != want {
			t.Errorf("%q gives %q, %v, want %q", from, r.Outlet, err, want)
		}
	}
}

func TestMailbox(t *testing.T) {
	message := func(n int, body string) string {
		return fmt.Sprintf("From letters@news.example Thu Jun 10 14:05:0%d 2021\nFrom: Example Daily <letters@news.example>\nSubject: Part %d\nMessage-ID: <%d@news.example>\n\n%s\n", n, n, n, body)
	}
	in := message(1, "The ministers met.\n\nFrom 10:30 on, the ministers spoke alone.\n\n>From the island came no word.\n>>From nowhere.\n") + message(2, talks) +
		"From letters@news.example Thu Jun 10 14:05:00 2021\nSubject: a header\nthis is none\n\nNothing.\n\n" + message(3, "The ministers parted.")
	for name, data := range map[string]string{"plain": in, "gzip": gzipped(in), "zstd": zstandard(in), "carriage returns": strings.ReplaceAll(in, "\n", "\r\n")} {
		reports, errs := readAll(t, data, Options{})
		if len(reports) != 3 || len(errs) != 1 || !errors.Is(errs[0], ErrMessage) || !strings.HasPrefix(errs[0].Error(), "-:24: ") {
			t.Fatalf("%s: %d reports, %v", name, len(reports), errs)
		}
		for i, r := range reports {
			if r.ID != fmt.Sprintf("%d@news.example", i+1) || r.Title != fmt.Sprintf("Part %d", i+1) {
				t.Errorf("%s: %q, %q", name, r.ID, r.Title)
			}
		}
		if text := reports[0].Text; !strings.Contains(text, "\nFrom 10:30 on") || !strings.Contains(text, "\nFrom the island") || !strings.Contains(text, "\n>From nowhere") {
			t.Errorf("%s: %q", name, text)
		}
		if reports[1].Origin != "-:13" {
			t.Errorf("%s: %s", name, reports[1].Origin)
		}
	}
	big := message(1, talks) + message(2, strings.Repeat("The ministers met again and again.\n", 60000)) + message(3, talks)
	reports, errs := readAll(t, big, Options{MaxBytes: 2000})
	if len(reports) != 2 || len(errs) != 1 || !errors.Is(errs[0], ErrTooLarge) {
		t.Errorf("%d reports, %v", len(reports), errs)
	}
	if _, errs = readAll(t, "The ministers met.\n", Options{Kind: Mailbox}); len(errs) != 1 || !errors.Is(errs[0], ErrMessage) {
		t.Error(errs)
	}
	if _, errs = readAll(t, "", Options{Kind: Mailbox}); len(errs) != 1 || !errors.Is(errs[0], ErrEmpty) {
		t.Error(errs)
	}
	// "From Paris the minister flew to Oslo." begins no mailbox.
	if reports, errs = readAll(t, "From Paris the minister flew to Oslo at 10:30.\nThe talks begin: today.", Options{}); len(reports) != 1 || len(errs) > 0 || reports[0].Title != "" && reports[0].Outlet != "" {
		t.Errorf("%+v, %v", reports, errs)
	}
}

func TestJSONAliases(t *testing.T) {
	const text = "The ministers met on Monday, and the talks went on late into the night."
	for name, line := range map[string]string{
		"NewsAPI":     `{"source":{"id":"x","name":"Example Daily"},"headline":"Ministers meet","link":"https://news.example/a","publishedAt":"2021-06-10T14:05:00Z","content":"` + text + `"}`,
		"news-please": `{"source_domain":"Example Daily","title":"Ministers meet","url":"https://news.example/a","date_publish":"2021-06-10 14:05:00","maintext":"` + text + `","authors":[]}`,
		"own":         `{"publisher":"Example Daily","title":"Ministers meet","link":"https://news.example/a","date":"Thu, 10 Jun 2021 14:05:00 GMT","body":"` + text + `","lang":"en"}`,
		"both":        `{"outlet":"Example Daily","source":"agency","title":"Ministers meet","headline":"x","url":"https://news.example/a","link":"y","published":"2021-06-10T14:05","date":"1999-01-01","text":"` + text + `","body":"Another text."}`,
		"other types": `{"outlet":"Example Daily","source":7,"title":"Ministers meet","url":"https://news.example/a","published":"2021-06-10T14:05","date":null,"text":"` + text + `","body":["x"],"content":{"rendered":"y"}}`,
	} {
		reports, errs := readAll(t, line, Options{Kind: JSONLines})
		if len(errs) > 0 || len(reports) != 1 {
			t.Errorf("%s: %v", name, errs)
			continue
		}
		r := reports[0]
		if r.Outlet != "Example Daily" || r.Title != "Ministers meet" || r.URL != "https://news.example/a" || r.Text != text || !strings.HasPrefix(r.Published.EDTF, "2021-06-10") {
			t.Errorf("%s: %q %q %q %q %+v", name, r.Outlet, r.Title, r.URL, r.Text, r.Published)
		}
	}
	if reports, errs := readAll(t, `{"date":"the other day","text":"`+text+`"}`, Options{Kind: JSONLines}); len(errs) > 0 || reports[0].Published.EDTF != "" {
		t.Error(errs)
	}
}

func FuzzMailbox(f *testing.F) {
	f.Add([]byte("From a Thu 10:30 2021\n" + letterHead + "\n" + talks + "\nFrom b 10:30\nFrom: c\n\n>From d"))
	f.Add([]byte("From a 10:30\n" + alternative(talks, letterPage)))
	f.Add([]byte("From a 10:30\nFrom: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--"))
	f.Add([]byte("From a 10:30\nSubject: =?utf-16?B?AAA=?=\nContent-Transfer-Encoding: base64\nContent-Type: text/html; charset=utf-16\n\nPGE+"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for r, err := range Each(context.Background(), []string{"-"}, Options{Stdin: bytes.NewReader(data), Kind: Mailbox, MaxBytes: 1 << 16}) {
			if err == nil {
				checkReport(t, &r)
			}
		}
		if r, err := FromMessage(data, Options{}); err == nil {
			checkReport(t, &r)
		}
	})
}
