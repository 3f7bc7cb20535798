package record

import "testing"

// BenchmarkFind asks a record of some thousand reports for a page of fifty and the number of all.
func BenchmarkFind(b *testing.B) {
	r := newRecord(b)
	items := benchItems(b, 2000)
	for i := 0; i < len(items); i += 250 {
		add(b, r, items[i:i+250]...)
	}
	v := now(b, r)
	for _, ask := range []string{"", "source:AZE recipient:ARM", "status:offered since:2021 -category:CONSULT", "party:Aliyev kind:occurrences", "border", `"prime minister"`, "kind:reports ceasefire"} {
		q := parsed(b, ask)
		b.Run(ask, func(b *testing.B) {
			for b.Loop() {
				if _, err := v.Find(b.Context(), q, Page{Count: true}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
