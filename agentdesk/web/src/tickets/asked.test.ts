import { describe, expect, it } from 'vitest';
import { asksMore, changed, readFilters, toQuery, viewsOf, writeFilters } from './filters';

const of = (address: string) => readFilters(new URLSearchParams(address));
const asked = (address: string) => toQuery(of(address));

describe('the list of tickets asks for', () => {
  it.each([
    ['', {}],
    ['q=đèn&group=2&origin=message&cursor=c', { q: 'đèn', group: 2, origin: 'message', cursor: 'c' }],
    ['incident=7', { incident: 7 }],
    ['unsorted=1&urgent=1', { unsorted: true, urgent: true }],
    ['state=received,closed,nowhere&unit=SXD&field=cap-dien', { state: ['received', 'closed'], unit: 'SXD', field: 'cap-dien' }],
    ['since=2026-11-01&until=2026-11-30&due=2026-12-31', { received_from: '2026-11-01T00:00:00+07:00', received_until: '2026-12-01T00:00:00+07:00', due_before: '2027-01-01T00:00:00+07:00' }],
    ['sort=waiting&by=op01', { sort: 'waiting', created_by: 'op01' }],
    // An address may be typed: what there is not is not asked for.
    ['origin=weather&incident=x&group=9&since=yesterday&sort=size&channel=drum', {}],
  ])('what stands in the address: %s', (address, query) => {
    expect(asked(address)).toEqual({ limit: 50, ...query });
  });
});

describe('the filters', () => {
  it('are the address, and the address them', () => {
    const address = 'q=%C4%91%C3%A8n&state=received&urgent=1&sort=due';
    expect(writeFilters(of(address)).toString()).toBe(address);
    expect([asksMore(of(address)), asksMore(of('q=a&group=1'))]).toEqual([true, false]);
  });
  it('begin at the first page when one of them is changed', () => {
    expect(changed(of('cursor=c&q=a'), { urgent: '1' })).toMatchObject({ cursor: '', q: 'a', urgent: '1' });
    expect(changed(of('q=a'), { cursor: 'd' }).cursor).toBe('d');
  });
  it('never ask together what the server does not do together', () => {
    expect(of('until=2026-11-30&sort=updated')).toMatchObject({ sort: '', until: '2026-11-30' }); // a link of somebody's
    expect(changed(of('until=2026-11-30'), { sort: 'updated' })).toMatchObject({ sort: 'updated', until: '' });
    expect(changed(of('sort=updated'), { until: '2026-11-30' })).toMatchObject({ sort: '', until: '2026-11-30' });
  });
  it('have views: of an operator, of a unit’s officer', () => {
    const now = Date.parse('2026-11-27T18:00:00Z'); // already Saturday in Hải Phòng
    expect(viewsOf('op01', true, false, now).map((view) => [view.name, writeFilters(view.filters).toString()])).toEqual([
      ['mine', 'by=op01&since=2026-11-28'],
      ['unsorted', 'unsorted=1'],
      ['asked', 'state=awaiting_sender%2Cawaiting_sender_for_unit'],
      ['overdue', 'overdue=1&sort=due'],
    ]);
    expect(viewsOf('canbo', false, true, now).map((view) => view.name)).toEqual(['mine', 'asked', 'overdue']);
  });
});
