package report

import "strings"

// alphabets are the letters that a language writes beside those that all of its script share. A letter that
// is in none of them tells nothing; a letter of one language's alphabet speaks against the others: ə makes a
// text Azerbaijani that would be Turkish by its trigrams, ы and ї part Russian from Ukrainian.
var alphabets = [...]struct{ language, letters string }{
	{"en", ""}, {"fr", "àâæçéèêëîïôœùûüÿ"}, {"de", "äöüß"}, {"es", "áéíñóúü"}, {"it", "àèéìíîòóùú"},
	{"pt", "áâãàçéêíóôõúü"}, {"nl", "éëïóöüè"}, {"sv", "åäöé"}, {"da", "æøåé"}, {"nb", "æøåéòôó"}, {"nn", "æøåéòôó"},
	{"fi", "äöåšž"}, {"et", "äõöüšž"}, {"lv", "āčēģīķļņšūž"}, {"lt", "ąčęėįšųūž"}, {"pl", "ąćęłńóśźż"},
	{"cs", "áčďéěíňóřšťúůýž"}, {"sk", "áäčďéíĺľňóôŕšťúýž"}, {"sl", "čšž"}, {"hr", "čćđšž"}, {"bs", "čćđšž"}, {"sr-Latn", "čćđšž"},
	{"hu", "áéíóöőúüű"}, {"ro", "ăâîșțşţ"}, {"sq", "çë"}, {"tr", "çğıöşüâîû"}, {"az", "çəğıöşü"}, {"uz", "ʻʼ"}, {"tk", "äçžňöşüý"}, {"ku", "çêîşû"},
	{"vi", "ăâđêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵằắẳẵặầấẩẫậềếểễệồốổỗộờớởỡợừứửữự"}, {"id", ""}, {"tl", "ñ"}, {"sw", ""}, {"so", ""},
	{"ca", "àçèéíïòóúü"}, {"gl", "áéíñóúü"}, {"eu", "ñü"}, {"ga", "áéíóú"}, {"cy", "âêîôûŵŷ"}, {"is", "áðéíóúýþæö"}, {"mt", "ċġħżàèìòù"},
	{"af", "êëéèïôûî"}, {"lb", "äëéèêôöü"}, {"rw", ""}, {"yo", "áàéèẹọṣíìóòúùńǹ"}, {"ig", "ịọụṅ"}, {"zu", ""}, {"xh", ""}, {"eo", "ĉĝĥĵŝŭ"},

	{"ru", "ийщьюяёъыэ"}, {"uk", "ийщьюяґєії"}, {"be", "йьюяёіўыэ"}, {"bg", "ийщьюяъ"}, {"mk", "иѓѕјљњќџ"}, {"sr", "иђјљњћџ"},
	{"kk", "ийщьюяәғқңөұүһіёъыэ"}, {"ky", "ийщьюяңөүёъыэ"}, {"tg", "ийюяғӣқӯҳҷёъэ"}, {"tt", "ийщьюяәөүҗңһёъыэ"}, {"mn", "ийщьюяөүёъыэ"},
	{"os", "ийщьюяӕёъыэ"}, {"ab", "иьыӷқԥҭҟҩҿҽҷӡәҳҵҧҕ"}, {"az-Cyrl", "иәғҝөүҹһјы"}, {"uz-Cyrl", "ийьюяўғқҳёъэ"},

	{"ar", "ةىكيأإؤئآ"}, {"fa", "پچژگکیآأئؤ"}, {"ur", "پچژگکیآٹڈڑںھہےؤئ"}, {"ckb", "پچژگکیڕڵۆێەڤئ"},
}

// foreignLetter is what one letter of other alphabets takes from the score of a language.
const foreignLetter = 40

// foreign gives, for the languages of a group, the letters of the others' alphabets that each of them lacks:
// to each letter the set of languages that do not write it, as bits.
func foreign(group []string) map[rune]uint64 {
	at := func(language string) string {
		for _, a := range alphabets {
			if a.language == language {
				return a.letters
			}
		}
		return ""
	}
	m := map[rune]uint64{}
	for _, language := range group {
		for _, r := range at(language) {
			if _, ok := m[r]; ok {
				continue
			}
			var without uint64
			for i, other := range group {
				if !strings.ContainsRune(at(other), r) {
					without |= 1 << i
				}
			}
			m[r] = without
		}
	}
	return m
}
