//go:build !amd64

package training

func (r *recurrence) forward()  { r.plainForward() }
func (r *recurrence) backward() { r.plainBackward() }
