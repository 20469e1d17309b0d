// Who sees which page, and who has to say why they look at people (why), or hear recordings alone (whyhear). The server decides again at every request; this only
// keeps doors that would not open off the wall.

import type { Role, User } from '../api/types';

export type Right = 'articles' | 'write' | 'approve' | 'desk' | 'supervise' | 'calls' | 'tickets' | 'recordings' | 'operators' | 'directory' | 'incidents' | 'storm' | 'callbacks' | 'settle' | 'dialplan' | 'wallboard' | 'lead' | 'shifts' | 'skills' | 'file' | 'messages' | 'retry' | 'numbers' | 'withheld' | 'flag' | 'audit' | 'retention' | 'hold' | 'unhold' | 'board' | 'work' | 'figures' | 'why' | 'whyhear' | 'calendar' | 'templates' | 'reading' | 'manage' | 'notices' | 'units' | 'staff' | 'accounts' | 'tokens' | 'own';

const RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  operator: ['articles', 'write', 'desk', 'calls', 'tickets', 'file', 'directory', 'incidents', 'callbacks', 'settle', 'shifts', 'retry', 'notices', 'own'],
  leader: ['board', 'articles', 'write', 'approve', 'supervise', 'calls', 'tickets', 'file', 'recordings', 'whyhear', 'operators', 'directory', 'incidents', 'storm', 'callbacks', 'settle', 'wallboard', 'shifts', 'lead', 'messages', 'numbers', 'withheld', 'flag', 'retry', 'calendar', 'templates', 'reading', 'notices', 'retention', 'own'],
  officer: ['work', 'tickets', 'articles', 'write', 'directory', 'notices', 'staff', 'own'],
  head: ['work', 'figures', 'tickets', 'articles', 'write', 'directory', 'notices', 'staff', 'own'],
  office: ['board', 'figures', 'articles', 'write', 'approve', 'calls', 'tickets', 'recordings', 'whyhear', 'operators', 'directory', 'incidents', 'storm', 'callbacks', 'wallboard', 'shifts', 'messages', 'calendar', 'templates', 'reading', 'notices', 'units', 'staff', 'retention', 'hold', 'unhold', 'own'],
  auditor: ['board', 'figures', 'articles', 'calls', 'tickets', 'recordings', 'operators', 'directory', 'incidents', 'callbacks', 'shifts', 'messages', 'numbers', 'withheld', 'flag', 'audit', 'why', 'calendar', 'templates', 'reading', 'accounts', 'retention', 'hold', 'own'],
  admin: ['board', 'figures', 'articles', 'write', 'calls', 'tickets', 'recordings', 'whyhear', 'operators', 'directory', 'incidents', 'storm', 'callbacks', 'dialplan', 'wallboard', 'shifts', 'lead', 'skills', 'messages', 'numbers', 'audit', 'retry', 'calendar', 'templates', 'reading', 'manage', 'notices', 'units', 'staff', 'accounts', 'tokens', 'retention', 'own'],
};

export function may(user: User, right: Right): boolean {
  if (right === 'desk') return user.operator;
  return RIGHTS[user.role].includes(right);
}

/** Who takes calls or supervises them: they have a desk, open for as long as they are signed in. */
export function hasDesk(user: User): boolean {
  return may(user, 'desk') || may(user, 'supervise');
}
