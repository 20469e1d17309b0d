// The beginning: what the first page will ask is asked for at once, beside the scripts that will show it.

import { askAhead } from './api/ahead';

askAhead(location);
// Each part is a task of its own, between which a telephone answers a finger; all have been on their way since the
// page came. A script that cannot be had is said by nobody: there is nothing yet to say it with.
await import('react-dom/client');
await import('virtual:words/vi');
const { begin } = await import('./begin');
begin();
