package dialplan

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// node checks what stands in one node; path ends with its kind.
func (c *checker) node(path string, n Node) {
	switch n := n.(type) {
	case Play:
		c.speaks(path, n.Prompts)
		c.to(path+".next", n.Next)
	case Menu:
		c.menu(path, n)
	case HoursNode:
		named(c, path+".hours", n.Hours, c.p.Hours, "entry of hours")
		c.must(path+".open", n.Open)
		c.must(path+".closed", n.Closed)
	case QueueNode:
		c.queue(path, n)
	case LookUp:
		c.says(path+".ask", n.Ask)
		c.says(path+".not_found", n.NotFound)
		c.within(path+".timeout", n.Timeout, time.Second, time.Minute)
		c.count(path+".repeats", n.Repeats, 0, 5)
		c.to(path+".next", n.Next)
		c.must(path+".failed", n.Failed)
	case Dial:
		c.dial(path, n)
	case CallBack:
		c.says(path+".offer", n.Offer)
		c.says(path+".ask_other", n.AskOther)
		c.says(path+".done", n.Done)
		c.within(path+".timeout", n.Timeout, time.Second, 30*time.Second)
		c.to(path+".next", n.Next)
		c.must(path+".back", n.Back)
	case Message:
		c.says(path+".say", n.Say)
		c.said(path+".again", n.Again)
		c.said(path+".done", n.Done)
		c.said(path+".unsent", n.Unsent)
		c.within(path+".limit", n.Limit, 10*time.Second, 10*time.Minute)
		c.within(path+".silence", n.Silence, time.Second, 30*time.Second)
		c.to(path+".next", n.Next)
	case Survey:
		c.survey(path, n)
	case Announcement:
		c.announcement(path, n)
	case GoTo:
		c.must(path+".to", n.To)
	case HangUp:
		c.said(path+".say", n.Say)
	}
}

func (c *checker) speaks(path string, prompts []string) {
	if len(prompts) == 0 {
		c.fault(path+".prompts", say("is empty: nothing would be said"), say("name at least one of prompts"))
	}
	for i, p := range prompts {
		c.says(path+".prompts."+strconv.Itoa(i), p)
	}
}

var (
	keysForm = regexp.MustCompile(`^[0-9*#]{1,8}$`)
	keyForm  = regexp.MustCompile(`^[0-9*#]$`)
)

func (c *checker) menu(path string, n Menu) {
	c.speaks(path, n.Prompts)
	c.said(path+".wrong", n.Wrong)
	c.said(path+".silent", n.Silent)
	c.within(path+".timeout", n.Timeout, time.Second, 30*time.Second)
	c.orNone(path+".between", n.Between, 300*time.Millisecond, 10*time.Second)
	c.count(path+".repeats", n.Repeats, 0, 5)
	c.must(path+".failed", n.Failed)
	if len(n.Keys) == 0 {
		c.fault(path+".keys", say("is empty: there is nothing to choose"), say("write at least one key with its node, or make it a play"))
	}
	for _, key := range sorted(n.Keys) {
		at := path + ".keys." + key
		c.must(at, n.Keys[key])
		if !keysForm.MatchString(key) {
			c.fault(at, say("cannot be pressed"), say("use 0-9, * and #, eight at most"))
			continue
		}
		c.collision(at, key, n)
		c.emergencyKey(at, key, n.Keys[key])
	}
}

// collision: a key of several digits is waited for, and one that begins like a
// longer one is only taken when that time has passed.
func (c *checker) collision(at, key string, n Menu) {
	if n.Between > 0 {
		return
	}
	if len(key) > 1 {
		c.fault(at, say("has several digits, and no time is given for the further ones"), say("write between: 2s, or use one digit"))
	}
	for _, longer := range sorted(n.Keys) {
		if longer != key && strings.HasPrefix(longer, key) {
			c.fault(at, say("hides %s, which begins with it", longer), say("write between: 2s, or use another key"))
			return
		}
	}
}

// emergencyKey: who presses 113 must not reach anything else.
func (c *checker) emergencyKey(at, key string, to NodeID) {
	if _, ok := c.p.Emergency[key]; !ok || c.p.Nodes[to] == nil {
		return
	}
	if d, ok := c.p.Nodes[to].(Dial); !ok || d.Emergency != key {
		c.fault(at, say("is an emergency number, and leads elsewhere"), say("lead to a node with dial: {emergency: %q}", key))
	}
}

func (c *checker) queue(path string, n QueueNode) {
	named(c, path+".queue", n.Queue, c.p.Queues, "queue")
	c.count(path+".priority", n.Priority, -9, 9)
	for i, skill := range n.Skills {
		if !skillForm.MatchString(skill) {
			c.fault(path+".skills."+strconv.Itoa(i), say("is no skill"), say("write kind:value, for example lang:en or area:le-chan"))
		}
	}
	c.offers(path, n)
	c.to(path+".nobody", n.Nobody)
	c.to(path+".overflow", n.Overflow)
	c.to(path+".after", n.After)
	q, known := c.p.Queues[n.Queue]
	limited := q.MaxWait > 0 || q.MaxLength > 0
	if known && q.MaxWait == 0 && n.Nobody == "" {
		c.fault(path+".nobody", say("is missing: queue %s has no max_wait, and with nobody there a caller would hear music for ever", n.Queue), say("name the node for them, or give the queue a max_wait"))
	}
	switch {
	case !known:
	case limited && n.Overflow == "":
		c.fault(path+".overflow", say("is missing: queue %s sends callers on", n.Queue), say("name the node for them, or take max_wait and max_length from the queue"))
	case !limited && n.Overflow != "":
		c.fault(path+".overflow", say("is never taken: queue %s has neither max_wait nor max_length", n.Queue), say("give the queue a limit, or remove overflow"))
	}
}

var skillForm = regexp.MustCompile(`^[a-z]{1,16}:[a-z0-9-]{1,40}$`)

func (c *checker) offers(path string, n QueueNode) {
	for _, key := range sorted(n.Offers) {
		if !keyForm.MatchString(key) {
			c.fault(path+".offers."+key, say("is not one key"), say("use one of 0-9, * and #"))
		}
		c.must(path+".offers."+key, n.Offers[key])
	}
	c.said(path+".say", n.Say)
	if n.Say == "" && len(n.Offers) > 0 {
		c.fault(path+".say", say("is missing: nobody would know the keys"), say("name a prompt that tells them"))
	}
	if q, ok := c.p.Queues[n.Queue]; ok && n.Say != "" && q.Comfort.Every == 0 {
		c.fault(path+".say", say("is never said: queue %s has no comfort.every", n.Queue), say("write comfort: {every: 45s} in the queue"))
	}
}

func (c *checker) dial(path string, n Dial) {
	c.said(path+".say", n.Say)
	c.within(path+".ring", n.Ring, 5*time.Second, 2*time.Minute)
	c.must(path+".failed", n.Failed)
	switch {
	case (n.Emergency == "") == (n.OnCall == ""):
		c.fault(path, say("must name one telephone or list"), say("write either emergency or on_call"))
	case n.Emergency != "":
		named(c, path+".emergency", n.Emergency, c.p.Emergency, "emergency service")
	default:
		named(c, path+".on_call", n.OnCall, c.p.OnCall, "list of on_call")
	}
}

func (c *checker) survey(path string, n Survey) {
	c.says(path+".ask", n.Ask)
	c.said(path+".done", n.Done)
	c.within(path+".timeout", n.Timeout, time.Second, 30*time.Second)
	c.to(path+".next", n.Next)
	ok := len(n.Keys) > 0
	for i, key := range n.Keys {
		ok = ok && key >= '0' && key <= '9' && !strings.ContainsRune(n.Keys[:i], key)
	}
	if !ok {
		c.fault(path+".keys", say("are no marks"), say(`write each digit once: "12345"`))
	}
}

func (c *checker) announcement(path string, n Announcement) {
	c.says(path+".offer", n.Offer)
	c.said(path+".offer_unsent", n.OfferUnsent)
	c.said(path+".done", n.Done)
	c.said(path+".unsent", n.Unsent)
	c.within(path+".timeout", n.Timeout, time.Second, 30*time.Second)
	if !keyForm.MatchString(n.Join) {
		c.fault(path+".join", say("is not one key"), say("use one of 0-9, * and #"))
	}
	if n.Skip != "" && (n.Skip == n.Join || !keyForm.MatchString(n.Skip)) {
		c.fault(path+".skip", say("is not one key, or the same as join"), say("use another one of 0-9, * and #"))
	}
	c.to(path+".joined", n.Joined)
	c.must(path+".next", n.Next)
}
