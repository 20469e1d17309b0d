import type { Socket } from './connection';

/** A WebSocket with nothing of it but what Connection uses. */
export function browserSocket(address: string): Socket {
  const web = new WebSocket(address);
  const socket: Socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (data) => web.send(data),
    close: (code) => web.close(code),
  };
  web.onopen = () => socket.onopen?.();
  web.onmessage = (event) => socket.onmessage?.({ data: event.data });
  web.onclose = (event) => socket.onclose?.({ code: event.code });
  return socket;
}

/** whose: the desk's user name; another person's session does not open it. */
export function deskAddress(whose: string): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/desk?as=${encodeURIComponent(whose)}`;
}
