import { DownloadOutlined, PauseOutlined, CaretRightOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import WaveSurfer from 'wavesurfer.js';
import { ApiError } from '../api/client';
import { clock } from '../desk/time';
import { useText } from '../i18n';
import { useMode } from '../shell/mode';
import { ErrorState } from '../shell/states';
import { PALETTES } from '../theme';
import { hasTurn, leaveTurn, takeTurn } from './turn';
import { useRecording, type Loading, type Sound } from './use-recording';

const SPEEDS = [0.75, 1, 1.25, 1.5, 2] as const;
const STEP = 5;
const LANE = 64;

/** A recording: heard, seen as two lanes (citizen above, staff below, if they are not named otherwise), saved. Nothing is fetched before play. */
export default function Player({ sound, lanes }: { sound: Sound; lanes?: readonly [string, string] | undefined }) {
  const t = useText();
  const { loading, load } = useRecording(sound);
  return (
    <div className="player" data-testid="player" data-recording={sound.id} data-state={loading.state}>
      {loading.state === 'failed' && loading.error instanceof ApiError && loading.error.status === 409 ? (
        <p className="soft">{t('player.notReady')}</p>
      ) : loading.state === 'failed' ? (
        <ErrorState within error={loading.error} onRetry={load} />
      ) : (
        <Deck loading={loading} load={load} sound={sound} names={lanes ?? [t('player.citizen'), t('player.staff')]} />
      )}
      <p className="soft small">{t('player.audited')}</p>
    </div>
  );
}

interface DeckProps {
  loading: Loading;
  load: () => void;
  sound: Sound;
  names: readonly [string, string];
}

function Deck({ loading, load, sound, names }: DeckProps) {
  const t = useText();
  const { mode } = useMode();
  const lanes = useRef<HTMLDivElement>(null);
  const media = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [speed, setSpeed] = useState<(typeof SPEEDS)[number]>(1);
  const loaded = loading.state === 'ready' ? loading.loaded : null;
  const length = loaded?.wave?.seconds ?? sound.duration_ms / 1000;

  useEffect(() => {
    const container = lanes.current;
    const audio = media.current;
    if (!container || !audio || !loaded) return;
    const p = PALETTES[mode];
    const wave = WaveSurfer.create({
      container,
      media: audio,
      peaks: loaded.wave?.peaks ?? [[0], [0]],
      duration: length,
      cursorColor: p.text,
      cursorWidth: 2,
      height: LANE,
      splitChannels: [p.citizen, p.staff].map((colour) => ({ waveColor: `${colour}99`, progressColor: colour, height: LANE })),
    });
    return () => wave.destroy();
  }, [loaded, length, mode]);

  useEffect(() => {
    const audio = media.current;
    return () => {
      if (audio) leaveTurn(audio);
    };
  }, []);

  const play = () => {
    // Playing is refused only where the file cannot be played; the button then stays as it is.
    void media.current?.play().catch(() => setPlaying(false));
  };
  // Who pressed play has waited for it long enough.
  const onLoaded = useEffectEvent(play);
  useEffect(() => {
    if (loaded) onLoaded();
  }, [loaded]);

  const follow = () => {
    setPlaying(media.current?.paused === false);
    setAt(media.current?.currentTime ?? 0);
  };
  const toggle = () => {
    const audio = media.current;
    if (!audio) return;
    takeTurn(audio);
    if (!loaded) load();
    else if (audio.paused) play();
    else audio.pause();
  };
  const seek = (to: number) => {
    if (!media.current || !loaded) return;
    takeTurn(media.current);
    media.current.currentTime = Math.min(length, Math.max(0, to));
  };
  const setRate = (rate: (typeof SPEEDS)[number]) => {
    if (media.current) media.current.playbackRate = rate;
    setSpeed(rate);
  };
  const faster = (by: number) => setRate(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, SPEEDS.indexOf(speed) + by))] ?? 1);
  const step = (by: number) => seek((media.current?.currentTime ?? 0) + by);

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!media.current || !hasTurn(media.current)) return;
    if (event.altKey || event.ctrlKey || event.metaKey || isControl(event.target)) return;
    const actions: Record<string, () => void> = {
      ' ': toggle,
      ArrowLeft: () => step(-STEP),
      ArrowRight: () => step(STEP),
      ',': () => faster(-1),
      '.': () => faster(1),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  return (
    <>
      {/* A telephone call has no captions. */}
      {/* eslint-disable-next-line jsx-a11y/media-has-caption */}
      <audio
        ref={media}
        src={loaded?.source}
        preload="none"
        data-testid="player-audio"
        onPlay={() => {
          if (media.current) takeTurn(media.current);
          follow();
        }}
        onPause={follow}
        onTimeUpdate={follow}
        onSeeked={follow}
        onEnded={follow}
      />
      <div className="player-lanes">
        <div className="player-names" aria-hidden>
          <span className="lane-citizen">{names[0]}</span>
          <span className="lane-staff">{names[1]}</span>
        </div>
        <div className="player-wave" ref={lanes} data-testid="player-wave" data-channels={loaded?.wave?.channels ?? 0}>
          {!loaded && (
            <p className="player-unheard soft" role="status">
              {t(loading.state === 'loading' ? 'player.loading' : 'player.unheard')}
            </p>
          )}
        </div>
      </div>
      <input
        className="player-position"
        type="range"
        min={0}
        max={length}
        step={0.1}
        value={at}
        disabled={!loaded}
        aria-label={t('player.position')}
        aria-valuetext={clock(at * 1000)}
        onChange={(event) => seek(Number(event.target.value))}
      />
      <div className="player-controls">
        <Button
          type="primary"
          shape="circle"
          size="large"
          data-testid="player-play"
          data-playing={playing}
          data-at={at.toFixed(1)}
          aria-label={playing ? t('player.pause') : t('player.play')}
          aria-keyshortcuts="Space"
          loading={loading.state === 'loading'}
          icon={playing ? <PauseOutlined /> : <CaretRightOutlined />}
          onClick={toggle}
        />
        <span className="clock player-time">
          {clock(at * 1000)} / {clock(length * 1000)}
        </span>
        <Segmented
          size="small"
          aria-label={t('player.speed')}
          value={speed}
          options={SPEEDS.map((value) => ({ value, label: `${String(value).replace('.', ',')}×` }))}
          onChange={setRate}
        />
        <span className="soft small player-hint">{t('player.hint')}</span>
        <Button icon={<DownloadOutlined />} data-testid="recording-download" href={`${sound.address}${sound.address.includes('?') ? '&' : '?'}download=1`}>
          {t('player.download')}
        </Button>
      </div>
    </>
  );
}

/** Keys typed into a control are the control's. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, button, a, [role="combobox"], [contenteditable]') !== null;
}
