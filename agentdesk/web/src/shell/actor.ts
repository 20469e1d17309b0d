import type { Translate } from '../i18n';

/** Who did something, as it is shown: a person by their name, the program itself and its like by what they are. As in lists' files (internal/api/called.go). */
export function actorName(t: Translate, actor: string, name: string = actor): string {
  if (actor === 'system' || actor === 'sender' || actor === 'nobody' || actor === 'cli') return t(`actor.${actor}`);
  if (actor.startsWith('token:')) return `${t('actor.token')} ${actor.slice('token:'.length)}`;
  return name;
}
