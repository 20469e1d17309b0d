import type { Texts } from './texts';

/** Why somebody who audits looks: [Vietnamese, English]. */
export const why = {
  'why.title': ['Lý do xem', 'Reason for looking'],
  'why.ask': ['Ghi lý do để xem đầy đủ tên, số điện thoại và nghe ghi âm (Điều 12.2, 19):', 'Say why, to see names and numbers in full and to hear recordings (Điều 12.2, 19):'],
  'why.askToHear': ['Ghi lý do để nghe ghi âm (Điều 10.1):', 'Say why, to hear recordings (Điều 10.1):'],
  'why.given': ['Mọi lần xem được ghi nhật ký với lý do:', 'Each look is noted with the reason:'],
  'why.hint': ['Chọn hoặc nhập lý do (từ 3 chữ)', 'Choose or type a reason (3 letters at least)'],
  'why.say': ['Xem với lý do này', 'Look for this reason'],
  'why.end': ['Thôi xem', 'Stop looking'],
  'why.periodic': ['Kiểm tra định kỳ', 'Periodic check'],
  'why.quality': ['Kiểm tra chất lượng phục vụ', 'Checking how callers are served'],
  'why.unit': ['Xác minh theo yêu cầu của đơn vị', 'Checking at a unit’s request'],
  'why.training': ['Đào tạo', 'Training'],
  'why.inspection': ['Thanh tra theo quyết định', 'Inspection by decision'],
  'why.complaint': ['Giải quyết khiếu nại, phản ánh về cán bộ, tổng đài viên', 'Settling a complaint about an officer or operator'],
  'why.request': ['Theo yêu cầu của cơ quan có thẩm quyền', 'At an authority’s request'],
  'why.copy': ['Lý do tải tin nhắn về (từ 3 chữ)', 'Why a copy of the message is kept (3 letters at least)'],
  'why.hear': ['Ghi lý do xem ở đầu trang để nghe ghi âm.', 'Say why you look, at the top of the page, to hear the recording.'],
  'why.hidden': ['Không hiển thị', 'Not shown'],
  'why.sender': ['Thông tin người gửi không hiển thị đầy đủ: chưa ghi lý do xem, hoặc phiếu bảo mật.', 'The sender is not shown in full: no reason was given, or the ticket is confidential.'],
} as const satisfies Texts;
