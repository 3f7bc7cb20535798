package report

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// findDateline reads the dateline that a paragraph opens with, as news agencies write it: a place, perhaps its
// country, perhaps a date, perhaps the agency, and a mark that ends it.
//
//	YEREVAN, MAY 21, ARMENPRESS. The…
//	BAKU, Azerbaijan, June 8. /TASS/. The…
//	MOSCOW (Reuters) - The…
//	GENEVA, 12 May 2022 (AFP) – The…
//	Tbilisi, Georgia — The…
//
//	BAKU, Azerbaijan, May 24. By Jane Roe – Trend: The…
//
// Because "Moscow – and not only Moscow – …" opens a sentence, a place that is not in capitals needs a date or
// an agency beside it, or a dash after which a sentence opens with a capital. The span that comes back is relative to s, up to the first byte of the
// sentence; ok is false when s opens with a sentence. An agency that passes on another's item puts its own name
// before that one's dateline: "Canadian Press - OSLO (AP) - The…".
func findDateline(s string) (info DatelineInfo, ok bool) {
	info, ok = readDateline(s)
	if !ok || info.Date != "" || info.Place != "" && info.Agency != "" {
		return info, ok
	}
	if inner, again := readDateline(s[info.Span.End:]); again && inner.Agency != "" && inner.Place != "" {
		inner.Span = Span{0, info.Span.End + inner.Span.End}
		return inner, true
	}
	return info, ok
}

// readDateline reads one dateline.
func readDateline(s string) (info DatelineInfo, ok bool) {
	if len(s) > 160 {
		s = s[:160]
		for !utf8.ValidString(s[len(s)-1:]) && len(s) > 150 && !utf8.RuneStart(s[len(s)-1]) {
			s = s[:len(s)-1]
		}
		if !utf8.RuneStart(s[len(s)-1]) || s[len(s)-1] >= utf8.RuneSelf {
			s = s[:len(s)-1]
		}
	}
	i, capitals := scanPlace(s)
	if i == 0 {
		return info, false
	}
	place := s[:i]
	if notPlaces(place) {
		return info, false
	}
	// Up to two names of what the place lies in, then a date, an agency, in this order; each at most once.
	var when date
	agency, bracketed, named := "", false, false
	for regions := 0; ; {
		j := i
		comma := false
		for j < len(s) && (s[j] == ' ' || s[j] == ',' || s[j] == '.' && when.month > 0) {
			comma = comma || s[j] == ','
			j++
		}
		if j == len(s) || j == i && s[j] != '/' {
			break
		}
		if when.month == 0 {
			if d, n := scanDate(s[j:]); n > 0 && d.day > 0 {
				when, i = d, j+n
				continue
			}
		}
		if name, n := scanBracketed(s[j:]); n > 0 && agency == "" {
			// "BAKU (June 8)" holds a date where others name the agency.
			if d, m := scanDate(name); m == len(name) && d.day > 0 && when.month == 0 {
				when = d
			} else if isAgencyName(name) {
				agency, bracketed = name, true
			} else {
				break
			}
			i = j + n
			continue
		}
		if when.month > 0 && agency == "" {
			if n := scanAgency(s[j:]); n > 0 {
				agency, i = s[j:j+n], j+n
				continue
			}
		}
		if comma && when.month == 0 && agency == "" && regions < 2 {
			if n, _ := scanPlace(s[j:]); n > 0 {
				regions, named, i = regions+1, true, j+n
				continue
			}
		}
		break
	}
	end, dash, stop := scanDatelineEnd(s, i)
	if end == 0 && bracketed && (s[i-1] == '/' || when.month > 0) && i+1 < len(s) && s[i] == ' ' && s[i+1] >= 'A' && s[i+1] <= 'Z' {
		end, stop = i+1, true // "Ulaanbaatar /MONTSAME/ The President …", "New Delhi, May 3 (PTI) The President …"
	}
	if end == 0 {
		return info, false
	}
	// After the full stop that ends the date may stand "/TASS/." or "(AFP) –".
	if stop && agency == "" {
		if name, n := scanBracketed(s[end:]); n > 0 && isAgencyName(name) {
			if e, _, _ := scanDatelineEnd(s, end+n); e > 0 {
				agency, bracketed, end = name, true, e
			} else if s[end] == '/' {
				agency, bracketed, end = name, true, skipSpace(s, end+n)
			}
		} else if n := scanAgency(s[end:]); n > 0 {
			if e, d, st := scanDatelineEnd(s, end+n); e > 0 && (d || st) {
				agency, end = s[end:end+n], e
			}
		}
	}
	if stop && !dash && agency == "" {
		if n, name := scanColonAgency(s[end:]); n > 0 {
			agency, end = name, end+n
		}
	}
	switch {
	case bracketed && (dash || stop):
	case capitals && dash:
	case capitals && when.month > 0 && stop:
	case when.month > 0 && when.day > 0 && (dash || agency != "") && (named || capitals || agency != "" || dash):
	case dash && agency == "" && when.month == 0 && spacedDash(s, i) && opensSentence(s[end:]):
	default:
		return info, false
	}
	if agency == "" && agencies()[strings.ToUpper(place)] {
		place, agency = "", place // "ALBAWABA - The…"
	}
	return DatelineInfo{Span: Span{0, end}, Place: place, Date: when.edtf(), Agency: agency}, true
}

// slashed reports whether s is "/NAME/…".
func slashed(s string) bool {
	end := strings.IndexByte(s[1:min(len(s), 30)], '/')
	return end > 1 && !strings.Contains(s[1:1+end], " ")
}

// spacedDash reports whether the dash after a place at s[i:] has a space before it, as a hyphen has not.
func spacedDash(s string, i int) bool { return i+1 < len(s) && s[i] == ' ' && s[i+1] != ' ' }

// opensSentence reports whether s begins with a capital and goes on for some words.
func opensSentence(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, openQuotes))
	return unicode.IsUpper(r) && countWords(s, 8) >= 8
}

// scanColonAgency reads "By Jane Roe – Trend: " after the date of a dateline.
func scanColonAgency(s string) (n int, name string) {
	if !strings.HasPrefix(s, "By ") {
		return 0, ""
	}
	colon := strings.IndexByte(s[:min(len(s), 80)], ':')
	if colon < 0 || countWords(s[:colon], 9) > 8 {
		return 0, ""
	}
	for _, dash := range [...]string{" - ", " – ", " — ", "–", "—", "-"} {
		if i := strings.LastIndex(s[:colon], dash); i > 0 {
			if name = strings.TrimSpace(s[i+len(dash) : colon]); isAgencyName(name) {
				return skipSpace(s, colon+1), name
			}
		}
	}
	return 0, ""
}

// agencies are names that stand where a place may stand, or alone at the end of an item.
var agencies = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for _, name := range strings.Fields("AFP AP REUTERS REUTER TASS ITAR-TASS RIA INTERFAX XINHUA DPA ANSA EFE APA AZERTAC TREND ARMENPRESS NEWS.AM IRNA MEHR ISNA MENA SPA WAM KUNA PETRA ANADOLU AA UNIAN UKRINFORM BELTA KAZINFORM MONTSAME YONHAP KYODO PTI ANI IANS BERNAMA ANTARA IPS UPI ALBAWABA RFE/RL VOA BBC CNN") {
		m[name] = true
	}
	return m
})

// scanPlace gives the length of a run of one to five capitalised words at the beginning of s, such as
// "RIO DE JANEIRO", "Tel Aviv", "PARIS/LONDON" or "Washington, D.C."; capitals says that all letters are
// capitals and there are at least two.
func scanPlace(s string) (n int, capitals bool) {
	upper, lower := 0, 0
	words := 0
	for i := 0; i < len(s) && words < 5; {
		start := i
		wordLower := 0
		first := rune(0)
		for i < len(s) {
			r, size := utf8.DecodeRuneInString(s[i:])
			if first == 0 {
				first = r
			}
			switch {
			case unicode.IsUpper(r):
				upper++
			case unicode.IsLetter(r) || unicode.IsMark(r):
				wordLower++
			case r == '/' && slashed(s[i:]):
				goto word // "Ulaanbaatar/MONTSAME/."
			case r == '.' && i > start && i-start <= 4 && isInitials(s[start:i+1]), r == '\'' || r == '’' || r == '-' || r == '/':
				if r == '/' && i == start || r == '-' && i+1 < len(s) && (s[i+1] == '-' || s[i+1] == ' ') {
					goto word
				}
			default:
				goto word
			}
			i += size
		}
	word:
		if i == start {
			break
		}
		w := s[start:i]
		if !unicode.IsUpper(first) {
			switch strings.ToLower(w) {
			case "de", "of", "al", "el", "la", "du", "the", "am", "le", "da", "di", "do", "and":
				if words == 0 {
					return 0, false
				}
			default:
				return n, capitals
			}
		} else {
			if monthNumber(w) > 0 && i+1 < len(s) && (s[i] == ' ' || s[i] == '.') && words > 0 && digitRun(strings.TrimLeft(s[i:], " .")) > 0 {
				return n, capitals // "BAKU JUNE 8"
			}
			lower += wordLower
			n, capitals = i, lower == 0 && upper >= 2
		}
		words++
		if i >= len(s) || s[i] != ' ' || i+1 >= len(s) || s[i+1] == ' ' {
			break
		}
		i++
	}
	if n < 2 {
		return 0, false
	}
	return n, capitals
}

// isInitials reports whether w is letters each with a full stop, "D.C.", or an abbreviated state, "Calif.".
func isInitials(w string) bool {
	if len(w) == 2 || len(w) == 4 && w[1] == '.' {
		return true
	}
	return false
}

// notPlaces reports whether capitals at the beginning of a paragraph are a label that agencies put there.
func notPlaces(s string) bool {
	first, rest, _ := strings.Cut(strings.ToUpper(s), " ")
	if first == "THE" && rest == "HAGUE" {
		return false
	}
	switch first {
	case "UPDATE", "BREAKING", "EXCLUSIVE", "CORRECTED", "CORRECTION", "FACTBOX", "ANALYSIS", "REFILE", "FILE", "PHOTO", "WATCH",
		"VIDEO", "LIVE", "NOTE", "EDITOR", "EDITORS", "URGENT", "INTERVIEW", "OPINION", "FEATURE", "TIMELINE", "EXPLAINER", "REPORT",
		"WHAT", "WHY", "HOW", "WHO", "WHEN", "WHERE", "THE", "A", "AN", "Q", "IN", "ON", "AT", "BY", "AND", "BUT", "IT", "HE", "SHE", "WE", "I", "THEY", "NO", "YES":
		return true
	}
	return false
}

// scanBracketed reads "(Reuters)", "/TASS/" or "[AFP]" at the beginning of s: what is inside, and the length.
func scanBracketed(s string) (inside string, n int) {
	if len(s) < 4 {
		return "", 0
	}
	var close byte
	switch s[0] {
	case '(':
		close = ')'
	case '[':
		close = ']'
	case '/':
		close = '/'
	default:
		return "", 0
	}
	end := strings.IndexByte(s[1:min(len(s), 60)], close)
	if end < 2 {
		return "", 0
	}
	return strings.TrimSpace(s[1 : 1+end]), end + 2
}

// isAgencyName reports whether what stands in brackets can be the name of an agency: one to four words that
// begin with a capital or are an address ("1lurer.am").
func isAgencyName(s string) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 4 {
		return false
	}
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && !(strings.Contains(w, ".") && len(w) > 4) && !(i > 0 && (w == "of" || w == "and" || w == "&" || w == "via" || w == "/" || w == "-" || w == "–" || w == "News")) {
			return false
		}
	}
	return true
}

// scanAgency gives the length of one to three words at the beginning of s that are an agency without brackets:
// in capitals ("ARMENPRESS", "TREND NEWS AGENCY"), or a name that ends in a colon's place ("Trend:").
func scanAgency(s string) int {
	n, capitals := scanPlace(s)
	if n == 0 {
		return 0
	}
	if capitals && n >= 3 {
		return n
	}
	if rest := strings.TrimLeft(s[n:], " "); strings.HasPrefix(rest, ":") && n <= 24 {
		return n
	}
	return 0
}

// scanDatelineEnd reads the mark that ends a dateline at s[i:]: a dash of any length, a full stop or a colon
// with white space after it, or the end of the line. end is where the sentence begins, 0 when there is no mark.
func scanDatelineEnd(s string, i int) (end int, dash, stop bool) {
	j := i
	for j < len(s) && (s[j] == ' ' || s[j] == '.' || s[j] == ',' || s[j] == ':' || s[j] == '\n') {
		stop = stop || s[j] == '.' || s[j] == ':'
		j++
	}
	spaced := j > i
	for {
		switch {
		case strings.HasPrefix(s[j:], "–") || strings.HasPrefix(s[j:], "—"):
			j += len("–")
		case strings.HasPrefix(s[j:], "-") && (spaced || dash):
			j++
		case dash && j < len(s) && (s[j] == ' ' || s[j] == '\n'):
			j++
			continue
		default:
			if j == len(s) {
				return j, dash, true
			}
			if !dash && !(stop && isSpaceByte(s[j-1])) {
				return 0, false, false
			}
			return j, dash, stop
		}
		dash = true
	}
}

func skipSpace(s string, i int) int {
	for i < len(s) && (isSpaceByte(s[i]) || s[i] == '.') {
		i++
	}
	return i
}
