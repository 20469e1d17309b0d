import type { Texts } from './texts';

/** Publication and what is hidden in it. [Vietnamese, English]. */
export const publish = {
  'publish.sure': ['Số điện thoại, số giấy tờ, biển số còn lại không phải của cá nhân', 'The numbers, plates and addresses that are left are nobody’s personal data'],
} as const satisfies Texts;
