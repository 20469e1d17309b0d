package dialplan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyPlan is in order but for where its nodes lead.
func anyPlan(t *rapid.T) Plan {
	p := whole()
	n := rapid.IntRange(1, 9).Draw(t, "nodes")
	id := func(i int) NodeID { return NodeID(fmt.Sprintf("n%d", i)) }
	to := func(label string) NodeID { return id(rapid.IntRange(0, n-1).Draw(t, label)) }
	maybe := func(label string) NodeID {
		if rapid.Bool().Draw(t, label) {
			return to(label)
		}
		return ""
	}
	p.Nodes = map[NodeID]Node{}
	kinds := []NodeID{"hello", "news", "main", "again", "hours", "desk", "second", "find", "duty", "back", "note", "mark", "bye", "bye", "second"}
	for i := range n {
		switch node := whole().Nodes[rapid.SampledFrom(kinds).Draw(t, "kind")].(type) {
		case Play:
			node.Next = maybe("next")
			p.Nodes[id(i)] = node
		case Announcement:
			node.Joined, node.Next = maybe("joined"), to("next")
			p.Nodes[id(i)] = node
		case Menu:
			node.Keys, node.Failed = map[string]NodeID{"1": to("1"), "2": to("2")}, to("failed")
			p.Nodes[id(i)] = node
		case GoTo:
			p.Nodes[id(i)] = GoTo{To: to("to")}
		case HoursNode:
			node.Open, node.Closed = to("open"), to("closed")
			p.Nodes[id(i)] = node
		case QueueNode:
			node.Nobody, node.After = maybe("nobody"), maybe("after")
			if node.Queue == "second" { // has no limit
				node.Nobody = to("nobody at all")
			}
			if node.Queue == "desk" {
				node.Offers, node.Overflow = map[string]NodeID{"1": to("offer")}, to("overflow")
			}
			p.Nodes[id(i)] = node
		case LookUp:
			node.Next, node.Failed = maybe("next"), to("failed")
			p.Nodes[id(i)] = node
		case Dial:
			node.Failed = to("failed")
			p.Nodes[id(i)] = node
		case CallBack:
			node.Next, node.Back = maybe("next"), to("back")
			p.Nodes[id(i)] = node
		case Message:
			node.Next = maybe("next")
			p.Nodes[id(i)] = node
		case Survey:
			node.Next = maybe("next")
			p.Nodes[id(i)] = node
		case HangUp:
			p.Nodes[id(i)] = node
		}
	}
	q := p.Queues["desk"]
	q.MaxLength = rapid.SampledFrom([]int{0, 3}).Draw(t, "max length")
	p.Queues["desk"] = q
	p.Numbers = map[string]NodeID{"*": id(0)}
	return p
}

// silentCaller walks from a node, at the mercy of clock and queues, until the call
// ends or it waits; false after more steps than there are nodes.
func silentCaller(t *rapid.T, p Plan, at NodeID) bool {
	for range len(p.Nodes) + 1 {
		n := p.Nodes[at]
		var ways []NodeID
		switch n := n.(type) {
		case QueueNode:
			ways = append(ways, "") // waits
			if n.Nobody != "" {
				ways = append(ways, n.Nobody)
			}
			if n.Overflow != "" && p.Queues[n.Queue].MaxLength > 0 {
				ways = append(ways, n.Overflow)
			}
		case HoursNode:
			ways = []NodeID{n.Open, n.Closed}
		case Menu:
			ways = []NodeID{n.Failed}
		case Play:
			ways = []NodeID{n.Next}
		case Announcement:
			ways = []NodeID{n.Next}
		case GoTo:
			ways = []NodeID{n.To}
		case LookUp:
			ways = []NodeID{n.Failed}
		case Dial:
			ways = []NodeID{n.Failed}
		case CallBack:
			ways = []NodeID{n.Back}
		case Message:
			ways = []NodeID{n.Next}
		case Survey:
			ways = []NodeID{n.Next}
		case HangUp:
			ways = []NodeID{""}
		}
		if at = rapid.SampledFrom(ways).Draw(t, "way"); at == "" {
			return true
		}
	}
	return false
}

// A plan that is accepted brings a silent caller to an end or into a queue, from
// every node and whatever clock and queues do.
func TestSilentCallerComesToAnEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPlan(t)
		for _, f := range Check(p) {
			if !f.Follows {
				t.Fatalf("this plan is in order: %v", f)
			}
			if strings.Contains(f.What.String(), "round for ever") {
				t.Skip("refused")
			}
		}
		if from := rapid.SampledFrom(sorted(p.Nodes)).Draw(t, "from"); !silentCaller(t, p, from) {
			t.Fatalf("a caller at %s goes round for ever", from)
		}
	})
}

// What is said of ways is true: a loop can be walked, step by step, by a caller
// who does nothing, and an unreachable node is on no way at all.
func TestWhatIsSaidOfWaysIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPlan(t)
		reached := map[NodeID]bool{"n0": true}
		for range p.Nodes {
			for id := range reached {
				for _, e := range p.Nodes[id].Exits() {
					reached[e.To] = true
				}
			}
		}
		said := map[NodeID]bool{}
		for _, f := range Check(p) {
			id := NodeID(strings.TrimPrefix(f.Path, "nodes."))
			_, round, loop := strings.Cut(f.What.String(), "round for ever: ")
			if !loop {
				said[id] = true
				continue
			}
			steps := strings.Split(round, " → ")
			for i := range len(steps) - 1 {
				free := slices.ContainsFunc(p.Nodes[NodeID(steps[i])].Exits(), func(e Exit) bool { return e.Free && e.To == NodeID(steps[i+1]) })
				if !free {
					t.Fatalf("%s: nobody goes from %s to %s by doing nothing", f, steps[i], steps[i+1])
				}
			}
			if steps[0] != steps[len(steps)-1] || NodeID(steps[0]) != id {
				t.Fatalf("%s is no loop", f)
			}
		}
		for id := range p.Nodes {
			if said[id] == reached[id] {
				t.Fatalf("%s is reached: %t, said to be unreachable: %t", id, reached[id], said[id])
			}
		}
	})
}
