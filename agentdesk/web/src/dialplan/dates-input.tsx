import { DatePicker } from 'antd';
import 'dayjs/locale/vi';
import { useText } from '../i18n';

const DAY = 'YYYY-MM-DD';

interface Props {
  name: string;
  /** Both as YYYY-MM-DD; the same for one day. */
  onChoose: (first: string, last: string) => void;
}

/** Days with hours of their own, to be added to some opening hours. A calendar is heavy: the form does not wait for it. */
export default function DatesInput({ name, onChoose }: Props) {
  const t = useText();
  return (
    <DatePicker.RangePicker
      className="filter-days"
      data-testid={`hours-new-${name}`}
      format="DD/MM/YYYY"
      value={null}
      placeholder={[t('dialplan.newDate'), t('dialplan.newDateUntil')]}
      onChange={(range) => {
        const [first, last] = [range?.[0]?.format(DAY), range?.[1]?.format(DAY)];
        if (first && last) onChoose(first, last);
      }}
    />
  );
}
