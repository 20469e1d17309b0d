import type { Texts } from './texts';

/** What rows, spools and bucket do not agree in: [Vietnamese, English]. */
export const findings = {
  'findings.title': ['Đối chiếu ghi âm', 'Recordings compared'],
  'findings.heading': ['Đối chiếu ghi âm', 'Rows, spools and archive compared'],
  'findings.intro': [
    'Mỗi ngày một lần, sổ ghi âm, bộ đệm của từng máy và kho lưu trữ được đối chiếu với nhau. Chỗ nào không khớp được nêu ở đây; không có gì bị xoá hay sửa.',
    'Once a day the rows, each node’s spool and the archive are laid side by side. What does not agree is listed here; nothing is deleted or changed by it.',
  ],
  'findings.what': ['Không khớp ở', 'Does not agree in'],
  'findings.any': ['Mọi loại', 'Anything'],
  'findings.since': ['Thấy từ', 'Found since'],
  'findings.found': ['Đối chiếu lúc', 'Compared'],
  'findings.thing': ['Cuộc gọi, tệp', 'Call, file'],
  'findings.node': ['Máy', 'Node'],
  'findings.none': ['Chưa lần đối chiếu nào thấy chỗ không khớp', 'No comparison has found anything that does not agree'],
  'findings.empty': ['Không có gì thuộc loại này', 'Nothing of this kind'],
  'finding.no_object': ['bản lưu trữ không còn', 'not in the archive'],
  'finding.deleted': ['bản lưu trữ bị đánh dấu xoá', 'under a delete marker'],
  'finding.newer': ['bị phiên bản khác che', 'another version over it'],
  'finding.size': ['khác độ dài', 'another length'],
  'finding.checksum': ['khác mã kiểm', 'another checksum'],
  'finding.unreadable': ['kho không đưa ra được', 'the archive cannot give it'],
  'finding.unlocked': ['không được khoá chống xoá', 'not locked against removal'],
  'finding.no_row': ['có trong kho, không có trong sổ', 'in the archive, without a row'],
  'finding.no_file': ['chờ lưu trữ, không còn tệp', 'waits, and has no file'],
  'finding.file_no_row': ['có tệp, không có trong sổ', 'a file without a row'],
  'finding.unknown_file': ['tệp lạ trong bộ đệm', 'a file of nobody in the spool'],
} as const satisfies Texts;
