// What a bot says elsewhere because of what somebody did here. Nothing in the Bot API says so: it is told from time and words.

import { openPanes } from "./panes.js";
import * as sim from "./sim.js";
import { now, world } from "./store.js";

// So soon after somebody did something here, by the world's clock: what a move of time brings is not because of it.
const BECAUSE_SECONDS = 60;
// While time runs fast others act too (as when the world is filled): then the words must be the same as well.
const FAST_MS = 4000;
const LATEST = 12;
const SENTENCE = 16;

let actedAt = -Infinity;
// Whether it runs fast is not known yet.
let timeMoved = Date.now();
/** What may yet turn out to be because of what was done here: the answer to it may come later. @type {Map<string, any>} */
const unsure = new Map();

sim.onActed(() => { actedAt = now(); });

/** Time was moved. */
export function movedTime() {
  timeMoved = Date.now();
}

const numbers = (text) => text.match(/\S*\d{4,}\S*/g) || [];
const sentences = (text) => text.split("\n").map((line) => line.trim()).filter((line) => line.length >= SENTENCE);

/** Whether a text names a number (such as a ticket's) that was named here, or repeats a sentence that was written here. */
function alike(text) {
  const pane = openPanes().find((one) => one.id === sim.acted.chat);
  const here = pane ? pane.feed.list.slice(-LATEST) : [...world.chats.values()].filter((chat) => chat.id === sim.acted.chat && chat.last).map((chat) => chat.last);
  const known = new Set(here.flatMap((message) => [...numbers(message.text), ...(message.mine ? sentences(message.text) : [])]));
  return [...numbers(text), ...sentences(text)].some((mark) => known.has(mark));
}

/** Whether what a bot has just said in a chat is because of what was done here. @param {import("./store.js").Chat} chat */
export function because(chat) {
  if (sim.acted.chat === chat.id || chat.last.date - actedAt >= BECAUSE_SECONDS) return false;
  if (Date.now() - timeMoved > FAST_MS || alike(chat.last.text)) return true;
  unsure.set(chat.key, chat.last);
  return false;
}

/** Chats whose latest words have turned out to be because of what was done here. */
export function turnedOut() {
  const sure = [...unsure].filter(([key, last]) => world.chats.get(key)?.last === last && alike(last.text)).map(([key]) => key);
  for (const [key, last] of unsure) if (sure.includes(key) || now() - last.date > BECAUSE_SECONDS) unsure.delete(key);
  return sure.map((key) => world.chats.get(key));
}
