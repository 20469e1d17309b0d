import { useEffect, useRef } from 'react';

/** Peak level of a stream in decibels below full scale, as 0 … 1 over 60 dB. */
export function levelOf(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  if (peak < 0.001) return 0;
  return Math.min(1, 1 + (20 * Math.log10(peak)) / 60);
}

/** A bar that follows the microphone; speech belongs in its green part. */
export function LevelMeter({ stream, labelledBy }: { stream: MediaStream | null; labelledBy: string }) {
  const bar = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    if (!stream) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let shown = 0;
    let frame = 0;
    const draw = () => {
      analyser.getFloatTimeDomainData(samples);
      // Quick up, slow down: the eye can follow it.
      shown = Math.max(levelOf(samples), shown - 0.02);
      if (bar.current) bar.current.value = shown;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => {
      cancelAnimationFrame(frame);
      void context.close();
    };
  }, [stream]);
  return <meter ref={bar} className="level" data-testid="level" aria-labelledby={labelledBy} min={0} max={1} low={0.35} high={0.97} optimum={0.7} />;
}
