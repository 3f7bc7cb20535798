package desk

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"chancery/codebook"
	"chancery/event"
	"chancery/reading"
	"chancery/review"
)

// codebookFront is the front page of the codebook: what it holds, and where.
type codebookFront struct {
	Version    string
	Overlay    string // the folder laid over the shipped codebook; "" for none
	Categories []categoryRow
	Acts       int
	Operators  int
	Effects    []effectRow
	Contexts   []meaning
	Tracks     []event.Track
	Folders    []folderRows
	Jobs       []jobRow
	Query      string
	Found      *codebookFound // what was looked for
}

type categoryRow struct {
	meaning
	Entries int
	Modes   []meaning
}

type effectRow struct {
	Effect  string
	Meaning string
	Entries int
}

type folderRows struct {
	Folder string
	Title  string
	Files  []fileOfBook
}

type fileOfBook struct {
	Name    string // inside the codebook: "events/acts.txt"
	Base    string
	Overlay bool // it is of the user's own folder
	About   string
}

// effects are what operators do to the act inside them, in words.
var effects = []struct{ effect, meaning string }{
	{"say", "passes on what is said; no event of its own"},
	{"offer", "is ready, willing or offers to do it"},
	{"promise", "commits itself to it"},
	{"consent", "agrees to do it"},
	{"plan", "intends or is scheduled to do it"},
	{"demand", "wants somebody else to do it"},
	{"refuse", "will not do it"},
	{"threaten", "says that it will do harm"},
	{"accuse", "says that the other did it"},
	{"deny", "says that it did not happen"},
	{"possible", "it could happen"},
	{"hope", "it is wished for"},
	{"attempt", "it was tried"},
	{"not", "it did not happen"},
	{"begin", "it is under way"},
	{"end", "it stops"},
	{"achieve", "it did happen"},
	{"fact", "takes for granted that it happened"},
	{"assist", "helps somebody else to do it"},
	{"topic", "only talks about it"},
	{"ask", "is a question"},
	{"doubt", "is said with a reservation"},
}

// folderTitles are the folders of a codebook, in the order in which a reader needs them.
var folderTitles = [...]struct{ folder, title string }{
	{"events", "Acts, operators, classes of words, codes"},
	{"tracks", "Tracks: questions under negotiation"},
	{"actors", "Actors, offices and who held them"},
	{"places", "Places"},
}

// codebookPage is /codebook?find=: what the codebook holds, or what is found in it.
func (d *Desk) codebookPage(v *visit) (*page, error) {
	book := d.codebookNow()
	body := &codebookFront{Version: book.book.Version(), Overlay: d.CodebookDir, Query: strings.TrimSpace(v.URL.Query().Get("find"))}
	if body.Query != "" {
		found, err := v.searchCodebook(book, body.Query)
		if err != nil {
			return nil, err
		}
		body.Found = found
	}
	counts := map[event.Category]int{}
	byEffect := map[string]int{}
	for _, e := range book.entries {
		if e.Operator {
			body.Operators++
			byEffect[e.Effect.String()]++
			continue
		}
		body.Acts++
		counts[e.Category]++
	}
	for _, c := range book.meanings.words.Categories {
		body.Categories = append(body.Categories, categoryRow{categoryMeaning(c), counts[c], book.meanings.modesOf(c)})
	}
	for _, e := range effects {
		if byEffect[e.effect] > 0 {
			body.Effects = append(body.Effects, effectRow{e.effect, e.meaning, byEffect[e.effect]})
		}
	}
	body.Tracks = book.meanings.words.Tracks
	for _, f := range folderTitles {
		rows := folderRows{Folder: f.folder, Title: f.title}
		for _, name := range book.book.Files(f.folder, "") {
			if strings.HasSuffix(name, ".md") || strings.Contains(name, "LICENSE") {
				continue
			}
			data, err := book.book.Read(name)
			if err != nil {
				return nil, fmt.Errorf("the codebook's file %s: %w", name, err)
			}
			rows.Files = append(rows.Files, fileOfBook{name, path.Base(name), book.ownFile(name), firstRemark(data)})
		}
		body.Folders = append(body.Folders, rows)
	}
	body.Jobs = rowsOf(d.jobs.all())
	return &page{Template: "codebook", Title: "Codebook", Section: "codebook", Body: body}, nil
}

// firstRemark gives what a file says of itself: the remarks with which it begins, up to the end of a sentence.
func firstRemark(data []byte) string {
	var out []string
	for line := range strings.Lines(string(data)) {
		text, ok := strings.CutPrefix(strings.TrimRight(line, "\r\n"), "#")
		if text = strings.TrimSpace(text); !ok || text == "" {
			break
		}
		if first, _, whole := strings.Cut(text, ". "); whole {
			return strings.Join(append(out, first), " ") + "."
		}
		if out = append(out, text); strings.HasSuffix(text, ".") || len(out) == 3 {
			break
		}
	}
	return strings.Join(out, " ")
}

// codebookInUse is a codebook with what pages look up in it.
type codebookInUse struct {
	book     *codebook.Book
	reader   *reading.Reader
	names    *review.Names // what corrections may say
	meanings meanings
	entries  []*event.Entry
	files    map[string]string // by how messages call them: the names inside the codebook
}

// codebookNow gives the codebook that is in use: the one with which the desk was opened, or one that was kept since.
func (d *Desk) codebookNow() *codebookInUse { return d.book.Load() }

// useCodebook makes a codebook ready for the pages.
func useCodebook(book *codebook.Book, reader *reading.Reader, names *review.Names) *codebookInUse {
	u := &codebookInUse{book: book, reader: reader, names: names, meanings: meanings{reader.Vocabulary()}, entries: reader.Entries(), files: map[string]string{}}
	for _, f := range folderTitles {
		for _, name := range book.Files(f.folder, "") {
			u.files[book.Name(name)] = name
		}
	}
	return u
}

// ownFile tells whether a file is of the user's own folder.
func (u *codebookInUse) ownFile(name string) bool { return u.book.Name(name) != name }

// fileName gives the name inside the codebook of a file as messages call it.
func (u *codebookInUse) fileName(called string) string { return cmp.Or(u.files[called], called) }

// entry finds an act or operator.
func (u *codebookInUse) entry(id string) *event.Entry {
	for _, e := range u.entries {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// codebookLine is a line of a file of the codebook.
type codebookLine struct {
	Number int
	Key    string // "cameo", "verb", "example": the first word of an indented line
	Rest   string
	Remark bool
}

// definition gives a record of a file as it stands there: the line of its heading and the indented lines below it.
func (u *codebookInUse) definition(file string, line int) ([]codebookLine, error) {
	data, err := u.book.Read(file)
	if err != nil {
		return nil, fmt.Errorf("the codebook's file %s: %w", file, err)
	}
	var out []codebookLine
	number := 0
	for text := range strings.Lines(string(data)) {
		number++
		if number < line {
			continue
		}
		text = strings.TrimRight(text, "\r\n")
		if number > line && text != "" && text[0] != ' ' && text[0] != '\t' {
			break
		}
		out = append(out, lineOf(number, text))
	}
	for len(out) > 0 && out[len(out)-1].Key == "" && out[len(out)-1].Rest == "" {
		out = out[:len(out)-1]
	}
	return out, nil
}

func lineOf(number int, text string) codebookLine {
	l := codebookLine{Number: number, Rest: text}
	trimmed := strings.TrimLeft(text, " \t")
	if strings.HasPrefix(trimmed, "#") {
		l.Remark = true
		return l
	}
	if trimmed != text {
		if key, rest, ok := strings.Cut(trimmed, " "); ok {
			l.Key, l.Rest = key, strings.TrimSpace(rest)
		}
	}
	return l
}

// codebookFound is what is found in the codebook.
type codebookFound struct {
	Categories []categoryRow
	Codes      []event.Code
	Entries    []ruleRow
	Tracks     []event.Track
	Lines      []lineFound // of tables and classes
	More       bool
}

// lineFound is a line of a file of the codebook that holds what is looked for.
type lineFound struct {
	File  string
	Line  int
	Words []segment
}

// linesMost is how many lines of files are shown of what is found.
const linesMost = 60

// searchCodebook looks words up in names, codes, definitions and tables, without regard to case.
func (v *visit) searchCodebook(u *codebookInUse, text string) (*codebookFound, error) {
	look := looked(text)
	has := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(strings.ToLower(p), look) })
	}
	found := &codebookFound{}
	for _, c := range u.meanings.words.Categories {
		if m := categoryMeaning(c); has(m.Code, m.Name, m.Meaning) {
			found.Categories = append(found.Categories, categoryRow{meaning: m})
		}
	}
	for _, c := range u.meanings.words.Codes {
		if has(c.CAMEO, c.Label, c.Mode) && len(found.Codes) < linesMost {
			found.Codes = append(found.Codes, c)
		}
	}
	for _, t := range u.meanings.words.Tracks {
		if has(t.ID, t.Title) {
			found.Tracks = append(found.Tracks, t)
		}
	}
	within := map[string]bool{} // file:line of entries whose definition holds it
	for _, f := range folderTitles {
		for _, name := range u.book.Files(f.folder, "") {
			data, err := u.book.Read(name)
			if err != nil {
				return nil, fmt.Errorf("the codebook's file %s: %w", name, err)
			}
			number, heading := 0, 0
			for line := range strings.Lines(string(data)) {
				number++
				line = strings.TrimRight(line, "\r\n")
				if line != "" && line[0] != ' ' && line[0] != '\t' && line[0] != '#' {
					heading = number
				}
				at := strings.Index(strings.ToLower(line), look)
				if at < 0 || strings.HasPrefix(strings.TrimSpace(line), "#") || !strings.HasSuffix(name, ".txt") && !strings.HasSuffix(name, ".tsv") {
					continue
				}
				within[fmt.Sprintf("%s:%d", name, heading)] = true
				if len(found.Lines) == linesMost {
					found.More = true
					continue
				}
				shown := strings.ReplaceAll(line, "\t", " \u00b7 ")
				if at = strings.Index(strings.ToLower(shown), look); at < 0 || len(strings.ToLower(shown)) != len(shown) {
					found.Lines = append(found.Lines, lineFound{name, number, []segment{{Text: shown}}})
					continue
				}
				found.Lines = append(found.Lines, lineFound{name, number,
					marked(shown, max(0, cutBefore(shown, at)), min(len(shown), cutAfter(shown, at+len(look))), []mark{{Start: at, End: at + len(look), Role: roleFound}})})
			}
		}
	}
	for _, e := range u.entries {
		if has(e.ID) || within[fmt.Sprintf("%s:%d", u.fileName(e.File), e.Line)] {
			found.Entries = append(found.Entries, ruleRowOf(u, e))
		}
	}
	return found, nil
}

// cutBefore and cutAfter keep some hundred characters to each side of what was found, at the borders of words.
func cutBefore(s string, at int) int {
	if at <= 100 {
		return 0
	}
	if i := strings.IndexByte(s[at-100:at], ' '); i >= 0 {
		return at - 100 + i + 1
	}
	return 0
}

func cutAfter(s string, at int) int {
	if at+100 >= len(s) {
		return len(s)
	}
	if i := strings.IndexByte(s[at+100:], ' '); i >= 0 {
		return at + 100 + i
	}
	return len(s)
}
