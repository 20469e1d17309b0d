package call

// State is where a citizen's call stands. One goroutine owns a call and alone
// changes its state, through [Transition]; the package comment has the diagram.
type State string

const (
	// StateNew is a Model before its first event. It is never shown or stored.
	StateNew State = ""

	StateArriving   State = "arriving"   // in Stasis, being answered
	StateMenu       State = "menu"       // led by the flow: prompts, menus, questions, a message
	StateQueued     State = "queued"     // hears music, waits for an operator
	StateOffered    State = "offered"    // still hears music; rings at one operator's desk, whose leg is prepared meanwhile
	StateConnecting State = "connecting" // accepted; the operator's leg is being joined, hears music
	StateTalking    State = "talking"    // two-way audio
	StateHeld       State = "held"       // put on hold by the operator, hears music
	StateRecovering State = "recovering" // the operator's browser or network is gone; hears music, returns to the queue's head after a grace time
	StateForwarding State = "forwarding" // a telephone outside is being called; hears its ringing
	StateForwarded  State = "forwarded"  // speaks with a telephone outside
	StateEnded      State = "ended"      // final
)

// States lists every state but StateNew, in the order of a call's life.
var States = []State{
	StateArriving, StateMenu, StateQueued, StateOffered, StateConnecting,
	StateTalking, StateHeld, StateRecovering, StateForwarding, StateForwarded, StateEnded,
}
