package place

// Words that tell how a name is used. All are lemmas or lower-case forms.

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

var (
	// locative prepositions put what happens at a place: "in Baku", "near Kapan".
	locative = set("in", "at", "near", "around", "inside", "outside", "within", "across", "throughout", "through", "into", "onto",
		"along", "over", "off", "via", "around", "beyond", "past", "toward", "towards", "between", "on", "opposite", "amid", "up", "down", "above", "beside", "behind", "upon")

	// directional prepositions do so after words of movement; else they may name an addressee or a giver:
	// "a visit to Baku" but "a letter to Baku", "a flight from Yerevan" but "a demand from Yerevan".
	directional = set("to", "from", "for")

	// nearby makes a place the neighbour of where it happened: "near Kapan", "around Jabrayil", "off Crete".
	nearby = set("near", "around", "outside", "off", "beyond", "beside", "opposite", "past", "towards", "toward", "behind")

	// nearbyNouns do so through "of": "the outskirts of Kapan", "12 km south of Goris", "the vicinity of Hadrut".
	nearbyNouns = set("outskirt", "outskirts", "vicinity", "suburb", "suburbs", "surroundings", "environs", "north", "south", "east", "west",
		"northeast", "northwest", "southeast", "southwest", "kilometer", "kilometre", "mile", "km", "proximity", "edge", "periphery", "neighborhood", "direction")

	// messages go to whom they are written to: "sent a letter to Azerbaijan".
	messages = set("letter", "message", "note", "telegram", "cable", "condolence", "congratulation", "greeting", "signal", "warning", "reply", "response", "complaint", "ultimatum", "proposal", "request")

	// movement words take places as goals and origins.
	movement = set("visit", "travel", "go", "come", "arrive", "arrival", "return", "fly", "flight", "trip", "journey", "tour", "move", "flee", "send",
		"deploy", "deployment", "deport", "transfer", "transport", "withdraw", "withdrawal", "pull", "head", "drive", "walk", "march", "cross", "crossing", "enter", "entry", "leave", "depart",
		"departure", "road", "highway", "route", "railway", "way", "train", "bus", "plane", "ship", "convoy", "evacuate", "evacuation", "escape", "expel",
		"relocate", "drop", "sail", "advance", "retreat", "access", "invite", "invitation", "bring", "take", "carry", "deliver", "delivery", "delegation", "run", "migrate", "migration",
		"rush", "dispatch", "lead", "extend", "stretch", "spread", "summon", "recall", "mission", "pilgrimage", "displace", "resident", "refugee", "kilometer",
		"kilometre", "mile", "away", "km", "hail", "originate", "import", "export", "link", "connect", "corridor", "bear", "next", "close", "adjacent", "redeploy", "redeployment", "exit", "commute", "exile", "extradite", "extradition", "smuggle", "stopover", "repatriate", "repatriation", "repatriated", "back", "pass")

	// goals are verbs whose object is where it happens.
	goals = set("visit", "leave", "enter", "reach", "tour", "cross", "invade", "bomb", "bombard", "shell", "storm", "besiege", "seize", "capture", "occupy",
		"liberate", "retake", "recapture", "raid", "evacuate", "flee", "surround", "encircle", "overrun", "pound", "strike", "hit", "attack", "control", "devastate", "ravage", "blockade",
		"flood", "depart", "quit", "approach", "abandon", "exit", "inhabit", "rock", "shake", "batter", "target")

	// holders are nouns of which a name after "of" is a place: "the village of Movses", "parts of Syunik".
	holders = set("village", "town", "city", "district", "region", "province", "state", "settlement", "capital", "outskirts", "outskirt", "north", "south", "east", "west",
		"northeast", "northwest", "southeast", "southwest", "center", "centre", "area", "part", "territory", "border", "island", "port", "suburb", "suburbs", "coast", "airport", "hamlet", "township", "community",
		"street", "street", "county", "parish", "municipality", "commune", "oblast", "vicinity", "direction", "kilometer", "kilometre", "mile", "km", "rest", "corner", "side", "heart", "middle", "edge", "bridge", "gulf",
		"sea", "bay", "strait", "peninsula", "valley", "lake", "shore", "surroundings", "neighborhood", "neighbourhood", "enclave", "exclave", "outside", "inside", "most", "much", "half", "majority", "swath", "prefecture", "governorate",
		"country", "nation", "occupation", "invasion", "capture", "liberation", "bombing", "bombardment", "shelling", "siege", "fall", "battle", "seizure", "blockade", "evacuation", "annexation", "streets", "front", "top", "people", "resident", "population", "inhabitant", "citizen", "ruins", "tour", "control", "stretch", "hills", "mountains", "zone", "sector", "sky", "skies", "airspace", "waters")

	// generic nouns follow a name and belong to the place: "Kalbajar district". Their value says what kind of place that makes.
	generic = map[string]Kind{
		"district": District, "county": District, "parish": District, "rayon": District, "raion": District, "municipality": District, "borough": District, "township": District, "counties": District, "districts": District,
		"province": Province, "region": Province, "oblast": Province, "governorate": Province, "state": Province, "prefecture": Province, "krai": Province, "territory": Province, "republic": Province, "provinces": Province, "regions": Province,
		"city": Populated, "town": Populated, "village": Populated, "settlement": Populated, "community": Populated, "villages": Populated, "suburb": Populated, "neighborhood": Populated, "neighbourhood": Populated,
		"corridor": Area, "area": Area, "peninsula": Area, "valley": Area, "enclave": Area, "exclave": Area, "gorge": Area, "plateau": Area, "basin": Area, "coast": Area, "desert": Area, "heights": Area, "strip": Area, "archipelago": Area, "islands": Area, "island": Area,
		"river": Water, "lake": Water, "sea": Water, "strait": Water, "gulf": Water, "bay": Water, "canal": Water, "reservoir": Water, "ocean": Water, "creek": Water,
		"border": Feature, "bridge": Feature, "pass": Feature, "mountain": Feature, "mountains": Feature, "airport": Feature, "checkpoint": Feature, "crossing": Feature, "road": Feature, "highway": Feature, "mine": Feature, "dam": Feature, "port": Feature, "square": Feature, "street": Feature, "camp": Feature, "base": Feature, "prison": Feature,
		"sector": Area, "direction": Area, "section": Area, "front": Area, "frontline": Area, "suburbs": Populated, "area's": Area, "outskirts": Populated,
	}

	// speech verbs have speakers as subjects: "Baku said" is a government.
	speech = set("say", "tell", "claim", "accuse", "deny", "announce", "call", "urge", "warn", "demand", "insist", "argue", "add", "state", "declare", "stress", "note",
		"reject", "condemn", "criticize", "criticise", "blame", "express", "agree", "offer", "propose", "want", "hope", "believe", "think", "promise", "refuse", "threaten", "ask", "request", "confirm", "report", "respond",
		"reply", "react", "welcome", "support", "back", "oppose", "decide", "seek", "consider", "expect", "sign", "negotiate", "discuss", "meet", "send", "provide", "impose", "launch", "vow", "pledge", "maintain", "allege", "acknowledge", "admit", "plan", "intend", "suspect", "win", "beat", "play", "lose", "defeat")

	// government nouns make a name before them, or after "of", a polity: "the Armenia government", "the president of Armenia".
	polity = set("government", "president", "minister", "ministry", "king", "queen", "leader", "ambassador", "embassy", "army", "official", "authority", "authorities", "parliament", "republic", "citizen",
		"national", "constitution", "foreign", "department", "university", "bank", "institute", "academy", "college", "church", "bishop", "archbishop", "duke", "prince", "princess", "earl", "treaty", "agreement", "court", "times", "post", "herald", "news", "journal",
		"governor", "mayor", "senator", "chancellor", "premier", "council", "company", "club", "fc", "association", "party", "secretary")

	// never holds names that small towns share with what no report means as a town.
	never = set("earth", "mars", "mercury", "venus", "jupiter", "saturn", "allah", "quran", "koran", "torah", "bible", "gospel", "christ", "jesus", "mary", "buddha", "muhammad", "internet", "twitter",
		"facebook", "google", "time", "rise", "iron", "stream", "chamber", "leo", "eden", "paradise", "heaven", "hell", "zion", "utopia", "olympia", "america's", "west nile", "toyota", "cadillac")

	// calendar holds words that are capitalised for another reason and name towns as well.
	calendar = set("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july",
		"august", "september", "october", "november", "december", "mr", "mrs", "ms", "dr", "president", "minister", "police", "god", "islam", "christmas", "easter", "republican", "democrat", "democratic",
		"union", "of", "the", "university", "independence", "liberty", "freedom", "justice", "victory", "peace", "defiance", "hope", "reading", "nice", "bath", "mobile", "media", "pace", "best", "man", "young", "lord", "order", "most", "split", "orange", "moron", "same", "see", "same", "male", "are", "as", "is", "an", "to", "i", "a", "no", "so", "as", "ho", "and", "but",
		"center", "centre", "central", "north", "south", "east", "west", "northern", "southern", "eastern", "western", "university", "college", "state", "city", "national", "american", "english", "street", "green", "brown", "black", "white", "king", "queen", "bishop", "church", "born", "house", "senate", "congress", "parliament", "court", "general", "major", "colonel", "sergeant", "international", "federal", "commission", "council", "committee", "department", "ministry", "office", "bank", "group", "company", "army", "navy", "force", "forces", "guard", "war", "world", "cup", "league", "security", "defence", "defense", "foreign", "affairs", "media", "press", "times", "post", "today", "news", "herald", "bible", "mission", "progress", "enterprise", "commerce", "industry", "energy", "oil", "gas", "gold", "silver", "lake", "river", "mountain", "island", "photo", "spring", "summer", "winter", "autumn", "fall", "internet", "web", "google", "apple", "olympics", "star", "sun", "moon", "earth", "del", "la", "le", "de", "van", "von", "al", "el", "why", "how", "here", "there", "this", "that", "these", "such", "even", "rather", "many", "more", "some", "all", "her", "his", "him", "he", "she", "it", "its", "they", "them", "we", "our", "you", "your", "if", "in", "on", "at", "by", "or", "not", "yes")
)
