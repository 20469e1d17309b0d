import type { Texts } from './texts';

/** Lists, their filters and exports, and the Office's board. [Vietnamese, English]. */
export const lists = {
  'lists.export': ['Xuất danh sách', 'Take the list out'],
  'lists.xlsx': ['Xuất Excel', 'Excel file'],
  'lists.csv': ['Xuất CSV', 'CSV file'],
  'lists.stale': ['Chưa tải lại được; đây là dữ liệu lúc trước.', 'Could not be loaded anew; this is what was there before.'],
} as const satisfies Texts;
