// Package ssotest is a small OpenID Connect provider on loopback, for tests. It is written
// from the specifications (OpenID Connect Core 1.0 and Discovery 1.0, RFC 6749, 7515, 7517,
// 7636, 9207) with the standard library alone, so that it agrees with no client by sharing
// its code. It is strict with whoever asks, and may be told to lie ([Provider.Lie]).
package ssotest
