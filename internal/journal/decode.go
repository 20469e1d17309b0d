package journal

import (
	"encoding/json"
	"fmt"
	"time"

	"hotline1022/telephony/call"
)

// Decode reads one entry as it is kept; Data has the type that belongs to Kind.
// The data of a kind that is not known here (written by a later version) stays a
// json.RawMessage.
func Decode(raw []byte) (call.Entry, error) {
	var kept struct {
		ID   string          `json:"id"`
		At   time.Time       `json:"at"`
		Node string          `json:"node"`
		Kind call.Kind       `json:"kind"`
		Call call.ID         `json:"call"`
		Data json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(raw, &kept); err != nil {
		return call.Entry{}, fmt.Errorf("journal: entry: %w", err)
	}
	if kept.ID == "" || kept.Kind == "" {
		return call.Entry{}, fmt.Errorf("journal: entry without id or kind")
	}
	data, err := decodeData(kept.Kind, kept.Data)
	if err != nil {
		return call.Entry{}, fmt.Errorf("journal: data of %s: %w", kept.Kind, err)
	}
	return call.Entry{ID: kept.ID, At: kept.At, Node: kept.Node, Kind: kept.Kind, Call: kept.Call, Data: data}, nil
}

func decodeData(kind call.Kind, raw json.RawMessage) (any, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	switch kind {
	case call.KindArrived:
		return decodeAs[call.Arrived](raw)
	case call.KindQueued, call.KindLeftQueue:
		return decodeAs[call.Queued](raw)
	case call.KindOffered, call.KindOfferEnded, call.KindAccepted, call.KindConnected,
		call.KindHeld, call.KindResumed, call.KindOperatorLost, call.KindOperatorLeft:
		return decodeAs[call.Offer](raw)
	case call.KindAdopted:
		return decodeAs[call.Adopted](raw)
	case call.KindDigit:
		return decodeAs[call.Digit](raw)
	case call.KindMessageLeft:
		return decodeAs[call.MessageLeft](raw)
	case call.KindJoinedIncident:
		return decodeAs[call.JoinedIncident](raw)
	case call.KindOvertook:
		return decodeAs[call.Overtook](raw)
	case call.KindCallbackAsked:
		return decodeAs[call.CallbackAsked](raw)
	case call.KindForwarding, call.KindForwardEnded, call.KindForwarded:
		return decodeAs[call.Forward](raw)
	case call.KindEmergency, call.KindConsulting, call.KindBriefed, call.KindConsulted, call.KindThreeWay,
		call.KindConsultEnded, call.KindTransferred:
		return decodeAs[call.Consult](raw)
	case call.KindRecording, call.KindRecordingLost:
		return decodeAs[call.Leg](raw)
	case call.KindPlaced:
		return decodeAs[call.Placed](raw)
	case call.KindWatched, call.KindWatchEnded:
		return decodeAs[call.Watched](raw)
	case call.KindTakenOver:
		return decodeAs[call.TakenOver](raw)
	case call.KindLookedUp:
		return decodeAs[call.LookedUp](raw)
	case call.KindRated:
		return decodeAs[call.Rated](raw)
	case call.KindCitizenLeft:
		return decodeAs[call.CitizenLeft](raw)
	case call.KindEnded:
		return decodeAs[call.Ended](raw)
	case call.KindOperator:
		return decodeAs[call.OperatorStatus](raw)
	case call.KindPauseOrdered, call.KindPauseEnded, call.KindSignedOut:
		return decodeAs[call.Ordered](raw)
	case call.KindCallDenied:
		return decodeAs[call.CallDenied](raw)
	case call.KindAnswered, call.KindFallback:
		return nil, nil
	}
	return raw, nil
}

func decodeAs[T any](raw json.RawMessage) (any, error) {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, err
	}
	return v, nil
}
