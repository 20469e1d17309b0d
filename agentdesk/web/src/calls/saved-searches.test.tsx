import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { dropSearch, listSearches, saveSearch } from '../api/saved-searches';
import { readFilters, writeFilters, type Filters } from './filters';
import { SavedSearches } from './saved-searches';

vi.mock('../api/saved-searches', () => ({ listSearches: vi.fn(), saveSearch: vi.fn(), dropSearch: vi.fn() }));

const KEPT = { id: 7, name: 'Bỏ máy khi chờ', filters: 'end=abandoned_wait&sort=-wait', changed_at: '2026-11-28T01:02:03Z' };

const at = (address: string) => readFilters(new URLSearchParams(address));

function show(address: string, onChange: (filters: Filters) => void = () => undefined) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <SavedSearches filters={at(address)} onChange={onChange} />
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  vi.mocked(listSearches).mockResolvedValue([KEPT]);
  vi.mocked(saveSearch).mockReset().mockResolvedValue(KEPT);
  vi.mocked(dropSearch).mockReset().mockResolvedValue(undefined);
});

describe('saved searches', () => {
  it('keeps what is searched, without its page, under a name', async () => {
    show('from=0912*&sort=-talk&cursor=abc');
    fireEvent.click(await screen.findByTestId('search-keep'));
    fireEvent.change(screen.getByTestId('search-name'), { target: { value: ' Anh Ba ' } });
    fireEvent.click(screen.getByTestId('search-save'));
    await waitFor(() => expect(saveSearch).toHaveBeenCalledWith({ name: 'Anh Ba', filters: 'from=0912*&sort=-talk' }, undefined));
  });

  it('gives a name that there is these filters instead', async () => {
    show('flagged=1');
    fireEvent.click(await screen.findByTestId('search-keep'));
    fireEvent.change(screen.getByTestId('search-name'), { target: { value: 'bỏ máy khi CHỜ' } });
    expect(screen.getByTestId('search-save').textContent).toBe('Thay bộ lọc đã lưu');
    fireEvent.click(screen.getByTestId('search-save'));
    await waitFor(() => expect(saveSearch).toHaveBeenCalledWith({ name: 'bỏ máy khi CHỜ', filters: 'flagged=1' }, 7));
  });

  it('knows the one that is shown, and renames or deletes it', async () => {
    show('sort=-wait&end=abandoned_wait');
    fireEvent.click(await screen.findByTestId('search-rename'));
    expect(screen.getByTestId<HTMLInputElement>('search-name').value).toBe('Bỏ máy khi chờ');
    fireEvent.change(screen.getByTestId('search-name'), { target: { value: 'Chờ lâu' } });
    fireEvent.click(screen.getByTestId('search-save'));
    await waitFor(() => expect(saveSearch).toHaveBeenCalledWith({ name: 'Chờ lâu', filters: 'end=abandoned_wait&sort=-wait' }, 7));
    fireEvent.click(await screen.findByTestId('search-drop'));
    await waitFor(() => expect(dropSearch).toHaveBeenCalledWith(7));
  });

  it('goes to one that is chosen', async () => {
    const went: string[] = [];
    show('from=0912*', (next) => went.push(writeFilters(next).toString()));
    await screen.findByTestId('search-keep');
    fireEvent.mouseDown(screen.getByRole('combobox'));
    fireEvent.click(await screen.findByTitle('Bỏ máy khi chờ'));
    expect(went).toEqual(['end=abandoned_wait&sort=-wait']);
  });
});
