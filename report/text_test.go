package report

import (
	"errors"
	"os"
	"strings"
	"testing"
)

func mustText(t *testing.T, text string, o Options) Report {
	t.Helper()
	r, err := FromText([]byte(text), o)
	if err != nil {
		t.Fatal(err)
	}
	checkTextReport(t, &r)
	return r
}

// outline writes the blocks of a report, one a line, after the name of their kind.
func outline(r *Report) string {
	names := [...]string{"paragraph", "title", "heading", "caption", "dateline", "credit"}
	var b strings.Builder
	for _, block := range r.Blocks {
		b.WriteString(names[block.Kind] + ": " + fold(block.In(r.Text)) + "\n")
	}
	return b.String()
}

const twoParagraphs = `The foreign ministers met in the capital on Monday and agreed to go on with the talks next week.

"We have come closer," the minister told reporters after the meeting, which lasted for three hours.`

func TestBlocks(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"one line is a sentence, not a title", "Ministers to meet in Geneva", "paragraph: Ministers to meet in Geneva\n"},
		{"title above paragraphs", "Ministers agree to go on with talks\n\n" + twoParagraphs,
			"title: Ministers agree to go on with talks\nparagraph: The foreign ministers met in the capital on Monday and agreed to go on with the talks next week.\nparagraph: \"We have come closer,\" the minister told reporters after the meeting, which lasted for three hours.\n"},
		{"a question for a title", "Will the ceasefire hold?\n\n" + twoParagraphs,
			"title: Will the ceasefire hold?\nparagraph: The foreign ministers met in the capital on Monday and agreed to go on with the talks next week.\nparagraph: \"We have come closer,\" the minister told reporters after the meeting, which lasted for three hours.\n"},
		{"sub-heading between paragraphs", "The foreign ministers met in the capital on Monday.\n\nLong road ahead\n\nNo date was set for the next round of talks.",
			"paragraph: The foreign ministers met in the capital on Monday.\nheading: Long road ahead\nparagraph: No date was set for the next round of talks.\n"},
		{"a short sentence is no heading", "The foreign ministers met in the capital on Monday.\n\nNothing was signed.\n\nNo date was set for the next round of talks.",
			"paragraph: The foreign ministers met in the capital on Monday.\nparagraph: Nothing was signed.\nparagraph: No date was set for the next round of talks.\n"},
		{"lists are no headings", "The sides agreed on the following points at the end of the day.\n\nExchange of prisoners\n\nMaps of minefields\n\nReturn of the displaced\n\nThe points will be put on paper within a month.",
			"paragraph: The sides agreed on the following points at the end of the day.\nparagraph: Exchange of prisoners\nparagraph: Maps of minefields\nparagraph: Return of the displaced\nparagraph: The points will be put on paper within a month.\n"},
		{"hard-wrapped with blank lines", "The foreign ministers met in the capital on Monday and agreed to go\non with the talks next week, a spokesman for one of the delegations\nsaid after the meeting.\n\nNo date was set for the next round, which both sides want to hold\nbefore the end of the month in the same place.",
			"paragraph: The foreign ministers met in the capital on Monday and agreed to go on with the talks next week, a spokesman for one of the delegations said after the meeting.\nparagraph: No date was set for the next round, which both sides want to hold before the end of the month in the same place.\n"},
		{"hard-wrapped with indents", "    The foreign ministers met in the capital on Monday and agreed to\ngo on with the talks next week, a spokesman said.\n    No date was set for the next round, which both sides want to\nhold before the end of the month.\n    They thanked the host.",
			"paragraph: The foreign ministers met in the capital on Monday and agreed to go on with the talks next week, a spokesman said.\nparagraph: No date was set for the next round, which both sides want to hold before the end of the month.\nparagraph: They thanked the host.\n"},
		{"a line a paragraph", "The foreign ministers met in the capital on Monday and agreed to go on with the talks next week, a spokesman for one of the delegations said.\nNo date was set.\nBoth sides want to hold the next round before the end of the month, according to two people who know of the preparations for it.",
			"paragraph: The foreign ministers met in the capital on Monday and agreed to go on with the talks next week, a spokesman for one of the delegations said.\nparagraph: No date was set.\nparagraph: Both sides want to hold the next round before the end of the month, according to two people who know of the preparations for it.\n"},
		{"dateline, caption, credit", "FILE - The bridge at the border crossing, closed since spring.\n\nYEREVAN, MAY 21, ARMENPRESS. The government said that the crossing would be opened again.\n\n(Reporting by Jane Roe; editing by John Doe)",
			"caption: FILE - The bridge at the border crossing, closed since spring.\ndateline: YEREVAN, MAY 21, ARMENPRESS.\nparagraph: The government said that the crossing would be opened again.\ncredit: (Reporting by Jane Roe; editing by John Doe)\n"},
		{"Windows line ends", "Ministers agree to go on with talks\r\n\r\nThe foreign ministers met in the capital on Monday.\r\n\r\nNo date was set for the next round.\r\n",
			"title: Ministers agree to go on with talks\nparagraph: The foreign ministers met in the capital on Monday.\nparagraph: No date was set for the next round.\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := mustText(t, c.text, Options{})
			if got := outline(&r); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestFurniture(t *testing.T) {
	for _, c := range []struct {
		name, before, after string
		kinds               []string
	}{
		{"a comment form", "", "\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *\n\nName *\n\nEmail *\n\nSave my name, email, and website in this browser for the next time I comment.\n\nPost Comment", []string{commentForm}},
		{"share buttons", "Share on Facebook\nTweet\nWhatsApp\nCopy link\n\n", "", []string{share}},
		{"a count of shares", "Share\n\n128\n\n", "", []string{share}},
		{"a breadcrumb", "Home > World > South Caucasus\n\n", "", []string{navigation}},
		{"a list of other stories", "", "\n\nRelated stories\n\nPresident to visit the north in June\n\nTwo hurt in fire at market\n", []string{related}},
		{"a teaser", "Read also: President to visit the north in June\n\n", "", []string{related}},
		{"a newsletter", "", "\n\nSign up for our newsletter and get the day's stories every morning\n\nEnter your email address", []string{newsletter}},
		{"a notice about cookies", "We use cookies to improve your experience on our site. By using it you agree to our cookie policy.\n\nAccept all\n\n", "", []string{cookies}},
		{"the copyright", "", "\n\n© 2021 Example Daily. All rights reserved.", []string{copyrightLine}},
		{"tags", "", "\n\nTags: border, talks, ministers", []string{tags}},
		{"an advertisement", "Advertisement\n\n", "\n\nStory continues below advertisement", []string{advertisement, advertisement}},
		{"time to read", "3 min read\n\nListen to this article\n\n", "", []string{media}},
		{"an account", "", "\n\nAlready a subscriber? Log in", []string{account}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := mustText(t, c.before+twoParagraphs+c.after, Options{})
			if got := strings.TrimSpace(r.Text); got != twoParagraphs {
				t.Errorf("the text is %q", got)
			}
			var kinds []string
			for _, f := range r.Furniture {
				if len(kinds) == 0 || kinds[len(kinds)-1] != f.Kind || len(c.kinds) > len(kinds) {
					kinds = append(kinds, f.Kind)
				}
			}
			if strings.Join(kinds, " ") != strings.Join(c.kinds, " ") {
				t.Errorf("kinds %v, want %v", kinds, c.kinds)
			}
		})
	}
}

// TestPastedPage reads a whole page as somebody copies it, with single line ends.
func TestPastedPage(t *testing.T) {
	r := mustText(t, `Home
News
Politics
Economy
About us
Speaker: no corridor on the table
17:45 | 12.05.2022 | Politics
YEREVAN, MAY 12, ARMENPRESS. The speaker of parliament says that nobody has asked for a corridor.
“We never spoke of it,” he told reporters.
Print
Email
Share
Latest news
18:00 Minister receives ambassador
17:50 Budget passed in first reading
All news
About the agency
Address: 22 Example street, 0002
Tel.: +000 11 222333
`, Options{})
	const want = `title: Speaker: no corridor on the table
dateline: YEREVAN, MAY 12, ARMENPRESS.
paragraph: The speaker of parliament says that nobody has asked for a corridor.
paragraph: “We never spoke of it,” he told reporters.
`
	if got := outline(&r); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if r.Published != (Published{"2022-05-12", "day", "date-line"}) {
		t.Errorf("published %v", r.Published)
	}
}

// Sentences are kept that begin with the words of furniture, or speak of it.
func TestSentencesAreKept(t *testing.T) {
	for _, s := range []string{
		"Share prices fell by three per cent after the talks broke down.",
		"Related to this is the question of the maps, the minister said.",
		"Trending towards peace, the two countries signed a first agreement.",
		"Home to thirty thousand people, the town was taken in autumn.",
		"Comments by the president angered the opposition.",
		"Published in 2019, the report said that both armies had laid mines.",
		"On Monday the ministers met again.",
		"More than forty people were killed, the ministry said.",
		"Read the agreement before you judge it, the negotiator said.",
		"Sign the agreement or leave, the general told the rebels.",
		"Follow-up talks will be held in Brussels, the spokesman added.",
		"Print and radio journalists were detained at the border on Friday.",
		"Tags were found on the shells, investigators said.",
		"Next week the envoy travels to Moscow.",
		"Accept our terms, the rebels demanded, or the fighting goes on.",
		"The company uses cookies to follow journalists, the court heard.",
		"Subscribe to no illusions, the envoy warned: the war is not over.",
		"Copyright law was among the subjects that the two sides discussed.",
		"By Friday all prisoners had been released.",
		"Advertisement revenues fell, which the editors blamed on the war.",
		"Watch posts along the border were dismantled by both sides.",
		"Video of the attack was shown on state television.",
		"Previous rounds of talks had failed.",
	} {
		r := mustText(t, twoParagraphs+"\n\n"+s+"\n\n"+"The talks go on, both delegations told reporters on Tuesday evening.", Options{})
		if !strings.Contains(r.Text, s) {
			t.Errorf("%q was taken off as %v", s, r.Furniture)
		}
	}
}

func TestTextMetadata(t *testing.T) {
	r := mustText(t, "https://news.example/talks\n\nPolitics\n\nMinisters agree to go on with talks\n\nPublished on June 10, 2021\n\n"+twoParagraphs, Options{})
	if r.URL != "https://news.example/talks" || r.Title != "Ministers agree to go on with talks" || r.Published != (Published{"2021-06-10", "day", "date-line"}) {
		t.Errorf("got %q, %q, %v", r.URL, r.Title, r.Published)
	}
	r = mustText(t, "Ministers agree to go on with talks\n\nPublished on June 10, 2021\n\n"+twoParagraphs,
		Options{ID: "7", Title: "Given", Published: "2021-06", Outlet: "Example Daily", URL: "https://a.example/", Language: "en-GB"})
	if r.ID != "7" || r.Title != "Given" || r.Published != (Published{"2021-06", "month", "given"}) || r.Outlet != "Example Daily" || r.URL != "https://a.example/" || r.Language != "en-GB" {
		t.Errorf("what was given does not stand: %+v", r)
	}
	// A title that is known is found though it ends as a sentence does.
	r = mustText(t, "The ministers met again.\n\n"+twoParagraphs, Options{Title: "The ministers  met again."})
	if r.Blocks[0].Kind != Title || r.Blocks[1].Kind != Paragraph {
		t.Errorf("blocks\n%s", outline(&r))
	}
	if _, err := FromText([]byte(twoParagraphs), Options{Published: "10 June"}); !errors.Is(err, ErrDate) {
		t.Errorf("a date that is none: %v", err)
	}
	r = mustText(t, "Leave a Reply\n\n"+twoParagraphs, Options{KeepFurniture: true})
	if len(r.Furniture) != 0 || !strings.HasPrefix(r.Text, "Leave a Reply") {
		t.Error("KeepFurniture cut something off")
	}
}

func TestIdentity(t *testing.T) {
	a := mustText(t, twoParagraphs, Options{})
	b := mustText(t, "\ufeff"+strings.ReplaceAll(twoParagraphs, "\n\n", "\r\n\r\n")+"\n", Options{})
	if a.ID != b.ID || !strings.HasPrefix(a.ID, "sha256:") || len(a.ID) != len("sha256:")+16 {
		t.Errorf("ids %q and %q", a.ID, b.ID)
	}
	if c := mustText(t, twoParagraphs+" More.", Options{}); c.ID == a.ID {
		t.Error("another text has the same id")
	}
	if Hash("café  au\nlait ") != Hash("cafe\u0301 au lait") {
		t.Error("composed and decomposed letters give different hashes")
	}
}

// TestLargeText reads what no newspaper prints: a line of 100,000 words, megabytes without an end, and too many lines.
func TestLargeText(t *testing.T) {
	r := mustText(t, strings.Repeat("word ", 100000), Options{})
	if len(r.Blocks) != 1 || r.Blocks[0].Kind != Paragraph {
		t.Errorf("%d blocks", len(r.Blocks))
	}
	for _, s := range []string{strings.Repeat("\"", 1<<20), strings.Repeat("BAKU ", 1<<18), strings.Repeat("\u200b", 1<<20) + "a", strings.Repeat("Related\nfoo bar\n", 1<<15) + twoParagraphs} {
		mustText(t, s, Options{})
	}
	if _, err := FromText([]byte(strings.Repeat("a\n", maxLines+1)), Options{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too many lines: %v", err)
	}
	if _, err := FromText(make([]byte, 2000), Options{MaxBytes: 1000}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too many bytes: %v", err)
	}
}

// TestScripts reads texts in other scripts and directions; they are kept as they are.
func TestScripts(t *testing.T) {
	for language, text := range map[string]string{
		"ar":  "التقى وزراء الخارجية في العاصمة يوم الاثنين.\n\nواتفقوا على مواصلة المحادثات في الأسبوع المقبل.",
		"hy":  "Արտգործնախարարները երկուշաբթի օրը հանդիպեցին մայրաքաղաքում։",
		"mul": "The ministers met in the capital. Министры встретились в столице страны вчера.",
		"en":  "The ministers met in the capital.\x1b[0m\u200f They agreed to go on with the talks\u202e.",
	} {
		if r := mustText(t, text, Options{}); r.Text != text || r.Language != language {
			t.Errorf("%q became %q in %q", text, r.Text, r.Language)
		}
	}
}

// TestSeeds reads the two reports as they came and checks what was page and what was report.
func TestSeeds(t *testing.T) {
	read := func(name, published string) Report {
		data, err := os.ReadFile(sharedPath(t, "seeds", name))
		if err != nil {
			t.Fatal(err)
		}
		return mustText(t, string(data), Options{Published: published})
	}
	r := read("004_494d6f47ca38feeb.txt", "2021-06-10")
	if want := "Reeker: U.S. ready to assist in Azerbaijan-Armenia border demarcation"; r.Title != want {
		t.Errorf("title %q, want %q", r.Title, want)
	}
	for _, line := range strings.Split(r.Text, "\n") {
		for _, f := range []string{"Published", "Leave a Reply", "Your email address", "Trending", "Exit mobile version"} {
			if strings.HasPrefix(line, f) || line == "on" || line == "Nagorno-Karabakh" {
				t.Errorf("furniture is left: %q", line)
			}
		}
	}
	if got := outline(&r); !strings.Contains(got, "\nheading: Azerbaijan strong US partner\n") || strings.Count(got, "heading: ") != 1 || strings.Count(got, "paragraph: ") != 14 {
		t.Errorf("blocks\n%s", got)
	}
	if r = read("000_6ee4d7014e4dbf03.txt", "2022-05-23"); len(r.Furniture) != 0 || len(r.Blocks) != 7 || r.Language != "en" {
		t.Errorf("the clean report: %v, %d blocks, %s", r.Furniture, len(r.Blocks), r.Language)
	}
}
