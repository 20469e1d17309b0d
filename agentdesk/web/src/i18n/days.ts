import type { Texts } from './texts';

/** Days and times that are typed. [Vietnamese, English]. */
export const days = {
  'day.form': ['ngày/tháng/năm', 'dd/mm/yyyy'],
  'day.wrong': ['Viết ngày như 01/12/2026', 'Write a day as 01/12/2026'],
  'day.choose': ['Chọn trên lịch', 'Choose from a calendar'],
  'day.time': ['Giờ', 'Time'],
  'day.timeWrong': ['Viết giờ như 17:00', 'Write a time as 17:00'],
} as const satisfies Texts;
