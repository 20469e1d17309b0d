package callsim

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pion/webrtc/v4"

	"hotline1022/agentdesk/protocol"
	"hotline1022/internal/callsim/media"
)

// gatherTimeout bounds the finding of our own addresses.
const gatherTimeout = 5 * time.Second

// link is one WebRTC connection of an operator; it stays up for the shift.
type link struct {
	agent   *Agent
	pc      *webrtc.PeerConnection
	track   *webrtc.TrackLocalStaticRTP
	sender  *media.Sender
	remove  func() // from the pacer
	offerID uint64
}

// linkEvent tells that a link's state changed, or what is set below.
type linkEvent struct {
	link  *link
	offer string // our description is complete
	err   error
}

// renewLink replaces the audio connection; the number of packets sent goes on.
func (a *Agent) renewLink() {
	old := a.link
	a.linkUp = false
	l := &link{agent: a, sender: media.NewSender(media.ALaw, 0, a.opt.Clip)}
	if old != nil {
		old.close()
		l.sender = old.sender
	}
	a.link = l
	if err := l.open(); err != nil {
		a.log.Error("operator's audio", "error", err)
		return
	}
	a.work.Go(func() {
		offer, err := l.describe()
		a.tell(linkEvent{link: l, offer: offer, err: err})
	})
}

// tell gives the loop an event, unless the shift is over.
func (a *Agent) tell(e linkEvent) {
	select {
	case a.links <- e:
	case <-a.over:
	}
}

func (l *link) open() error {
	pc, err := l.agent.all.api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		return fmt.Errorf("new connection: %w", err)
	}
	l.pc = pc
	if l.track, err = webrtc.NewTrackLocalStaticRTP(pcma, "operator", "callsim"); err != nil {
		return fmt.Errorf("track: %w", err)
	}
	sender, err := pc.AddTrack(l.track)
	if err != nil {
		return fmt.Errorf("track: %w", err)
	}
	pc.OnTrack(l.receive)
	// pion calls this from a goroutine for each change, in no order: the loop asks
	// for the present state.
	pc.OnConnectionStateChange(func(webrtc.PeerConnectionState) { l.agent.tell(linkEvent{link: l}) })
	l.agent.work.Go(func() { // RTCP that nobody asks for must not pile up
		buf := make([]byte, 1500)
		for {
			if _, _, err := sender.Read(buf); err != nil {
				return
			}
		}
	})
	return nil
}

// describe makes our offer with all candidates in it.
func (l *link) describe() (string, error) {
	offer, err := l.pc.CreateOffer(nil)
	if err != nil {
		return "", fmt.Errorf("offer: %w", err)
	}
	gathered := webrtc.GatheringCompletePromise(l.pc)
	if err := l.pc.SetLocalDescription(offer); err != nil {
		return "", fmt.Errorf("offer: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), gatherTimeout)
	defer cancel()
	select {
	case <-gathered:
		return l.pc.LocalDescription().SDP, nil
	case <-ctx.Done():
		return "", errors.New("no local address for audio was found in time")
	}
}

// linkChanged takes an event of the present link.
func (a *Agent) linkChanged(e linkEvent) {
	if e.link != a.link {
		return
	}
	if e.err != nil {
		a.log.Error("operator's audio", "error", e.err)
		return
	}
	if e.offer != "" {
		e.link.offerID = a.send(protocol.ClientMessage{Type: protocol.ClientMediaOffer, SDP: e.offer})
		return
	}
	state := e.link.pc.ConnectionState()
	a.linkUp = state == webrtc.PeerConnectionStateConnected
	if a.linkUp {
		e.link.speak()
		a.readyIfAble()
	}
	if state == webrtc.PeerConnectionStateFailed {
		a.renewLink()
	}
}

// speak begins to send what the operator says.
func (l *link) speak() {
	if l.remove != nil {
		return
	}
	write := func(p []byte) error {
		_, err := l.track.Write(p)
		return err
	}
	l.remove = l.agent.all.pacer.Add(func() { l.sender.Tick(write) })
}

func (l *link) answer(sdp string) {
	err := l.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: sdp})
	if err != nil {
		l.agent.log.Error("operator's audio: the desk's answer", "error", err)
	}
}

// receive reads what the operator hears until the connection ends.
func (l *link) receive(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
	buf := make([]byte, 1500)
	for {
		n, _, err := track.Read(buf)
		if err != nil {
			return
		}
		if r := l.agent.listening.Load(); r != nil {
			r.Packet(buf[:n], time.Now())
		}
	}
}

// close ends the connection in the background; the end of the shift waits for it.
func (l *link) close() {
	if l.remove != nil {
		l.remove()
	}
	if l.pc == nil {
		return
	}
	l.agent.work.Go(func() {
		if err := l.pc.GracefulClose(); err != nil {
			l.agent.log.Debug("operator's audio: closing", "error", err)
		}
	})
}
