package pdf

// A grid is a QR code in the making: 1 is a dark module.
type grid struct {
	size    int
	modules []uint8 // row by row
	fixed   []bool  // belongs to a pattern, not to the data
}

// newGrid is a code of a version with its patterns and no data (clause 6.3).
func newGrid(v qrVersion) *grid {
	n := v.size()
	g := &grid{size: n, modules: make([]uint8, n*n), fixed: make([]bool, n*n)}
	for i := range n {
		g.set(6, i, 1-i%2)
		g.set(i, 6, 1-i%2)
	}
	for _, corner := range [][2]int{{3, 3}, {n - 4, 3}, {3, n - 4}} {
		g.rings(corner[0], corner[1], 4, 0b01011)
	}
	centres := v.centres()
	last := len(centres) - 1
	for i, x := range centres {
		for j, y := range centres {
			if !(i == 0 && j == 0 || i == 0 && j == last || i == last && j == 0) {
				g.rings(x, y, 2, 0b101)
			}
		}
	}
	g.format(0)
	if v >= 7 {
		g.version(v)
	}
	return g
}

func (g *grid) set(x, y, value int) {
	g.modules[y*g.size+x], g.fixed[y*g.size+x] = uint8(value), true
}

// rings draws squares around a centre; bit n of dark is the ring at distance n.
func (g *grid) rings(cx, cy, radius, dark int) {
	for y := max(cy-radius, 0); y <= min(cy+radius, g.size-1); y++ {
		for x := max(cx-radius, 0); x <= min(cx+radius, g.size-1); x++ {
			g.set(x, y, dark>>max(x-cx, cx-x, y-cy, cy-y)&1)
		}
	}
}

// format writes level M and the mask, twice (clause 7.9).
func (g *grid) format(mask int) {
	bits := bch(mask, 0x537) ^ 0x5412 // level M is 00
	for i := range 15 {
		bit := bits >> i & 1
		switch {
		case i < 6:
			g.set(8, i, bit)
		case i < 8:
			g.set(8, i+1, bit)
		case i == 8:
			g.set(7, 8, bit)
		default:
			g.set(14-i, 8, bit)
		}
		if i < 8 {
			g.set(g.size-1-i, 8, bit)
		} else {
			g.set(8, g.size-15+i, bit)
		}
	}
	g.set(8, g.size-8, 1)
}

// version writes the version, twice (clause 7.10).
func (g *grid) version(v qrVersion) {
	bits := bch(int(v), 0x1F25)
	for i := range 18 {
		a, b := g.size-11+i%3, i/3
		g.set(a, b, bits>>i&1)
		g.set(b, a, bits>>i&1)
	}
}

// fill writes the codewords into the free modules, in pairs of columns from the
// right, up and down in turn (clause 7.7.3).
func (g *grid) fill(codewords []byte) {
	next := 0
	for right := g.size - 1; right > 0; right -= 2 {
		if right == 6 {
			right = 5 // the column of the timing pattern
		}
		upward := (right+1)&2 == 0
		for i := range g.size {
			y := i
			if upward {
				y = g.size - 1 - i
			}
			for x := right; x > right-2; x-- {
				if at := y*g.size + x; !g.fixed[at] && next < 8*len(codewords) {
					g.modules[at] = codewords[next/8] >> (7 - next%8) & 1
					next++
				}
			}
		}
	}
}

// masks turn over the modules where they are 0 (clause 7.8.2).
var masks = [8]func(x, y int) int{
	func(x, y int) int { return (x + y) % 2 },
	func(_, y int) int { return y % 2 },
	func(x, _ int) int { return x % 3 },
	func(x, y int) int { return (x + y) % 3 },
	func(x, y int) int { return (x/3 + y/2) % 2 },
	func(x, y int) int { return x*y%2 + x*y%3 },
	func(x, y int) int { return (x*y%2 + x*y%3) % 2 },
	func(x, y int) int { return ((x+y)%2 + x*y%3) % 2 },
}

// masked is the code under a mask.
func (g *grid) masked(mask int) *grid {
	m := &grid{size: g.size, modules: make([]uint8, len(g.modules)), fixed: g.fixed}
	at := 0
	for y := range g.size {
		for x := range g.size {
			m.modules[at] = g.modules[at]
			if !g.fixed[at] && masks[mask](x, y) == 0 {
				m.modules[at] ^= 1
			}
			at++
		}
	}
	m.format(mask)
	return m
}

// penalty is how hard a reader finds the code (clause 7.8.3).
func (g *grid) penalty() (sum int) {
	n, dark := g.size, 0
	for i := range n {
		sum += g.line(i*n, 1) + g.line(i, n)
	}
	for y := range n - 1 {
		upper, lower := g.modules[y*n:(y+1)*n], g.modules[(y+1)*n:(y+2)*n]
		for x := range n - 1 {
			if same := upper[x] + upper[x+1] + lower[x] + lower[x+1]; same&3 == 0 {
				sum += 3
			}
		}
	}
	for _, m := range g.modules {
		dark += int(m)
	}
	return sum + abs(20*dark-10*n*n)/(n*n)*10
}

// line judges a row or column: five and more of one kind, and what looks like a finder.
func (g *grid) line(at, step int) (sum int) {
	const before, after, window = 0b10111010000, 0b00001011101, 1<<11 - 1
	run, last, seen := 0, g.modules[at], 0
	for i := range g.size {
		m := g.modules[at]
		if m != last {
			sum += tedium(run)
			run, last = 0, m
		}
		run++
		seen = (seen<<1 | int(m)) & window
		if i >= 10 && (seen == before || seen == after) {
			sum += 40
		}
		at += step
	}
	return sum + tedium(run)
}

// matrix is the code as it is printed.
func (g *grid) matrix() Matrix {
	m := Matrix{Width: g.size, Height: g.size, dark: make([]bool, len(g.modules))}
	for i, module := range g.modules {
		m.dark[i] = module == 1
	}
	return m
}

func tedium(run int) int {
	if run < 5 {
		return 0
	}
	return run - 2
}

func abs(i int) int { return max(i, -i) }
