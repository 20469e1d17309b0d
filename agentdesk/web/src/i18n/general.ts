import type { Texts } from './texts';

/** Navigation, states of pages: [Vietnamese, English]. */
export const general = {
  'app.name': ['Tổng đài 1022', 'Hotline 1022'],
  'app.city': ['Thành phố Hải Phòng', 'City of Hải Phòng'],
  'app.skip': ['Tới nội dung chính', 'Skip to content'],
  'app.nav': ['Trang', 'Pages'],
  'page.clear': ['Bỏ chọn', 'Clear'],
  'app.pages': ['Trang', 'Pages'],
  'app.records': ['Tra cứu', 'Records'],
  'app.admin': ['Quản trị', 'Administration'],
  'app.theme.light': ['Giao diện sáng', 'Light theme'],
  'app.theme.dark': ['Giao diện tối', 'Dark theme'],
  'app.language': ['EN: đổi sang English', 'VI: chuyển sang tiếng Việt'],
  'app.signOut': ['Đăng xuất', 'Sign out'],

  'role.operator': ['Tổng đài viên', 'Operator'],
  'role.leader': ['Trưởng ca', 'Shift leader'],
  'role.officer': ['Cán bộ đầu mối', 'Focal officer'],
  'role.head': ['Thủ trưởng đơn vị', 'Head of unit'],
  'role.office': ['Văn phòng UBND', 'The Office'],
  'role.auditor': ['Kiểm tra', 'Auditor'],
  'role.admin': ['Quản trị', 'Administrator'],

  'page.loading': ['Đang tải…', 'Loading…'],
  'page.error': ['Chưa tải được dữ liệu', 'The data could not be loaded'],
  'page.errorOffline': ['Chưa tới được máy chủ.', 'The server is out of reach.'],
  'page.retry': ['Thử lại', 'Try again'],
  'page.noRight': ['Bạn không có quyền xem trang này', 'You may not see this page'],
  'page.noRightText': ['Trang này dành cho vai trò khác. Nếu cần, hãy liên hệ quản trị hệ thống.', 'This page is for another role. Ask the administrator if you need it.'],
  'page.notFound': ['Không có trang này', 'There is no such page'],
  'page.home': ['Về trang chính', 'To the start'],
  'page.back': ['Quay lại', 'Back'],
  'page.broken': ['Ứng dụng gặp lỗi ở phần này', 'This part of the application failed'],
  'page.brokenText': ['Những gì bạn đã gõ vẫn được giữ. Tải lại trang để tiếp tục.', 'What you typed is kept. Load the page anew to go on.'],
  'page.close': ['Đóng', 'Close'],
} as const satisfies Texts;
