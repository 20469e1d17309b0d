import CloudOutlined from '@ant-design/icons-svg/es/asn/CloudOutlined';
import { Component, lazy, useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { useText } from '../i18n';
import { PlainButton } from './button';
import { fetched, NotFetched } from './fetched';
import { Icon } from './icon';
import { State } from './states';

/** As React's lazy, for a part of a page: where its script cannot be had, that is said in its place, and the rest stays as it is. */
export function part<M, P extends object>(load: () => Promise<M>, which: (module: M) => ComponentType<P>): ComponentType<P> {
  return partOf(fetched(async () => ({ default: which(await load()) })), PartMissing);
}

/** The same for a whole page, and for what fetched gives already. */
export function pageOf<P extends object>(content: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
  return partOf(content, PageMissing);
}

interface MissingProps {
  onAgain: () => void;
}

/** What has failed once stays failed, for React: it is asked for by a new lazy. Whoever has one that came keeps that, with all that was typed into it. */
function partOf<P extends object>(content: () => Promise<{ default: ComponentType<P> }>, Missing: ComponentType<MissingProps>): ComponentType<P> {
  let newest = lazy(content);
  return function Part(props: P) {
    const [mine, setMine] = useState({ Content: newest, tries: 0 });
    const again = () => {
      if (newest === mine.Content) newest = lazy(content);
      setMine({ Content: newest, tries: mine.tries + 1 });
    };
    return (
      <Fetching key={mine.tries} missing={<Missing onAgain={again} />}>
        <mine.Content {...props} />
      </Fetching>
    );
  };
}

/** Shows what is missing in place of what cannot be fetched; a fault of ours is its Boundary's. */
class Fetching extends Component<{ missing: ReactNode; children: ReactNode }, { failure: Error | null }> {
  override state: { failure: Error | null } = { failure: null };

  static getDerivedStateFromError(failure: Error) {
    return { failure };
  }

  override render() {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    if (failure instanceof NotFetched) return this.props.missing;
    throw failure;
  }
}

/** Tries by itself when the browser has its network again. */
function useAgain(again: () => void) {
  useEffect(() => {
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  });
}

function PageMissing({ onAgain }: MissingProps) {
  const t = useText();
  useAgain(onAgain);
  return (
    <State
      testid="page-missing"
      alert
      icon={<Icon of={CloudOutlined} />}
      title={t('page.missing')}
      text={t('page.missingText')}
      action={
        <span className="state-ways">
          <PlainButton onClick={onAgain}>{t('page.retry')}</PlainButton>
          <PlainButton bare onClick={() => location.reload()}>
            {t('stopped.reload')}
          </PlainButton>
        </span>
      }
    />
  );
}

function PartMissing({ onAgain }: MissingProps) {
  const t = useText();
  useAgain(onAgain);
  return (
    <div className="part-missing" role="alert" data-testid="part-missing">
      <span>{t('page.partMissing')}</span>
      <PlainButton onClick={onAgain}>{t('page.retry')}</PlainButton>
    </div>
  );
}
