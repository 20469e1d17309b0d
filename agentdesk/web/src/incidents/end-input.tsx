import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/vi';
import { LOCAL, localTime } from './draft';

interface Props {
  id: string;
  /** As [LOCAL]; '': unknown. */
  end: string;
  /** The earliest that can be chosen, ms. */
  now: number;
  placeholder: string;
  /** Of whatever is wrong with it. */
  fault: object;
  onChange: (end: string) => void;
}

/** When an incident is expected to be over. A calendar is heavy: the form does not wait for it. */
export default function EndInput({ id, end, now, placeholder, fault, onChange }: Props) {
  return (
    <DatePicker
      id={id}
      className="storm-day"
      data-testid="storm-end"
      format="DD/MM/YYYY HH:mm"
      placeholder={placeholder}
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      needConfirm={false}
      minDate={dayjs(localTime(new Date(now)))}
      value={end ? dayjs(end) : null}
      onChange={(chosen) => onChange(chosen ? chosen.format(LOCAL) : '')}
      {...fault}
    />
  );
}
