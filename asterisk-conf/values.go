package asteriskconf

import (
	"net/netip"
	"time"
)

// Values is all that the templates need. Every field is validated by
// [Values.Validate]; paths are absolute and made of [A-Za-z0-9._/-].
type Values struct {
	// Node is Asterisk's systemname, the prefix of every call's ID and the
	// source of its entity ID. [a-z0-9-]{1,16}, unique among the nodes.
	Node string

	// ConfigDir is where the files lie (astetcdir). Render sets it.
	ConfigDir string
	// StateDir is Asterisk's own: database, keys, cache, log and control socket
	// lie below it. At most 90 characters, for a Unix socket's name is short.
	StateDir string
	// ModulesDir holds Asterisk's *.so files, DataDir its documentation and
	// rest-api (Debian: /usr/lib/x86_64-linux-gnu/asterisk/modules, /usr/share/asterisk).
	ModulesDir string
	DataDir    string
	// SpoolDir receives recordings and call files. It must exist.
	SpoolDir string
	// PromptsDir holds <name>.wav for the names in [Prompts]; a missing one is
	// passed over with a warning in Asterisk's log.
	PromptsDir string
	// FallbackDir may hold notice.wav, ask.wav and thanks.wav, which the controller
	// puts there: the fallback plays them in the place of its own prompts, so that
	// its words are those of the dialplan's current version.
	FallbackDir string
	// MusicDir holds the hold music, *.wav, linear.
	MusicDir string

	SIP SIP
	RTP RTP
	ARI ARI
	// Trunks are the carriers, in the order in which calls go out.
	Trunks []Trunk
	// RegisterAgain is the pause before another REGISTER when one failed (1 s …
	// 10 min; default 30 s), RefusedAgain when it was refused (1 s … 1 h; default
	// 5 min: a carrier locks out who tries a wrong password too often).
	RegisterAgain, RefusedAgain time.Duration

	Fallback Fallback
}

// Fallback is what the dialplan does by itself when no controller takes a call.
type Fallback struct {
	// Notice, Ask (before the message) and Thanks (after it) are names of prompts.
	// Default: fallback-notice, fallback-message, fallback-thanks.
	Notice, Ask, Thanks string
	// DutyPhones are dialled in turn, each for Ring (1 s … 2 min; default 25 s).
	// [+]?[0-9]{2,20}
	DutyPhones []string
	Ring       time.Duration
	// MessageLimit is the longest message that is taken (10 s … 10 min; default
	// 3 min); MessageSilence the pause that ends it (1 s … 30 s; default 5 s).
	MessageLimit   time.Duration
	MessageSilence time.Duration
}

// SIP is where the carriers reach us: those without TLS at Listen (UDP), those
// with it at ListenTLS; each is needed when a trunk uses it.
type SIP struct {
	Listen, ListenTLS netip.AddrPort
	// ExternalAddress is put into SIP and SDP when we stand behind NAT; LocalNets
	// are the networks that do not see it. Both empty: no NAT.
	ExternalAddress netip.Addr
	LocalNets       []netip.Prefix
	// TLSCert and TLSKey are PEM files, needed when a trunk uses TLS; TLSCA
	// verifies the carriers' certificates.
	TLSCert, TLSKey, TLSCA string
}

// RTP is the range of UDP ports for audio, inclusive; a call takes two a leg.
type RTP struct{ First, Last int }

// ARI is the controller's way in.
type ARI struct {
	Listen netip.AddrPort
	User   string // [A-Za-z0-9_-]{1,32}
	// Password is stored hashed; 12 … 128 printable characters.
	Password string
	// App is the Stasis application, [A-Za-z0-9_-]{1,32}.
	App string
	// Allow are the addresses that may use ARI; default: Listen's own address.
	Allow []netip.Prefix
}

// TrunkMode says how carrier and hotline know each other.
type TrunkMode string

const (
	// TrunkIP: by their addresses alone.
	TrunkIP TrunkMode = "ip"
	// TrunkRegistration: we register as User; calls still come from Peers only.
	TrunkRegistration TrunkMode = "registration"
)

// TrunkKeys says how keys are told over a trunk.
type TrunkKeys string

const (
	// KeysAuto: by RFC 4733 where the carrier agrees to it, else by SIP INFO.
	KeysAuto TrunkKeys = "auto"
	// KeysINFO: by SIP INFO alone; for a carrier that would tell each press both ways.
	KeysINFO TrunkKeys = "info"
)

// TrunkCallerID says whose number a call out for a citizen shows.
type TrunkCallerID string

const (
	// CallerIDOwn: Number, as every call out; carriers refuse numbers that are not theirs.
	CallerIDOwn TrunkCallerID = "own"
	// CallerIDCaller: the citizen's, for a carrier that lets it pass; Number is asserted.
	CallerIDCaller TrunkCallerID = "caller"
)

// Trunk is one carrier's line.
type Trunk struct {
	// Name is the endpoint's in Asterisk: a call out dials PJSIP/<number>@<Name>.
	// [a-z][a-z0-9-]{0,15}, unique, none of Asterisk's own section names.
	Name string
	Mode TrunkMode
	// Host is where calls go out to: host or host:port.
	Host string
	// Peers are the addresses that calls come in from, and no other trunk's; none:
	// the trunk is for calls out alone. Anyone else's requests get 403.
	Peers []netip.Prefix
	// User and Password are for registration and for challenges to our own
	// requests; both needed in mode registration, optional in mode ip.
	User, Password string
	// Number is the number that outgoing calls show, [+]?[0-9]{2,20} or empty.
	Number   string
	CallerID TrunkCallerID // default own; caller needs Number
	Keys     TrunkKeys     // default auto
	TLS      bool          // SIP over TLS instead of UDP
	SRTP     bool          // SDES; only sensible with TLS
	// Qualify is how often the carrier is asked by OPTIONS if it lives; 0 never, at most 1 h.
	Qualify time.Duration
	// MaxCalls is how many calls there may be at once, in both directions. The last of
	// them is kept for a call out to an emergency service; who calls when all others are
	// taken hears a notice and may leave a message. Best a little below what the carrier
	// gives, which itself lets nobody through who is beyond that. 0: no limit, at most 10000.
	MaxCalls int
}

// ChannelVars are the variables that ARI shows on every channel (ari.conf
// channelvars). CALL_ID and the HOTLINE_ ones are inherited by nobody; each
// channel is stamped when it is created. UNICASTRTP_* are set by Asterisk on an
// externalMedia channel: its own RTP address for that channel. They are there
// already in the answer to its creation and in its StasisStart (22.10.1).
var ChannelVars = []string{
	"CALL_ID", "HOTLINE_ROLE", "HOTLINE_TO", "HOTLINE_WITHHELD", "HOTLINE_OPERATOR", "HOTLINE_HELD", "HOTLINE_QUEUED_AT", "HOTLINE_FLOW", "HOTLINE_NUMBER",
	"HOTLINE_CONFIRMED", "HOTLINE_SERVICE", "HOTLINE_EMERGENCY", "HOTLINE_HANDED", "HOTLINE_PLACED", "HOTLINE_ALARM",
	"UNICASTRTP_LOCAL_PORT", "UNICASTRTP_LOCAL_ADDRESS",
}

// Prompts are the sound files that the dialplan itself plays, by default.
var Prompts = []string{"lines-full", "fallback-notice", "fallback-message", "beep", "fallback-thanks"}
