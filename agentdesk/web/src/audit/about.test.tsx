import { render, screen } from '@testing-library/react';
import { MemoryRouter } from 'react-router';
import { describe, expect, it, vi } from 'vitest';
import { About } from './about';

vi.mock('../api/queries', () => ({ usePersonName: () => (name: string) => (name === 'op01' ? 'Nguyễn Thị Mai' : name) }));

const shown = (object: string, call = '') => {
  const { container, unmount } = render(<MemoryRouter><About object={object} call={call} /></MemoryRouter>);
  const link = screen.queryByRole('link')?.getAttribute('href') ?? '';
  const words = container.textContent;
  unmount();
  return [words, link];
};

describe('what an entry is about', () => {
  it.each([
    ['call:demo1-1.2', 'demo1-1.2', '/calls/demo1-1.2'],
    ['ticket:260000013', '26-000001-3', '/tickets/26-000001-3'],
    ['message:260000013', 'Tin nhắn thoại của phiếu 26-000001-3', '/tickets/26-000001-3'],
    ['user:op01', 'Nguyễn Thị Mai', '/calls?operator=op01'],
    ['recording:6f1e', 'Bản ghi âm  6f1e', ''],
    ['message:6f1e', 'Tin nhắn', ''],
    ['unit:SYT', 'Đơn vị SYT', ''],
    ['of:tomorrow', 'of tomorrow', ''],
    ['', '', ''],
  ])('%s leads there', (object, words, link) => {
    expect(shown(object)).toEqual([words, link]);
  });

  it.each([
    ['recording:6f1e', 'Bản ghi âm  demo1-1.2'],
    ['emergency:1', 'Ca khẩn cấp số 1 demo1-1.2'],
  ])('%s leads to its call', (object, words) => {
    expect(shown(object, 'demo1-1.2')).toEqual([words, '/calls/demo1-1.2']);
  });
});
