import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input, type InputRef } from 'antd';
import { useState } from 'react';
import { ApiError } from '../api/client';
import { dropSearch, listSearches, saveSearch } from '../api/saved-searches';
import type { SavedSearch } from '../api/types';
import { useText } from '../i18n';
import { ChoiceFilter } from '../shell/filters';
import { isFiltered, NO_FILTERS, readFilters, writeFilters, type Filters } from './filters';

interface Props {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

const KEY = ['saved-searches'];

/** Whoever asked for the field types into it. */
function focus(field: InputRef | null): void {
  field?.focus();
}

/** A search as it is kept: the address of its filters and its order, without a page. */
function addressOf(filters: Filters): string {
  return writeFilters({ ...filters, cursor: '' }).toString();
}

/** One's own searches, by name: chosen, kept, renamed, deleted. A search is what stands in the page's address. */
export function SavedSearches({ filters, onChange }: Props) {
  const t = useText();
  const client = useQueryClient();
  const searches = useQuery({ queryKey: KEY, queryFn: ({ signal }) => listSearches(signal) });
  const [naming, setNaming] = useState(false);
  const [typed, setTyped] = useState('');
  const all = searches.data ?? [];
  const address = addressOf(filters);
  // Names of filters come and go with the program's versions: both sides are read as they are today.
  const chosen = all.find((one) => addressOf(readFilters(new URLSearchParams(one.filters))) === address);
  const name = typed.trim();
  const same = all.find((one) => one.name.toLocaleLowerCase('vi') === name.toLocaleLowerCase('vi'));
  const done = async () => {
    await client.invalidateQueries({ queryKey: KEY });
    setNaming(false);
  };
  // While one is shown, naming it is renaming it; else a name that there is takes these filters instead of its own.
  const save = useMutation({ mutationFn: () => saveSearch({ name, filters: address }, (chosen ?? same)?.id), onSuccess: done });
  const drop = useMutation({ mutationFn: ({ id }: SavedSearch) => dropSearch(id), onSuccess: done });
  const fault = save.error ?? drop.error ?? searches.error;
  const begin = () => {
    save.reset();
    setTyped(chosen?.name ?? '');
    setNaming(true);
  };
  return (
    <div className="filters" role="group" aria-label={t('searches.title')} data-testid="saved-searches">
      <ChoiceFilter
        testId="saved-search"
        label={t('searches.title')}
        any={t(searches.data?.length === 0 ? 'searches.none' : 'searches.title')}
        search
        value={chosen ? String(chosen.id) : ''}
        options={all.map((one) => ({ value: String(one.id), label: one.name }))}
        onChoose={(id) => {
          setNaming(false);
          const one = all.find((search) => String(search.id) === id);
          onChange(one ? { ...readFilters(new URLSearchParams(one.filters)), cursor: '' } : { ...filters, ...NO_FILTERS, cursor: '' });
        }}
      />
      {naming ? (
        <form
          className="filters saved-name"
          onSubmit={(event) => {
            event.preventDefault();
            if (name !== '') save.mutate();
          }}
        >
          <Input
            className="filter-choice"
            data-testid="search-name"
            aria-label={t('searches.name')}
            placeholder={t('searches.name')}
            maxLength={80}
            ref={focus}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setNaming(false);
            }}
          />
          <Button type="primary" htmlType="submit" data-testid="search-save" disabled={name === ''} loading={save.isPending}>
            {t(chosen ? 'searches.rename' : same ? 'searches.replace' : 'searches.save')}
          </Button>
          <Button type="text" onClick={() => setNaming(false)}>
            {t('searches.leave')}
          </Button>
        </form>
      ) : chosen ? (
        <>
          <Button data-testid="search-rename" onClick={begin}>
            {t('searches.rename')}
          </Button>
          <Button data-testid="search-drop" loading={drop.isPending} onClick={() => drop.mutate(chosen)}>
            {t('searches.drop')}
          </Button>
        </>
      ) : (
        isFiltered(filters) &&
        searches.data && (
          <Button data-testid="search-keep" onClick={begin}>
            {t('searches.keep')}
          </Button>
        )
      )}
      {fault && (
        <span className="fault" role="alert">
          {fault instanceof ApiError && !fault.offline ? fault.message : t('page.errorOffline')}
        </span>
      )}
    </div>
  );
}
