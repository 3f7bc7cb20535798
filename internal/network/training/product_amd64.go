package training

import "golang.org/x/sys/cpu"

// kernel512 adds to the tile c of 8 rows and 32 columns, whose rows are stride elements apart, the product of
// the packed panels a (k times 8 elements) and b (k times 32 elements).
//
//go:noescape
func kernel512(k int, a, b, c *float32, stride int)

var haveKernel = cpu.X86.HasAVX512F

func kernel(k int, a, b, c []float32, stride int) {
	if haveKernel {
		kernel512(k, &a[0], &b[0], &c[0], stride)
		return
	}
	plainKernel(k, a, b, c, stride)
}
