package telephony

import (
	"errors"
	"time"

	"hotline1022/dialplan"
	"hotline1022/telephony/call"
	"hotline1022/telephony/queue"
	"hotline1022/telephony/toll"
)

// What Do answers. ErrNotNow and ErrNotYours are package call's.
var (
	ErrNotNow      = call.ErrNotNow
	ErrNotYours    = call.ErrNotYours
	ErrOwnNumber   = call.ErrOwnNumber
	ErrUnknownCall = errors.New("there is no such live call")
	ErrNoMedia     = errors.New("the operator's audio is not connected")
	ErrLinkDown    = errors.New("the connection to Asterisk is down")
	ErrBadCommand  = errors.New("the command is not well formed")
)

// Config is the rules of a call's life.
type Config struct {
	Node string // in every journal entry
	// Queues are the rules of all queues by name, those of the present plan.
	Queues map[string]dialplan.Queue
	// Handled is what the journal tells of this node's operators' calls of the last
	// day (operator.status entries), in order of time: the floor's figures go on from it.
	Handled []queue.Handled
	// Placed is what the journal tells of calls that this node's operators placed in the
	// last hour, in order of time: the limits of Toll go on from it.
	Placed []toll.Placed

	// Reconnecting is media as ARI plays it ("sound:/dir/name"); none: nothing is played.
	Reconnecting []string
	MusicClass   string // of musiconhold.conf, where the plan names none; default "default"

	OfferTimeout time.Duration // default 15 s
	Grace        time.Duration // an operator's way back, into a conversation or after our start; default 20 s
	SpeechLimit  time.Duration // what is said and does not end by itself is ended then, and counts as heard; default 3 min. Longer than any sound
	JoinLimit    time.Duration // for an operator's leg to appear and enter the bridge; default 5 s
	// CallBackEvery is how often the claims are looked at; default 5 s. CallBackRing is
	// how long a citizen's telephone rings who is called back; default 30 s.
	CallBackEvery time.Duration
	CallBackRing  time.Duration
	// OfficerRing is how long one telephone rings that an operator calls; default 25 s.
	// KeyWait is how long its owner has to press the key, once told; default 10 s.
	OfficerRing time.Duration
	KeyWait     time.Duration
	// Number brings a number into the one form in which numbers are compared; default as it is.
	Number func(string) string
	// Toll is what operators may call of their own accord; zero: nobody.
	Toll toll.Rules
	// Own are the hotline's own numbers beside those of the present plan, in that form.
	Own []string
	// RequestLimit is for one request to Asterisk, beside the link's own; default 3 s.
	RequestLimit time.Duration

	// FallbackContext is the dialplan's (extension s, priority 1); default "fallback".
	FallbackContext string
	// ArrivedToday is how many calls the journal knows for this local day at
	// start; QueueView.Today counts on from it.
	ArrivedToday int
	// Location is where "today" begins at midnight; default time.Local.
	Location *time.Location
	Now      func() time.Time // default time.Now
}

func (c Config) withDefaults() Config {
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&c.OfferTimeout, 15 * time.Second},
		{&c.Grace, 20 * time.Second},
		{&c.SpeechLimit, 3 * time.Minute},
		{&c.CallBackEvery, 5 * time.Second},
		{&c.CallBackRing, 30 * time.Second},
		{&c.OfficerRing, 25 * time.Second},
		{&c.KeyWait, 10 * time.Second},
		{&c.JoinLimit, 5 * time.Second},
		{&c.RequestLimit, 3 * time.Second},
	} {
		if *d.field <= 0 {
			*d.field = d.value
		}
	}
	for _, d := range []struct {
		field *string
		value string
	}{
		{&c.MusicClass, "default"},
		{&c.FallbackContext, "fallback"},
	} {
		if *d.field == "" {
			*d.field = d.value
		}
	}
	if c.Location == nil {
		c.Location = time.Local
	}
	if c.Number == nil {
		c.Number = func(n string) string { return n }
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return c
}
