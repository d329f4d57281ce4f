// The stream of events, resumed where it broke off. Hidden for a minute, it lets go of its connection and catches up later.

const HIDDEN_MS = 60_000;

/**
 * Follow the world. `onEvents` gets events in order; `onGap` is called when some may have been missed.
 * @param {{after: number, onEvent: (event: any) => void, onGap: () => Promise<number>, onState: (connected: boolean) => void}} options
 */
export function follow({ after, onEvent, onGap, onState }) {
  let last = after;
  let source = null;
  let broken = false;
  let hiding = 0;

  function open() {
    source = new EventSource(`/sim/events?after=${last}`);
    source.onopen = async () => {
      onState(true);
      if (!broken) return;
      broken = false;
      try {
        const seq = await onGap();
        if (seq < last) restart(seq);
      } catch {
        broken = true;
      }
    };
    source.onerror = () => {
      broken = true;
      onState(false);
      // A browser gives up for good on some errors; begin anew by ourselves.
      if (source && source.readyState === EventSource.CLOSED) setTimeout(() => restart(last), 1000);
    };
    source.onmessage = (message) => {
      const event = JSON.parse(message.data);
      if (event.seq <= last) return;
      const gap = event.seq > last + 1;
      last = event.seq;
      if (gap) onGap().catch(() => onState(false));
      onEvent(event);
    };
  }

  function restart(seq) {
    source?.close();
    last = seq;
    open();
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(hiding);
    if (document.hidden) {
      hiding = setTimeout(() => {
        source?.close();
        source = null;
      }, HIDDEN_MS);
    } else if (!source) open();
  });
  // A stream over a network that went away may hang without an error: begin anew when there is one again.
  addEventListener("offline", () => { broken = true; onState(false); });
  addEventListener("online", () => source && restart(last));
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && restart(last));
  open();
}
