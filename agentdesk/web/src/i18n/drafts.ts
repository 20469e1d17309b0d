import type { Texts } from './texts';

/** Drafts that are kept at the server, too; the cover of a session that has ended. [Vietnamese, English]. */
export const drafts = {
  'drafts.other': ['Có bản nháp khác của bạn, sửa lúc {time}, ở máy hoặc thẻ khác:', 'There is another draft of yours, changed at {time}, on another machine or in another tab:'],
  'drafts.take': ['Lấy bản đó', 'Take that one'],
  'drafts.keep': ['Giữ bản đang ở đây', 'Keep what is here'],
  'drafts.kept': ['Những gì bạn gõ được giữ lại, mở ở máy khác cũng thấy.', 'What you type is kept, and is there on another machine too.'],
  'drafts.off': ['Những gì bạn gõ được giữ trên máy này.', 'What you type is kept on this machine.'],
  'drafts.large': ['Bản nháp quá dài, chỉ giữ được trên máy này. Hãy gửi hoặc rút ngắn.', 'The draft is too long and is kept on this machine only. Send it, or make it shorter.'],
  'drafts.full': ['Bạn có quá nhiều bản nháp, bản này chỉ giữ được trên máy này. Hãy gửi hoặc bỏ bớt bản cũ.', 'You have too many drafts; this one is kept on this machine only. Send or drop old ones.'],
  'drafts.serverOnly': ['Trình duyệt hết chỗ lưu; những gì bạn gõ chỉ được giữ ở máy chủ.', 'The browser’s storage is full; what you type is kept at the server only.'],
  'drafts.nowhere': ['Không giữ được những gì bạn gõ; đừng đóng trang. Hãy gửi ngay hoặc chép ra chỗ khác.', 'What you type cannot be kept; do not close the page. Send it now, or copy it elsewhere.'],
  'cover.title': ['Phiên làm việc đã hết', 'Your session has ended'],
  'cover.text': ['Trang này vẫn còn nguyên. Đăng nhập lại bằng tài khoản {name} để làm tiếp.', 'This page stays as it was. Sign in again as {name} to go on.'],
  'cover.otherTitle': ['Người khác đã đăng nhập trong trình duyệt này', 'Somebody else has signed in with this browser'],
  'cover.otherText': ['Trang này là của {name} và vẫn còn nguyên; không gì ở đây được gửi bằng tài khoản khác. Đăng nhập lại bằng tài khoản {name} để làm tiếp.', 'This page is {name}’s and stays as it was; nothing here is sent by another account. Sign in again as {name} to go on.'],
  'role.changed': [
    'Vai trò của tài khoản bạn đã đổi từ {was} sang {now}, nên có trang và nút không còn mở được. Nếu đổi nhầm, hãy báo quản trị hệ thống.',
    'The role of your account was changed from {was} to {now}: some pages and buttons are not yours any more. If that is a mistake, tell the administrator.',
  ],
  'role.changedKept': [
    'Những gì bạn đang gõ dở vẫn được giữ và hiện lại ở chỗ cũ khi tài khoản có quyền trở lại. Chép ra nếu cần dùng ngay:',
    'What you were typing is kept, and is there again where it was once your account may. Copy it if you need it now:',
  ],
  'role.changedKnown': ['Đã rõ', 'I see'],
  'cover.leave': ['Đăng nhập tài khoản khác', 'Sign in as somebody else'],
} as const satisfies Texts;
