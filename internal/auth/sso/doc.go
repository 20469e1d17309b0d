// Package sso asks the city's single sign-on who somebody is: OpenID Connect, the
// authorisation code flow with PKCE (S256), state and nonce.
//
//	Begin ─► Attempt (kept by the caller, once) + address ─► browser ─► provider
//	Finish(Attempt, what the browser brought back) ─► Identity, or why not
//
// What it promises:
//   - Who somebody is comes from an ID token alone that the provider has signed with a key
//     of its own (never "none", never a shared secret), for us, now, for this very attempt. Keys are
//     asked for when they are needed: the provider may change them at any time.
//   - An e-mail address counts only if the provider says that it has verified it.
//   - An identity gives no rights: the caller looks for the account that an administrator
//     has given it to.
//   - The provider may be away when we start. Nothing here waits longer than [Limit], and its
//     absence is told apart ([ErrAway]) from a refusal ([ErrRefused]).
//
// It owns the provider's description, which it reads once it is first needed.
package sso
