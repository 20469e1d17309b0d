// Package smtpgateway sends e-mail through an SMTP server (RFC 5321).
//
// The server has a message from the moment at which it may have read the final dot:
// a connection lost before that is temporary, after it unknown, unless the server said
// what it thinks: 4xx is temporary, 5xx permanent. Every attempt carries the same
// Message-ID, by which mail programs show one message. What goes wrong once the server has
// said yes is no failure.
//
// Nothing that people wrote becomes a header: subject and address are checked and encoded
// (RFC 2047) whole.
package smtpgateway
