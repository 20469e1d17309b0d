import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { HearingView } from './hearing-view';
import type { Call } from './protocol';

const call: Call = { id: 'c1', from: '0225300018', to: '', state: 'talking', placed: true, arrived_at: '2026-01-05T01:00:00Z', hears: { citizen: ['operator'], operator: ['citizen'] } };

describe('the drawing', () => {
  it('names the office that we called, and a citizen as a citizen', () => {
    const { rerender } = render(<HearingView scene={{ call, me: 'operator', muted: false }} officer="" callee="Điện lực Hải Phòng" />);
    expect(screen.getByTestId('hears-citizen').textContent).toMatch(/^\s*Điện lực Hải Phòng/);
    rerender(<HearingView scene={{ call, me: 'operator', muted: false }} officer="" />);
    expect(screen.getByTestId('hears-citizen').textContent).toMatch(/^Người dân/);
  });

  it('draws a whisper beside an officer at a depth of its own', () => {
    const three = { ...call, officer: { phase: 'joined' as const }, leader: 'truongca', mode: 'whisper' as const };
    const hears = { citizen: ['operator', 'officer'], operator: ['citizen', 'officer', 'leader'], officer: ['citizen', 'operator'], leader: ['citizen', 'operator', 'officer'] };
    render(<HearingView scene={{ call: { ...three, hears }, me: 'operator', muted: false }} officer="Cấp nước" leader="Hương" />);
    expect(screen.getByTestId('hear-span-citizen-officer').className).toContain('hear-depth-0');
    expect(screen.getByTestId('hear-span-operator-leader').className).toContain('hear-depth-1');
  });
});
