// Every page that staff can open: its address, who may, its name, and where it is found. Routes and
// navigation are made from this one table, and so are the tests that look at every page.

import type { ComponentType } from 'react';
import { matchPath } from 'react-router';
import type { Role, User } from './api/types';
import { may, type Right } from './auth/rights';
import type { Key } from './i18n';
import { fetched } from './shell/fetched';
import { withAnt } from './shell/lazy-ant';
import { pageOf } from './shell/part';
import WorkPage from './work/work-page';

/** Where a page is found: in the bar, in the bar's menus, or from other pages alone. */
export type Place = 'bar' | 'records' | 'admin' | 'none';

export interface Page {
  /** As the router reads it: /tickets/:code. */
  path: string;
  right: Right;
  title: Key;
  place: Place;
  /** Asks the server for the page's script; what is opened on the slowest telephones is here from the beginning. */
  load: () => Promise<{ default: ComponentType }>;
  /** Nothing of it at its beginning is made of Ant Design's parts, which it does not wait for. */
  plain?: true;
  /** The roles that begin here. */
  home?: readonly Role[];
}

/** In the order of the navigation. The desk is no page of the table: it is there for as long as the shift is. */
export const PAGES: readonly Page[] = [
  { path: '/work', right: 'work', title: 'work.title', place: 'bar', load: () => Promise.resolve({ default: WorkPage }), plain: true, home: ['officer', 'head'] },
  { path: '/t/:code', right: 'directory', title: 'work.title', place: 'none', load: () => import('./work/short-link'), plain: true },
  { path: '/wallboard', right: 'wallboard', title: 'wall.title', place: 'bar', load: () => import('./wallboard/wallboard-page'), home: ['leader'] },
  { path: '/calls', right: 'calls', title: 'calls.title', place: 'bar', load: () => import('./calls/calls-page'), home: ['operator', 'auditor', 'admin'] },
  { path: '/calls/:id', right: 'calls', title: 'calls.title', place: 'none', load: () => import('./calls/call-page') },
  { path: '/tickets', right: 'tickets', title: 'tickets.title', place: 'bar', load: () => import('./tickets/tickets-page') },
  { path: '/tickets/:code', right: 'tickets', title: 'tickets.title', place: 'none', load: () => import('./tickets/ticket-page'), plain: true },
  { path: '/board', right: 'board', title: 'board.title', place: 'bar', load: () => import('./board/board-page'), home: ['office'] },
  { path: '/callbacks', right: 'callbacks', title: 'callbacks.title', place: 'bar', load: () => import('./callbacks/callbacks-page') },
  { path: '/incidents', right: 'incidents', title: 'storm.title', place: 'bar', load: () => import('./incidents/incidents-page') },
  { path: '/shifts', right: 'shifts', title: 'shifts.title', place: 'bar', load: () => import('./shifts/shifts-page') },
  { path: '/figures', right: 'figures', title: 'figures.title', place: 'records', load: () => import('./work/figures-page') },
  { path: '/messages', right: 'messages', title: 'messages.title', place: 'records', load: () => import('./messages/messages-page') },
  { path: '/audit', right: 'audit', title: 'audit.title', place: 'records', load: () => import('./audit/audit-page') },
  { path: '/recordings', right: 'audit', title: 'flaws.title', place: 'records', load: () => import('./recordings/recordings-page') },
  { path: '/recording-findings', right: 'audit', title: 'findings.title', place: 'records', load: () => import('./recordings/findings-page') },
  { path: '/listenings', right: 'audit', title: 'listenings.title', place: 'records', load: () => import('./listenings/listenings-page') },
  { path: '/retention', right: 'retention', title: 'retention.title', place: 'records', load: () => import('./retention/retention-page') },
  { path: '/units', right: 'directory', title: 'units.title', place: 'records', load: () => import('./units/units-page') },
  { path: '/units/new', right: 'units', title: 'directory.newUnit', place: 'none', load: () => import('./units/new-unit-page') },
  { path: '/units/:code', right: 'directory', title: 'units.title', place: 'none', load: () => import('./units/unit-page') },
  { path: '/staff-changes', right: 'staff', title: 'staff.title', place: 'records', load: () => import('./admin/staff-page') },
  { path: '/articles', right: 'articles', title: 'articles.title', place: 'records', load: () => import('./knowledge/articles-page') },
  { path: '/articles/:id', right: 'articles', title: 'articles.title', place: 'none', load: () => import('./knowledge/article-page') },
  { path: '/article-usage', right: 'articles', title: 'articles.usage', place: 'none', load: () => import('./knowledge/usage-page') },
  { path: '/abbreviations', right: 'articles', title: 'articles.abbreviations', place: 'none', load: () => import('./knowledge/abbreviations-page') },
  { path: '/dialplan', right: 'dialplan', title: 'dialplan.title', place: 'admin', load: () => import('./dialplan/dialplan-page') },
  { path: '/calendar', right: 'calendar', title: 'calendar.title', place: 'admin', load: () => import('./rules/calendar-page') },
  { path: '/rules', right: 'calendar', title: 'policy.title', place: 'admin', load: () => import('./rules/policies-page') },
  { path: '/templates', right: 'templates', title: 'template.title', place: 'admin', load: () => import('./rules/templates-page') },
  { path: '/templates/:key', right: 'templates', title: 'template.title', place: 'none', load: () => import('./rules/template-page') },
  { path: '/reading-rules', right: 'reading', title: 'readings.title', place: 'admin', load: () => import('./rules/reading-page') },
  { path: '/admin/duties', right: 'units', title: 'duties.title', place: 'admin', load: () => import('./admin/duties-page') },
  { path: '/admin/gaps', right: 'units', title: 'gaps.title', place: 'admin', load: () => import('./admin/gaps-page') },
  { path: '/accounts', right: 'accounts', title: 'accounts.title', place: 'admin', load: () => import('./account/accounts-page') },
  { path: '/accounts/:username', right: 'accounts', title: 'accounts.title', place: 'none', load: () => import('./account/other-page') },
  { path: '/tokens', right: 'tokens', title: 'tokens.title', place: 'admin', load: () => import('./admin/tokens-page') },
  { path: '/account', right: 'own', title: 'account.title', place: 'records', load: () => import('./account/account-page') },
  { path: '/notices', right: 'notices', title: 'notices.title', place: 'none', load: () => import('./notices/notices-page') },
];

/** Where an account's password is chosen: a page for who cannot sign in yet. */
export const activation = { path: '/activate', Content: pageOf(fetched(withAnt(() => import('./account/activate-page'), (m) => m.default))) };

/** The scripts of the desk: the page, and what keeps calls going on every other page. */
const desk = { page: fetched(() => import('./desk/desk-page')), provider: fetched(withAnt(() => import('./desk/provider'), (m) => m.default)) };
export const DeskPage = pageOf(desk.page);
export const DeskProvider = pageOf(desk.provider);

/** The pages with their components, made once: a component that is made anew is a page that begins anew. */
export const ROUTES = PAGES.map((page) => {
  const content = fetched(page.plain ? page.load : withAnt(page.load, (m) => m.default));
  return { ...page, content, Content: pageOf(content) };
});

/** Where a person begins. */
export function home(user: User): string {
  if (may(user, 'desk')) return '/desk';
  return PAGES.find((page) => page.home?.includes(user.role))?.path ?? '/units';
}

/** The pages of one part of the navigation that a person may open. */
export function pagesIn(user: User, place: Place): readonly Page[] {
  return PAGES.filter((page) => page.place === place && may(user, page.right));
}

/** What a path will draw for somebody who begins at home. */
export function contentsOf(path: string, home: string): readonly (() => Promise<unknown>)[] {
  const wanted = ROUTES.filter((page) => matchPath(page.path, path)).map(({ content }) => content);
  if (home !== '/desk') return wanted;
  return [...wanted, desk.provider, ...(path === home ? [desk.page] : [])];
}
