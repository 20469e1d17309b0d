import { useEffect, useRef, useState, type ReactNode } from 'react';

interface Props {
  /** Stands there until then, in its size: nothing may jump. */
  place: ReactNode;
  children: ReactNode;
}

/** How near to the screen it comes, in px, before it is loaded: about as far as a finger throws a page. */
const NEAR = '400px';

/** What costs a script of its own and stands far down a page: it is loaded when somebody comes near it, or prints the page. */
export function WhenSeen({ place, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen || !box.current) return undefined;
    const show = () => setSeen(true);
    const watch = new IntersectionObserver((all) => all.some((one) => one.isIntersecting) && show(), { rootMargin: NEAR });
    watch.observe(box.current);
    addEventListener('beforeprint', show);
    return () => {
      watch.disconnect();
      removeEventListener('beforeprint', show);
    };
  }, [seen]);
  return seen ? children : <div ref={box}>{place}</div>;
}
