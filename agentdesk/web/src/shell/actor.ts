import type { Translate } from '../i18n';

/** Who did something, as it is shown: the program itself by its name, a person by theirs. */
export function actorName(t: Translate, actor: string, name: string = actor): string {
  return actor === 'system' ? t('tickets.system') : name;
}
