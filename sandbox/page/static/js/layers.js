// What lies over the list on a narrow screen: the browser's back key takes it away again, as on a phone.

/** What is open, the topmost last: how to take it away. @type {(() => void)[]} */
const open = [];

const ARRIVES_MS = 500;

/** Whether the screen shows one thing at a time. */
export const narrow = () => matchMedia("(max-width: 720px)").matches;

/** Whether the browser is on its way back in the history because of us. It arrives later, and what is entered meanwhile would be left by it. */
let going = false;

/** Something has been laid over the rest; `leave` takes it away. Nothing to do on a wide screen. @param {() => void} leave */
export function entered(leave) {
  if (!narrow()) return;
  open.push(leave);
  follow();
}

/** Take it away, and with it everything above it. @param {() => void} leave */
export function left(leave) {
  const at = open.indexOf(leave);
  if (at < 0) return void leave();
  for (const over of open.splice(at).reverse()) over();
  follow();
}

/** Bring the history to where we are: a step for each thing that is open. */
function follow() {
  if (going) return;
  const depth = history.state?.depth || 0;
  for (let step = depth + 1; step <= open.length; step += 1) history.pushState({ depth: step }, "");
  if (depth <= open.length) return;
  going = true;
  history.go(open.length - depth);
  // Should the browser have nowhere to go, nothing tells us.
  setTimeout(arrived, ARRIVES_MS);
}

function arrived() {
  if (!going) return;
  going = false;
  follow();
}

addEventListener("popstate", (event) => {
  if (going) return void arrived();
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
