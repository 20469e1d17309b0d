// The catalogue's parts, brought together: for the types, the tests, and the build, which makes a
// module of each language of it (build/words.ts). The application itself never loads this.

import { acts } from './acts';
import { after } from './after';
import { audit } from './audit';
import { beside } from './beside';
import { days } from './days';
import { desk } from './desk';
import { directory } from './directory';
import { drafts } from './drafts';
import { findings } from './findings';
import { flaws } from './flaws';
import { general } from './general';
import { intake } from './intake';
import { knowledge } from './knowledge';
import { lead } from './lead';
import { listenings } from './listenings';
import { lists } from './lists';
import { publish } from './publish';
import { records } from './records';
import { retention } from './retention';
import { rules } from './rules';
import { shared } from './shared';
import { signIn } from './sign-in';
import { staff } from './staff';
import { storm } from './storm';
import { troubles } from './troubles';
import { wall } from './wall';
import { why } from './why';
import { work } from './work';

/** The parts of the catalogue: a key stands in one of them alone. */
export const PARTS = [
  acts,
  after,
  audit,
  beside,
  days,
  desk,
  directory,
  drafts,
  findings,
  flaws,
  general,
  intake,
  knowledge,
  lead,
  listenings,
  lists,
  publish,
  records,
  retention,
  rules,
  shared,
  signIn,
  staff,
  storm,
  troubles,
  wall,
  why,
  work,
] as const;

export const CATALOGUE = {
  ...acts,
  ...after,
  ...audit,
  ...beside,
  ...days,
  ...desk,
  ...directory,
  ...drafts,
  ...findings,
  ...flaws,
  ...general,
  ...intake,
  ...knowledge,
  ...lead,
  ...listenings,
  ...lists,
  ...publish,
  ...records,
  ...retention,
  ...rules,
  ...shared,
  ...signIn,
  ...staff,
  ...storm,
  ...troubles,
  ...wall,
  ...why,
  ...work,
};
