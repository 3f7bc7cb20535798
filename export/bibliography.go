package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"chancery/reading"
	"chancery/report"
)

// writeCSL writes a reference for each report in CSL-JSON (Citation Style Language, schema 1.0.2).
func writeCSL(ctx context.Context, w io.Writer, source Source, o Options) error {
	type date struct {
		Parts [][]int `json:"date-parts"`
	}
	type item struct {
		ID       string `json:"id"`
		Type     string `json:"type"`
		Title    string `json:"title,omitempty"`
		Outlet   string `json:"container-title,omitempty"`
		Issued   *date  `json:"issued,omitempty"`
		URL      string `json:"URL,omitempty"`
		Language string `json:"language,omitempty"`
		Place    string `json:"publisher-place,omitempty"`
	}
	items := []item{}
	err := eachReading(ctx, source, func(r *reading.Reading) error {
		it := item{ID: r.Report.ID, Type: "article-newspaper", Title: r.Report.Title, Outlet: r.Report.Outlet, URL: r.Report.URL, Language: languageOf(&r.Report)}
		if parts := dateParts(r.Report.Published.EDTF); len(parts) > 0 {
			it.Issued = &date{[][]int{parts}}
		}
		if d := r.Report.Dateline; d != nil {
			it.Place = d.Place
		}
		items = append(items, it)
		return nil
	})
	if err != nil {
		return err
	}
	return writeJSON(w, items)
}

// writeBibTeX writes an entry for each report: @online with an address, @misc without. Keys are made from outlet, day
// and a count, so that they can be typed.
func writeBibTeX(ctx context.Context, w io.Writer, source Source, o Options) error {
	out := bufio.NewWriter(w)
	keys := map[string]int{}
	err := eachReading(ctx, source, func(r *reading.Reading) error {
		kind := "misc"
		if r.Report.URL != "" {
			kind = "online"
		}
		key := bibliographyKey(&r.Report)
		if keys[key]++; keys[key] > 1 {
			key += "-" + strconv.Itoa(keys[key])
		}
		fmt.Fprintf(out, "@%s{%s,\n", kind, key)
		title := r.Report.Title
		if title == "" {
			title = r.Report.ID
		}
		fmt.Fprintf(out, "  title = {{%s}},\n", bibliographyText(title))
		if r.Report.Outlet != "" {
			fmt.Fprintf(out, "  organization = {{%s}},\n", bibliographyText(r.Report.Outlet))
		}
		if parts := dateParts(r.Report.Published.EDTF); len(parts) > 0 {
			fmt.Fprintf(out, "  year = {%d},\n", parts[0])
			if len(parts) > 1 {
				fmt.Fprintf(out, "  month = {%d},\n", parts[1])
			}
			if len(parts) > 2 {
				fmt.Fprintf(out, "  date = {%s},\n", r.Report.Published.EDTF[:10])
			}
		}
		if r.Report.URL != "" {
			fmt.Fprintf(out, "  url = {%s},\n", strings.NewReplacer("{", "%7B", "}", "%7D", "\n", "", "\r", "").Replace(r.Report.URL))
		}
		_, err := fmt.Fprintf(out, "  note = {%s}\n}\n\n", bibliographyText(r.Report.ID))
		return err
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

func languageOf(r *report.Report) string {
	if r.Language == "und" {
		return ""
	}
	return r.Language
}

// dateParts gives the year, month and day of an EDTF date, as many as it has.
func dateParts(edtf string) []int {
	edtf, _, _ = strings.Cut(edtf, "T")
	var parts []int
	for _, part := range strings.SplitN(edtf, "-", 3) {
		n, err := strconv.Atoi(part)
		if err != nil {
			break
		}
		parts = append(parts, n)
	}
	return parts
}

// bibliographyKey is the outlet in small letters and digits, and the day: "armenpress-2021-05-21".
func bibliographyKey(r *report.Report) string {
	var b strings.Builder
	for _, c := range strings.ToLower(r.Outlet) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteRune(c)
		}
	}
	if b.Len() == 0 {
		b.WriteString("report")
	}
	if len(r.Published.EDTF) >= 10 {
		b.WriteString("-" + r.Published.EDTF[:10])
	}
	return b.String()
}

// bibliographyText escapes what TeX takes for its own.
func bibliographyText(s string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`,
		"~", `\textasciitilde{}`, "^", `\textasciicircum{}`, "\n", " ", "\r", " ").Replace(s)
}
