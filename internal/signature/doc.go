// Package signature tells who signed a PDF, and whether it is as it was signed (Điều 17.6:
// official replies carry the unit's digital signature). It is pure: a file's bytes, the
// roots that are trusted and a time go in, a [Report] comes out.
//
//	bytes ── every /ByteRange (ISO 32000-2, 12.8.1) ── its CMS (RFC 5652, detached) ── [Signature]
//
// # What is checked
//
//   - What a signature covers is taken from the bytes, not from the document's structure:
//     all from the first byte to an end, but for one gap, which holds the signature's
//     own hexadecimal string and nothing else. So nothing can hide between.
//   - The last signature covers the file to its last byte. What others covered before it were
//     earlier revisions, which whoever signed last has signed with the rest. Bytes behind
//     the last signature are changes that nobody signed ([Changed]).
//   - The digest and the signature over it, with the certificate that the CMS carries;
//     the certificate was valid when it says that it signed.
//   - The chain to a root that is trusted, at the time of signing. A signer whose root is
//     not known ([Signature.Trusted] false) may be who they say or not: that is shown, and
//     not taken for a broken signature.
//
// # What is not
//
// Revocation (CRL, OCSP: they are asked for over networks that a hotline does not reach), the
// time stamp of an authority within the signature (the time is the signer's own word), and time
// stamps of whole documents, which are refused as what is not known ([Unknown]).
package signature
