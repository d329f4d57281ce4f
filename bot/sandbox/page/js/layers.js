// What lies over the list on a narrow screen: the browser's back key takes it away again, as on a phone.

/** What is open, the topmost last: how to take it away. @type {(() => void)[]} */
const open = [];

/** Whether the screen shows one thing at a time. */
export const narrow = () => matchMedia("(max-width: 720px)").matches;

/** Something has been laid over the rest; `leave` takes it away. Nothing to do on a wide screen. @param {() => void} leave */
export function entered(leave) {
  if (!narrow()) return;
  open.push(leave);
  history.pushState({ depth: open.length }, "");
}

/** Take it away, and with it everything above it. @param {() => void} leave */
export function left(leave) {
  const at = open.indexOf(leave);
  if (at < 0) leave();
  else history.go(at - open.length);
}

addEventListener("popstate", (event) => {
  const depth = event.state?.depth || 0;
  while (open.length > depth) open.pop()();
  // Forward again: what was taken away does not come back by itself.
  if (depth > open.length) history.replaceState({ depth: open.length }, "");
});

/** After a reload: lay over the list again what lay there, or (with null) begin with the list. @param {(() => void)|null} leave */
export function resumed(leave) {
  const again = leave !== null && narrow() && Boolean(history.state?.depth);
  if (again) open.push(leave);
  if (history.state?.depth) history.replaceState(again ? { depth: 1 } : null, "");
  return again;
}
