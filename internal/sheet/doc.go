// Package sheet writes tables as files that people open in a spreadsheet: CSV, which any
// program reads, and XLSX (ECMA-376), whose dates and numbers are dates and numbers.
//
// It promises that no cell is run as a formula, whoever wrote it; that times are those of
// the given zone, as in Việt Nam (27/11/2026 09:05); that a CSV file is UTF-8 with the mark
// by which spreadsheets know that, its lines ended as RFC 4180 has it; and that rows are
// written as they come: a long table needs no memory of its length. A Writer that failed
// leaves half a file: whoever asked for it must not be given it.
package sheet
