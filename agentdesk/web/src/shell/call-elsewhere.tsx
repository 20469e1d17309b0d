import { Banner } from '../desk/banner';
import { BesideBar } from '../desk/beside-bar';
import { CallBar } from '../desk/call-bar';
import { useDesk, useMaybeView } from '../desk/context';
import { isLive } from '../desk/state';

/** An operator reading a ticket page still sees, and answers, the call. */
export default function CallElsewhere() {
  const view = useMaybeView();
  const desk = useDesk();
  if (!view || !desk || !(view.shift.on && desk.takesCalls) && !isLive(view.desk.call)) return null;
  return (
    <>
      {isLive(view.desk.call) && (
        <>
          <CallBar away />
          <BesideBar />
        </>
      )}
      {/* A call that is refused is said on the page that it was asked for on. */}
      <Banner />
    </>
  );
}
