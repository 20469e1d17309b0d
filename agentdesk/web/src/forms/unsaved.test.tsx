import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { BrowserRouter, Link, Route, Routes } from 'react-router';
import { beforeEach, expect, it } from 'vitest';
import { Unsaved } from './unsaved';

beforeEach(() => {
  // jsdom has no dialogs; that one is there is what counts.
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
  history.replaceState(null, '', '/');
});

function Form({ dirty }: { dirty: boolean }) {
  return (
    <>
      <p>form</p>
      <Link to="/other">away</Link>
      <Unsaved dirty={dirty} />
    </>
  );
}

function app(dirty: boolean) {
  return (
    <BrowserRouter>
      <Link to="/form">enter</Link>
      <Routes>
        <Route path="/form" element={<Form dirty={dirty} />} />
        <Route path="*" element={<p>elsewhere</p>} />
      </Routes>
    </BrowserRouter>
  );
}

const back = () => act(() => history.back());

it('lets go of a form without changes', () => {
  render(app(false));
  fireEvent.click(screen.getByText('enter'));
  fireEvent.click(screen.getByText('away'));
  expect(location.pathname).toBe('/other');
  expect(screen.queryByTestId('leave-ask')).toBeNull();
});

it('asks before a link leaves it, and goes where one wanted', () => {
  render(app(true));
  fireEvent.click(screen.getByText('enter'));
  fireEvent.click(screen.getByText('away'));
  expect(screen.getByTestId('leave-ask')).toBeTruthy();
  expect(location.pathname).toBe('/form');
  fireEvent.click(screen.getByTestId('leave-no'));
  expect(screen.queryByTestId('leave-ask')).toBeNull();
  expect(screen.getByText('form')).toBeTruthy();
  fireEvent.click(screen.getByText('away'));
  fireEvent.click(screen.getByTestId('leave-yes'));
  expect(location.pathname).toBe('/other');
});

it('asks before "back" leaves it, as often as one stays', async () => {
  render(app(true));
  fireEvent.click(screen.getByText('enter'));
  for (let times = 0; times < 2; times++) {
    back();
    await screen.findByTestId('leave-ask');
    expect(location.pathname).toBe('/form');
    fireEvent.click(screen.getByTestId('leave-no'));
  }
  expect(screen.getByText('form')).toBeTruthy();
  back();
  fireEvent.click(await screen.findByTestId('leave-yes'));
  await screen.findByText('elsewhere');
  expect(location.pathname).toBe('/');
});

it('is no longer in the way of "back" once it is saved', async () => {
  const { rerender } = render(app(true));
  fireEvent.click(screen.getByText('enter'));
  rerender(app(false));
  await waitFor(() => expect(history.state).not.toHaveProperty('guard'));
  back();
  await screen.findByText('elsewhere');
  expect(screen.queryByTestId('leave-ask')).toBeNull();
});
