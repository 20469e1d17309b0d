import { renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useEmergencyState } from './emergency-state';

describe('how an emergency stands', () => {
  it.each<[Parameters<ReturnType<typeof useEmergencyState>>[0], string]>([
    [{ state: 'calling', answered_at: null, outcome: '' }, 'đang gọi'],
    [{ state: 'unanswered', answered_at: null, outcome: 'no-answer' }, 'không gặp được: không trả lời'],
    [{ state: 'unanswered', answered_at: null, outcome: 'busy' }, 'không gặp được: máy bận'],
  ])('says it once: %o', (emergency, words) => {
    const { result } = renderHook(() => useEmergencyState());
    expect(result.current(emergency)).toBe(words);
  });
});
