// Package worktime counts the hours that offices work. The regulation gives its
// terms in them (giờ làm việc: Điều 8.3, 9.3, 9.4) and in working days (ngày làm
// việc: Điều 9.6); 48 working hours are six days of eight hours, not two days.
//
//	Spec: zone, Hours (with effective dates), Days (holidays, make-up Saturdays)
//	  │ New: every date → its sessions, once and for all
//	  ▼
//	*Calendar: sorted sessions ── Add, Sub, Between, AddDays ── Diff, Preview
//
// It is pure: no clock, no database, no zone of its own. Who owns a calendar is who
// built it; nothing changes it afterwards, so it is read by many at once.
//
// # Promises
//
//   - A calendar's [Calendar.Version] comes from the sessions that it contains: the
//     same working time has the same version, whoever built it and from what.
//   - [Calendar.Between] is working time alone: additive, never less for a later
//     end, and its own negative when the ends change places.
//   - [Calendar.Add] gives the earliest instant with so much working time behind it:
//     what is used up at closing time is due then, and not the next morning.
//     [Calendar.Sub] gives the latest instant from which so much is left: that may
//     well be an opening. Between them stands exactly the time that was asked for.
//   - A term that has run out "exactly" is kept: Điều 9.4 speaks of what exceeds
//     (vượt quá) it. What is late is later than the due instant.
//   - Days are counted as Bộ luật Dân sự 2015, Điều 147 and 148, have it: the day of
//     the event does not count, and the last one ends when its office closes.
//   - A calendar covers a span. Beyond its end it assumes, where it is asked to
//     ([Spec.GoesOn]), that offices go on as in the last hours of the week: no holidays, for
//     none are known. What rests on that, [Calendar.Assumed] tells. So a calendar that nobody
//     has prolonged makes deadlines a little early, which another one recounts; it never
//     keeps a report from being filed.
//   - For anything else there is no answer ([ErrOutside]). Where too little working time is
//     left, or none was ever there, it is [ErrExhausted], not a search without end.
//   - Whatever is wrong with what a calendar is made of is said at once, with its
//     place ([Faults]); half a calendar there is not.
//
// # What is sure
//
// Days off are decided from year to year (Bộ luật Lao động 2019, Điều 111 and 112;
// exchanges of days by the Prime Minister), so a list of them is never finished: some
// rows are read from an announcement, some are remembered, computed or inferred.
// [Day.Grade] and [Day.Open] keep that; all count but those [Proposed], and
// [Calendar.Unsettled] tells which days a deadline rests on that somebody should still
// look up. When they have, [Preview] tells which deadlines the change would move.
//
// # Cost
//
// A calendar of twenty years is 10,000 sessions: 250 KB, built in a few
// milliseconds. Adding 48 hours searches it twice, in some 0.2 µs and without an
// allocation (BenchmarkAdd48).
package worktime
