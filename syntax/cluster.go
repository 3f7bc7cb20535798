package syntax

// Cluster returns the number of the cluster of words used alike that a form belongs to, 0 for a form that is not known.
func (a *Analyzer) Cluster(form string) int {
	w := describe(form)
	if n := a.clusters.find(w.exact); n != 0 {
		return int(n)
	}
	return int(a.clusters.find(w.lower))
}
