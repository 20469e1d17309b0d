import type { Texts } from './texts';

/** Drafts that are kept at the server, too; the cover of a session that has ended. [Vietnamese, English]. */
export const drafts = {
  'drafts.other': ['Có bản nháp khác của bạn, sửa lúc {time}, ở máy hoặc thẻ khác:', 'There is another draft of yours, changed at {time}, on another machine or in another tab:'],
  'drafts.take': ['Lấy bản đó', 'Take that one'],
  'drafts.keep': ['Giữ bản đang ở đây', 'Keep what is here'],
  'cover.title': ['Phiên làm việc đã hết', 'Your session has ended'],
  'cover.text': ['Trang này vẫn còn nguyên. Đăng nhập lại bằng tài khoản {name} để làm tiếp.', 'This page stays as it was. Sign in again as {name} to go on.'],
  'cover.leave': ['Đăng nhập tài khoản khác', 'Sign in as somebody else'],
} as const satisfies Texts;
