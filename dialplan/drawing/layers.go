package drawing

import (
	"maps"
	"slices"
	"strings"

	"hotline1022/dialplan"
)

// box is a node, a number that is dialled, or (bend) a place where a way crosses a layer.
type box struct {
	id    string
	kind  string // "" for numbers
	about string
	ports []*port
	in    []*port // ways that end here, or pass
	bend  bool

	layer, order int
	x, y         float64 // centre, top
	width        float64
}

// port is one way out of a box, for all its labels.
type port struct {
	label string
	to    *box // next box or bend; nil: named, not drawn
	named string
	from  *box
	x     float64 // offset from the box's centre
	width float64 // of its label
}

type picture struct {
	boxes  []*box
	layers [][]*box
}

// build makes boxes of all nodes that calls can meet, and ways between them.
func build(p dialplan.Plan) *picture {
	pic := &picture{}
	nodes := map[dialplan.NodeID]*box{}
	for _, id := range slices.Sorted(maps.Keys(p.Nodes)) {
		n := p.Nodes[id]
		nodes[id] = &box{id: string(id), kind: n.Kind(), about: about(p, n)}
		pic.boxes = append(pic.boxes, nodes[id])
	}
	for id, b := range nodes {
		ways := map[dialplan.NodeID]*port{}
		for _, e := range p.Nodes[id].Exits() {
			to, ok := nodes[e.To]
			if !ok {
				continue
			}
			label := way(p.Nodes[id], e.Label)
			if w := ways[e.To]; w != nil {
				w.label += ", " + label
				continue
			}
			ways[e.To] = &port{label: label, to: to, from: b}
			b.ports = append(b.ports, ways[e.To])
		}
	}
	var starts []*box
	for _, number := range slices.Sorted(maps.Keys(p.Numbers)) { // "*" comes first
		to := nodes[p.Numbers[number]]
		if to == nil || slices.ContainsFunc(starts, func(b *box) bool { return b.ports[0].to == to }) {
			continue
		}
		start := &box{id: "Gọi đến", about: calls(p, p.Numbers[number])}
		start.ports = []*port{{to: to, from: start}}
		starts = append(starts, start)
	}
	pic.boxes = append(pic.boxes, starts...)
	cutBackWays(append(starts, pic.boxes...))
	pic.rank()
	pic.bendLongWays()
	return pic
}

// cutBackWays names the ways that lead back up instead of drawing them; what is
// up is seen from the first boxes.
func cutBackWays(boxes []*box) {
	const (
		open = 1
		done = 2
	)
	state := map[*box]int{}
	var visit func(*box)
	visit = func(b *box) {
		state[b] = open
		for _, w := range b.ports {
			switch state[w.to] {
			case open:
				w.named, w.to = w.to.id, nil
			case done:
			default:
				visit(w.to)
			}
		}
		state[b] = done
	}
	for _, b := range boxes {
		if state[b] == 0 {
			visit(b)
		}
	}
}

// rank puts every box below all that lead to it, and then as near to them as the
// boxes that it leads to allow.
func (pic *picture) rank() {
	for range pic.boxes {
		for _, b := range pic.boxes {
			for _, w := range b.ports {
				if w.to != nil {
					w.to.layer = max(w.to.layer, b.layer+1)
				}
			}
		}
	}
	deepest := 0
	for _, b := range pic.boxes {
		deepest = max(deepest, b.layer)
	}
	pic.layers = make([][]*box, deepest+1)
	for _, b := range pic.boxes {
		pic.layers[b.layer] = append(pic.layers[b.layer], b)
	}
	for _, layer := range pic.layers {
		slices.SortFunc(layer, func(a, b *box) int { return strings.Compare(a.id, b.id) })
	}
}

// bendLongWays lets a way that crosses layers bend in each of them.
func (pic *picture) bendLongWays() {
	for _, layer := range slices.Clone(pic.layers) {
		for _, b := range slices.Clone(layer) {
			for _, w := range b.ports {
				pic.bend(w)
			}
		}
	}
}

func (pic *picture) bend(w *port) {
	for w.to != nil && w.to.layer > w.from.layer+1 {
		via := &box{bend: true, layer: w.from.layer + 1, width: bendWidth, in: []*port{w}}
		next := &port{to: w.to, from: via}
		via.ports = []*port{next}
		w.to = via
		pic.boxes = append(pic.boxes, via)
		pic.layers[via.layer] = append(pic.layers[via.layer], via)
		w = next
	}
	if w.to != nil {
		w.to.in = append(w.to.in, w)
	}
}
