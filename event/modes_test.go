package event

import (
	"strings"
	"testing"
)

// modeSentences has a sentence for every category of PLOVER 2 and every mode that it has.
var modeSentences = []struct {
	category Category
	mode     string
	text     string
}{
	{Agree, "", "Finland agreed to provide loans to Tunisia."},
	{Consult, "", "The foreign ministers of Peru and Bolivia met in Lima."},
	{Consult, "visit", "The president of Ghana visited Japan."},
	{Consult, "third-party", "Oman hosted talks between Iran and Saudi Arabia."},
	{Consult, "multilateral", "The president of Senegal attended a summit of the African Union."},
	{Consult, "phone", "The prime ministers of Greece and Turkey spoke by phone."},
	{Support, "", "Argentina expressed its support for Cuba."},
	{Concede, "", "The government of Ecuador accepted the demands of the strikers."},
	{Cooperate, "", "India and France held joint exercises."},
	{Aid, "", "Japan lent 40 million dollars to Mongolia."},
	{Retreat, "withdraw", "Ethiopia withdrew its troops from Somalia."},
	{Retreat, "release", "Syria released two Turkish prisoners."},
	{Retreat, "disarm", "The rebels in Colombia handed over their weapons to the army."},
	{Retreat, "ceasefire", "Colombia declared a ceasefire with the rebels."},
	{Retreat, "access", "Iran admitted inspectors of the International Atomic Energy Agency."},
	{Retreat, "resign", "The prime minister of Mali resigned."},
	{Request, "assist", "Malawi asked the World Bank for help."},
	{Request, "change", "Sweden urged Belarus to change its policy."},
	{Request, "yield", "France urged Israel to withdraw its troops from Lebanon."},
	{Request, "meet", "China urged North Korea to hold talks with South Korea."},
	{Accuse, "disapprove", "Canada condemned Iran."},
	{Accuse, "investigate", "Australia launched an investigation into the embassy of Sudan."},
	{Accuse, "allege", "Kosovo accused Serbia of spying."},
	{Reject, "assist", "Germany refused to send weapons to Libya."},
	{Reject, "change", "Hungary refused to change its policy."},
	{Reject, "yield", "Eritrea refused to release the Ethiopian prisoners."},
	{Reject, "meet", "Serbia refused to meet with Kosovo."},
	{Threaten, "restrict", "The United States threatened to impose sanctions on Turkey."},
	{Threaten, "arrest", "Uganda threatened to arrest Rwandan officials."},
	{Threaten, "relations", "Morocco threatened to sever its ties with Spain."},
	{Threaten, "expel", "Poland threatened to expel the Belarusian ambassador."},
	{Threaten, "territory", "Russia threatened to occupy the Georgian town."},
	{Threaten, "violence", "North Korea threatened to attack South Korea."},
	{Protest, "demo", "Chilean students protested against the minister."},
	{Protest, "riot", "Protesters in Lebanon clashed with police."},
	{Protest, "strike", "Bus drivers in Portugal went on strike."},
	{Protest, "hunger", "Prisoners in Turkey began a hunger strike."},
	{Protest, "boycott", "The opposition in Guinea boycotted the election."},
	{Protest, "obstruct", "Farmers in Greece blocked a highway."},
	{Protest, "vandalize", "Demonstrators in Iraq burned the flag of Sweden."},
	{Sanction, "convict", "A court in Senegal convicted the opposition leader."},
	{Sanction, "expel", "Poland expelled four Belarusian diplomats."},
	{Sanction, "withdraw", "Burundi withdrew from the treaty."},
	{Sanction, "discontinue", "Denmark suspended its aid to Egypt."},
	{Mobilize, "troops", "Ethiopia massed troops near the border with Eritrea."},
	{Mobilize, "weapons", "North Korea tested a ballistic missile."},
	{Mobilize, "police", "Kenya deployed police in Mombasa."},
	{Mobilize, "militia", "Libya mobilised militiamen near Tripoli."},
	{Coerce, "seize", "Iran seized a tanker of Greece."},
	{Coerce, "restrict", "India closed its border with Bangladesh."},
	{Coerce, "censor", "Tanzania banned a newspaper."},
	{Coerce, "curfew", "Iraq imposed a curfew on Basra."},
	{Coerce, "martial-law", "Chad declared a state of emergency in the north."},
	{Coerce, "arrest", "Police in Belarus arrested two Polish journalists."},
	{Coerce, "deport", "Malaysia deported sixty migrants to Myanmar."},
	{Coerce, "withhold", "Russia cut off gas to Moldova."},
	{Coerce, "misinformation", "Russia spread disinformation about Latvia."},
	{Coerce, "cyber", "North Korean hackers launched a cyberattack against a bank in Bangladesh."},
	{Assault, "abduct", "Gunmen kidnapped a Japanese engineer in Mali."},
	{Assault, "beat", "Police in Uganda beat a Kenyan journalist."},
	{Assault, "torture", "Syrian officers tortured the prisoners."},
	{Assault, "sexual", "Soldiers raped women in Darfur."},
	{Assault, "targeted", "Gunmen assassinated the mayor of a town in Mexico."},
	{Assault, "destroy", "Israel demolished the house of a Palestinian."},
	{Assault, "primitive", "A man stabbed two policemen in France."},
	{Assault, "firearms", "Border guards of Iran opened fire on Pakistani traders."},
	{Assault, "explosives", "Rebels detonated a bomb at a market in Thailand."},
	{Assault, "suicide-attack", "A suicide bomber attacked a mosque in Pakistan."},
	{Assault, "aerial", "Saudi jets bombed a school in Yemen."},
	{Assault, "drone", "Turkey carried out a drone strike in Iraq."},
	{Assault, "heavy-weapons", "Sudanese gunners fired mortars at a camp in Chad."},
	{Assault, "crowd-control", "Police in Colombia fired tear gas at the demonstrators."},
	{Assault, "unconventional", "Syria used chlorine against the town."},
}

// TestModes holds that every category and mode can be read.
func TestModes(t *testing.T) {
	p, err := shippedPipeline()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range modeSentences {
		t.Run(strings.TrimSuffix(string(c.category)+"/"+c.mode, "/"), func(t *testing.T) {
			events, err := p.read(c.text, "2021-06-10")
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i := range events {
				e := &events[i]
				if e.Category == c.category && e.Mode == c.mode {
					return
				}
				got = append(got, string(e.Category)+" "+e.Mode+" by "+e.Entry)
			}
			t.Errorf("%q\ngot %s", c.text, strings.Join(got, "; "))
		})
	}
}

// TestModesAreAll holds that the table above has every pair of category and mode that a code or an entry of the codebook can give.
func TestModesAreAll(t *testing.T) {
	p, err := shippedPipeline()
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	categories := map[Category]bool{}
	for _, c := range modeSentences {
		have[string(c.category)+" "+c.mode] = true
		categories[c.category] = true
	}
	if len(categories) != 16 {
		t.Errorf("%d categories", len(categories))
	}
	for _, e := range p.coder.entries {
		if e.Category != "" && e.Mode != "" && !have[string(e.Category)+" "+e.Mode] {
			t.Errorf("%s:%d: %s has %s %s, which no sentence shows", e.File, e.Line, e.ID, e.Category, e.Mode)
		}
	}
}
