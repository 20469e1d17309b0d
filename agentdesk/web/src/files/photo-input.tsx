import { useEffect, useState, useSyncExternalStore } from 'react';
import { useSession } from '../auth/session';
import { useText } from '../i18n';
import { ChooseFiles } from './choose-files';
import { barredText } from './barred';
import { codesWaiting, onWaiting, photosOf, resume, type Photo, type Photos } from './photos';
import './photos.css';

/** Pictures for a ticket: taken by the telephone, or chosen, and sent at once; each shows what has become of it. */
export function PhotoInput({ code }: { code: string }) {
  const t = useText();
  const photos = photosOf(useSession().user.username, code);
  return (
    <div className="photos">
      <ChooseFiles testId="photo-take" className="photo-take" label={t('photo.take')} camera onChoose={(files) => void photos.add(files)} />
      <PhotoList photos={photos} label={t('photo.list')} />
    </div>
  );
}

/** What of a person's pictures waits to be sent, of tickets whose form is not open: also since before the page was loaded, and of acts that are done. */
export function PhotosWaiting({ but }: { but: string }) {
  const t = useText();
  const { username } = useSession().user;
  const codes = useSyncExternalStore(onWaiting, () => codesWaiting(username));
  useEffect(() => void resume(username), [username]);
  return codes
    .split(' ')
    .filter((code) => code !== '' && code !== but)
    .map((code) => (
      <section key={code} className="photos" data-testid={`photos-waiting-${code}`} aria-label={t('photo.waits', { code })}>
        <p className="notice">{t('photo.waits', { code })}</p>
        <PhotoList photos={photosOf(username, code)} label={t('photo.list')} />
      </section>
    ));
}

function PhotoList({ photos, label }: { photos: Photos; label: string }) {
  const t = useText();
  const all = useSyncExternalStore(photos.subscribe, photos.all);
  if (all.length === 0) return null;
  return (
    <>
      <ul className="plain photo-list" aria-label={label}>
        {all.map((photo) => (
          <One key={photo.id} photo={photo} onRetry={() => photos.retry(photo.id)} onDrop={() => photos.drop(photo.id)} />
        ))}
      </ul>
      {all.some(({ stored, state }) => stored === false && state !== 'kept') && (
        <p className="fault" role="alert">
          {t('photo.fleeting')}
        </p>
      )}
    </>
  );
}

function One({ photo, onRetry, onDrop }: { photo: Photo; onRetry: () => void; onDrop: () => void }) {
  const t = useText();
  const [broken, setBroken] = useState(false); // called a picture, and none
  const { name } = photo;
  const state = t(`photo.${photo.state}`);
  const failed = () => (photo.offline ? t('photo.offline') : photo.barred ? barredText(t, photo) : t('photo.one', { name, state: photo.why || state }));
  return (
    <li className="photo" data-testid="photo" data-state={photo.state}>
      {photo.picture && !broken && <img src={photo.shown} alt={t('photo.one', { name, state })} width="96" height="96" onError={() => setBroken(true)} />}
      <span role="status" className={photo.state === 'failed' ? 'fault' : 'soft small'}>
        {photo.state === 'failed' ? failed() : photo.picture && !broken ? state : t('photo.one', { name, state })}
      </span>
      {photo.state === 'failed' && !photo.final && (
        <button type="button" className="act-button" aria-label={t('photo.again', { name })} onClick={onRetry}>
          {t('acts.retry')}
        </button>
      )}
      {(photo.state === 'failed' || photo.state === 'waiting') && (
        <button type="button" className="act-button" data-testid="photo-drop" aria-label={t('photo.dropOf', { name })} onClick={onDrop}>
          {t('photo.drop')}
        </button>
      )}
    </li>
  );
}
