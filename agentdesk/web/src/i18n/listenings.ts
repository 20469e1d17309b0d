import type { Texts } from './texts';

/** Who heard what: [Vietnamese, English]. */
export const listenings = {
  'listenings.title': ['Ai đã nghe gì', 'Who heard what'],
  'listenings.empty': ['Chưa ai nghe.', 'Nobody has heard it.'],
  'listenings.what': ['Bản ghi âm', 'Recording'],
  'listenings.heard': ['Đã nghe', 'Heard'],
  'listenings.copy': ['Tải về', 'Copy taken'],
  'listenings.ofCall': ['Ai đã nghe cuộc gọi này', 'Who heard this call'],
  'listenings.all': ['Xem tất cả', 'See all'],
  'listenings.only': ['Chỉ xem', 'Only'],
  'listenings.any': ['Mọi lượt nghe', 'Everything'],
  'listenings.only.download': ['Bản tải về', 'Copies taken'],
  'listenings.only.night': ['Ban đêm (22–6 giờ)', 'At night (22–6)'],
  'listenings.only.no_ticket': ['Cuộc gọi không có phiếu', 'Calls without a ticket'],
  'listenings.only.no_reason': ['Không ghi lý do', 'Without a reason'],
  'listenings.unusual': ['Nghe khác thường, 30 ngày qua', 'Unusual listening, last 30 days'],
  'listenings.nothingUnusual': ['Không có gì khác thường.', 'Nothing unusual.'],
  'listenings.kind.many': ['nghe nhiều: {n} lượt trong một giờ, {day}', 'heard much: {n} within an hour, {day}'],
  'listenings.kind.night': ['nghe ban đêm: {n} lượt, {day}', 'heard at night: {n}, {day}'],
  'listenings.kind.no_ticket': ['nghe cuộc gọi không có phiếu: {n} lượt, {day}', 'heard calls without a ticket: {n}, {day}'],
  'listenings.granted': ['Ghi âm được phép nghe', 'Recordings that may be heard'],
  'why.reason': ['Lý do', 'Reason'],

  'notes.title': ['Ghi chú tại giây', 'Notes at a second'],
  'notes.at': ['Ghi chú tại {at}', 'Note at {at}'],
  'notes.add': ['Ghi chú tại đây', 'Note here'],
  'notes.hint': ['Nghe thấy gì; ghi rồi không sửa được', 'What is heard; it stays as it is written'],
  'notes.keep': ['Ghi', 'Write'],
  'notes.leave': ['Thôi', 'Leave it'],
} as const satisfies Texts;
