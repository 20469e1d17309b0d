package dialplan

import "strings"

// unreachable nodes are met by no call, whatever is dialled and pressed.
func (c *checker) unreachable() {
	met := map[NodeID]bool{}
	var visit func(NodeID)
	visit = func(id NodeID) {
		n, ok := c.p.Nodes[id]
		if !ok || met[id] {
			return
		}
		met[id] = true
		if n == nil {
			return
		}
		for _, e := range n.Exits() {
			visit(e.To)
		}
	}
	for _, id := range c.p.Numbers {
		visit(id)
	}
	for _, id := range sorted(c.p.Nodes) {
		if !met[id] {
			c.faults = append(c.faults, Fault{
				Path: "nodes." + string(id), What: say("is reached by no call"), Remedy: say("lead to it from another node or from numbers, or remove it"), Follows: true,
			})
		}
	}
}

// silent are the ways that a caller who does nothing may be led without coming to
// rest. A queue is left at once only when nobody works there or when it is full:
// to wait, even in vain, is rest, and after a conversation all begins anew.
func (c *checker) silent(id NodeID) []NodeID {
	n := c.p.Nodes[id]
	if n == nil {
		return nil
	}
	var to []NodeID
	if q, ok := n.(QueueNode); ok {
		if q.Nobody != "" {
			to = append(to, q.Nobody)
		}
		if q.Overflow != "" && c.p.Queues[q.Queue].MaxLength > 0 {
			to = append(to, q.Overflow)
		}
		return to
	}
	for _, e := range n.Exits() {
		if e.Free {
			to = append(to, e.To)
		}
	}
	return to
}

// loops that a silent caller may never leave, each told once.
func (c *checker) loops() {
	const (
		unseen = iota
		onPath
		done
	)
	state := map[NodeID]int{}
	var path []NodeID
	var visit func(NodeID)
	visit = func(id NodeID) {
		state[id] = onPath
		path = append(path, id)
		for _, to := range c.silent(id) {
			switch state[to] {
			case unseen:
				visit(to)
			case onPath:
				c.loop(path, to)
			}
		}
		path = path[:len(path)-1]
		state[id] = done
	}
	for _, id := range sorted(c.p.Nodes) {
		if state[id] == unseen {
			visit(id)
		}
	}
}

// loop reports the end of a path that comes back to from.
func (c *checker) loop(path []NodeID, from NodeID) {
	var names []string
	for i := len(path) - 1; i >= 0; i-- {
		names = append([]string{string(path[i])}, names...)
		if path[i] == from {
			break
		}
	}
	round := strings.Join(append(names, string(from)), " → ")
	c.faults = append(c.faults, Fault{
		Path: "nodes." + string(from), What: say("leads a caller who does nothing round for ever: %s", round),
		Remedy: say("let one of these ways end in a queue, a message or a hang-up"), Follows: true,
	})
}
