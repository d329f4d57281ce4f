// The open chats side by side: which there are, whose they are, which one is used, and what comes back after a reload.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { entered, left, narrow, resumed } from "./layers.js";
import { toast } from "./overlay.js";
import { Pane } from "./pane.js";
import { entry, setShown, shown } from "./prefs.js";
import { world } from "./store.js";

const MOST = 4;
/** The least width of a pane, in CSS pixels (layout.css). */
const LEAST = 300;

/** @type {Pane[]} */
let panes = [];
let changed = () => {};
const area = h("main", { class: "panes" });

/** The element that holds them. `onChange` is called when one was opened or closed. @param {() => void} onChange */
export function paneArea(onChange) {
  changed = onChange;
  return area;
}

export const openPanes = () => panes;
/** The chats that are open. */
export const openKeys = () => new Set(panes.map((pane) => pane.key));
/** Whether a chat can be seen just now: on a phone only one can. @param {string} key */
export const inSight = (key) => panes.some((pane) => pane.key === key && pane.visible);
/** The pane that is used. */
export const active = () => panes.find((pane) => pane.element.classList.contains("active")) || panes.at(-1);

/** Whom one is in a chat: its person; in a group who was chosen last, or its first member. */
function viewerOf(chat) {
  if (chat.id > 0) return chat.id;
  const people = chat.members.filter((member) => !member.is_bot);
  const kept = entry("viewers", chat.key);
  return people.some((member) => member.id === kept) ? kept : people[0]?.id;
}

function save() {
  const kept = panes.map((pane) => ({ id: pane.id, bot: pane.bot, viewer: pane.feed.viewer, scroll: pane.thread.place(), active: pane === active() }));
  setShown("panes", kept);
  setShown("view", document.body.dataset.view);
}

function remember() {
  area.classList.toggle("nothing", !panes.length);
  save();
  changed();
}

function showList() {
  document.body.dataset.view = "list";
  document.querySelector(".chat-row .open[tabindex='0']")?.focus({ preventScroll: true });
}

function showPane() {
  if (document.body.dataset.view === "pane") return;
  document.body.dataset.view = "pane";
  entered(showList);
}

function make(id, bot, viewer, scroll) {
  const pane = new Pane(id, bot, viewer, {
    close: () => close(pane),
    back: () => left(showList),
    open: (key) => openChat(key, "here"),
    act: (other) => {
      const fresh = make(id, bot, other);
      replace(pane, fresh);
      fresh.whenReady.then(() => fresh.header.querySelector("select")?.focus());
    },
  });
  pane.begin(scroll);
  pane.element.addEventListener("focusin", () => { if (panes.includes(pane)) activate(pane); });
  return pane;
}

function activate(pane) {
  for (const other of panes) other.element.classList.toggle("active", other === pane);
}

function replace(old, fresh) {
  old.close();
  old.element.replaceWith(fresh.element);
  panes = panes.map((pane) => (pane === old ? fresh : pane));
  activate(fresh);
  remember();
}

function add(pane) {
  area.append(pane.element);
  panes.push(pane);
  activate(pane);
  remember();
}

function close(pane) {
  pane.close();
  pane.element.remove();
  panes = panes.filter((other) => other !== pane);
  if (panes.length) {
    activate(panes.at(-1));
    panes.at(-1).focus();
  } else left(showList);
  remember();
}

/** Where a chat goes that is opened for somebody who did not say where: beside if there is room, else over one of its kind. */
function giving(chat) {
  const room = !narrow() && panes.length < Math.min(MOST, Math.floor(area.clientWidth / LEAST));
  return room ? null : panes.findLast((pane) => pane.id > 0 === chat.id > 0) || panes.at(-1) || null;
}

/**
 * Open a chat: in place of the one that is used, `beside` the others, or wherever it `fits`.
 * @param {string} key @param {"here"|"beside"|"fits"} where @param {boolean} [focus] whether to begin typing in it
 */
export function openChat(key, where, focus = true) {
  const chat = world.chats.get(key);
  if (!chat) return;
  if (chat.id > 0 && !world.bots.length) return toast(t("noBot", { url: location.origin }));
  showPane();
  let pane = panes.find((one) => one.key === key);
  if (pane) activate(pane);
  else {
    const instead = where === "fits" ? giving(chat) : where === "here" || panes.length >= MOST ? active() : null;
    pane = make(chat.id, chat.bot, viewerOf(chat));
    if (instead) replace(instead, pane);
    else add(pane);
  }
  pane.element.scrollIntoView({ inline: "nearest" });
  pane.read();
  // On a touch screen the keyboard would come up over what is to be read.
  if (focus && !matchMedia("(pointer: coarse)").matches) pane.focus();
}

/** A group goes on under another id: whoever looks at it goes along. @param {number} from @param {number} to */
export function moved(from, to) {
  for (const pane of panes.filter((one) => one.id === from)) {
    if (panes.some((other) => other.id === to)) close(pane);
    else replace(pane, make(to, pane.bot, pane.feed.viewer));
  }
}

/** Open again what this tab showed, at the place where it was read. @param {boolean} [anew] the page itself is drawn anew */
export function restore(anew = false) {
  if (anew) save();
  for (const pane of panes) { pane.close(); pane.element.remove(); }
  panes = [];
  const kept = shown("panes", null) || firstPanes();
  for (const { id, bot, viewer, scroll } of kept.slice(0, MOST)) {
    const chat = [...world.chats.values()].find((one) => one.id === id && (id < 0 || one.bot === bot));
    if (!chat || (id > 0 && !world.bots.length)) continue;
    const pane = make(id, bot, viewer, scroll);
    panes.push(pane);
    area.append(pane.element);
  }
  if (panes.length) activate(panes[Math.max(0, kept.findIndex((one) => one.active))] || panes[0]);
  if (!anew && resumed(panes.length && shown("view", "list") === "pane" ? showList : null)) document.body.dataset.view = "pane";
  remember();
}

/** At the first visit: a citizen who has not met the bot yet, beside a group where there is room. */
function firstPanes() {
  const chats = [...world.chats.values()];
  const group = chats.find((chat) => chat.id < 0);
  const citizens = chats.filter((chat) => chat.id > 0 && !chat.mute);
  const citizen = citizens.find((chat) => !chat.last) || citizens[0];
  return [citizen, innerWidth > 1000 ? group : null].filter(Boolean).map((chat) => ({ id: chat.id, bot: chat.bot, viewer: viewerOf(chat) }));
}

addEventListener("pagehide", save);
