package demo

import (
	"crypto/sha256"
	"math/rand/v2"

	"officerportal/officer"
)

// chance is the demo's randomness: the same for the same topic on every machine.
type chance struct {
	*rand.Rand
	source *rand.ChaCha8
}

func newChance(topic string) chance {
	source := rand.NewChaCha8(sha256.Sum256([]byte("officer portal demo 1 " + topic)))
	return chance{rand.New(source), source}
}

// Read draws bytes, for ids and order numbers.
func (c chance) Read(b []byte) (int, error) { return c.source.Read(b) }

// id draws an id.
func id[T officer.ID](c chance) T { return officer.NewIDFrom[T](c) }

// idOf gives the id of something that has a name of its own.
func idOf[T officer.ID](name string) T { return officer.NewIDFrom[T](newChance(name)) }

// pick draws one of a list.
func pick[T any](c chance, list []T) T { return list[c.IntN(len(list))] }

// between draws a number from low to high, both included.
func (c chance) between(low, high int) int { return low + c.IntN(high-low+1) }
