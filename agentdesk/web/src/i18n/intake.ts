import type { Texts } from './texts';

/** The operator's ticket work during a call: likely duplicates, what follows filing, pictures, the map. [Vietnamese, English]. */
export const intake = {
  'likely.title': ['Phiếu có thể trùng', 'Likely the same'],
  'likely.none': ['Chưa thấy phiếu nào giống điều đang ghi.', 'No ticket is like what is written.'],
  'likely.begin': ['Khi ghi nội dung và địa chỉ, phiếu giống sẽ hiện ở đây.', 'As content and place are written, tickets like it appear here.'],
  'likely.how': ['↑↓ chọn · Enter ghi cuộc gọi vào phiếu đó', '↑↓ choose · Enter notes the call on it'],
  'likely.attach': ['Ghi vào đây', 'Note on it'],
  'likely.attachTo': ['Ghi vào đây: {code}', 'Note on it: {code}'],
  'likely.busy': ['Đang ghi cuộc gọi vào {code}…', 'Noting the call on {code}…'],
  'likely.failed': ['Chưa ghi được vào {code}. Bản nháp vẫn còn.', 'Not noted on {code}. The draft is still there.'],
  'likely.unread': ['Chưa tìm được phiếu giống; vẫn lập phiếu được.', 'Could not look for tickets like it; filing works all the same.'],
  'likely.metres': ['cách {n} m', '{n} m away'],
  'because.place': ['cùng nơi', 'same place'],
  'because.field': ['cùng lĩnh vực', 'same field'],
  'because.words': ['lời giống', 'alike in words'],
  'because.sender': ['cùng người gửi', 'same sender'],
} as const satisfies Texts;
