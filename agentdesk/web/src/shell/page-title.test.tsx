import { render } from '@testing-library/react';
import { MemoryRouter, Route, Routes } from 'react-router';
import { describe, expect, test } from 'vitest';
import { PageTitle, pageTitle } from './page-title';

describe('PageTitle', () => {
  test.each([
    ['/tickets', 'Phiếu · Tổng đài 1022'],
    ['/tickets/26-000001-3', '26-000001-3 · Phiếu · Tổng đài 1022'],
  ])('%s is %s', (address, title) => {
    render(
      <MemoryRouter initialEntries={[address]}>
        <Routes>
          <Route path="/tickets" element={<PageTitle title="tickets.title" />} />
          <Route path="/tickets/:code" element={<PageTitle title="tickets.title" />} />
        </Routes>
      </MemoryRouter>,
    );
    expect(document.title).toBe(title);
    expect(pageTitle()).toBe(title);
  });
});
