// What this browser remembers between visits: drafts, choices, looks. Bounded, and harmless when it is gone.
// What a tab shows (its panes) is remembered by the tab; a new one begins with what was open last.

const KEY = "local-telegram";
const MOST_ENTRIES = 500;

function load() {
  try {
    return JSON.parse(localStorage.getItem(KEY) || "{}") || {};
  } catch {
    return {};
  }
}

const kept = load();

/** Take in what another tab has written meanwhile. */
function catchUp() {
  Object.assign(kept, load());
}

/** @template T @param {string} name @param {T} otherwise @returns {T} */
export function pref(name, otherwise) {
  return kept[name] ?? otherwise;
}

/** @param {string} name @param {any} value */
export function setPref(name, value) {
  catchUp();
  kept[name] = value;
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A full or forbidden storage: the page works on, and forgets at the next visit.
  }
}

/** An entry of a remembered table, such as the draft of a chat. @param {string} table @param {string} key */
export function entry(table, key) {
  return pref(table, {})[key];
}

/** Set or (with undefined) forget an entry; the oldest make room. @param {string} table @param {string} key @param {any} value */
export function setEntry(table, key, value) {
  catchUp();
  const { [key]: _, ...rest } = pref(table, {});
  const entries = Object.entries(rest).slice(-MOST_ENTRIES + 1);
  if (value !== undefined) entries.push([key, value]);
  setPref(table, Object.fromEntries(entries));
}

// They speak of chats and messages, which are others in another world.
const OF_A_WORLD = ["panes", "view", "seen", "viewers"];
let scope = "";

/** Forget what was remembered of a world that is gone; what one likes, and what one has begun to write, stays. @param {string} world */
export function inWorld(world) {
  scope = world;
  if (pref("world", "") === world) return;
  for (const name of OF_A_WORLD) setPref(name, undefined);
  setPref("world", world);
}

/** What this tab showed before it was loaded anew. @template T @param {string} name @param {T} otherwise @returns {T} */
export function shown(name, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(`${KEY}.${scope}.${name}`) || "null") ?? pref(name, otherwise);
  } catch {
    return pref(name, otherwise);
  }
}

/** @param {string} name @param {any} value */
export function setShown(name, value) {
  try {
    sessionStorage.setItem(`${KEY}.${scope}.${name}`, JSON.stringify(value));
  } catch {
    // As above.
  }
  setPref(name, value);
}
