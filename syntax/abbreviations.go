package syntax

// abbreviation says how a word with a full stop behind it is read.
type abbreviation uint8

const (
	title        abbreviation = iota + 1 // before a name, never the end of a sentence: "Gen. Milley"
	mayEnd                               // "Inc.", "etc.": the sentence may end with it
	capitalised                          // only when written with a capital letter and something follows: "Sat.", "No"
	beforeNumber                         // only before a number: "No. 5"
)

// abbreviations without their full stop, in lower case. Compiled from the non-breaking prefixes of the Moses
// statistical machine translation system and from the abbreviations of the UD English treebanks.
var abbreviations = map[string]abbreviation{
	"adm": title, "amb": title, "asst": title, "atty": title, "brig": title, "capt": title, "cmdr": title, "col": title,
	"comdr": title, "cpl": title, "cpt": title, "dr": title, "drs": title, "gen": title, "gov": title, "hon": title,
	"insp": title, "lt": title, "maj": title, "messrs": title, "mlle": title, "mme": title, "mr": title, "mrs": title,
	"ms": title, "msgr": title, "mt": title, "pfc": title, "ph": title, "pres": capitalised, "prof": title, "pvt": title,
	"rep": capitalised, "reps": capitalised, "rev": title, "rt": title, "sec": capitalised, "sen": title, "sens": title,
	"sgt": title, "sr": mayEnd, "st": title, "ste": title, "supt": title, "vs": title, "v": title, "viz": title, "cf": title,
	"ft": title, "fr": capitalised, "ing": capitalised,
	"jr": mayEnd, "inc": mayEnd, "ltd": mayEnd, "co": capitalised, "corp": mayEnd, "bros": mayEnd, "llc": mayEnd, "plc": mayEnd,
	"etc": mayEnd, "al": mayEnd, "dept": mayEnd, "est": mayEnd, "assn": mayEnd, "bldg": mayEnd, "univ": mayEnd, "ave": mayEnd,
	"blvd": mayEnd, "rd": mayEnd, "approx": title, "hrs": mayEnd, "yrs": mayEnd, "min": beforeNumber, "ext": beforeNumber,
	"jan": capitalised, "feb": capitalised, "mar": capitalised, "apr": capitalised, "jun": capitalised, "jul": capitalised,
	"aug": capitalised, "sep": capitalised, "sept": capitalised, "oct": capitalised, "nov": capitalised, "dec": capitalised,
	"mon": capitalised, "tue": capitalised, "tues": capitalised, "wed": capitalised, "thu": capitalised, "thur": capitalised,
	"thurs": capitalised, "fri": capitalised, "sun": beforeNumber, "sat": beforeNumber,
	"no": beforeNumber, "nos": beforeNumber, "nr": beforeNumber, "rs": beforeNumber, "pp": beforeNumber, "p": beforeNumber, "art": beforeNumber,
	"vol": beforeNumber, "fig": beforeNumber, "ch": beforeNumber, "op": beforeNumber, "ca": beforeNumber, "c": beforeNumber,
	"ala": capitalised, "ariz": capitalised, "ark": capitalised, "calif": capitalised, "colo": capitalised, "conn": capitalised,
	"del": capitalised, "fla": capitalised, "ga": capitalised, "ill": capitalised, "ind": capitalised, "kan": capitalised,
	"ky": capitalised, "md": capitalised, "mich": capitalised, "minn": capitalised, "mo": capitalised, "neb": capitalised,
	"nev": capitalised, "okla": capitalised, "ore": capitalised, "pa": capitalised, "tenn": capitalised, "tex": capitalised,
	"va": capitalised, "vt": capitalised, "wash": capitalised, "wis": capitalised,
}
