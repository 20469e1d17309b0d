// Package ari is hotline's one link to its Asterisk: a WebSocket that brings
// events, and REST requests that act.
//
// # The link's life
//
//	              401/403: Unauthorized ─┐
//	                 ▲                   │ backoff
//	Disconnected ─► Connecting ─► Syncing ─► Live ─► Disconnected ─► …
//	                   ▲                      │ another controller took the application
//	                   └── it has left ── Replaced
//
// On every connect: WebSocket (subscribed to all of Asterisk), event filter set
// again (Asterisk forgets it together with the application), channels and
// bridges listed. Only then is the link Live.
//
// # What the Handler may rely on
//
//   - Its methods are called from one goroutine, [Link.Run]'s, in this order:
//     Synced, any number of Event, Down; and again. Down follows every Synced.
//   - One press of a key is one ChannelDtmfReceived, also when Asterisk, behind with
//     keys, reports it twice.
//   - Events come in the order in which Asterisk sent them. None other is dropped:
//     what arrives while channels are listed, or while the Handler is slow, waits
//     in an unbounded queue. The socket is read at all times, because Asterisk
//     closes a WebSocket that does not take its events.
//   - Between Down and the next Synced events may be missed. The Snapshot makes
//     up for them: a channel that is not in it is gone, and neither its
//     StasisEnd nor its ChannelDestroyed will come.
//   - The first events after Synced may be older than the Snapshot, for they
//     waited while it was taken. Applying one twice must do no harm.
//   - An event of a kind unknown to us is counted and passed over. A field of
//     an unexpected type is counted, and the rest of the event is used. Nothing
//     that Asterisk sends causes a panic or ends the connection.
//
// A Handler must not block: it puts each event into its call's [Mailbox].
//
// # How a dead link is found
//
// We ping; a connection that carries nothing at all for [Config.StallAfter] is
// closed, whatever TCP thinks of it. ApplicationReplaced means that another
// controller now receives the events: the link says so (state Replaced, Down
// with [ErrReplaced]), does nothing, and asks by REST until the application has
// no controller any more; then it connects again. REST requests are refused
// with ErrReplaced meanwhile, so that two controllers never steer one call.
//
// # Requests
//
// Every request has a context and [Config.RequestTimeout]. None is repeated by
// the link: only the caller knows if a second Answer does harm. A failed request
// is an *[Error]; [IsGone] tells that the channel or bridge does not exist any more.
//
// # Why not the library's client
//
// CyCoreSystems/ari v5.3.1 makes its requests on a private http.Client with no
// context and no time limit: with a stopped Asterisk a request never returns.
// It closes response bodies unread, so nearly every POST opens a TCP
// connection of its own. Its types drop tech_cause and the application of a
// channel, and one unreadable date makes it reject the whole event. What we
// need of ARI is 20 requests and 16 events; they are written down here, and the
// library's decoder serves the tests as an independent witness.
package ari
