// Package directory knows whom the hotline deals with: telephone numbers in one
// form, the fields that a ticket may concern, the city's units, the people who
// answer for them, and which unit a matter belongs to.
//
//	units + links ──► Tree: who there is on a day, below whom, and whose work an
//	                  abolished unit's heirs do
//	address as typed ──► Guide.Places: wards, communes, districts, of today and of before
//	field + places + duties ──► Guide.Suggest: units, the likeliest first, each with its reason
//
// What it promises:
//   - A number is kept and compared in one form only (see [Number]): Vietnamese
//     numbers in national form with their leading zero, foreign ones with + and
//     country code, short service numbers as they are dialled, "" when withheld.
//   - Everything has its days ([Span]): a unit, an officer, a duty. Nothing is
//     removed; what is over stays and answers for its time.
//   - The heirs of an abolished unit are found to the last one ([Tree.Heirs]), however often
//     it was merged. One heir is certain. Several are the parts of what was divided,
//     and a person chooses: a guess is never made.
//   - A [Tree] and a [Guide] do not change once made, and may be asked by many at once. A
//     suggestion takes less than a millisecond among all units of the city.
//   - Text is compared without its accents, its case and its way of writing
//     (precomposed or not, oà or òa); where accents were typed they decide between
//     names that differ in nothing else.
//
// The city before and after its mergers (units.go, city.go) rests on the files in
// data/: the General Statistics Office's codes and names of 2024 and of 1 July
// 2025, and what Nghị quyết 1232/NQ-UBTVQH15 (from 1 January 2025) and 1669/NQ-UBTVQH15 (from
// 1 July 2025) of the National Assembly's Standing Committee made of them, read from
// published lists of the succession, not from the gazette itself: an administrator
// corrects what is found wrong. What the former Hải Dương was divided into before is
// not among them.
package directory
