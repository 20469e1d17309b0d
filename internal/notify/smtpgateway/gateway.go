package smtpgateway

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/textproto"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"

	"hotline1022/internal/certs"
	"hotline1022/internal/config"
	"hotline1022/internal/notify"
)

// Gateway is a mail server.
type Gateway struct {
	cfg     config.MailServer
	from    *mail.Address
	host    string
	options []gomail.Option
}

// New makes a gateway of its description, which was checked.
func New(cfg config.MailServer) (*Gateway, error) {
	from, err := mail.ParseAddress(cfg.From)
	if err != nil {
		return nil, fmt.Errorf("gateway %s: from: %w", cfg.Name, err)
	}
	host, portText, err := net.SplitHostPort(cfg.Host)
	if err != nil {
		return nil, fmt.Errorf("gateway %s: host: %w", cfg.Name, err)
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return nil, fmt.Errorf("gateway %s: host: %w", cfg.Name, err)
	}
	security := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if cfg.CA != "" {
		if security.RootCAs, err = certs.File(cfg.CA); err != nil {
			return nil, fmt.Errorf("gateway %s: %w", cfg.Name, err)
		}
	}
	g := &Gateway{cfg: cfg, from: from, host: host}
	g.options = []gomail.Option{gomail.WithTimeout(cfg.Timeout), gomail.WithTLSConfig(security), gomail.WithoutNoop()}
	switch cfg.TLS {
	case config.MailTLS:
		g.options = append(g.options, gomail.WithSSL())
	case config.MailPlain:
		g.options = append(g.options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		g.options = append(g.options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if cfg.User != "" {
		g.options = append(g.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(cfg.User), gomail.WithPassword(cfg.Password))
	}
	g.options = append(g.options, gomail.WithPort(port)) // last: TLS would choose another
	return g, nil
}

// Name implements notify.Gateway.
func (g *Gateway) Name() string { return g.cfg.Name }

// Send implements notify.Gateway.
func (g *Gateway) Send(ctx context.Context, m notify.Outgoing) (notify.Receipt, error) {
	msg, err := g.write(m)
	if err != nil {
		return notify.Receipt{}, &notify.Error{Outcome: notify.Permanent, Err: err}
	}
	client, err := gomail.NewClient(g.host, g.options...)
	if err != nil {
		return notify.Receipt{}, &notify.Error{Outcome: notify.Temporary, Err: errors.New("the server's description cannot be used")}
	}
	err = client.DialAndSendWithContext(ctx, msg)
	switch {
	case msg.IsDelivered(): // whatever went wrong when we took our leave
		return notify.Receipt{ID: receipt(msg.ServerResponse(), m.Ref)}, nil
	case err == nil:
		return notify.Receipt{}, &notify.Error{Outcome: notify.Unknown, Err: errors.New("the server gave no answer")}
	}
	return notify.Receipt{}, sorted(err)
}

// write makes the message; an address or a subject that is more than one is refused.
func (g *Gateway) write(m notify.Outgoing) (*gomail.Msg, error) {
	if strings.ContainsAny(m.To+m.Subject+m.Ref, "\r\n\x00") {
		return nil, errors.New("the address or the subject has more than one line")
	}
	to, err := mail.ParseAddress(m.To)
	if err != nil || to.Name != "" || to.Address != m.To {
		return nil, errors.New("this is no e-mail address")
	}
	msg := gomail.NewMsg(gomail.WithCharset(gomail.CharsetUTF8), gomail.WithEncoding(gomail.EncodingQP))
	msg.FromMailAddress(g.from)
	msg.ToMailAddress(to)
	msg.Subject(m.Subject)
	_, domain, _ := strings.Cut(g.from.Address, "@")
	msg.SetMessageIDWithValue(m.Ref + "@" + domain)
	msg.SetDate()
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's absence answers it
	msg.SetBodyString(gomail.TypeTextPlain, m.Body)
	return msg, nil
}

const longestReceipt = 120

// receipt is what the server said with its yes; our reference when it said nothing.
func receipt(said, ref string) string {
	said = strings.ToValidUTF8(strings.Join(strings.Fields(said), " "), "")
	if said == "" {
		return ref
	}
	return strings.ToValidUTF8(said[:min(len(said), longestReceipt)], "")
}

// sorted says what an error of go-mail leaves behind. Its own text is not kept: it holds
// the address.
func sorted(err error) error {
	var said error
	var reply *textproto.Error
	replied := errors.As(err, &reply)
	outcome := notify.Temporary
	var send *gomail.SendError
	if errors.As(err, &send) {
		said = errors.New(send.Reason.String())
		if code := send.ErrorCode(); code > 0 {
			said = fmt.Errorf("%s (%d %s)", send.Reason, code, send.EnhancedStatusCode())
			if code >= 500 {
				outcome = notify.Permanent
			}
		} else if send.Reason == gomail.ErrSMTPDataClose {
			outcome = notify.Unknown
		}
	} else if replied { // greeting, TLS, signing in: ours to put right
		said = fmt.Errorf("the server said %d before it was given anything", reply.Code)
	} else {
		said = fmt.Errorf("no connection: %w", err)
	}
	return &notify.Error{Outcome: outcome, Err: said}
}
