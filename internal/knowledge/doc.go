// Package knowledge is what operators answer from at once (Điều 9.1): articles on the city's services and
// procedures, their life, and the search for the right one.
//
//	draft ──submit──► submitted ──approve──► approved: the article's version that holds
//	                      └──────return────► returned (with a note; a new version is written)
//
// What it promises:
//   - A version's words never change. Nobody approves what they wrote ([State.May]); nothing holds without a source
//     and the day on which somebody looks again whether it is still right ([Article.Check]). One that is approved for a
//     later day leaves the version before it to be answered from until then ([Current]).
//   - An [Index] never changes, and may be searched by several goroutines. It holds all that is answered from; which of
//     that holds on a day, a search is told the day.
//   - A search takes text as people type it: in any Unicode form, with accents or without, with a letter wrong, left
//     out or swapped, with what a Hải Phòng ear writes for another sound (l and n, s and x, ch and tr), two words
//     run together, and abbreviations, of which the city keeps a table ([Abbreviation]).
//
// How it finds: every word of a question, in each spelling that it may stand for, is looked up in lists of the articles that have
// it; rare words count more, a title more than its text. The best few hundred are then read again: words that stand
// side by side in the question and in the article, and accents that were typed, decide among them. Over 20,000 articles that takes
// a few milliseconds (make bench-knowledge).
package knowledge
