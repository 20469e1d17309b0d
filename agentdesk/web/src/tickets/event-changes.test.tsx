import { render, screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import type { TicketEvent } from '../api/types';
import { changesOf, EventChanges } from './event-changes';

vi.mock('../api/queries', () => ({ useUnits: () => ({ data: [{ code: 'SXD', name: 'Sở Xây dựng' }] }), useFields: () => ({ data: [] }) }));

const event = (before: TicketEvent['before'], after: TicketEvent['after']) => ({ actor: 'op01', at: '', kind: 'ticket.correct', before, after }) as TicketEvent;

describe('what an event changed', () => {
  it('is what has a name and is one value', () => {
    expect(changesOf(event({ urgent: false, assignments: [], told_at: 'x' }, { urgent: true, assignments: [{}], told_at: 'y' })).map(([name]) => name)).toEqual(['urgent']);
    expect(changesOf(event(undefined, undefined))).toEqual([]);
  });
  it('is shown as it was and as it is, texts line by line', () => {
    render(<EventChanges event={event({ unit: '', urgent: false, content: 'Đèn hỏng' }, { unit: 'SXD', urgent: true, content: 'Đèn đường hỏng' })} />);
    expect(screen.getByTestId('change-unit').textContent).toContain('– → Sở Xây dựng');
    expect(screen.getByTestId('change-urgent').textContent).toContain('không → có');
    expect(screen.getByTestId('change-content').textContent).toContain('- Đèn hỏng');
    expect(screen.getByTestId('change-content').textContent).toContain('+ Đèn đường hỏng');
  });
});
