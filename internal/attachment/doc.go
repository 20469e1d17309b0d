// Package attachment says what may be added to a ticket (Điều 7.3: pictures, films, sound;
// 17.6: official replies), and what of it may be published. It is pure.
//
//	bytes ── Take: what they are, by their content ── kept as they came
//	          └ Published: the same picture, drawn anew: no place, no camera, no thumbnail
//
// What a file is called says nothing of what it is: [Take] looks at its content, and gives
// the name the ending that belongs to it. What is kept is what was sent, byte for byte, because
// it may be evidence. What is published is another file ([Published], Điều 12): a picture is decoded,
// turned as its camera says, made no larger than a screen needs, and encoded again, so that
// nothing which stood beside its pixels comes along. Film and sound are not published, because
// they show faces and voices that nobody has looked through.
package attachment
