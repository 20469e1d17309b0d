// Who leaves a post and who takes it, while it is written.

import type { StaffNote } from '../api/staff-changes';
import type { Officer, Post } from '../api/units';

export interface NoteDraft {
  unit: string;
  /** An officer's ID; '0': the post is vacant. */
  leaver: string;
  post: Post;
  from: string;
  document: string;
  /** Of who comes; empty: nobody does. */
  name: string;
  title: string;
  phone: string;
  mobile: string;
  email: string;
  username: string;
}

export const NEW_NOTE: NoteDraft = { unit: '', leaver: '0', post: 'focal', from: '', document: '', name: '', title: '', phone: '', mobile: '', email: '', username: '' };

/** A vacant post is the next place of those who hold it. */
export function toNote(draft: NoteDraft, people: readonly Officer[]): StaffNote {
  const { unit, from, document, name, title, phone, mobile, email, username } = draft;
  const leaver = people.find(({ id }) => String(id) === draft.leaver);
  const post = leaver?.post ?? draft.post;
  const last = Math.max(0, ...people.filter((officer) => officer.post === post).map(({ rank }) => rank));
  return {
    unit,
    post,
    rank: leaver?.rank ?? last + 1,
    leaver: leaver?.id ?? 0,
    from,
    document,
    ...(name.trim() !== '' && { successor: { name, title, phone, mobile, email, username } }),
  };
}
