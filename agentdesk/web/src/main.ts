// The beginning: what the first page will ask is asked for at once, beside the scripts that will show it.

import { askAhead } from './api/ahead';

askAhead(location);
// A script that cannot be had is said by nobody: there is nothing yet to say it with.
void import('./begin');
