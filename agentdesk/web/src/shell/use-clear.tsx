import { CloseCircleFilled } from '@ant-design/icons';
import { useText } from '../i18n';

/** A choice's button that empties it, under a name in the page's language: Ant Design's own is English alone. */
export function useClear() {
  const t = useText();
  return { clearIcon: <CloseCircleFilled aria-hidden />, label: t('page.clear') };
}
