import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, it, vi } from 'vitest';
import { DeskContext, type DeskValue } from './context';
import { Devices } from './shift-check';

const device = (deviceId: string, label: string) => ({ kind: 'audioinput', deviceId, label });

beforeEach(() => {
  localStorage.setItem('hotline.microphone', 'one');
  const mediaDevices = { enumerateDevices: () => Promise.resolve([device('one', 'Tai nghe'), device('two', 'Micrô bàn')]), addEventListener: () => undefined, removeEventListener: () => undefined };
  Object.defineProperty(navigator, 'mediaDevices', { value: mediaDevices, configurable: true });
});

it('shows the microphone that is used, when the one that was chosen is not to be had', async () => {
  const view = {};
  const desk = { subscribe: () => () => undefined, view: () => view, useMicrophone: vi.fn(() => Promise.resolve(false)) };
  render(
    <DeskContext value={{ desk, drafts: {} } as unknown as DeskValue}>
      <Devices />
    </DeskContext>,
  );
  const box = screen.getByTestId('microphone');
  await waitFor(() => expect(box.textContent).toContain('Tai nghe'));
  fireEvent.mouseDown(screen.getAllByRole('combobox')[0] as HTMLElement);
  fireEvent.click(await screen.findByTitle('Micrô bàn'));
  expect(desk.useMicrophone).toHaveBeenCalledWith('two');
  expect((await screen.findByRole('alert')).textContent).toContain('Micrô trước vẫn được dùng');
  expect(box.textContent).toContain('Tai nghe');
});
