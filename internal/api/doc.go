// Package api is the HTTP interface: /api/v1, described by OpenAPI 3.1 that is
// generated from the Go types, and the doors beside it (desk, web application,
// health).
//
//	request ─► edge (id, recovery, headers, metrics) ─► cross-origin check ─► read strictly ─► who is it
//	        ─► huma (decode, limits) ─► right of the operation ─► handler ─► answer
//	                                                                └─ error ─► problem, once
//
// What it promises:
//   - An error is translated in one place (problem.go) into RFC 9457 problem
//     details with a code for programs and a text for people, and logged once when
//     the fault is ours. What PostgreSQL, Asterisk or MinIO say never goes out.
//   - What a request says is read strictly, in one place for all operations: text that is
//     none (NUL, no UTF-8), in path, query, described headers or body, names that an
//     operation has not, or has in other letters, and what comes twice, are 422 with the place.
//   - Every operation names the rights of which one is needed; there is no other check.
//   - A person's session is a cookie whose value is kept only as a hash; programs
//     use bearer tokens. While the database is away, those signed in before stay
//     signed in (principals are remembered), others get 503.
//   - Unsafe requests of pages from other sites are refused.
//   - The doors that are everybody's (/public, the citizen's page; alone, at [API.Public]) hold each address to
//     what one may ask, miss, say and have under way, and each request to a time (limits.go). What citizens see, package portal says.
//   - Who is shown whom is decided in one place (sight): whoever audits is shown nobody in
//     full, and hears nothing, without a reason. Looks are counted; what is unusual is told
//     to the Office, and so much alone is taken out in a day (store.Read).
//   - A sound is heard by a listening (listening.go): a row of who, when, from where and why, made before the first
//     byte, whose link is its maker's alone and lives for the sound's length at its slowest and 15 minutes, or until the grant ends. The
//     doors by a sound's own name (/recordings/{id}/audio, /tickets/{code}/message) begin one, or go on with it, and serve it
//     in their own answer: programs need not follow anything. Which parts were sent is counted; which were heard the player
//     says; both are in the audit log when it is over (store.CloseListenings). What is kept is a copy that says whose it is
//     (recordings/watermark).
//   - What must be provable (who heard what) is written before it happens; when it
//     cannot be written, it does not happen.
package api
