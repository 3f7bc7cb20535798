package alike

// Clusters puts n things together by average link: beginning with each alone, the two clusters whose members are on
// average most alike are joined, as long as they are so by at least the threshold (UPGMA, Sokal and Michener 1958).
// like(i, k) is asked once for each i < k. It returns the cluster of each thing, numbered by their first.
func Clusters(n int, threshold float64, like func(i, k int) float64) []int {
	of := make([]int, n)
	if n == 0 {
		return of
	}
	sum := make([]float32, n*n) // over the pairs of two clusters, at the first members of both
	size := make([]int, n)
	next := make([]int, n) // the nearest cluster of each
	best := make([]float32, n)
	for i := range n {
		of[i], size[i] = i, 1
		for k := i + 1; k < n; k++ {
			v := float32(like(i, k))
			sum[i*n+k], sum[k*n+i] = v, v
		}
	}
	mean := func(i, k int) float32 { return sum[i*n+k] / float32(size[i]*size[k]) }
	search := func(i int) {
		next[i] = -1
		for k := range n {
			if k == i || size[k] == 0 {
				continue
			}
			if v := mean(i, k); next[i] < 0 || v > best[i] {
				next[i], best[i] = k, v
			}
		}
	}
	for i := range n {
		search(i)
	}
	for {
		at := -1
		for i := range n {
			if size[i] > 0 && next[i] >= 0 && (at < 0 || best[i] > best[at]) {
				at = i
			}
		}
		if at < 0 || float64(best[at]) < threshold {
			break
		}
		i, k := min(at, next[at]), max(at, next[at])
		for m := range n {
			if m != i && m != k && size[m] > 0 {
				sum[i*n+m] += sum[k*n+m]
				sum[m*n+i] = sum[i*n+m]
			}
		}
		size[i] += size[k]
		size[k] = 0
		for m := range n {
			if of[m] == k {
				of[m] = i
			}
		}
		search(i)
		for m := range n {
			if size[m] == 0 || m == i {
				continue
			}
			if next[m] == i || next[m] == k {
				search(m)
			} else if v := mean(m, i); v > best[m] || v == best[m] && i < next[m] {
				next[m], best[m] = i, v
			}
		}
	}
	number := make([]int, n)
	for i := range number {
		number[i] = -1
	}
	count := 0
	for i := range n {
		if number[of[i]] < 0 {
			number[of[i]] = count
			count++
		}
	}
	for i := range n {
		of[i] = number[of[i]]
	}
	return of
}
