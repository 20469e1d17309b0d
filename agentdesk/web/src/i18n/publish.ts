import type { Texts } from './texts';

/** Publication and what is hidden in it. [Vietnamese, English]. */
export const publish = {
  'publish.sure': ['Số điện thoại, số giấy tờ, biển số còn lại không phải của cá nhân', 'The numbers, plates and addresses that are left are nobody’s personal data'],
  'publish.found': ['Còn {n} chỗ có thể là thông tin cá nhân. Chạm vào chỗ đánh dấu, hoặc Tab rồi Enter, để ẩn.', '{n} {n|place|places} may tell of somebody. Tap a mark, or Tab and Enter, to hide it.'],
  'publish.clean': ['Không tìm thấy thông tin cá nhân nào nữa. Hãy đọc lại trước khi công khai.', 'Nothing personal is found any more. Read it once more before you publish it.'],
  'publish.looking': ['Đang tìm thông tin cá nhân…', 'Looking for personal data…'],
  'publish.unread': ['Chưa tìm được thông tin cá nhân trong lời này; hãy tự đọc kỹ.', 'These words could not be looked at; read them with care.'],
  'publish.hide': ['Ẩn', 'Hide'],
  'publish.hideAll': ['Ẩn tất cả', 'Hide all'],
  'publish.edit': ['Sửa lời', 'Edit'],
  'publish.look': ['Sửa xong', 'Done'],
  'publish.files': ['Ảnh và tệp công khai cùng, như mọi người sẽ thấy', 'Pictures and files published with it, as everybody would see them'],
  'publish.openFile': ['Mở xem', 'Open'],
  'found.phone': ['số điện thoại', 'telephone'],
  'found.paper': ['số giấy tờ', 'number of a paper'],
  'found.email': ['email', 'email'],
  'found.plate': ['biển số', 'plate'],
  'found.name': ['tên người', 'name'],
  'found.address': ['địa chỉ', 'address'],
} as const satisfies Texts;
