package console

import (
	"testing"

	"chancery/actor"
	"chancery/event"
)

func TestSentence(t *testing.T) {
	syria := actor.Party{Name: "Syria", Actor: "SYR", Country: "SYR", Resolved: actor.ByName}
	states := actor.Party{Name: "United States", Actor: "USA", Country: "USA", Resolved: actor.ByName}
	troops := actor.Party{Name: "troops of United States", Actor: "USAMIL", Country: "USA", Sector: "MIL", Resolved: actor.ByNationality}
	gunmen := actor.Party{Name: "unknown gunmen", Sector: "REB", Resolved: actor.ByDescription}
	engineer := actor.Party{Name: "oil engineer", Sector: "CVL", Resolved: actor.ByDescription}
	group := actor.Party{Name: "militant group", Sector: "REB", Resolved: actor.ByDescription}
	minister := actor.Party{Name: "Jane Doe", Country: "SYR", Sector: "GOV", Office: "Foreign Minister of Syria", Resolved: actor.ByName}
	talk := &event.Content{Category: event.Consult, Sources: []actor.Party{syria}, Recipients: []actor.Party{states}}
	attack := &event.Content{Category: event.Assault, Recipients: []actor.Party{engineer}}
	withdraw := &event.Content{Category: event.Retreat, Mode: "withdraw", Sources: []actor.Party{states}}
	of := func(p ...actor.Party) []actor.Party { return p }
	for _, c := range []struct {
		want string
		e    event.Event
	}{
		{"Unknown gunmen abduct an oil engineer", event.Event{Category: event.Assault, Mode: "abduct", Status: event.Actual, Sources: of(gunmen), Recipients: of(engineer)}},
		{"Somebody abducts an oil engineer", event.Event{Category: event.Assault, Mode: "abduct", Status: event.Actual, Recipients: of(engineer)}},
		{"Troops of the United States withdraw from Syria", event.Event{Category: event.Retreat, Mode: "withdraw", Status: event.Actual, Sources: of(troops), Recipients: of(syria)}},
		{"The United States does not withdraw from Syria", event.Event{Category: event.Retreat, Mode: "withdraw", Status: event.NotHappened, Sources: of(states), Recipients: of(syria)}},
		{"A militant group threatens to attack an oil engineer", event.Event{Category: event.Threaten, Mode: "violence", Status: event.Threatened, Sources: of(group), Recipients: of(engineer), Content: attack}},
		{"Syria offers to talk with the United States", event.Event{Category: event.Agree, Status: event.Offered, Sources: of(syria), Recipients: of(states), Content: talk}},
		{"Syria plans to talk with the United States", event.Event{Category: event.Agree, Status: event.Planned, Sources: of(syria), Recipients: of(states), Content: talk}},
		{"The United States rejects Syria’s offer to talk", event.Event{Category: event.Reject, Status: event.Actual, Sources: of(states), Recipients: of(syria), Content: &event.Content{Category: event.Agree, Sources: of(syria), Recipients: of(states), Content: &event.Content{Category: event.Consult, Recipients: of(syria)}}}},
		{"Syria accuses the United States of attacking an oil engineer", event.Event{Category: event.Accuse, Mode: "allege", Status: event.Actual, Sources: of(syria), Recipients: of(states), Content: attack}},
		{"Syria asks the United States to withdraw", event.Event{Category: event.Request, Status: event.Demanded, Sources: of(syria), Recipients: of(states), Content: withdraw}},
		{"Syria plans to ask the United States to withdraw", event.Event{Category: event.Request, Status: event.Planned, Sources: of(syria), Recipients: of(states), Content: withdraw}},
		{"Syria asks the United States for help", event.Event{Category: event.Request, Mode: "assist", Status: event.Demanded, Sources: of(syria), Recipients: of(states)}},
		{"Syria and the United States talk", event.Event{Category: event.Consult, Status: event.Actual, Sources: of(syria, states), Recipients: of(syria, states)}},
		{"Jane Doe (SYR) talks with somebody", event.Event{Category: event.Consult, Status: event.Actual, Sources: of(minister)}},
		{"Jane Doe (SYR) frees an oil engineer", event.Event{Category: event.Retreat, Mode: "release", Status: event.Actual, Sources: of(minister), Recipients: of(engineer)}},
		{"Syria releases people or property to the United States", event.Event{Category: event.Retreat, Mode: "release", Status: event.Actual, Sources: of(syria), Recipients: of(states)}},
		{"Syria expels or suspends Jane Doe (SYR)", event.Event{Category: event.Sanction, Mode: "expel", Status: event.Actual, Sources: of(syria), Recipients: of(minister)}},
		{"Syria makes accusations", event.Event{Category: event.Accuse, Mode: "allege", Status: event.Actual, Sources: of(syria)}},
		{"Syria refuses", event.Event{Category: event.Reject, Status: event.Actual, Sources: of(syria)}},
	} {
		if got := Sentence(&c.e); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}
