// Package page is the citizen's page: look-up by code, and the sender's own ticket by the key of a
// message. It is one page of plain HTML, written on the server, that works on an old telephone
// without JavaScript, and asks nothing of any other address; its style stands in it, and its policy
// lets no other in. What people wrote is text in it.
//
// It decides nothing: what a code tells, and a key, package portal says; what is refused is shown with
// its sentence, and what somebody has written stays in the form.
package page
