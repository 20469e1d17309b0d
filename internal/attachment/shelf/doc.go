// Package shelf keeps attachments' bytes, and gives them back.
//
//	upload ── row + bytes + job, one transaction (PostgreSQL) ──► worker ──► archive (S3), by SHA-256
//	                              └─ the bytes leave the database when the archive has confirmed them
//
// # Who owns what
//
// The row is store's. The bytes lie in exactly one of two places: in the database until the
// archive has confirmed their checksum, in the archive afterwards. So an archive that is away for
// days keeps nobody from adding a picture, and loses none.
//
// # Failure
//
//   - The archive is away: the job is put off, for as long as it takes.
//   - The process is killed in between: the job, or the sweep that replaces it, does it once more;
//     an object that is there with the right checksum is not sent again.
//   - The archive gives back other bytes than were added: [ErrAltered], and nothing is given out.
package shelf
