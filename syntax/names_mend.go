package syntax

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What the last word of a name says of its class, whatever the finder thinks: it has seen too few of each.
var (
	// events, laws, agreements, prizes and the like, which are neither bodies nor places
	otherHeads = wordSet(`Goals Statement Agreement Act Bill Summit Festival Conference Prize Award Awards Cup Treaty Convention
		Accord Accords Day Week Month Year War Games Index Report Protocol Olympics Championship Championships Trophy Framework
		Constitution Declaration Peoples Race Derby Exhibition Code Rules Plan Resolution Resolutions Amendment Pact Tournament
		Marathon Expo Virus Crisis Pandemic Challenge Scholarship Fellowship Medal Memorandum Covenant Initiative Program Project
		Olympiad Ordinance Decree Bible Revolution Uprising Massacre Genocide Dialogue`)
	// buildings, roads and what nature made
	placeHeads = wordSet(`Hospital Airport Museum Stadium Dam Expressway Drive Street St. Road Avenue Ave. Bridge Prison Jail Palace
		Mosque Hotel Highway Boulevard Station River Lake Mountain Mountains Island Islands Valley Desert Beach Peninsula Canal
		Strait Falls Cemetery Monument Castle Cathedral Theatre Restaurant Airfield Motorway Seaport Harbour Arena Basin
		Sea Ocean Gulf`)
	// the same, but also surnames
	placeHeadsOfBodies = wordSet(`Park Square Tower Hall Garden Gardens Line Port Forest Reserve Province District County Village Bay
		Field Hill Hills`)
	// words of bodies: what follows their "of" says nothing ("Faculty of Law", "Council for the Championship")
	bodyBegins = wordSet(`Ministry Department University College School Faculty Institute Committee Commission Council Office
		Association Federation Society Court Bank Centre Center Academy Directorate Agency Authority Bureau Board Club Party
		Secretariat Union League Foundation Fund`)
	// words that stand for a body or place only together with others: "the Council", "the City"
	plainBodies = wordSet(`State Party Court Council City Kingdom College University Ministry Commission Committee Board Police Bank
		Church Government Post Crown Federation Institute Authority Department Association Republic Agency Club Company Province
		District Town School Centre Center Office Chamber Region University Secretariat Municipality Embassy Prosecutor Tribunal
		Headquarters Airport Hospital Index Governorate`)
	// initials that are neither bodies, persons nor places
	plainInitials = wordSet(`MP MPs MLA MLAs AI LNG NGO NGOs INGO INGOs CSO CSOs COVID Covid GDP GNP SMS CEO CEOs CFO COO CTO DNA RNA HIV
		AIDS LGBT LGBTQ LGBTI TB PhD MoU MoUs MOU MOUs MW GW KW HH RM QR IT ICT IP ID IDs TV FM PM VIP VIPs UFO UFOs ATMs R&D
		PPPs CV GPS PC PCs DVD CD USB HR PR SDG SDGs VAT GST IQ FAQ PDF URL LED CO2 OK SUV SUVs NFT NFTs IPO IPOs ETF ETFs SME
		SMEs MSME MSMEs FDI EV EVs PPE ICU GMO GMOs IDP IDPs IED IEDs WMD ICBM UAV UAVs POW POWs HQ GMT UTC BC AD USD EUR GBP TNT
		KPI CCTV PCR MBA UK's AK-47 API APIs PIN SIM STI PMI B2B 3D 5G 4G LPG CNG RPG LIBOR
		LMAO LOL OMG BTW FYI ASAP RSVP VHS ISO DUI DWI DM DMs MMOG EST EDT CST CDT MST MDT PST PDT GMT VP SVP EVP AGM Q&A BBQ DIY ETA TBA
		II III IV VI VII VIII IX XI XII XIII XIV XV XVI Laughter Applause Mercury Venus Saturn Jupiter Uranus Neptune`)
	// titles, which by themselves are no names
	plainPersons = wordSet(`Amir Emir Imam Pope Speaker God Allah Minister President Madam Sultan Mayor Governor Excellency Highness Majesty
		Ambassador Premier Chancellor Senator Congressman Chairman Director Secretary Professor Ayatollah`)
	// what people are, behind the body they are it in: "UN Special Rapporteur"
	roles = wordSet(`Spokesperson Spokesman Spokeswoman Chairman Chairperson Chairwoman Director Commissioner Minister Rapporteur Officer
		President Secretary Ambassador Prince Princess Highness Majesty Judge Governor Mayor Envoy Premier Chancellor Senator
		Representative Protector Champion MP MPs MEP`)
	roleAdjectives = wordSet(`Special Chief Prime Crown Royal Supreme Managing Executive Deputy Vice Foreign Defence Defense Finance Interior
		Assistant Acting Former Senior Under Permanent His Her`)
	// countries and regions known by initials
	placeInitials = wordSet(`DRC UAE UK USA KSA DPRK PNG LatAm MENA`)
	// words before a hyphen that are no part of a name
	hyphenPrefixes = wordSet(`Post Pre Anti Pro Non Mid Ex Intra Inter Vice Co Multi Semi Neo Pan`)
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// mendNames corrects by rule what the finder leaves wrong in the names of a sentence.
func (s *Sentence) mendNames() {
	tokens := s.Tokens
	kept := s.Names[:0]
	for _, n := range s.Names {
		if n.Class == OrganisationName || n.Class == PlaceName {
			n = withoutRole(tokens, n)
		}
		if n.First <= n.Last && !plainName(tokens, n) {
			kept = append(kept, n)
		}
	}
	s.Names = kept
	for i := 0; i < len(s.Names); i++ {
		s.Names[i].Class = classByHead(tokens, s.Names[i])
		i -= s.joinHyphenated(i)
	}
	s.joinLongForms()
	s.joinInverted()
	for i := 0; i < len(s.Names); i++ {
		n := &s.Names[i]
		switch {
		case n.Class == MiscName && otherHeads[tokens[n.Last].Form]:
			s.takeComplement(i)
		case n.Class == OrganisationName && listBodies[tokens[n.First].Form]:
			s.takeList(i)
		}
		s.takeArticle(i)
	}
}

// plainName reports whether a name is none.
func plainName(tokens []Token, n Name) bool {
	for i := n.First; i <= n.Last; i++ {
		if isAddress(tokens[i].Form) {
			return true
		}
	}
	if n.First != n.Last {
		return false
	}
	form := tokens[n.First].Form
	switch {
	case n.Class != MiscName && plainInitials[form]:
		return true
	case n.Class != PersonName && (plainBodies[form] || roles[form]), plainPersons[form]:
		return true
	case form == "US" || form == "U.S.":
		// "US$ 20", "5,000 US dollars", "US dollars 300"
		next := formAt(tokens, n.Last+1)
		return next == "$" || strings.EqualFold(next, "dollar") || strings.EqualFold(next, "dollars")
	}
	return false
}

// withoutRole takes away who somebody is in a body: "UN" in "UN Special Rapporteur". Nothing is left of "Crown Prince".
func withoutRole(tokens []Token, n Name) Name {
	if !roles[tokens[n.Last].Form] {
		return n
	}
	for i := n.First; i < n.Last; i++ {
		if f := tokens[i].Form; bodyBegins[f] || f == "of" || f == "the" {
			return n // "Office of the Prime Minister"
		}
	}
	n.Last--
	for n.Last >= n.First && roleAdjectives[tokens[n.Last].Form] {
		n.Last--
	}
	return n
}

// isAddress reports whether a word is an address of mail or of a page, or a file: "prices.pdf".
func isAddress(form string) bool {
	if strings.IndexByte(form, '@') > 0 || strings.Contains(form, "://") || strings.HasPrefix(form, "www.") {
		return true
	}
	dot := strings.LastIndexByte(form, '.')
	if dot <= 0 {
		return false
	}
	switch form[dot+1:] {
	case "pdf", "htm", "html", "doc", "docx", "xls", "xlsx", "ppt", "txt", "jpg", "jpeg", "gif", "png", "mp3", "zip", "exe":
		return true
	}
	return false
}

// joinInverted makes one name of what an address book has: a surname, a comma and a given name in quotation marks.
func (s *Sentence) joinInverted() {
	tokens := s.Tokens
	for i := 0; i+1 < len(s.Names); i++ {
		a, b := s.Names[i], s.Names[i+1]
		if a.Class == PersonName && b.Class == PersonName && a.First == a.Last && b.First == a.Last+2 && formAt(tokens, a.Last+1) == "," &&
			formAt(tokens, a.First-1) == "\"" && formAt(tokens, b.Last+1) == "\"" {
			s.Names[i].Last = b.Last
			s.Names = slices.Delete(s.Names, i+1, i+2)
		}
	}
}

func formAt(tokens []Token, i int) string {
	if i < 0 || i >= len(tokens) {
		return ""
	}
	return tokens[i].Form
}

// classByHead returns the class of a name by its last word.
func classByHead(tokens []Token, n Name) NameClass {
	head := tokens[n.Last].Form
	if n.First == n.Last {
		if placeInitials[head] {
			return PlaceName
		}
		return n.Class
	}
	if n.Class == OrganisationName && tokens[n.First+1].Form == "of" {
		switch tokens[n.First].Form {
		case "State", "Kingdom", "Republic", "Emirate", "Sultanate":
			return PlaceName
		}
	}
	if tokens[n.Last-1].Form == "First" && (head == "Nation" || head == "Nations") {
		return MiscName // the first peoples of Canada
	}
	for i := n.First; i < n.Last; i++ {
		if bodyBegins[tokens[i].Form] && n.Class == OrganisationName {
			return n.Class
		}
	}
	switch {
	case otherHeads[head]:
		return MiscName
	case placeHeads[head]:
		return PlaceName
	case placeHeadsOfBodies[head] && n.Class != PersonName:
		return PlaceName
	}
	return n.Class
}

// adjoin reports whether a hyphen joins tokens i-1 and i+1 without white space. Tokens of corpora have no offsets.
func adjoin(tokens []Token, i int) bool {
	return i > 0 && i+1 < len(tokens) && tokens[i].Form == "-" && tokens[i-1].End == tokens[i].Start && tokens[i].End == tokens[i+1].Start
}

// joinHyphenated makes one name of "Mangal-Joly" and "Dong-Eui University" and returns how many names it took out.
func (s *Sentence) joinHyphenated(i int) int {
	tokens := s.Tokens
	out := 0
	for {
		n := &s.Names[i]
		if n.Class == MiscName {
			return out
		}
		if at := n.First - 1; adjoin(tokens, at) && at > 0 {
			left := tokens[at-1].Form
			if i > 0 && s.Names[i-1].Last == at-1 {
				if s.Names[i-1].Class == n.Class && n.Class != PlaceName {
					n.First = s.Names[i-1].First
					s.Names = slices.Delete(s.Names, i-1, i)
					i--
					out++
					continue
				}
			} else if beginsUpper(left) && !hyphenPrefixes[left] && tokens[at-1].UPOS != DET {
				n.First = at - 1
				continue
			}
		}
		if at := n.Last + 1; adjoin(tokens, at) {
			right := tokens[at+1].Form
			if i+1 < len(s.Names) && s.Names[i+1].First == at+1 {
				if s.Names[i+1].Class == n.Class && n.Class != PlaceName {
					n.Last = s.Names[i+1].Last
					s.Names = slices.Delete(s.Names, i+1, i+2)
					continue
				}
			} else if beginsUpper(right) && tokens[at+1].XPOS == TagNNP && !(i+1 < len(s.Names) && s.Names[i+1].First <= at+1) {
				n.Last = at + 1
				continue
			}
		}
		return out
	}
}

// takeComplement takes what the title of an event or a law goes on with: "Convention against Corruption", "Conference on
// the Elimination of Child Labour".
func (s *Sentence) takeComplement(i int) {
	tokens := s.Tokens
	at := s.Names[i].Last + 1
	switch formAt(tokens, at) {
	case "on", "against", "for", "to", "of":
		at++
	default:
		return
	}
	if formAt(tokens, at) == "the" {
		at++
	}
	if !beginsUpper(formAt(tokens, at)) {
		return
	}
	last := at
	for j := at; j < len(tokens) && j-last <= 2; j++ {
		if beginsUpper(tokens[j].Form) {
			last = j
		} else if f := tokens[j].Form; f != "of" && f != "the" && f != "and" && f != "for" {
			break
		}
	}
	end := i + 1
	for end < len(s.Names) && s.Names[end].First <= last {
		last = max(last, s.Names[end].Last)
		end++
	}
	s.Names[i].Last = last
	s.Names = slices.Delete(s.Names, i+1, end)
}

// listBodies name what they are for, often a list.
var listBodies = wordSet("Ministry Department Committee Commission Directorate")

// takeList takes the rest of "Ministry of Education, Higher Education, Science and Technology".
func (s *Sentence) takeList(i int) {
	tokens := s.Tokens
	at := s.Names[i].Last + 1
	end := -1
	for at < len(tokens) {
		f := tokens[at].Form
		if f != "," && f != "and" && f != "&" {
			break
		}
		next := at + 1
		for next < len(tokens) && beginsUpper(tokens[next].Form) {
			next++
		}
		if next == at+1 {
			break
		}
		if f != "," {
			end = next - 1 // a list ends with "and"
			break
		}
		at = next
	}
	if end < 0 || tokens[s.Names[i].Last+1].Form != "," {
		return
	}
	after := i + 1
	for after < len(s.Names) && s.Names[after].First <= end {
		end = max(end, s.Names[after].Last)
		after++
	}
	s.Names[i].Last = end
	s.Names = slices.Delete(s.Names, i+1, after)
}

// takeArticle takes the article of "The Jordan Times" inside a sentence, where only a name's is written so.
func (s *Sentence) takeArticle(i int) {
	n := &s.Names[i]
	at := n.First - 1
	if at < 0 || s.Tokens[at].Form != "The" || n.Class == PersonName {
		return
	}
	inside := at > 0
	if inside {
		switch s.Tokens[at-1].Form {
		case "\"", "“", "”", "``", "‘", "'", ":", "—", "–", "-", ".", "?", "!", "…", ";", "(", "*", "•":
			inside = false
		}
	}
	if inside || s.Tokens[n.First].Form == "Hague" {
		n.First = at
	}
}

func beginsUpper(form string) bool {
	r, _ := utf8.DecodeRuneInString(form)
	return unicode.IsUpper(r)
}

// splitPlaces makes two names of a town and its state or country without a comma between them, as careless writers have
// them: "traveling to San Rafael California". "South Carolina" and "Gulf of Mexico" are one.
func (f *nameFinder) splitPlaces(s *Sentence, words []word) {
	for i := 0; i < len(s.Names); i++ {
		n := s.Names[i]
		if n.Class != PlaceName || n.First == n.Last || n.Last >= len(words) || f.gazetteer.find(words[n.Last].lower)&soleFlag == 0 ||
			f.isPlace(words[n.First:n.Last+1]) || !f.isPlace(words[n.First:n.Last]) || directions[lowerForm(s.Tokens[n.First].Form)] ||
			directions[lowerForm(s.Tokens[n.Last].Form)] {
			continue
		}
		s.Names[i].Last = n.Last - 1
		s.Names = slices.Insert(s.Names, i+1, Name{First: n.Last, Last: n.Last, Class: PlaceName})
		i++
	}
}

var directions = wordSet("north south east west northern southern eastern western central new old upper lower greater inner outer united city")

// isPlace reports whether the gazetteer has the words as one place.
func (f *nameFinder) isPlace(words []word) bool {
	if len(words) == 1 {
		return f.gazetteer.find(words[0].lower)&placeFlag != 0
	}
	h := words[0].lower
	for i := range words[1:] {
		h = phraseHash(h, words[i+1].lower)
	}
	return f.phrases.find(h)&placePhrase != 0
}
