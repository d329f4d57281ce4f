// What the page knows of the world: its people, bots and chats, kept current by events. Threads are in feed.js.

import { entry, setEntry } from "./prefs.js";
import * as sim from "./sim.js";

/**
 * @typedef {{id: number, name: string, username: string, language_code: string}} Person
 * @typedef {{key: string, id: number, bot: string|null, type: string, title: string, last: any, unread: number,
 *   lastId: number, date: number, seq: number, members: any[], migrated: number|null, mute: boolean}} Chat
 */

/** @type {{people: Map<number, Person>, staff: Set<number>, bots: any[], chats: Map<string, Chat>, seq: number, connected: boolean, settings: any}} */
export const world = { people: new Map(), staff: new Set(), bots: [], chats: new Map(), seq: 0, connected: true, settings: { timezone: "Asia/Jakarta", demo: false } };

let ahead = 0;
/** What time it is in the world, in seconds since 1970. */
export const now = () => Date.now() / 1000 + ahead;
/** @param {number} seconds */
export function setNow(seconds) {
  ahead = seconds - Date.now() / 1000;
}

const listeners = new Set();
/** Be told, once per frame at most, that the list of chats has changed. @param {() => void} listener */
export function onWorld(listener) {
  listeners.add(listener);
}
let pending = false;
export function changed() {
  if (pending) return;
  pending = true;
  requestAnimationFrame(() => {
    pending = false;
    for (const listener of listeners) listener();
  });
}

/** @param {number} id @param {string|null|undefined} bot */
export function keyOf(id, bot) {
  return id < 0 ? String(id) : `${id}:${bot || world.bots[0]?.username || ""}`;
}

/** @param {any} summary as /sim/chats gives it @param {any} last @param {number} unread */
function put(summary, last, unread) {
  const key = keyOf(summary.id, summary.bot);
  const name = summary.title || [summary.first_name, summary.last_name].filter(Boolean).join(" ");
  // One person may talk to several bots: the list tells the chats apart.
  const title = summary.id > 0 && world.bots.length > 1 ? `${name} · @${summary.bot}` : name;
  const lastId = summary.last_message_id || 0;
  world.chats.set(key, {
    key, id: summary.id, bot: summary.bot, type: summary.type, title, last, lastId,
    unread: summary.id < 0 ? Math.max(0, lastId - (entry("seen", key) || 0)) : unread,
    date: last ? last.date : 0, seq: summary.seq || 0,
    members: (summary.members || []).filter((m) => !["left", "kicked"].includes(m.status)),
    migrated: summary.migrated_to,
    mute: summary.type === "private" && world.staff.has(summary.id),
  });
}

/** A person's chat with a bot, which may not have begun. @param {Person} person @param {string} bot */
export function chatWith(person, bot) {
  const key = keyOf(person.id, bot);
  if (!world.chats.has(key)) put({ id: person.id, type: "private", first_name: person.name, bot, members: [] }, null, 0);
  return key;
}

/** Learn everything anew; returns the number of the latest event it covers. */
export async function refreshWorld() {
  const [overview, time] = await Promise.all([sim.get("chats"), sim.get("time")]);
  setNow(time.timestamp);
  world.bots = overview.bots;
  world.people = new Map(overview.people.map((person) => [person.id, person]));
  // Officers who never wrote to the bot themselves are found by searching; they would only fill the list.
  world.staff = new Set(overview.chats.filter((c) => c.id < 0).flatMap((c) => c.members.map((m) => m.id)));
  world.chats.clear();
  for (const chat of overview.chats) put(chat, chat.last, chat.unread);
  const bot = world.bots[0]?.username || null;
  for (const person of overview.people) {
    chatWith(person, bot);
  }
  world.seq = overview.seq;
  changed();
  return overview.seq;
}

const dirty = new Map();
let timer = 0;
let busy = false;
// When more chats than this have changed at once, all are asked for in one request.
const MANY = 25;

/** A chat's last line and count may have changed. @param {number} id @param {string|undefined} bot */
export function touch(id, bot) {
  dirty.set(keyOf(id, bot), { id, bot });
  if (!timer) timer = setTimeout(work, 150);
}

async function work() {
  timer = 0;
  if (busy) return;
  busy = true;
  const wanted = [...dirty.values()];
  dirty.clear();
  try {
    if (wanted.length > MANY) await refreshWorld();
    else for (const { id, bot } of wanted) await refreshChat(id, bot);
  } catch {
    // Gone meanwhile, or the connection broke: the next event or the reconnection tells.
  }
  busy = false;
  if (dirty.size && !timer) timer = setTimeout(work, wanted.length > MANY ? 2000 : 150);
}

async function refreshChat(id, bot) {
  const screen = await sim.get(`chats/${id}`, { bot, limit: 1 });
  const message = screen.messages[0];
  const last = message ? { text: message.text, kind: message.kind, date: message.date, name: message.from.name, by_bot: message.from.is_bot, service: message.kind === "service" ? message : null } : null;
  const before = world.chats.get(keyOf(id, bot))?.lastId || 0;
  put(screen.chat, last, screen.unread);
  const chat = world.chats.get(keyOf(id, bot));
  if (chat.lastId > before && last.by_bot && !last.service) for (const listener of newsListeners) listener(chat);
  changed();
}

const newsListeners = new Set();
/** Be told of a chat in which a bot has just said something. @param {(chat: Chat) => void} listener */
export function onNews(listener) {
  newsListeners.add(listener);
}

/** A chat has been seen here as far as a message, which the list may not know of yet. @param {string} key @param {number} upTo */
export function seen(key, upTo) {
  const chat = world.chats.get(key);
  if (!chat) return;
  if (chat.id < 0 && upTo > (entry("seen", key) || 0)) setEntry("seen", key, upTo);
  if (!chat.unread) return;
  chat.unread = 0;
  changed();
}
