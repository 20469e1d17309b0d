import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { ApiError } from '../api/client';
import { allAbbreviations, dropAbbreviation, saveAbbreviation, type Abbreviation } from '../api/knowledge';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { Exports } from '../lists/exports';
import { Search, useSought } from '../lists/search';
import { bothWays, heads } from '../lists/sort';
import { List, type Column } from '../lists/table';
import { Labelled } from '../tickets/labelled';
import './knowledge.css';

const SORTS = bothWays('short', 'long');

/** What is short for what, and what people say in the place of what. */
export default function AbbreviationsPage() {
  const t = useText();
  const { user } = useSession();
  const queries = useQueryClient();
  const [short, setShort] = useState('');
  const [long, setLong] = useState('');
  const [fault, setFault] = useState('');
  const sought = useSought(SORTS);
  const { asked } = sought;
  const all = useQuery({ queryKey: ['abbreviations', asked], queryFn: ({ signal }) => allAbbreviations(asked, signal), placeholderData: keepPreviousData });
  const changes = may(user, 'approve');
  const act = async (what: () => Promise<unknown>, done?: () => void) => {
    setFault('');
    try {
      await what();
      done?.();
    } catch (error) {
      setFault(error instanceof ApiError && !error.offline ? [error.message, ...error.errors.map((item) => item.message ?? '')].filter(Boolean).join(' ') : t('article.failed'));
    }
    void queries.invalidateQueries({ queryKey: ['abbreviations'] });
    void queries.invalidateQueries({ queryKey: ['article-search'] });
  };
  const head = heads(sought.sort, 'short', (next) => sought.ask('sort', next));
  const columns: Column<Abbreviation>[] = [
    { key: 'short', title: t('abbr.short'), width: 180, sort: head('short'), render: (one) => one.short },
    { key: 'long', title: t('abbr.means'), main: true, sort: head('long'), render: (one) => one.long.join('; ') },
    ...(changes
      ? [
          {
            key: 'act',
            title: t('usage.act'),
            width: 140,
            render: (one: Abbreviation) => (
              <span className="tags">
                <Button
                  size="small"
                  aria-label={t('abbr.editOf', { short: one.short })}
                  onClick={() => {
                    setShort(one.short);
                    setLong(one.long.join('; '));
                    document.getElementById('abbr-long')?.focus();
                  }}
                >
                  {t('abbr.edit')}
                </Button>
                <Button size="small" aria-label={t('abbr.dropOf', { short: one.short })} onClick={() => void act(() => dropAbbreviation(one.name))}>
                  {t('abbr.drop')}
                </Button>
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <div className="page page-narrow" data-testid="abbreviations-page">
      <p>
        <Link to="/articles">{t('article.back')}</Link>
      </p>
      <div className="list-head">
        <h1>{t('abbr.heading')}</h1>
        <Exports path="/abbreviations" query={asked} />
      </div>
      <p className="soft">{t('abbr.intro')}</p>
      {changes && (
        <form
          className="kb-form panel"
          onSubmit={(event) => {
            event.preventDefault();
            void act(
              () => saveAbbreviation(short, long.split(';').map((part) => part.trim()).filter(Boolean)),
              () => {
                setShort('');
                setLong('');
              },
            );
          }}
        >
          <div className="kb-three">
            <Labelled label={t('abbr.short')} htmlFor="abbr-short" required>
              <Input id="abbr-short" data-testid="abbr-short" maxLength={40} value={short} onChange={(event) => setShort(event.target.value)} />
            </Labelled>
            <Labelled label={t('abbr.long')} htmlFor="abbr-long" required>
              <Input id="abbr-long" data-testid="abbr-long" value={long} onChange={(event) => setLong(event.target.value)} />
            </Labelled>
          </div>
          <p className="kb-trouble" role="alert" data-testid="abbr-trouble">
            {fault}
          </p>
          <div>
            <Button type="primary" htmlType="submit" data-testid="abbr-save" disabled={short.trim() === '' || long.trim() === ''}>
              {t('abbr.add')}
            </Button>
          </div>
        </form>
      )}
      <Search testId="abbr-search" of={sought} />
      <List<Abbreviation> testId="abbr-table" label={t('abbr.heading')} columns={columns} query={all} rows={all.data ?? []} rowKey={(one) => one.name} empty={t(sought.q ? 'lists.notFound' : 'abbr.none')} row={(one) => ({ 'data-testid': `abbr-${one.name}` })} />
    </div>
  );
}
