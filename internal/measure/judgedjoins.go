package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// judgedJoins writes the table of joins judged by hand from docs/judged-joins.tsv, whose lines are: sort (joined or
// apart), collection, the reports of both accounts, their events, verdict (right, wrong or unsure), remark.
func judgedJoins(out io.Writer, file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	type key struct{ sort, collection string }
	var order []key
	counts := map[key]map[string]int{} // by verdict
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "sort\t") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) < 7 {
			return fmt.Errorf("%s:%d: %d fields, want sort, collection, two reports, two events, verdict, remark", file, i+1, len(fields))
		}
		k := key{fields[0], fields[1]}
		if counts[k] == nil {
			order = append(order, k)
			counts[k] = map[string]int{}
		}
		switch fields[6] {
		case "right", "wrong", "unsure":
			counts[k][fields[6]]++
		default:
			return fmt.Errorf("%s:%d: the verdict is %q, want right, wrong or unsure", file, i+1, fields[6])
		}
	}
	fmt.Fprintf(out, `
## Joins judged by hand

Pairs of accounts in different reports, drawn by a hash of both identities (%s) from records of these
collections. "Joined" pairs stand in one occurrence and are right when they tell of the same thing in the world; "apart"
pairs are those that chancery calls possibly the same but does not join, and are right when they are not the same. Of 300
random reports of Wikinews and the world part of AG News alone no two tell of the same: the collections were added whole.
Every pair stands in docs/judged-joins.tsv.

| pairs | collection | judged | right | wrong | cannot be told |
|---|---|---|---|---|---|
`, "`go run ./internal/measure joins RECORD 50`")
	for _, k := range order {
		c := counts[k]
		if _, err := fmt.Fprintf(out, "| %s | %s | %d | %d | %d | %d |\n", k.sort, k.collection, c["right"]+c["wrong"]+c["unsure"], c["right"], c["wrong"], c["unsure"]); err != nil {
			return err
		}
	}
	return nil
}
