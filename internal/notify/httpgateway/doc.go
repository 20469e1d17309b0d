// Package httpgateway sends SMS through a gateway that is described in the
// configuration (config.SMSGateway): one notify.Gateway for whatever speaks HTTP.
//
// What an attempt leaves behind is sorted so:
//
//   - Before a connection stands (name, dial, TLS), it certainly was not taken:
//     temporary.
//   - After that, silence, a broken answer, a text that is none and 5xx mean that it
//     may have been taken: unknown. 503, and 4xx but 408, are a no: temporary. A
//     redirect is not followed: nobody but the one who was named gets numbers and texts.
//   - Signs of the description come first: seen and accepted are a yes, then
//     permanent, then temporary.
//
// A gateway that neither refuses a reference it has seen nor can be asked for one is
// notify.Cautious, unless it is described otherwise.
//
// Errors and log hold codes and statuses, never addresses, bodies or secrets: the
// description puts secrets into all of them.
package httpgateway
