package main

import "testing"

func TestQueryOf(t *testing.T) {
	for _, test := range []struct {
		arguments []string
		want      string
	}{
		{[]string{"speaker:Secretary of State", "technical assistance"}, `speaker:"Secretary of State" "technical assistance"`},
		{[]string{"kind:reports oil"}, "kind:reports oil"},
		{[]string{"status:offered track:prisoners"}, "status:offered track:prisoners"},
		{[]string{"not status:offered oil price"}, "not status:offered oil price"},
		{[]string{"party:Bosnia and Herzegovina"}, `party:"Bosnia and Herzegovina"`},
		{[]string{"since:2021-05 demining"}, "since:2021-05 demining"},
	} {
		if got := queryOf(test.arguments); got != test.want {
			t.Errorf("%q is %s, not %s", test.arguments, got, test.want)
		}
	}
}
