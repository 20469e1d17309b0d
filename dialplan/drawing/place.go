package drawing

import (
	"cmp"
	"slices"
)

// Sizes, in pixels of the picture.
const (
	boxWidth  = 218
	boxHeight = 64
	gapX      = 20
	gapY      = 66
	bendWidth = 0
	margin    = 24
	inset     = 12
	letter    = 6.7 // the mean width of one, in a font that has Vietnamese
	portGap   = 6
	chip      = 18 // height of a label
	line      = 17 // of the text below the boxes
)

// order sorts every layer so that few ways cross: each box near the middle of
// those above it, then of those below, again and again; the best order is kept.
func (pic *picture) order() {
	number := func() {
		for _, layer := range pic.layers {
			for i, b := range layer {
				b.order = i
			}
		}
	}
	number()
	best, least := pic.snapshot(), pic.crossings()
	for round := range 24 {
		down := round%2 == 0
		for i := range pic.layers {
			layer := pic.layers[i]
			if !down {
				layer = pic.layers[len(pic.layers)-1-i]
			}
			mean := map[*box]float64{}
			for _, b := range layer {
				mean[b] = b.middle(down)
			}
			slices.SortStableFunc(layer, func(a, b *box) int { return cmp.Compare(mean[a], mean[b]) })
			for i, b := range layer {
				b.order = i
				b.sortPorts()
			}
		}
		if n := pic.crossings(); n < least {
			best, least = pic.snapshot(), n
		}
	}
	pic.layers = best
	number()
	for _, b := range pic.boxes {
		b.sortPorts()
	}
}

func (pic *picture) snapshot() [][]*box {
	all := make([][]*box, len(pic.layers))
	for i, layer := range pic.layers {
		all[i] = slices.Clone(layer)
	}
	return all
}

// middle is the mean place of a box's neighbours above or below.
func (b *box) middle(above bool) float64 {
	sum, n := 0.0, 0
	if above {
		for _, w := range b.in {
			sum, n = sum+float64(w.from.order)+w.fraction(), n+1
		}
	} else {
		for _, w := range b.ports {
			if w.to != nil {
				sum, n = sum+float64(w.to.order), n+1
			}
		}
	}
	if n == 0 {
		return float64(b.order)
	}
	return sum / float64(n)
}

// fraction is where among its box's ports a way begins, from -½ to ½.
func (w *port) fraction() float64 {
	return (float64(slices.Index(w.from.ports, w))+0.5)/float64(len(w.from.ports)) - 0.5
}

// sortPorts puts ways in the order of where they lead; those that are named come first.
func (b *box) sortPorts() {
	slices.SortStableFunc(b.ports, func(a, c *port) int {
		left, right := -1, -1
		if a.to != nil {
			left = a.to.order
		}
		if c.to != nil {
			right = c.to.order
		}
		return cmp.Compare(left, right)
	})
}

func (pic *picture) crossings() int {
	n := 0
	for _, layer := range pic.layers {
		var ways []*port
		for _, b := range layer {
			for _, w := range b.ports {
				if w.to != nil {
					ways = append(ways, w)
				}
			}
		}
		for i, a := range ways {
			for _, b := range ways[i+1:] {
				if a.to.order > b.to.order {
					n++
				}
			}
		}
	}
	return n
}

// place gives every box its coordinates, and the picture's size.
func (pic *picture) place() (width, height float64) {
	for _, b := range pic.boxes {
		b.spreadPorts()
	}
	for i, layer := range pic.layers {
		x := 0.0
		for _, b := range layer {
			b.y = margin + float64(i)*(boxHeight+gapY)
			b.x = x + b.width/2
			x += b.width + gapX
		}
	}
	for round := range 40 {
		for i := range pic.layers {
			if round%2 == 0 {
				settle(pic.layers[i], true)
			} else {
				settle(pic.layers[len(pic.layers)-1-i], false)
			}
		}
	}
	left, right := pic.layers[0][0].x, 0.0
	for _, b := range pic.boxes {
		left = min(left, b.x-b.width/2)
	}
	for _, b := range pic.boxes {
		b.x += margin - left
		right = max(right, b.x+b.width/2)
	}
	return right + margin, margin*2 + float64(len(pic.layers))*(boxHeight+gapY) - gapY + chip
}

// spreadPorts makes a box as wide as its labels need, and puts them side by side.
func (b *box) spreadPorts() {
	if b.bend {
		return
	}
	total := -float64(portGap)
	for _, w := range b.ports {
		w.width = 14 + 6.1*float64(len([]rune(w.text())))
		if w.text() == "" {
			w.width = 12
		}
		total += w.width + portGap
	}
	b.width = max(boxWidth, total+2*portGap)
	x := -total / 2
	for _, w := range b.ports {
		w.x = x + w.width/2
		x += w.width + portGap
	}
}

// settle moves a layer's boxes to where their ways would be straight, as far as
// their order and widths allow: least squares under the order, by pooling those
// that push one another.
func settle(layer []*box, above bool) {
	type pool struct{ sum, weight float64 }
	var pools []pool
	var sizes []int
	shift := 0.0 // room taken by those on the left
	offsets := make([]float64, len(layer))
	for i, b := range layer {
		if i > 0 {
			shift += (layer[i-1].width+b.width)/2 + gapX
		}
		offsets[i] = shift
		wish, weight := b.wish(above)
		pools, sizes = append(pools, pool{(wish - shift) * weight, weight}), append(sizes, 1)
		for n := len(pools); n > 1 && pools[n-2].sum/pools[n-2].weight > pools[n-1].sum/pools[n-1].weight; n = len(pools) {
			pools[n-2].sum += pools[n-1].sum
			pools[n-2].weight += pools[n-1].weight
			sizes[n-2] += sizes[n-1]
			pools, sizes = pools[:n-1], sizes[:n-1]
		}
	}
	i := 0
	for k, p := range pools {
		for range sizes[k] {
			layer[i].x = p.sum/p.weight + offsets[i]
			i++
		}
	}
}

// wish is where a box would like to be, and how much: bends above all, so that
// long ways run straight.
func (b *box) wish(above bool) (x, weight float64) {
	sum, n := 0.0, 0.0
	add := func(x float64, other *box) {
		much := 1.0
		if other.bend && !b.bend {
			much = 0.15 // it goes far away, and the box stays with its neighbours
		}
		sum, n = sum+x*much, n+much
	}
	if above {
		for _, w := range b.in {
			add(w.from.x+w.x, w.from)
		}
	} else {
		for _, w := range b.ports {
			if w.to != nil {
				add(w.to.x-w.x, w.to)
			}
		}
	}
	switch {
	case n == 0:
		return b.x, 0.1
	case b.bend:
		return sum / n, 4
	}
	return sum / n, n
}
