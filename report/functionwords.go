package report

import "strings"

// functionWords are short words that sentences of a language cannot do without. They tell the language of a
// line of ten words, for which trigrams are too few. A word may stand in several languages.
var functionWords = [...]struct{ language, words string }{
	{"en", "the of to and in for on with at by from after as is are was were has have had been be it its his her their they that this which who will would not but or an says said over into more than about against between new two could"},
	{"fr", "le la les des du de et en un une est dans pour que qui sur par au aux avec pas plus sont ce cette ont été son ses leur mais ou il elle nous vous ne se entre après"},
	{"de", "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei"},
	{"es", "el la los las de del y en que un una por con para se su al lo como más pero sus le ha me sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está"},
	{"it", "il la i gli le di del della dei delle che e un una in per con non è si da al alla sono nel più come anche dal ha ma su lo se della questo stato dopo tra"},
	{"pt", "o a os as de do da dos das e em que um uma por com para não se no na nos nas ao mais como mas foi seu sua são pelo pela também já até entre depois está"},
	{"nl", "de het een en van in is dat op te met voor zijn niet aan er om ook als bij maar naar uit door over ze werd wordt heeft hij nog deze tot dan meer geen kan onder"},
	{"sv", "och att det i en som på är av för den med till inte har de ett om var jag men från vid han kan ska efter när sig också eller under nu"},
	{"da", "og at det i en er af på til den for med de som har ikke et der om fra var blev kan vil efter han sig også men ved over skal eller nu"},
	{"nb", "og at det i en er av på til den for med de som har ikke et om fra var ble kan vil etter han seg også men ved over skal eller nå"},
	{"pl", "w i na z do nie się to że jest od o za po jak a dla przez ale oraz są był który które przed być tym jego ich może"},
	{"cs", "a v na se je že s z do to o i pro jako za by po k ve ale podle od jsou který které byl bude před při až"},
	{"ro", "și în de la a cu pe care din nu să o un pentru mai că este fost au se prin sunt sau între după"},
	{"hu", "a az és hogy nem is egy van volt meg csak már de ez azt mint még el ki után ha"},
	{"fi", "ja on ei että se oli hän joka ovat myös mutta kun tai niin kuin jos vain sen ole"},
	{"tr", "ve bir bu da de için ile olarak olan en çok daha ise sonra gibi kadar ama ne göre dedi etti oldu"},
	{"az", "və bir bu da də üçün ilə olan ki edib olub isə sonra kimi qədər görə deyib bildirib onun edən"},
	{"id", "yang dan di dari untuk dengan ini itu pada dalam tidak akan oleh ke juga adalah telah karena bisa"},
	{"ru", "в и не на что с по как это из у за от о для его но он к было а же так до все при был после также"},
	{"uk", "в у і та не на що з за як це від до про для його але він є було також після при щодо"},
	{"bg", "на и да се в от за не са с че по е при като до това след ще който"},
	{"sr", "у и је на да се за са од не су што као о из који али би после"},
	{"ar", "في من على إلى أن عن مع التي الذي هذا هذه بين بعد كان قال لا ما كما أو"},
	{"fa", "در به از که این را با است برای آن یک بر خود تا کرد شد هم می و"},
	{"ur", "کے میں کی ہے اور سے کا کو نے کہ پر ہیں یہ اس تھا"},
}

// functionWord is what one function word adds to the score of its language.
const functionWord = 45

// functionWordsOf gives, for the languages of a group, to each function word the languages that have it, as bits.
func functionWordsOf(group []string) map[string]uint64 {
	m := map[string]uint64{}
	for _, f := range functionWords {
		var bits uint64
		for i, language := range group {
			if language == f.language {
				bits |= 1 << i
			}
		}
		if bits == 0 {
			continue
		}
		for w := range strings.SplitSeq(f.words, " ") {
			m[w] |= bits
		}
	}
	return m
}
