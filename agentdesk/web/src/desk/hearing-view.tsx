import { Fragment } from 'react';
import { useText, type Key } from '../i18n';
import { link, part, present, type Party, type Scene } from './hearing';

interface Props {
  scene: Scene;
  /** Whom the telephone outside belongs to. */
  officer: string;
  /** Whom the call is with, where that is no citizen: the office that we called. */
  callee?: string;
  /** What to call operator and leader, other than the one whom it is for. */
  operator?: string;
  leader?: string;
  /** What became of the last telephone outside, shown where it was. */
  ended?: Key | null;
}

const PLACES: readonly Party[] = ['citizen', 'operator', 'officer', 'leader'];
/** Who hear each other, and stand apart in the drawing. Where the first pair does, the others are within. */
const APART: readonly (readonly [Party, Party])[] = [
  ['citizen', 'leader'],
  ['citizen', 'officer'],
  ['operator', 'leader'],
];

/** Who hears whom, each at their own place: lines between those who hear each other, none to who waits. */
export function HearingView({ scene, officer, callee = '', operator = '', leader = '', ended = null }: Props) {
  const t = useText();
  const there = present(scene);
  const name: Record<Party, string> = { citizen: callee, operator, officer, leader };
  const mutual = APART.filter(([a, b]) => there.includes(a) && there.includes(b) && link(scene, a, b) === 'both');
  const spans = mutual[0]?.[1] === 'leader' && mutual[0][0] === 'citizen' ? mutual.slice(0, 1) : mutual;
  return (
    <div className="hearing" role="group" aria-label={t('beside.label')} data-testid="hearing">
      {PLACES.map((party, index) => {
        const before = PLACES[index - 1];
        return (
          <Fragment key={party}>
            {before && party !== 'leader' && <Line scene={scene} a={before} b={party} shown={there.includes(before) && there.includes(party)} />}
            {party === 'officer' && ended ? <Gone name={officer} how={ended} wide={!there.includes('leader')} /> : there.includes(party) ? <Node scene={scene} party={party} name={name[party]} wide={party === 'officer' ? !there.includes('leader') : party === 'leader' && !there.includes('officer') && !ended} /> : <span className={`hear-place hear-at-${party}`} />}
          </Fragment>
        );
      })}
      {spans.map(([a, b], index) => (
        <span key={a + b} aria-hidden className={`hear-span hear-from-${a} hear-to-${b} hear-depth-${index}`} data-testid={`hear-span-${a}-${b}`} />
      ))}
    </div>
  );
}

function Node({ scene, party, name, wide }: { scene: Scene; party: Party; name: string; wide: boolean }) {
  const t = useText();
  const { tone, caption, values } = part(scene, party);
  const me = party === scene.me;
  // A service is known by its name alone, so is who is called an officer, or was by us, and to the leader an operator.
  const role = t(`party.${party}`);
  const known = party === 'officer' && (scene.call.officer?.urgent === true || name.startsWith(role));
  const title = known || ((party === 'operator' || party === 'citizen') && name !== '') ? '' : role;
  return (
    <span className={`hear-node hear-at-${party} hear-${tone}${wide ? ' hear-wide' : ''}`} title={name} data-testid={`hears-${party}`} data-tone={tone} data-caption={caption.slice('part.'.length)}>
      <span className="hear-name">
        {me ? (
          <b>{t('party.me')}</b>
        ) : (
          <>
            {title && <b>{title}</b>} {name}
          </>
        )}
      </span>
      <span className="hear-caption">{t(caption, values)}</span>
    </span>
  );
}

function Line({ scene, a, b, shown }: { scene: Scene; a: Party; b: Party; shown: boolean }) {
  const t = useText();
  if (!shown) return <span className="hear-line" />;
  const how = link(scene, a, b);
  return (
    <span className={`hear-line hear-line-${how}`} data-testid={`hear-${a}-${b}`} data-link={how}>
      <span className="unseen">{t(how === 'both' ? 'link.both' : how === 'none' ? 'link.none' : 'link.one')}</span>
    </span>
  );
}

function Gone({ name, how, wide }: { name: string; how: Key; wide: boolean }) {
  const t = useText();
  return (
    <span className={`hear-node hear-at-officer hear-gone${wide ? ' hear-wide' : ''}`} title={name} data-testid="officer-outcome">
      <span className="hear-name">{name}</span>
      <span className="hear-caption">{t(how)}</span>
    </span>
  );
}
