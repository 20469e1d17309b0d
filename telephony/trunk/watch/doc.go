// Package watch keeps a [trunk.Board] by what Asterisk says of its trunks.
//
//	ari.Link ──Synced, Event, Down──► Watch ──► the next Handler (telephony's engine)
//	                                    │ contacts, channels
//	Asterisk's /metrics ──every 5 s──►  Board ──► actors' choice, /readyz, hotline_trunk_up, the API
//	                      registrations
//
// Where each piece of knowledge comes from (Asterisk 22.10.1):
//
//   - Whether a contact answers OPTIONS: ARI's ContactStatusChange, sent when
//     that changes; on connect the endpoint's state in GET /endpoints. That says
//     "offline" also of a contact that was not asked yet, so it is believed when
//     Asterisk has had the time to ask, if no change was told until then.
//   - Whether we are registered: not in ARI at all (res_pjsip_outbound_registration
//     tells AMI and Prometheus alone); so from res_prometheus, on ARI's own HTTP
//     server. A trunk that registers late, flaps or is refused is seen within 5 s.
//   - How many calls a trunk carries: the channels' names.
//
// The Board is written from the link's goroutine and from Run's alone. When the
// link or /metrics is lost, what they told is forgotten (Unknown), not kept.
package watch
