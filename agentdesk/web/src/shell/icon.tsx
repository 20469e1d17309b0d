import type { IconDefinition } from '@ant-design/icons-svg/es/types';

/** A drawing of Ant Design's set, without what Ant Design itself needs to show it. Says nothing: whoever has it has a name. */
export function Icon({ of }: { of: IconDefinition }) {
  const root = typeof of.icon === 'function' ? of.icon('currentColor', 'currentColor') : of.icon;
  return (
    <svg className="icon" viewBox={root.attrs['viewBox']} width="1em" height="1em" fill="currentColor" aria-hidden focusable="false">
      {(root.children ?? []).map((part, index) => (
        <path key={index} d={part.attrs['d']} />
      ))}
    </svg>
  );
}
