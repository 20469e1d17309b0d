import type { Texts } from './texts';

/** Signing in, in its steps: [Vietnamese, English]. */
export const signIn = {
  'login.title': ['Đăng nhập', 'Sign in'],
  'login.username': ['Tên đăng nhập', 'User name'],
  'login.password': ['Mật khẩu', 'Password'],
  'login.submit': ['Đăng nhập', 'Sign in'],
  'login.wrong': ['Tên đăng nhập hoặc mật khẩu không đúng.', 'User name or password is wrong.'],
  'login.tooMany': ['Thử sai quá nhiều lần. Chờ một lát rồi thử lại.', 'Too many attempts. Wait a little and try again.'],
  'login.tooManyFor': ['Thử sai quá nhiều lần. Thử lại sau {time}.', 'Too many attempts. Try again in {time}.'],
  'login.offline': ['Chưa tới được máy chủ. Kiểm tra mạng rồi thử lại.', 'The server is out of reach. Check the network and try again.'],
  'login.failed': ['Máy chủ đang gặp sự cố. Thử lại sau ít phút.', 'The server has a problem. Try again in a few minutes.'],
  'login.required': ['Cần điền ô này', 'Required'],
  'login.expired': ['Phiên làm việc đã hết hạn. Đăng nhập lại để tiếp tục; bản nháp vẫn được giữ.', 'Your session has ended. Sign in again to go on; drafts are kept.'],
  'login.or': ['hoặc', 'or'],
  'login.signOn': ['Đăng nhập một lần của thành phố', "The city's single sign-on"],
  'login.stepGone': ['Bước này đã hết giờ. Đăng nhập lại từ đầu.', 'This step took too long. Begin again.'],
  'login.back': ['Quay lại từ đầu', 'Begin again'],

  'login.code.title': ['Xác thực hai lớp', 'Second step'],
  'login.code.hint': ['Mở ứng dụng xác thực trên điện thoại và nhập mã 6 chữ số. Mất điện thoại thì nhập một mã dự phòng.', 'Open the authenticator on your telephone and type its 6 digits. Without the telephone, type a recovery code.'],
  'login.code.label': ['Mã xác thực', 'Code'],
  'login.code.submit': ['Xác nhận', 'Confirm'],
  'login.code.wrong': ['Mã không đúng, đã hết hạn hoặc đã dùng.', 'The code is wrong, too old, or was used before.'],

  'login.enrol.title': ['Cài xác thực hai lớp', 'Set up your second step'],
  'login.enrol.hint': ['Vai trò của bạn phải đăng nhập hai lớp (Điều 17.3). Quét mã này bằng ứng dụng xác thực trên điện thoại, rồi nhập mã 6 chữ số ứng dụng hiện ra.', 'Your role signs in by two steps (Điều 17.3). Scan this with the authenticator on your telephone, then type the 6 digits that it shows.'],
  'login.enrol.qr': ['Mã QR để quét bằng ứng dụng xác thực', 'QR code to scan with the authenticator'],
  'login.enrol.secret': ['Không quét được? Nhập khóa này', 'Cannot scan? Type this key'],

  'login.recovery.title': ['Mã dự phòng', 'Recovery codes'],
  'login.recovery.hint': ['Cất các mã này ở nơi an toàn, chúng chỉ hiện lần này. Mỗi mã dùng được một lần khi không có điện thoại.', 'Keep these in a safe place; they are shown this once. Each is good once, for when you are without the telephone.'],
  'login.recovery.done': ['Tôi đã cất, vào ứng dụng', 'I have kept them, go on'],

  'login.signOn.sign_on_off': ['Ở đây chưa dùng đăng nhập một lần của thành phố.', "The city's single sign-on is not used here."],
  'login.signOn.sign_on_away': ['Hệ thống đăng nhập một lần của thành phố không trả lời. Hãy thử lại, hoặc dùng mật khẩu.', "The city's single sign-on does not answer. Try again, or use your password."],
  'login.signOn.sign_on_refused': ['Kết quả đăng nhập một lần không dùng được. Hãy đăng nhập lại từ đầu.', 'What came back from the single sign-on is no good. Begin again.'],
  'login.signOn.sign_on_denied': ['Hệ thống đăng nhập một lần đã từ chối, hoặc bạn đã dừng giữa chừng.', 'The single sign-on said no, or you broke off.'],
  'login.signOn.sign_on_unknown': ['Danh tính này chưa được gắn với tài khoản 1022 nào. Hãy liên hệ quản trị hệ thống.', 'No 1022 account belongs to this identity. Ask the administrator.'],
  'login.signOn.account_locked': ['Tài khoản đang bị khóa do thử sai nhiều lần. Chờ ít phút rồi thử lại.', 'The account is locked after failed attempts. Wait a few minutes and try again.'],
  'login.signOn.second_factors_off': ['Vai trò này phải xác thực hai lớp nhưng máy chủ chưa có khóa: quản trị hệ thống cần đặt accounts.key trong cấu hình.', 'This role needs a second step and the server has no key for it: the administrator has to set accounts.key in the configuration.'],
} as const satisfies Texts;
