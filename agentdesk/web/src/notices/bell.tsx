import BellOutlined from '@ant-design/icons-svg/es/asn/BellOutlined';
import { useQuery } from '@tanstack/react-query';
import { NavLink } from 'react-router';
import { unreadNotices } from '../api/notices';
import { useText } from '../i18n';
import { Icon } from '../shell/icon';
import './bell.css';

/** How often it is asked whether somebody was told something, in ms. */
const REFRESH = 30_000;
/** So many and more are counted as so many. */
const MANY = 100;

/** How many notices somebody has not read, on every page of theirs. */
export default function Bell() {
  const t = useText();
  const { data: unread = 0 } = useQuery({ queryKey: ['notice-counts'], queryFn: ({ signal }) => unreadNotices(signal), refetchInterval: REFRESH });
  const shown = unread >= MANY ? `${MANY - 1}+` : String(unread);
  const said = unread === 0 ? t('notices.allRead') : t('notices.unread', { n: shown });
  return (
    <NavLink to="/notices" className="bell" data-testid="notices-bell" data-count={unread} aria-label={said} title={said}>
      <Icon of={BellOutlined} />
      <span className="bell-count">{unread > 0 && shown}</span>
    </NavLink>
  );
}
