package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode"

	"chancery/report"
)

// Page is one page of a benchmark of article text: of trafilatura's evaluation, which tells stretches of words that the
// text must and must not hold, or of the article-extraction benchmark, which tells the article's text.
type Page struct {
	Name          string // its address or identity
	URL           string
	File          string // the page
	With, Without []string
	Body          string
}

// Pages is a benchmark: its pages in the order of their names. Bodies is set for the article-extraction benchmark.
type Pages struct {
	Pages  []Page
	Bodies bool
}

// ReadPages reads trafilatura's evaldata.json or the article-extraction benchmark's ground-truth.json. Pages are looked
// for in the folders html, cache and eval beside the file, and beside it, gzipped or not.
func ReadPages(in io.Reader, path string) (*Pages, error) {
	decoder := json.NewDecoder(in)
	var entries map[string]struct {
		File    string   `json:"file"`
		With    []string `json:"with"`
		Without []string `json:"without"`
		URL     string   `json:"url"`
		Body    *string  `json:"articleBody"`
	}
	if err := decoder.Decode(&entries); err != nil {
		return nil, fmt.Errorf("%s, near byte %d: expected an object of pages: %w", path, decoder.InputOffset(), err)
	}
	names := make([]string, 0, len(entries))
	for name := range entries {
		names = append(names, name)
	}
	sort.Strings(names)
	var all Pages
	for _, name := range names {
		e := entries[name]
		p := Page{Name: name, URL: e.URL, With: e.With, Without: e.Without}
		switch {
		case e.File != "":
			p.URL = name
			p.File = pageFile(filepath.Dir(path), e.File)
		case e.Body != nil:
			p.Body, all.Bodies = *e.Body, true
			p.File = pageFile(filepath.Dir(path), name+".html")
		default:
			return nil, fmt.Errorf("%s: the page %q has neither a file and stretches of words, as trafilatura's evaluation has them, nor an articleBody, as the article-extraction benchmark", path, name)
		}
		all.Pages = append(all.Pages, p)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: no page in it", path)
	}
	return &all, nil
}

// pageFile finds a page; when it is nowhere it is the place where it should be.
func pageFile(dir, name string) string {
	for _, folder := range []string{"html", "cache", "eval", "."} {
		for _, ending := range []string{"", ".gz"} {
			file := filepath.Join(dir, folder, name+ending)
			if _, err := os.Stat(file); err == nil {
				return file
			}
		}
	}
	return filepath.Join(dir, "html", name)
}

// PageScore counts as trafilatura's evaluation does (its tests/evaluate.py): of the stretches that must be in the text,
// how many are, and of those that must not, how many are; white space does not matter.
type PageScore struct{ Found, Missed, LetIn, KeptOff int }

// Add counts one page's text, "" for one that could not be read. What is wrong is told to wrong.
func (s *PageScore) Add(p *Page, text string, wrong func(what, words string)) {
	text = strings.Join(strings.Fields(text), " ")
	for _, words := range p.With {
		if strings.Contains(text, strings.Join(strings.Fields(words), " ")) {
			s.Found++
		} else {
			s.Missed++
			wrong("missed", words)
		}
	}
	for _, words := range p.Without {
		if strings.Contains(text, strings.Join(strings.Fields(words), " ")) {
			s.LetIn++
			wrong("wrong, let in", words)
		} else {
			s.KeptOff++
		}
	}
}

// Lines returns the figures, a line each, as "metric value" with two decimals, in per cent.
func (s *PageScore) Lines() []string {
	return []string{
		fmt.Sprintf("precision %.2f", percent(s.Found, s.Found+s.LetIn)), fmt.Sprintf("recall %.2f", percent(s.Found, s.Found+s.Missed)),
		fmt.Sprintf("f1 %.2f", f1(s.Found, s.Found+s.Missed, s.Found+s.LetIn)),
		fmt.Sprintf("accuracy %.2f", percent(s.Found+s.KeptOff, s.Found+s.Missed+s.LetIn+s.KeptOff)),
	}
}

// BodyScore counts as the article-extraction benchmark does (its evaluate.py): each text is cut into shingles of four
// words; those that both have, that only the prediction has and that only the truth has are shares of all; precision
// and recall are means over the pages, and the F1 is that of the two means. The accuracy is the share of pages whose
// words are exactly the article's.
type BodyScore struct {
	Pages, Exact          int
	precisions, precision float64
	recalls, recall       float64
}

// Add counts one page and returns its F1 in per cent.
func (s *BodyScore) Add(body, text string) float64 {
	truth, found := words(body), words(text)
	s.Pages++
	if strings.Join(truth, " ") == strings.Join(found, " ") {
		s.Exact++
	}
	counts := map[string][2]int{} // summed only
	for side, all := range [2][]string{truth, found} {
		for _, shingle := range shingles(all) {
			n := counts[shingle]
			n[side]++
			counts[shingle] = n
		}
	}
	both, only, missed := 0, 0, 0
	for _, n := range counts {
		both += min(n[0], n[1])
		only += max(0, n[1]-n[0])
		missed += max(0, n[0]-n[1])
	}
	share := func(part, rest int) float64 {
		if only == 0 && missed == 0 {
			return 1
		}
		return ratio(part, part+rest)
	}
	p, r := share(both, only), share(both, missed)
	if both+only > 0 {
		s.precisions++
		s.precision += p
	}
	if both+missed > 0 {
		s.recalls++
		s.recall += r
	}
	return f1(both, both+missed, both+only)
}

// Lines returns the figures, a line each, as "metric value" with two decimals, in per cent.
func (s *BodyScore) Lines() []string {
	p, r := hundredfold(s.precision, s.precisions), hundredfold(s.recall, s.recalls)
	f := 0.0
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return []string{
		fmt.Sprintf("precision %.2f", p), fmt.Sprintf("recall %.2f", r), fmt.Sprintf("f1 %.2f", f),
		fmt.Sprintf("accuracy %.2f", percent(s.Exact, s.Pages)),
	}
}

// words are the runs of letters, digits and underscores of a text.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

// shingles are all runs of four words; of a shorter text, the text.
func shingles(words []string) []string {
	const n = 4
	if len(words) == 0 {
		return nil
	}
	var out []string
	for i := 0; i < max(1, len(words)-n+1); i++ {
		out = append(out, strings.Join(words[i:min(i+n, len(words))], " "))
	}
	return out
}

// ArticleBody is the text of a report without its title.
func ArticleBody(r *report.Report) string {
	var b strings.Builder
	for i, block := range r.Blocks {
		words := block.In(r.Text)
		if block.Kind == report.Title || i == 0 && strings.EqualFold(strings.TrimSpace(words), strings.TrimSpace(r.Title)) {
			continue
		}
		b.WriteString(words)
		b.WriteByte('\n')
	}
	return b.String()
}
