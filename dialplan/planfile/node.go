package planfile

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"hotline1022/dialplan"
	"hotline1022/internal/nearest"
	"hotline1022/internal/strictyaml"
)

// kinds are all nodes, with what holds where the file says nothing. Prompts and
// ways have no defaults: what a caller hears and where it leads is always written.
var kinds = func() map[string]dialplan.Node {
	all := map[string]dialplan.Node{}
	for _, n := range []dialplan.Node{
		dialplan.Play{},
		dialplan.Menu{Barge: true, Timeout: 5 * time.Second},
		dialplan.HoursNode{},
		dialplan.QueueNode{},
		dialplan.LookUp{Timeout: 10 * time.Second, Repeats: 1},
		dialplan.Dial{Ring: 25 * time.Second},
		dialplan.CallBack{Timeout: 8 * time.Second},
		dialplan.Message{Limit: 3 * time.Minute, Silence: 5 * time.Second},
		dialplan.Survey{Keys: "12345", Timeout: 8 * time.Second},
		dialplan.Announcement{Timeout: 5 * time.Second},
		dialplan.GoTo{},
		dialplan.HangUp{},
	} {
		all[n.Kind()] = n
	}
	return all
}()

// node is written as one key, its kind, with what belongs to it. It stays nil when
// it cannot be read, so that its name is known all the same.
type node struct{ dialplan.Node }

func (n *node) DecodeYAML(v strictyaml.Value) {
	pairs := v.Pairs()
	if len(pairs) == 0 {
		if v.Mapping() {
			v.Fault(strictyaml.Say("write its kind with what belongs to it, for example play: {prompts: [chao]}"), "%s is empty", v.Path())
		}
		return
	}
	for _, extra := range pairs[1:] {
		extra.Fault(strictyaml.Say("give each node a name of its own, with one key below it"), "%s has two kinds", v.Path())
	}
	kind, ok := kinds[pairs[0].Key]
	if !ok {
		pairs[0].Fault(nearest.Suggest(pairs[0].Key, slices.Sorted(maps.Keys(kinds))), "%s has kind %q, and there is no such kind", v.Path(), nearest.Clip(pairs[0].Key))
		return
	}
	into := reflect.New(reflect.TypeOf(kind))
	into.Elem().Set(reflect.ValueOf(kind))
	pairs[0].Value.Decode(into.Interface())
	n.Node = into.Elem().Interface().(dialplan.Node)
}
