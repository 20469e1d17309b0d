package dialplan

// Straight is the plan of a hotline without a menu: every caller waits in one
// queue at once, with the music of that class and no word said.
func Straight(queue, music string) *Plan {
	return &Plan{
		Version: "straight",
		Numbers: map[string]NodeID{"*": "queue"},
		Queues:  map[string]Queue{queue: {Strategy: LongestIdle, Music: music}},
		Nodes:   map[NodeID]Node{"queue": QueueNode{Queue: queue}},
	}
}
