package training

// Tiles of the matrix product: eight rows by thirty-two columns keep sixteen accumulators of sixteen numbers in registers.
const (
	tileRows    = 8
	tileColumns = 32
)

// matrix is a dense matrix, row after row.
type matrix struct {
	rows, columns int
	data          []float32
}

func (m *matrix) row(i int) []float32 { return m.data[i*m.columns : (i+1)*m.columns] }

// resize makes m a matrix of zeros of the given shape and keeps its memory.
func (m *matrix) resize(rows, columns int) {
	n := rows * columns
	if cap(m.data) < n {
		m.data = make([]float32, n+n/4)
	}
	m.rows, m.columns, m.data = rows, columns, m.data[:n]
	clear(m.data)
}

// multiplier computes matrix products and holds the memory for packed panels.
type multiplier struct {
	a, b []float32
	edge [tileRows * tileColumns]float32
}

// add adds to c the product of a and b; transposed operands are given as they lie in memory.
func (p *multiplier) add(c *matrix, a *matrix, aTransposed bool, b *matrix, bTransposed bool) {
	m, k, n := a.rows, a.columns, b.columns
	if aTransposed {
		m, k = k, m
	}
	if bTransposed {
		n = b.rows
	}
	if m == 0 || n == 0 || k == 0 {
		return
	}
	rowPanels, columnPanels := (m+tileRows-1)/tileRows, (n+tileColumns-1)/tileColumns
	p.a = grow(p.a, rowPanels*tileRows*k)
	p.b = grow(p.b, columnPanels*tileColumns*k)
	pack(p.a, a, aTransposed, m, k, tileRows)
	pack(p.b, b, !bTransposed, n, k, tileColumns)
	for j := range columnPanels {
		panelB := p.b[j*tileColumns*k:]
		for i := range rowPanels {
			panelA := p.a[i*tileRows*k:]
			top, left := i*tileRows, j*tileColumns
			if top+tileRows <= m && left+tileColumns <= n {
				kernel(k, panelA, panelB, c.data[top*c.columns+left:], c.columns)
				continue
			}
			clear(p.edge[:])
			kernel(k, panelA, panelB, p.edge[:], tileColumns)
			for r := top; r < min(top+tileRows, m); r++ {
				from := p.edge[(r-top)*tileColumns:]
				to := c.data[r*c.columns+left : r*c.columns+min(left+tileColumns, n)]
				for x := range to {
					to[x] += from[x]
				}
			}
		}
	}
}

// pack lays a matrix of n outer and k inner indices into panels of width outer indices. With outerColumns the
// outer index is the column in memory.
func pack(to []float32, m *matrix, outerColumns bool, n, k, width int) {
	for start := 0; start < n; start += width {
		panel := to[start*k : (start+width)*k]
		w := min(width, n-start)
		if outerColumns {
			for x := range k {
				copy(panel[x*width:x*width+w], m.data[x*m.columns+start:])
				clear(panel[x*width+w : (x+1)*width])
			}
			continue
		}
		if w < width {
			clear(panel)
		}
		for o := range w {
			row := m.data[(start+o)*m.columns : (start+o)*m.columns+k]
			at := o
			for _, v := range row {
				panel[at] = v
				at += width
			}
		}
	}
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n+n/4)
	}
	return s[:n]
}

func plainKernel(k int, a, b, c []float32, stride int) {
	for x := range k {
		for r := range tileRows {
			f := a[x*tileRows+r]
			row, other := c[r*stride:r*stride+tileColumns], b[x*tileColumns:x*tileColumns+tileColumns]
			for i := range row {
				row[i] += f * other[i]
			}
		}
	}
}
