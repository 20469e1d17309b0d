package recordings

import (
	"cmp"
	"container/heap"
	"errors"
	"strings"

	"github.com/minio/minio-go/v7"
)

// listPage is how many versions are listed at once, at the most: so far from its place one may come. The order of a page's versions and delete markers
// among each other is no server's promise: MinIO lists both by their keys, versitygw the page's delete markers first.
const listPage = 1000

var errNoOrder = errors.New("its list is in no order of the keys")

// arrival is a version as a list has it.
type arrival struct {
	key string
	version
	latest bool
	n      int // it came as the nth
}

func arrivalOf(info minio.ObjectInfo, n int) arrival {
	return arrival{info.Key, version{info.VersionID, info.Size, info.LastModified, info.IsDeleteMarker}, info.IsLatest, n}
}

// before says whether a stands before b: by their keys, of one key the newest first.
func (a arrival) before(b arrival) bool {
	latest := func(a arrival) int {
		if a.latest {
			return 0
		}
		return 1
	}
	return cmp.Or(strings.Compare(a.key, b.key), latest(a)-latest(b), b.at.Compare(a.at), a.n-b.n) < 0
}

// arrivals are what came and waits for what stands before it: a heap.
type arrivals []arrival

func (h arrivals) Len() int           { return len(h) }
func (h arrivals) Less(i, j int) bool { return h[i].before(h[j]) }
func (h arrivals) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push implements heap.Interface.
func (h *arrivals) Push(x any) { *h = append(*h, x.(arrival)) }

// Pop implements heap.Interface.
func (h *arrivals) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// put takes one in, and gives the first when so many wait that none can stand before it any more.
func (h *arrivals) put(a arrival) (first arrival, ok bool) {
	heap.Push(h, a)
	if h.Len() <= listPage {
		return arrival{}, false
	}
	return heap.Pop(h).(arrival), true
}

// rest gives the first of those that wait when no more come.
func (h *arrivals) rest() (first arrival, ok bool) {
	if h.Len() == 0 {
		return arrival{}, false
	}
	return heap.Pop(h).(arrival), true
}
