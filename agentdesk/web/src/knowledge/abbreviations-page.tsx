import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { ApiError } from '../api/client';
import { allAbbreviations, dropAbbreviation, saveAbbreviation } from '../api/knowledge';
import { may } from '../auth/rights';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { ErrorState } from '../shell/states';
import { Labelled } from '../tickets/labelled';
import './knowledge.css';

/** What is short for what, and what people say in the place of what. */
export default function AbbreviationsPage() {
  const t = useText();
  const { user } = useSession();
  const queries = useQueryClient();
  const [short, setShort] = useState('');
  const [long, setLong] = useState('');
  const [fault, setFault] = useState('');
  const all = useQuery({ queryKey: ['abbreviations'], queryFn: ({ signal }) => allAbbreviations(signal) });
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
  const items = all.data ?? [];
  return (
    <div className="page page-narrow" data-testid="abbreviations-page">
      <p>
        <Link to="/articles">{t('article.back')}</Link>
      </p>
      <h1>{t('abbr.heading')}</h1>
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
      {all.isError ? (
        <ErrorState within error={all.error} onRetry={() => void all.refetch()} />
      ) : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keys where it is wider than the screen
        <div className="kb-scroll" role="region" aria-label={t('abbr.heading')} tabIndex={0} aria-busy={all.isPending}>
          <table className="kb-table" data-testid="abbr-table">
            <thead>
              <tr>
                <th scope="col">{t('abbr.short')}</th>
                <th scope="col">{t('abbr.means')}</th>
                {changes && <th scope="col">{t('usage.act')}</th>}
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.name} data-testid={`abbr-${one.name}`}>
                  <td>{one.short}</td>
                  <td>{one.long.join('; ')}</td>
                  {changes && (
                    <td>
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
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
          {items.length === 0 && <p className="empty">{t(all.isPending ? 'page.loading' : 'abbr.none')}</p>}
        </div>
      )}
    </div>
  );
}
