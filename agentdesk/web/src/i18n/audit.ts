import type { Texts } from './texts';

/** The audit log: [Vietnamese, English]. */
export const audit = {
  'audit.title': ['Nhật ký', 'Audit log'],
  'audit.heading': ['Nhật ký kiểm tra', 'Audit log'],
  'audit.at': ['Lúc', 'At'],
  'audit.actor': ['Người thực hiện', 'Who'],
  'audit.action': ['Việc', 'What'],
  'audit.anyAction': ['Mọi việc', 'Anything'],
  'audit.object': ['Đối tượng', 'About'],
  'audit.objectHint': ['Mã đối tượng, ví dụ user:op01', 'Object’s code, such as user:op01'],
  'audit.detail': ['Chi tiết', 'Detail'],
  'audit.empty': ['Không có mục nào.', 'No entries.'],
  'audit.callsOf': ['Các cuộc gọi của {name}', 'Calls of {name}'],
} as const satisfies Texts;
