package when

// class is what a piece of text can be in a time expression.
type class uint8

const (
	other      class = iota
	mark             // a punctuation mark; the number is its rune
	digits           // a run of digits; the number is their value
	month            // 1 to 12
	weekday          // 1 Monday to 7 Sunday
	unitWord         // a unit; plural when the flag is set
	cardinal         // one, two, … ninety
	scale            // hundred, thousand
	ordinal          // first, second, …; the number is its value
	suffix           // st, nd, rd, th
	season           // 1 spring … 4 winter
	dayPart          // an index of dayParts
	nearDay          // today, yesterday, …: an index of nearDays
	reference        // now, recently, …: an index of references
	frequency        // daily, monthly, …: an index of frequencies
	decadeWord       // twenties … nineties: 20 … 90
	holiday          // the first word of a holiday
	zone             // EST, GMT, …
	word             // a function word; the number is one of the w… constants
)

// The function words that time expressions are made of.
const (
	wThe int32 = iota + 1
	wA
	wOf
	wThis
	wThat
	wThese
	wThose
	wIts
	wLast
	wNext
	wPast
	wComing
	wFollowing
	wPrevious
	wSame
	wCurrent
	wLatest
	wRecent
	wEach
	wEvery
	wAgo
	wEarlier
	wLater
	wBefore
	wAfter
	wSince
	wUntil
	wBy
	wDuring
	wIn
	wOn
	wAt
	wFrom
	wTo
	wBetween
	wAnd
	wOr
	wThrough
	wEarly
	wLate
	wMid
	wEnd
	wBeginning
	wMiddle
	wTurn
	wHalf
	wAbout
	wNearly
	wOver
	wMore
	wLess
	wLeast
	wMost
	wUp
	wThan
	wNo
	wAs
	wMany
	wFew
	wSeveral
	wSome
	wCouple
	wDozen
	wAnother
	wAdditional
	wFull
	wWhole
	wPeriod
	wTerm
	wTime
	wMoment
	wFuture
	wFiscal
	wSo
	wLong
	wOld
	wAm
	wPm
	wO
	wClock
	wBC
	wS
	wNow
	wHence
	wJust
	wStraight
	wNew
	wWithin
	wOnce
	wVery
	wNear
	wForeseeable
	wAhead
	wNumber
	wComparable
	wOther
	wRight
	wPrior
	wFinal
	wUpcoming
	wTwice
	wEve
	wQ
	wPer
	wFor
	wMidway
	wOpening
)

type entry struct {
	class  class
	number int32
	plural bool
	// named entries are time words only when they begin with a capital: "may", "march", "sun".
	named bool
}

// dayParts are the parts of a day in TIMEX3's codes.
var dayParts = [...]string{"MO", "AF", "EV", "NI", "MI", "T12:00", "T24:00", "DT"}

const (
	partMorning = iota
	partAfternoon
	partEvening
	partNight
	partMidday
	partNoon
	partMidnight
	partDaytime
)

// nearDay words: days from the report's and the part of the day, or -1.
type nearDayEntry struct{ shift, part int }

var nearDays = [...]nearDayEntry{{0, -1}, {-1, -1}, {1, -1}, {0, partNight}, {-1, partNight}}

// references name a stretch around, before or after the report that has no edges.
var references = [...]string{"PRESENT_REF", "PAST_REF", "FUTURE_REF"}

const (
	presentReference = iota
	pastReference
	futureReference
)

var frequencies = [...]string{"P1D", "P1W", "P1M", "P3M", "P1Y", "PT1H", "P2W", "P1D"}

var lexicon = func() map[string]entry {
	m := make(map[string]entry, 512)
	list := func(c class, first int32, named bool, words ...string) {
		for i, w := range words {
			if w != "" {
				m[w] = entry{class: c, number: first + int32(i), named: named}
			}
		}
	}
	same := func(c class, n int32, words ...string) {
		for _, w := range words {
			m[w] = entry{class: c, number: n}
		}
	}
	list(month, 1, false, "january", "february", "", "april", "", "june", "july", "august", "september", "october", "november", "december")
	list(month, 1, true, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
	list(month, 3, true, "march")
	list(month, 9, true, "sept")
	list(weekday, 1, true, "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
	list(weekday, 1, true, "mon", "tue", "wed", "thu", "fri", "sat", "sun")
	list(weekday, 2, true, "tues", "weds", "thurs")
	list(weekday, 1, true, "mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays")
	for _, u := range []struct {
		u     unit
		words []string
	}{
		{unitSecond, []string{"", "seconds"}}, {unitMinute, []string{"minute", "minutes"}}, {unitMinute, []string{"min", "mins"}},
		{unitHour, []string{"hr", "hrs"}}, {unitHour, []string{"hour", "hours"}}, {unitDay, []string{"day", "days"}}, {unitWeekend, []string{"weekend", "weekends"}},
		{unitWeek, []string{"week", "weeks"}}, {unitMonth, []string{"month", "months"}}, {unitQuarter, []string{"quarter", "quarters"}},
		{unitYear, []string{"year", "years"}}, {unitDecade, []string{"decade", "decades"}}, {unitCentury, []string{"century", "centuries"}},
		{unitMillennium, []string{"millennium", "millennia"}},
	} {
		for i, w := range u.words {
			if w != "" {
				m[w] = entry{class: unitWord, number: int32(u.u), plural: i == 1}
			}
		}
	}
	list(cardinal, 1, false, "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
		"thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
	for i, w := range []string{"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"} {
		m[w] = entry{class: cardinal, number: int32(20 + 10*i)}
	}
	for i, w := range []string{"twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"} {
		m[w] = entry{class: decadeWord, number: int32(20 + 10*i)}
	}
	same(scale, 100, "hundred", "hundreds")
	same(scale, 1000, "thousand", "thousands")
	same(scale, 1000000, "million", "millions", "billion", "billions")
	list(ordinal, 1, false, "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
		"twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth")
	m["thirtieth"] = entry{class: ordinal, number: 30}
	same(suffix, 0, "st", "nd", "rd", "th")
	list(season, 1, false, "spring", "summer", "autumn", "winter")
	list(season, 3, false, "fall")
	same(season, 2, "summertime")
	same(season, 4, "wintertime")
	same(dayPart, partMorning, "morning", "mornings", "dawn", "forenoon")
	same(dayPart, partAfternoon, "afternoon", "afternoons")
	same(dayPart, partEvening, "evening", "evenings", "dusk")
	same(dayPart, partNight, "night", "nights")
	same(dayPart, partMidday, "midday", "lunchtime")
	same(dayPart, partNoon, "noon")
	same(dayPart, partMidnight, "midnight")
	same(dayPart, partDaytime, "daytime")
	same(nearDay, 0, "today")
	same(nearDay, 1, "yesterday")
	same(nearDay, 2, "tomorrow")
	same(nearDay, 3, "tonight")
	same(nearDay, 4, "overnight")
	same(reference, presentReference, "currently", "nowadays", "presently")
	same(reference, pastReference, "recently", "lately")
	same(frequency, 0, "daily")
	same(frequency, 1, "weekly")
	same(frequency, 2, "monthly")
	same(frequency, 4, "annually", "yearly")
	same(frequency, 5, "hourly")
	same(frequency, 6, "fortnightly", "biweekly")
	same(frequency, 7, "nightly")
	for w := range holidayStarts {
		if _, taken := m[w]; !taken {
			m[w] = entry{class: holiday, number: 0}
		}
	}
	for _, w := range []string{"est", "edt", "gmt", "utc", "cet", "cest", "pst", "pdt", "cst", "cdt", "mst", "mdt", "msk", "bst", "eet", "eest"} {
		m[w] = entry{class: zone, named: true}
	}
	for n, words := range functionWords {
		same(word, n, words...)
	}
	return m
}()

var functionWords = map[int32][]string{
	wThe: {"the"}, wA: {"a", "an"}, wOf: {"of"}, wThis: {"this"}, wThat: {"that"}, wThese: {"these"}, wThose: {"those"},
	wIts: {"its", "his", "her", "their", "our", "my"}, wLast: {"last"}, wNext: {"next"}, wPast: {"past"},
	wComing: {"coming", "forthcoming"}, wUpcoming: {"upcoming"}, wFollowing: {"following", "subsequent", "ensuing", "succeeding"},
	wPrevious: {"previous", "preceding"}, wPrior: {"prior"}, wSame: {"same"}, wCurrent: {"current"}, wLatest: {"latest"}, wRecent: {"recent"},
	wEach: {"each"}, wEvery: {"every"}, wAgo: {"ago"}, wEarlier: {"earlier"}, wLater: {"later"}, wBefore: {"before"}, wAfter: {"after"},
	wSince: {"since"}, wUntil: {"until", "till"}, wBy: {"by"}, wDuring: {"during", "throughout"}, wIn: {"in"}, wOn: {"on"}, wAt: {"at"}, wFrom: {"from"},
	wTo: {"to"}, wBetween: {"between"}, wAnd: {"and"}, wOr: {"or"}, wThrough: {"through"}, wEarly: {"early"}, wLate: {"late"},
	wMid: {"mid"}, wEnd: {"end", "close", "conclusion"}, wBeginning: {"beginning", "start", "outset", "onset"}, wMiddle: {"middle"},
	wTurn: {"turn"}, wHalf: {"half"}, wAbout: {"about", "around", "roughly", "approximately", "circa"},
	wNearly: {"nearly", "almost"}, wOver: {"over"}, wMore: {"more"}, wLess: {"less", "fewer"}, wLeast: {"least"}, wMost: {"most"},
	wUp: {"up"}, wThan: {"than"}, wNo: {"no"}, wAs: {"as"}, wMany: {"many"}, wFew: {"few"}, wSeveral: {"several", "numerous"}, wSome: {"some"},
	wCouple: {"couple"}, wDozen: {"dozen", "dozens"}, wAnother: {"another"}, wAdditional: {"additional", "further", "extra", "consecutive", "successive", "trading", "calendar", "working", "business"},
	wFull: {"full"}, wWhole: {"whole", "entire"}, wPeriod: {"period"}, wTerm: {"term"}, wTime: {"time"}, wMoment: {"moment"},
	wFuture: {"future"}, wFiscal: {"fiscal", "financial"}, wSo: {"so"}, wLong: {"long"}, wOld: {"old"}, wAm: {"am"}, wPm: {"pm"},
	wBC: {"bc", "bce"}, wS: {"s"}, wNow: {"now"}, wHence: {"hence"}, wJust: {"just"},
	wStraight: {"straight"}, wNew: {"new"}, wWithin: {"within"}, wOnce: {"once"},
	wVery: {"very"}, wNear: {"near"}, wForeseeable: {"foreseeable"}, wAhead: {"ahead"}, wNumber: {"number"},
	wComparable: {"comparable", "corresponding", "opposite"},
	wOther:      {"other"}, wRight: {"right"}, wFinal: {"final", "closing", "waning"}, wOpening: {"opening"}, wPer: {"per"}, wFor: {"for"},
	wQ: {"q"}, wEve: {"eve"}, wTwice: {"twice"}, wO: {"o"}, wClock: {"clock"}, wMidway: {"midway"},
}
