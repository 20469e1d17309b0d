package ticket

import (
	"fmt"
	"time"

	"hotline1022/internal/lang"
)

// Origin is who brought a ticket about.
type Origin string

const (
	OriginOperator Origin = "operator" // an operator wrote it down
	OriginMessage  Origin = "message"  // the caller left a message; nobody has heard it yet
	OriginIncident Origin = "incident" // the caller pressed the key of an incident
)

// ShortestMessage is what a word takes: what ends before is a missed call, not a ticket.
const ShortestMessage = time.Second

// OfMessage is the ticket of a message that a caller left. What it is about, and
// so its group, is known when somebody has heard it; until then it is incomplete
// (Điều 8.3). phone is normalised, "" when there is none.
func OfMessage(phone string, left time.Time, length time.Duration, unheard bool) Draft {
	left = left.In(Zone)
	seconds := int(length.Round(time.Second) / time.Second)
	content := lang.VoiceMessageContent
	if unheard {
		content = lang.VoiceMessageUnheard
	}
	return Draft{
		Content: lang.Say(lang.Vietnamese, content,
			fmt.Sprintf("%d:%02d", seconds/60, seconds%60), left.Format("15:04"), left.Format("02/01/2006")),
		Channel: ChannelPhone,
		Sender:  Sender{Type: Individual, Phone: phone},
	}
}
