import type { Texts } from './texts';

/** Drafts that are kept at the server, too. [Vietnamese, English]. */
export const drafts = {
  'drafts.other': ['Có bản nháp khác của bạn, sửa lúc {time}, ở máy hoặc thẻ khác:', 'There is another draft of yours, changed at {time}, on another machine or in another tab:'],
  'drafts.take': ['Lấy bản đó', 'Take that one'],
  'drafts.keep': ['Giữ bản đang ở đây', 'Keep what is here'],
} as const satisfies Texts;
