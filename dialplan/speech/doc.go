// Package speech puts what changes from call to call into words: numbers, places in
// a queue, waiting times, ticket codes and their states. It gives names of prompts,
// to be played one after the other; it is pure, and says nothing by itself.
//
//	SayPosition(4) ──► wait-before, num-3, wait-people      "Trước quý khách còn ba người đang chờ."
//
// Numbers to 99 are one prompt each, for a number spoken as one word sounds like one;
// larger ones are built of them. Those prompts are not written down anywhere: package
// dialplan/prompts makes them from [Blocks]. All others are in its texts.yaml.
//
// Every name that a function here can give is one that `hotline prompts build` makes.
package speech
