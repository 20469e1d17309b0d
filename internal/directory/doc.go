// Package directory knows whom the hotline deals with by telephone: numbers in
// one form, the city's units and their officers, the fields that a ticket may
// concern.
//
// A number is kept and compared in one form only (see [Number]): Vietnamese
// numbers in national form with their leading zero, foreign ones with + and
// country code, short service numbers as they are dialled, "" when withheld.
package directory
