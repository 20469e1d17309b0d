package gateway

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

// Answer takes up a browser's offer of a new connection and returns the answer,
// with all candidates in it. The operator's earlier connection ends. ErrBadOffer
// when the offer is not exactly one audio stream that speaks PCMA.
func (g *Gateway) Answer(ctx context.Context, operator, offer string) (string, error) {
	if err := checkOffer(offer); err != nil {
		g.metrics.offers.WithLabelValues("refused").Inc()
		return "", err
	}
	st, err := g.claim(operator)
	if err != nil {
		return "", err
	}
	defer g.wg.Done()
	p, answer, err := g.connect(ctx, st, offer)
	if err != nil {
		g.metrics.offers.WithLabelValues("failed").Inc()
		return "", fmt.Errorf("answering %s: %w", operator, err)
	}
	g.replacePeer(st, p)
	g.mu.Lock()
	closed := g.closed
	g.mu.Unlock()
	if closed { // Close may have passed this station before p was in it
		g.replacePeer(st, nil)
		return "", ErrClosed
	}
	p.refresh(p.pc.ConnectionState()) // what changed before p was the station's
	g.metrics.offers.WithLabelValues("answered").Inc()
	return answer, nil
}

// connect makes the peer that answers the offer.
func (g *Gateway) connect(ctx context.Context, st *station, offer string) (_ *peer, _ string, err error) {
	pc, err := g.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return nil, "", fmt.Errorf("new connection: %w", err)
	}
	p := newPeer(g, st, pc)
	defer func() {
		if err != nil {
			g.end(p)
		}
	}()
	pc.OnConnectionStateChange(p.refresh)
	pc.OnTrack(p.receive)
	if err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return nil, "", fmt.Errorf("%w: %w", ErrBadOffer, err)
	}
	sender, err := pc.AddTrack(p.down)
	if err != nil {
		return nil, "", fmt.Errorf("track: %w", err)
	}
	answer, err := pc.CreateAnswer(nil)
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", ErrBadOffer, err)
	}
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(answer); err != nil {
		return nil, "", fmt.Errorf("local description: %w", err)
	}
	select {
	case <-gathered:
	case <-ctx.Done():
		return nil, "", fmt.Errorf("gathering candidates: %w", ctx.Err())
	}
	g.wg.Go(func() { drain(sender) })
	return p, pc.LocalDescription().SDP, nil
}

// drain reads the browser's RTCP, which nobody asks for, so that it does not
// pile up; it ends with the connection.
func drain(sender *webrtc.RTPSender) {
	buf := make([]byte, 1500)
	for {
		if _, _, err := sender.Read(buf); err != nil {
			return
		}
	}
}

// checkOffer refuses what pion would half accept: video, data channels, several
// streams, or audio without PCMA.
func checkOffer(offer string) error {
	var desc sdp.SessionDescription
	if err := desc.UnmarshalString(offer); err != nil {
		return fmt.Errorf("%w: %w", ErrBadOffer, err)
	}
	if len(desc.MediaDescriptions) != 1 {
		return fmt.Errorf("%w: %d media descriptions", ErrBadOffer, len(desc.MediaDescriptions))
	}
	m := desc.MediaDescriptions[0]
	if m.MediaName.Media != "audio" {
		return fmt.Errorf("%w: media is not audio", ErrBadOffer)
	}
	if !slices.Contains(m.MediaName.Formats, "8") {
		return fmt.Errorf("%w: no payload type 8", ErrBadOffer)
	}
	for _, a := range m.Attributes {
		switch {
		case a.Key == "recvonly" || a.Key == "inactive" || a.Key == "sendonly":
			return fmt.Errorf("%w: direction %s", ErrBadOffer, a.Key)
		case a.Key == "rtpmap" && strings.HasPrefix(a.Value, "8 ") && !strings.EqualFold(a.Value, "8 PCMA/8000") && !strings.EqualFold(a.Value, "8 PCMA/8000/1"):
			return fmt.Errorf("%w: payload type 8 is not PCMA", ErrBadOffer)
		}
	}
	return nil
}
