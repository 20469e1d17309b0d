import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/vi';
import { useText } from '../i18n';
import { dayBack } from '../lists/address';

interface Props {
  since: string;
  until: string;
  onChange: (since: string, until: string) => void;
}

const DAY = 'YYYY-MM-DD';

/** The days whose calls are listed; empty ends are open. A calendar is heavy: the list does not wait for it. */
export default function Days({ since, until, onChange }: Props) {
  const t = useText();
  return (
    <DatePicker.RangePicker
      className="filter-days"
      data-testid="filter-time"
      format="DD/MM/YYYY"
      allowEmpty
      value={[since ? dayjs(since) : null, until ? dayjs(until) : null]}
      placeholder={[t('calls.since'), t('calls.until')]}
      presets={[
        { label: t('calls.today'), value: () => [dayjs(dayBack(Date.now(), 0)), dayjs(dayBack(Date.now(), 0))] },
        { label: t('calls.week'), value: () => [dayjs(dayBack(Date.now(), 6)), dayjs(dayBack(Date.now(), 0))] },
      ]}
      onChange={(range) => onChange(range?.[0]?.format(DAY) ?? '', range?.[1]?.format(DAY) ?? '')}
    />
  );
}
