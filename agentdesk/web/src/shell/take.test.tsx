import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { Take } from './take';

const asked = vi.fn<typeof fetch>();
const taken = vi.fn();
const kept: string[] = [];

beforeEach(() => {
  asked.mockReset();
  taken.mockReset();
  kept.length = 0;
  vi.stubGlobal('fetch', asked);
  vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }));
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    kept.push(this.download);
  });
});

const press = () => {
  render(
    <Take href="/api/v1/recordings/r/package?reason=abc" name="c.zip" testId="package" onTaken={taken}>
      Lấy
    </Take>,
  );
  return fireEvent.click(screen.getByTestId('package'));
};

it('tells what the server refuses, and stays on its page', async () => {
  asked.mockResolvedValue(new Response(JSON.stringify({ status: 503, detail: 'Kho lưu trữ chưa trả lời.' }), { status: 503 }));
  expect(press()).toBe(false); // the browser goes nowhere
  expect((await screen.findByTestId('package-fault')).textContent).toBe('Kho lưu trữ chưa trả lời.');
  expect(taken).not.toHaveBeenCalled();
  expect(kept).toEqual([]);
});

it('gives the file to the browser once it is there whole, under the name that the server says', async () => {
  asked.mockResolvedValue(new Response('zip', { headers: { 'Content-Disposition': 'attachment; filename="demo1-1.zip"' } }));
  press();
  await waitFor(() => expect(kept).toEqual(['demo1-1.zip']));
  expect(taken).toHaveBeenCalledTimes(1);
});

it('keeps nothing of a file that breaks off', async () => {
  asked.mockResolvedValue(new Response(new ReadableStream({ start: (sent) => sent.error(new Error('broken off')) })));
  press();
  expect((await screen.findByTestId('package-fault')).textContent).toContain('không trọn');
  expect(kept).toEqual([]);
});
