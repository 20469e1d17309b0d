import { useSyncExternalStore } from 'react';
import { barredText } from '../files/barred';
import { ChooseFiles } from '../files/choose-files';
import { KEPT_DAYS } from '../files/kept-files';
import type { Photo, Photos } from '../files/photos';
import { useText } from '../i18n';
import './intake.css';

/** Pictures and files for the ticket that is written: dropped anywhere on the form, pasted, or chosen. They are sent when it is filed. Its place is kept. */
export function WaitingFiles({ photos, filed }: { photos: Photos; filed: boolean }) {
  const t = useText();
  const all = useSyncExternalStore(photos.subscribe, photos.all);
  const barred = all.filter((one) => one.barred);
  const lost = all.some((one) => one.stored === false && one.state !== 'kept');
  if (filed && all.length === 0) return null;
  return (
    <div className="waiting" data-testid="waiting-files" data-count={all.filter((one) => one.state !== 'kept').length}>
      {!filed && <ChooseFiles testId="pictures-choose" className="waiting-choose" label={t('pictures.choose')} onChoose={(files) => void photos.add(files)} />}
      {all.length === 0 && <span className="soft small">{t('pictures.how')}</span>}
      {barred.length === 0 && all.some((one) => one.stored && !one.final && one.state !== 'kept') && <span className="soft small">{t('pictures.until', { days: KEPT_DAYS })}</span>}
      <ul className="plain waiting-list" aria-label={t('pictures.list')}>
        {all.map((one) => (
          <One key={one.id} photo={one} onRetry={() => photos.retry(one.id)} onDrop={() => photos.drop(one.id)} />
        ))}
      </ul>
      <span role="alert" className="fault" data-testid={barred.length > 0 ? 'waiting-barred' : undefined}>
        {barred.map((one) => barredText(t, one)).join(' ')}
        {lost && t('pictures.fleeting')}
      </span>
    </div>
  );
}

function One({ photo, onRetry, onDrop }: { photo: Photo; onRetry: () => void; onDrop: () => void }) {
  const t = useText();
  const state = t(`photo.${photo.state}`);
  return (
    <li className="waiting-one" data-testid="photo" data-state={photo.state} data-stored={photo.stored} title={photo.why ? photo.why : photo.name}>
      {photo.picture ? <img src={photo.shown} alt={t('photo.one', { name: photo.name, state })} width="32" height="32" /> : <span className="waiting-name">{photo.name}</span>}
      <span role="status" className={photo.state === 'failed' && !photo.barred ? 'fault' : 'unseen'}>
        {photo.state === 'failed' && !photo.barred ? (photo.offline ? t('photo.offline') : photo.why || state) : state}
      </span>
      {photo.state === 'failed' && !photo.final && (
        <button type="button" className="waiting-button" aria-label={t('photo.again', { name: photo.name })} onClick={onRetry}>
          {t('acts.retry')}
        </button>
      )}
      {photo.state !== 'kept' && photo.state !== 'sending' && (
        <button type="button" className="waiting-button" aria-label={t('pictures.drop', { name: photo.name })} onClick={onDrop}>
          ×
        </button>
      )}
    </li>
  );
}
