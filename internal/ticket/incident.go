package ticket

import "hotline1022/internal/lang"

// OfIncident is the ticket of a caller who pressed the key of an incident: what
// is announced concerns them too. phone is normalised, "" when there is none.
func OfIncident(phone, area, text string) Draft {
	return Draft{
		Group:   GroupInfrastructure,
		Content: lang.Say(lang.Vietnamese, lang.IncidentTicketContent, text),
		Address: area,
		Channel: ChannelPhone,
		Sender:  Sender{Type: Individual, Phone: phone},
	}
}
