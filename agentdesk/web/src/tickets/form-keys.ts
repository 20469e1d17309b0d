import { useKeys } from '../desk/hooks';
import type { Then } from '../desk/keys';
import { GROUPS, type Draft, type Group } from './draft';
import { focusPlace } from './form-foot';

interface Form {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  choose: (group: Group) => void;
  /** then: to do something with it at once. */
  submit: (then: Then | null) => void;
  goesOn: boolean;
}

/** The keys of the ticket's form. Beside it there may be others, whose words are not filed and changed by them: they are meant for it while the focus is in it, or in no form. */
export function useFormKeys({ draft, change, choose, submit, goesOn }: Form): void {
  const here = (run: () => void) => () => {
    const form = document.activeElement?.closest('form');
    if (!form || form.classList.contains('ticket')) run();
  };
  const go = (then: Then | null) => here(() => submit(then));
  useKeys({
    file: go(null),
    urgent: here(() => change({ urgent: !draft.urgent })),
    confidential: here(() => change({ confidential: !draft.confidential })),
    sender: () => focusPlace('sender.name'),
    ...(goesOn && { thenAssign: go('thenAssign'), thenAsk: go('thenAsk'), thenSlip: go('thenSlip'), thenAnswer: go('thenAnswer'), thenDecline: go('thenDecline') }),
    ...Object.fromEntries(GROUPS.map((group) => [`group${group}`, here(() => choose(group))])),
  });
}
