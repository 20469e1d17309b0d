package dialplan

// Straight is the plan of a hotline without a menu: every caller hears the greeting,
// if there is one, and waits in one queue, with the music of that class.
func Straight(queue, music string, greeting ...string) *Plan {
	p := &Plan{
		Version: "straight",
		Numbers: map[string]NodeID{"*": "queue"},
		Queues:  map[string]Queue{queue: {Strategy: LongestIdle, Music: music}},
		Nodes:   map[NodeID]Node{"queue": QueueNode{Queue: queue}},
	}
	if len(greeting) > 0 {
		p.Numbers["*"] = "greeting"
		p.Nodes["greeting"] = Play{Prompts: greeting, Next: "queue"}
	}
	return p
}
