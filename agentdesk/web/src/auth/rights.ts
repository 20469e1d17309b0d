// Who sees which page. The server decides again at every request; this only
// keeps doors that would not open off the wall.

import type { Role, User } from '../api/types';

export type Right = 'desk' | 'calls' | 'tickets' | 'recordings' | 'operators';

const RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  operator: ['desk', 'calls', 'tickets'],
  leader: ['calls', 'tickets', 'recordings', 'operators'],
  officer: [],
  head: [],
  office: ['calls', 'tickets', 'operators'],
  auditor: ['calls', 'tickets', 'recordings', 'operators'],
  admin: ['calls', 'tickets', 'recordings', 'operators'],
};

export function may(user: User, right: Right): boolean {
  if (right === 'desk') return user.operator;
  return RIGHTS[user.role].includes(right);
}

/** Where a person begins; null for a role that has no page yet. */
export function home(user: User): string | null {
  if (may(user, 'desk')) return '/desk';
  if (may(user, 'calls')) return '/calls';
  return may(user, 'tickets') ? '/tickets' : null;
}
