import { AudioOutlined, CheckCircleFilled, LoadingOutlined, MinusCircleOutlined, SoundOutlined } from '@ant-design/icons';
import { Alert, Button, Select } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useText } from '../i18n';
import { remembered } from '../shell/remember';
import { useOperatorDesk } from './context';
import { MICROPHONE, SPEAKER } from './devices';
import { useFocusIfNone, useKeys } from './hooks';
import { KEY_LABEL } from './keys';
import { LevelMeter } from './level-meter';

/** Before the shift: permission, devices, level, echo; then ready. */
export function ShiftCheck() {
  const { desk, view } = useOperatorDesk();
  const t = useText();
  const { audio, echo } = view;
  const trouble = audio === 'denied' || audio === 'missing' || audio === 'busy' || audio === 'insecure';
  const captured = audio === 'connecting' || audio === 'up';
  const linked = view.desk.link === 'open';
  const start = useRef<HTMLButtonElement>(null);
  const ready = useRef<HTMLButtonElement>(null);
  const can = audio === 'up' && linked;
  useKeys({ ready: () => can && desk.ready() });
  useFocusIfNone(() => start.current?.focus(), !captured);
  useFocusIfNone(() => ready.current?.focus(), can);
  return (
    <div className="check" data-testid="shift-check" data-audio={audio}>
      <div className="check-card">
        <h1>{t('check.title')}</h1>
        <p className="soft">{t('check.intro')}</p>
        <p className="notice check-small">{t('check.small')}</p>
        <ul className="plain check-steps">
          <Step label={t('check.step.server')} done={linked} working={!linked} />
          <Step label={t('check.step.microphone')} done={captured} working={audio === 'asking'} />
          <Step label={t('check.step.audio')} done={audio === 'up'} working={audio === 'connecting'} />
        </ul>
        <div className="check-sound">
          {captured ? (
            <Devices />
          ) : (
            <Button
              ref={start}
              type="primary"
              size="large"
              block
              icon={<AudioOutlined />}
              data-testid="audio-start"
              loading={audio === 'asking'}
              onClick={() => void desk.startAudio()}
            >
              {trouble ? t('check.retry') : t('check.start')}
            </Button>
          )}
          {captured && (
            <>
              <div className="check-row">
                <span id="check-level">{t('check.level')}</span>
                <LevelMeter stream={desk.media.stream} labelledBy="check-level" />
                <span className="soft small check-hint">{t('check.levelHint')}</span>
              </div>
              <div className="check-row">
                <Button data-testid="echo" icon={<SoundOutlined />} aria-pressed={echo} disabled={audio !== 'up'} onClick={() => desk.echo(!echo)}>
                  {echo ? t('check.echoStop') : t('check.echo')}
                </Button>
                <span className="soft small check-hint">{t('check.echoHint')}</span>
              </div>
            </>
          )}
          {/* Where the microphone's room is: nothing jumps when it comes. */}
          <div className="check-notice" role="alert">
            {trouble && <Alert type="error" showIcon title={t(`check.${audio}`)} />}
            {audio === 'asking' && <Alert type="info" showIcon title={t('check.asking')} />}
          </div>
        </div>
        <Button
          ref={ready}
          type="primary"
          size="large"
          block
          className="check-ready"
          data-testid="ready-button"
          disabled={!can}
          aria-keyshortcuts={KEY_LABEL.ready}
          onClick={desk.ready}
        >
          {t('check.ready')} <kbd>{KEY_LABEL.ready}</kbd>
        </Button>
      </div>
    </div>
  );
}

function Step({ label, done, working }: { label: string; done: boolean; working: boolean }) {
  const t = useText();
  let icon: ReactNode = <MinusCircleOutlined aria-hidden />;
  let word = t('check.not');
  if (done) {
    icon = <CheckCircleFilled className="good" aria-hidden />;
    word = t('check.ok');
  } else if (working) {
    icon = <LoadingOutlined aria-hidden />;
    word = t('check.working');
  }
  return (
    <li>
      {icon} <span>{label}</span> <span className="soft">{word}</span>
    </li>
  );
}

/** The choice of microphone and loudspeaker, kept on this machine. */
export function Devices() {
  const { desk } = useOperatorDesk();
  const t = useText();
  const [devices, setDevices] = useState<MediaDeviceInfo[]>([]);
  const [microphone, setMicrophone] = useState(remembered(MICROPHONE) ?? '');
  const [refused, setRefused] = useState(false);
  const [speaker, setSpeaker] = useState(remembered(SPEAKER) ?? '');
  useEffect(() => {
    const read = () => void navigator.mediaDevices.enumerateDevices().then(setDevices, () => undefined);
    read();
    navigator.mediaDevices.addEventListener('devicechange', read);
    return () => navigator.mediaDevices.removeEventListener('devicechange', read);
  }, []);
  const options = (kind: MediaDeviceKind) => [
    { value: '', label: t('check.default') },
    ...devices
      .filter((d) => d.kind === kind && d.deviceId !== '' && d.deviceId !== 'default')
      .map((d) => ({ value: d.deviceId, label: d.label })),
  ];
  const known = (kind: MediaDeviceKind, id: string) => (options(kind).some((o) => o.value === id) ? id : '');
  return (
    <div className="pair">
      <label className="field">
        <span>{t('check.microphone')}</span>
        <Select
          data-testid="microphone"
          options={options('audioinput')}
          value={known('audioinput', microphone)}
          onChange={(id) => {
            setMicrophone(id);
            setRefused(false);
            void desk.useMicrophone(id).then((had) => {
              if (had) return;
              setMicrophone((now) => (now === id ? microphone : now));
              setRefused(true);
            });
          }}
        />
        {refused && (
          <span className="fault small" role="alert">
            {t('check.microphoneKept')}
          </span>
        )}
      </label>
      <label className="field">
        <span>{t('check.speaker')}</span>
        <Select
          data-testid="speaker"
          options={options('audiooutput')}
          value={known('audiooutput', speaker)}
          onChange={(id) => {
            setSpeaker(id);
            void desk.useSpeaker(id);
          }}
        />
      </label>
    </div>
  );
}
