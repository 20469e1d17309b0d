import { DownloadOutlined, PauseOutlined, CaretRightOutlined } from '@ant-design/icons';
import { Button, Segmented, Switch } from 'antd';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { ApiError } from '../api/client';
import { clock } from '../desk/time';
import { useText } from '../i18n';
import { ErrorState } from '../shell/states';
import { Take } from '../shell/take';
import { Marks } from './marks-strip';
import { nextMark, type Mark } from './marks';
import { Notes } from './notes';
import { leaveTurn, takeTurn } from './turn';
import { useDrawing } from './use-drawing';
import { goToSecond, useKeys } from './use-keys';
import { useListening, type Sound } from './use-listening';
import { SPEEDS, usePace } from './use-pace';
import { over, silences } from './wave';
import { Words } from './words';
import './player.css';

const STEP = 5;

interface Props {
  sound: Sound;
  lanes?: readonly [string, string] | undefined;
  /** What happened along it; ours: in a call that we made. */
  marks?: readonly Mark[];
  ours?: boolean;
  /** The second to begin at. */
  from?: number;
  /** Whether notes are written at its seconds: it is a recording whole. */
  noted?: boolean;
  /** What was said in it was written down. */
  written?: boolean;
}

/** A recording: heard, seen as two lanes (citizen above, staff below, if they are not named otherwise), kept. Nothing is fetched before play. */
export default function Player(props: Props) {
  const t = useText();
  const media = useRef<HTMLAudioElement>(null);
  const listening = useListening(props.sound, media);
  const { loading, load } = listening;
  // Whoever goes on with another link, when one was dead, goes on where they were.
  const [stood, setStood] = useState(props.from ?? 0);
  return (
    <div className="player" data-testid="player" data-recording={props.sound.id} data-state={loading.state}>
      {loading.state === 'failed' && loading.error instanceof ApiError && loading.error.status === 409 ? (
        <p className="soft">{t('player.notReady')}</p>
      ) : loading.state === 'failed' ? (
        <ErrorState within error={loading.error} onRetry={load} />
      ) : (
        <Deck {...props} from={stood} listening={listening} media={media} onBroken={setStood} />
      )}
      <p className="soft small">{t('player.audited')}</p>
    </div>
  );
}

interface DeckProps extends Props {
  listening: ReturnType<typeof useListening>;
  media: React.RefObject<HTMLAudioElement | null>;
  /** The sound broke off at this second. */
  onBroken: (at: number) => void;
}

const NO_MARKS: readonly Mark[] = [];

function Deck({ sound, lanes: named, marks = NO_MARKS, ours = false, from = 0, noted = false, written = false, listening, media, onBroken }: DeckProps) {
  const t = useText();
  const { loading, load, failed, wave, follow } = listening;
  const lanes = useRef<HTMLDivElement>(null);
  const begin = useRef(from);
  const [playing, setPlaying] = useState(false);
  const [at, setAt] = useState(from);
  const [speed, setRate] = usePace(media);
  const [skips, setSkips] = useState(false);
  const [noting, setNoting] = useState<number | null>(null);
  const link = loading.state === 'ready' ? loading.link : null;
  const length = (link?.length_ms ?? sound.duration_ms) / 1000;
  const names = named ?? ([t('player.citizen'), t('player.staff')] as const);
  const gaps = useMemo(() => (wave ? silences(wave) : []), [wave]);

  useDrawing(lanes, media, wave, length);
  useEffect(() => {
    const audio = media.current;
    return () => {
      if (audio) leaveTurn(audio);
    };
  }, [media]);

  const play = () => {
    // Playing is refused only where the file cannot be played; the button then stays as it is.
    void media.current?.play().catch(() => setPlaying(false));
  };
  const onLoaded = useEffectEvent(play);
  useEffect(() => {
    if (link) onLoaded(); // who pressed play has waited for it long enough
  }, [link]);

  const now = () => media.current?.currentTime ?? 0;
  const show = () => {
    setPlaying(media.current?.paused === false);
    setAt(now());
  };
  const playsOn = () => {
    show();
    const audio = media.current;
    if (!audio || audio.paused || audio.seeking) return;
    follow.plays(audio.currentTime);
    const beyond = skips ? over(gaps, audio.currentTime) : null;
    if (beyond !== null) goToSecond(audio, beyond);
  };
  const toggle = () => {
    const audio = media.current;
    if (!audio) return;
    takeTurn(audio);
    if (!link) load();
    else if (audio.paused) play();
    else audio.pause();
  };
  const seek = (to: number) => {
    const audio = media.current;
    if (!audio || !link) return;
    takeTurn(audio);
    goToSecond(audio, Math.min(length, Math.max(0, to)));
  };
  // Whoever chooses a line before they play begins there.
  const hearAt = (to: number) => {
    if (!link) begin.current = to;
    if (link) seek(to);
    else toggle();
  };
  const faster = (by: number) => setRate(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, SPEEDS.indexOf(speed) + by))] ?? 1);
  const step = (by: number) => seek(now() + by);
  const goTo = (mark: number | null) => mark !== null && seek(mark);

  const note = () => {
    if (!noted || !link || noting !== null) return; // one that is being written stays as it is
    // What is written down is not talked over.
    media.current?.pause();
    setNoting(now());
  };

  const breaksOff = () => {
    onBroken(at);
    failed(new ApiError(0, { detail: t('player.ended') }));
  };

  useKeys(media, {
    ' ': toggle,
    ArrowLeft: () => step(-STEP),
    ArrowRight: () => step(STEP),
    ',': () => faster(-1),
    '.': () => faster(1),
    '[': () => goTo(nextMark(marks, now(), true)),
    ']': () => goTo(nextMark(marks, now(), false)),
    s: () => setSkips((was) => !was),
    n: note,
  });

  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- a telephone call has none */}
      <audio
        ref={media}
        src={link?.address}
        preload="none"
        data-testid="player-audio"
        onPlay={() => {
          if (media.current) takeTurn(media.current);
          show();
        }}
        onLoadedMetadata={() => {
          if (media.current && begin.current > 0) goToSecond(media.current, begin.current);
        }}
        onPause={() => {
          show();
          follow.pauses(now());
        }}
        onTimeUpdate={playsOn}
        onSeeking={follow.jumps}
        onSeeked={show}
        onEnded={show}
        onError={breaksOff}
      />
      <div className="player-lanes">
        <div className="player-names" aria-hidden>
          <span className="lane-citizen">{names[0]}</span>
          <span className="lane-staff">{names[1]}</span>
        </div>
        <div className="player-wave" ref={lanes} data-testid="player-wave" data-channels={wave?.peaks.length ?? 0}>
          {!wave && (
            <p className="player-unheard soft" role="status">
              {t(loading.state === 'idle' ? 'player.unheard' : 'player.loading')}
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
        disabled={!link}
        aria-label={t('player.position')}
        aria-valuetext={clock(at * 1000)}
        onChange={(event) => seek(Number(event.target.value))}
      />
      <Marks marks={marks} ours={ours} length={length} at={at} disabled={!link} onGo={seek} />
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
        <label className="player-skip">
          <Switch size="small" data-testid="player-skip" checked={skips} aria-keyshortcuts="s" onChange={setSkips} /> {t('player.skip')}
        </label>
        <span className="soft small player-hint">{[t('player.hint'), marks.length > 0 && t('player.hintMarks'), noted && t('player.hintNote')].filter(Boolean).join(' · ')}</span>
        {sound.copy !== null && (
          <Take icon={<DownloadOutlined />} testId="recording-download" name="ghi-am.wav" href={sound.copy} onTaken={sound.onNoted}>
            {t('player.download')}
          </Take>
        )}
      </div>
      {noted && <Notes recording={sound.id} noting={noting} disabled={!link} onNote={note} onLeave={() => setNoting(null)} onGo={seek} />}
      {written && <Words recording={sound.id} lanes={names} at={at} onGo={hearAt} />}
    </>
  );
}
