package gateway

// echoDelay is half a second, in packets of 20 ms.
const echoDelay = 25

// maxPayload is 40 ms; longer packets are cut, in the echo test only.
const maxPayload = 2 * frame

// delay is a ring of the last half second of payloads, silence at first.
type delay struct {
	slots [echoDelay][maxPayload]byte
	next  int
}

func newDelay() *delay {
	d := &delay{}
	for i := range d.slots {
		for j := range d.slots[i] {
			d.slots[i][j] = silence
		}
	}
	return d
}

// swap keeps the payload and puts the one of half a second ago in its place.
func (d *delay) swap(payload []byte) []byte {
	slot := d.slots[d.next][:]
	d.next = (d.next + 1) % echoDelay
	n := min(len(payload), maxPayload)
	for i := range n {
		payload[i], slot[i] = slot[i], payload[i]
	}
	return payload[:n]
}
