import type { Texts } from './texts';

/** Lists, their filters and exports, and the Office's board. [Vietnamese, English]. */
export const lists = {
  'lists.export': ['Xuất danh sách', 'Take the list out'],
  'lists.xlsx': ['Xuất Excel', 'Excel file'],
  'lists.csv': ['Xuất CSV', 'CSV file'],
  'lists.stale': ['Chưa tải lại được; đây là dữ liệu lúc trước.', 'Could not be loaded anew; this is what was there before.'],

  'board.title': ['Theo dõi', 'Board'],
  'board.heading': ['Theo dõi xử lý', 'What has to be watched'],
  'board.parts': ['Các phần', 'Parts'],
  'board.due': ['Đến hạn và quá hạn', 'Due and overdue'],
  'board.leadership': ['Báo cáo lãnh đạo', 'Before the leadership'],
  'board.task': ['Việc đã giao', 'Tasks'],
  'board.document': ['Văn bản chờ giải trình', 'Documents'],
  'board.dossier': ['Bản tổng hợp', 'Dossiers'],
  'board.reward': ['Khen thưởng', 'Commendations'],
  'board.warning': ['Cảnh báo người gửi', 'Warnings'],
  'board.recording': ['Đề nghị ghi âm', 'Recordings asked for'],
  'board.none': ['Không có gì.', 'Nothing.'],
  'board.late': ['{n} việc quá hạn trên trang này', '{n} overdue {n|item|items} on this page'],
  'board.until': ['Hạn', 'Due'],
  'board.term': ['Thời hạn', 'Term'],
  'board.reminders': ['Đã đôn đốc', 'Reminders'],
  'board.at': ['Quá hạn lúc', 'Overdue at'],
  'board.clause': ['Căn cứ', 'Clause'],
  'board.waits': ['Chờ ai', 'Waits for'],
  'board.since': ['Từ lúc', 'Since'],
  'waits.unit': ['Đơn vị', 'The unit'],
  'waits.office': ['Văn phòng UBND', 'The Office'],
  'waits.leader': ['Trưởng ca', 'The shift leader'],
  'waits.hotline': ['1022', 'The hotline'],
} as const satisfies Texts;
