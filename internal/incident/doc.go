// Package incident is storm mode's matter: what is going on in the city that a
// thousand people would call about, told to every caller first.
//
// A shift leader opens an [Incident] with the area, what has happened, and when
// it is expected to be over. One is open at a time: callers hear one
// announcement, and what comes up meanwhile is written into its text.
// Every change makes a new revision; callers hear the newest one whose sound is
// ready. [Announcement] is what they hear, spelled so that a speech synthesiser
// reads it as people would.
//
// Pure. The sound files, and what is announced now, are package board's; rows
// are package store's.
package incident
