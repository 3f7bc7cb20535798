// Package origin tells copies from accounts of one's own, and where an account first came from.
package origin
