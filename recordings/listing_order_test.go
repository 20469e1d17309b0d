package recordings

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// However a page's versions and delete markers are listed among each other, they come in the order of their keys, the newest of each first.
func TestAListInAnyOrderOfItsPagesIsPutInOrder(t *testing.T) {
	began := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	var right []arrival
	for key := range 2000 {
		for v := range 1 + key%3 {
			right = append(right, arrival{key: fmt.Sprintf("%06d", key), latest: v == 0, version: version{id: fmt.Sprint(key, v), at: began.Add(-time.Duration(v) * time.Second), deleted: (key+v)%4 == 0}})
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, order := range map[string]func(page []arrival){
		"as it is": func([]arrival) {},
		"delete markers first": func(page []arrival) {
			slices.SortStableFunc(page, func(a, b arrival) int {
				switch {
				case a.deleted == b.deleted:
					return 0
				case a.deleted:
					return -1
				}
				return 1
			})
		},
		"none": func(page []arrival) { r.Shuffle(len(page), func(i, j int) { page[i], page[j] = page[j], page[i] }) },
	} {
		came := slices.Clone(right)
		for page := range slices.Chunk(came, listPage) {
			order(page)
		}
		var waiting arrivals
		var got []string
		for n, v := range came {
			v.n = n
			if first, ok := waiting.put(v); ok {
				got = append(got, first.id)
			}
		}
		for first, ok := waiting.rest(); ok; first, ok = waiting.rest() {
			got = append(got, first.id)
		}
		for i, id := range got {
			if id != right[i].id {
				t.Fatalf("the %dth is %s, want %s", i, id, right[i].id)
			}
		}
		if len(got) != len(right) {
			t.Errorf("%d of %d came", len(got), len(right))
		}
	}
}
