// Package drawing makes the picture of a plan: an SVG that needs nothing else.
//
//	Plan ──► boxes and ways ──► layers ──► order ──► places ──► SVG
//	          words.go          layers.go  order.go  place.go   svg.go
//
// A call comes in at the top and goes down. Ways from one node to the same other
// are drawn as one. A way that leads back up is named below its box instead of
// drawn: lines that run against the stream are what makes such pictures unreadable.
//
// The same plan gives the same bytes. The picture follows the reader's light or
// dark scheme; its words are Vietnamese, as what callers hear is.
package drawing
