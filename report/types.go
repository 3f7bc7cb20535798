package report

// Span is a half-open range of UTF-8 byte offsets, [Start, End), into a report's Text
// (or, for Furniture, into its Raw). The zero value is the empty span: no words.
type Span struct {
	Start, End int
}

// Empty reports whether the span holds no bytes.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether every byte of o lies within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share at least one byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// In returns the bytes of text that the span points to.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// BlockKind says what part of a news item a block of text is.
type BlockKind uint8

// The kinds of block.
const (
	Paragraph BlockKind = iota // running text: sentences
	Title                      // the headline, when it stood in the text
	Heading                    // a sub-heading or section line: no sentence
	Caption                    // the line under a picture
	Dateline                   // "YEREVAN, MAY 21, ARMENPRESS." standing alone or opening a paragraph
	Credit                     // "Reporting by …; editing by …", "(AP)"
)

// Block is a stretch of Text of one kind. Blocks are in order, do not overlap, and leave out only white space.
type Block struct {
	Span
	Kind BlockKind
}

// Furniture is a stretch of Raw that was taken off because it belongs to the page and not to the news item.
type Furniture struct {
	Span        // into Raw
	Kind string // "navigation", "comment-form", "share", "markup", "byline-label", …
}

// Published is when a report says it was published. The zero value means that this is not known;
// nothing in chancery replaces it by the clock of the machine.
type Published struct {
	EDTF      string // "2021-06-10", "2021-06-10T14:05:00Z", "2021-06"; "" when unknown
	Precision string // "second", "day", "month" or "year"
	Basis     string // where it was found: "given", "json-ld", "opengraph", "time-element", "dateline", …
}

// Day returns the day of publication, and false when it is not known to the day.
func (p Published) Day() (year, month, day int, ok bool) {
	if len(p.EDTF) < 10 {
		return 0, 0, 0, false
	}
	d := func(i, j int) (n int) {
		for _, c := range []byte(p.EDTF[i:j]) {
			if c < '0' || c > '9' {
				return -1
			}
			n = n*10 + int(c-'0')
		}
		return n
	}
	year, month, day = d(0, 4), d(5, 7), d(8, 10)
	return year, month, day, year > 0 && month > 0 && month < 13 && day > 0 && day < 32
}

// DatelineInfo is what a dateline such as "YEREVAN, MAY 21, ARMENPRESS." says. Fields that it does not say are "".
type DatelineInfo struct {
	Span          // into Text
	Place  string // "YEREVAN", as written
	Date   string // EDTF; without a year as in "XXXX-05-21"
	Agency string // "ARMENPRESS"
}

// Report is one news item as one outlet published it: its text and what is known of it.
// Unknown fields are zero. Offsets everywhere in chancery are into Text.
type Report struct {
	ID        string // as given, else "sha256:" and the first 16 hexadecimal digits of SHA256
	Outlet    string
	URL       string
	Title     string
	Published Published
	Language  string // BCP 47: "en", "hy", "az"; "und" when it cannot be told
	Text      string // the news item, furniture taken off; valid UTF-8
	SHA256    string // of the normalised text, hexadecimal
	Raw       string // what came in, decoded to UTF-8
	Furniture []Furniture
	Blocks    []Block
	Dateline  *DatelineInfo
	Origin    string // file and line it was read from, for messages: "news.jsonl:12", "news.warc.gz, byte 1204"
}
