import { useSyncExternalStore } from 'react';
import { useText } from '../i18n';
import { ChooseFiles } from './choose-files';
import { photosOf, type Photo } from './photos';
import './photos.css';

/** Pictures for a ticket: taken by the telephone, or chosen, and sent at once; each shows what has become of it. */
export function PhotoInput({ code }: { code: string }) {
  const t = useText();
  const photos = photosOf(code);
  const all = useSyncExternalStore(photos.subscribe, photos.all);
  return (
    <div className="photos">
      <ChooseFiles testId="photo-take" className="photo-take" label={t('photo.take')} camera onChoose={(files) => void photos.add(files)} />
      {all.length > 0 && (
        <ul className="plain photo-list" aria-label={t('photo.list')}>
          {all.map((photo) => (
            <One key={photo.id} photo={photo} onRetry={() => photos.retry(photo.id)} />
          ))}
        </ul>
      )}
    </div>
  );
}

function One({ photo, onRetry }: { photo: Photo; onRetry: () => void }) {
  const t = useText();
  const why = photo.state !== 'failed' ? '' : photo.offline ? t('photo.offline') : photo.large ? t('photo.tooLarge') : photo.why;
  const state = t(`photo.${photo.state}`);
  return (
    <li className="photo" data-testid="photo" data-state={photo.state}>
      <img src={photo.shown} alt={t('photo.one', { name: photo.name, state })} width="96" height="96" />
      <span role="status" className={photo.state === 'failed' ? 'fault' : 'soft small'}>
        {why === '' ? state : why}
      </span>
      {photo.state === 'failed' && !photo.final && (
        <button type="button" className="act-button" aria-label={t('photo.again', { name: photo.name })} onClick={onRetry}>
          {t('acts.retry')}
        </button>
      )}
    </li>
  );
}
