// The list of chats. Only the rows in sight are in the document, so thousands cost nothing.

import { arrange, avatar, h, icon, iconButton } from "./dom.js";
import { brief } from "./format.js";
import { t } from "./i18n.js";
import { oneLine } from "./service.js";
import { now, world } from "./store.js";

const ROW = 68;
/** So many of those who have not met the bot yet stand first: they are for whoever opens the page. */
const FRESH = 2;

/** A citizen who has not met the bot yet. */
const isFresh = (chat) => !chat.last && chat.id > 0 && !chat.mute;

export class ChatList {
  /** @param {(key: string, beside: boolean) => void} open @param {() => Set<string>} opened */
  constructor(open, opened) {
    this.open = open;
    this.opened = opened;
    this.filter = "all";
    /** @type {string | undefined} the chat whose row Tab enters; it stays so when others move above it */
    this.stop = undefined;
    this.input = /** @type {HTMLInputElement} */ (h("input", { type: "search", "aria-label": t("search"), placeholder: t("search"), on: { input: () => this.update(), keydown: (e) => e.key === "ArrowDown" && (e.preventDefault(), this.focusRow(0)) } }));
    this.tabs = h("div", { class: "tabs", role: "group" }, ["all", "citizens", "groups"].map((name) => h("button", { type: "button", "aria-pressed": String(name === this.filter), data: { name }, on: { click: () => { this.filter = name; for (const b of this.tabs.children) b.setAttribute("aria-pressed", String(b.dataset.name === name)); this.update(); } } }, t(name))));
    this.space = h("div", { class: "rows" });
    this.scroller = h("div", { class: "row-scroller", role: "list", "aria-label": t("chats"), on: { scroll: () => this.draw(), keydown: (e) => this.keys(e) } }, this.space);
    this.element = h("div", { class: "chat-list" }, h("div", { class: "search" }, icon("search"), this.input), this.tabs, this.scroller);
    new ResizeObserver(() => this.draw()).observe(this.scroller);
    this.rows = [];
    /** @type {Map<string, {mark: string, node: HTMLElement}>} */
    this.drawn = new Map();
  }

  update() {
    const words = this.input.value.trim().toLowerCase();
    this.rows = [...world.chats.values()].filter((chat) => !chat.migrated && (words ? chat.title.toLowerCase().includes(words) : !chat.mute || chat.last) && (this.filter === "all" || (this.filter === "groups") === chat.id < 0));
    this.rows.sort((a, b) => b.date - a.date || b.seq - a.seq);
    const fresh = this.rows.filter(isFresh).slice(0, FRESH);
    if (fresh.length) this.rows = [...fresh, ...this.rows.filter((chat) => !fresh.includes(chat))];
    this.space.style.height = `${Math.max(1, this.rows.length) * ROW}px`;
    this.draw();
  }

  draw() {
    const from = Math.max(0, Math.floor(this.scroller.scrollTop / ROW) - 4);
    const to = Math.min(this.rows.length, from + Math.ceil((this.scroller.clientHeight || 600) / ROW) + 8);
    const opened = this.opened();
    const present = now();
    const wanted = new Map();
    const focusedRow = this.space.contains(document.activeElement) ? document.activeElement.closest(".chat-row") : null;
    if (focusedRow) this.stop = focusedRow.dataset.key;
    // Tab enters the list at one row and leaves it from there; arrows go from row to row.
    const at = this.stop === undefined ? -1 : this.rows.findIndex((chat) => chat.key === this.stop);
    const tabbed = (at >= from && at < to) || (focusedRow && at >= 0) ? at : Math.ceil(this.scroller.scrollTop / ROW);
    // A row that looks as before stays the same element: a click that has begun on it, and the focus, survive.
    const drawn = Array.from({ length: to - from }, (_, n) => from + n);
    // The row that has the focus is drawn wherever it stands now: one that leaves the document takes the focus along.
    if (focusedRow && at >= 0 && (at < from || at >= to)) drawn.push(at);
    for (const n of drawn) {
      const { key, title, last, unread } = this.rows[n];
      const mark = JSON.stringify([title, last?.text, last?.kind, last?.name, last && brief(last.date, present), unread, opened.has(key)]);
      const old = this.drawn.get(key);
      const row = old?.mark === mark ? old : { mark, node: this.row(this.rows[n], opened.has(key), present) };
      this.place(row.node, n, n === tabbed);
      wanted.set(key, row);
    }
    const focused = document.activeElement?.closest?.(".chat-row")?.dataset.key;
    arrange(this.space, [...wanted.values()].map(({ node }) => node));
    this.drawn = wanted;
    if (!this.rows.length) this.space.append(h("p", { class: "empty" }, t("nothingFound")));
    if (focused && !this.space.contains(document.activeElement)) wanted.get(focused)?.node.querySelector(".open").focus({ preventScroll: true });
  }

  place(node, n, tabbed) {
    node.style.top = `${n * ROW}px`;
    node.querySelector(".open").dataset.n = n;
    for (const button of node.children) button.tabIndex = tabbed ? 0 : -1;
  }

  row(chat, open, present) {
    const last = chat.last;
    const text = last ? (last.service ? oneLine(last.service) : oneLine(last)) : t(isFresh(chat) ? "fresh" : "notStarted");
    return h("div", { class: `chat-row${open ? " is-open" : ""}${isFresh(chat) ? " is-fresh" : ""}`, role: "listitem", data: { key: chat.key } },
      h("button", { type: "button", class: "open", "aria-label": `${chat.title}. ${chat.unread ? t("unread", { n: chat.unread }) : ""}`, "aria-description": text.slice(0, 60), on: { click: (e) => this.open(chat.key, e.ctrlKey || e.metaKey) } }, avatar(chat.title, chat.id),
        h("span", { class: "row-text" }, h("span", { class: "row-top" }, h("b", {}, chat.id < 0 ? icon("group") : null, chat.title), last ? h("time", {}, brief(last.date, present)) : null),
          h("span", { class: "row-bottom" }, h("span", { class: "row-last" }, last && chat.id < 0 && !last.service && last.kind !== "service" ? h("em", {}, `${last.name}: `) : null, text.slice(0, 120)), chat.unread ? h("span", { class: "count" }, chat.unread > 99 ? "99+" : chat.unread) : null))),
      iconButton(t("openBeside"), "split", () => this.open(chat.key, true), "beside"));
  }

  focusRow(n) {
    const wanted = Math.max(0, Math.min(this.rows.length - 1, n));
    const top = wanted * ROW;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top + ROW > this.scroller.scrollTop + this.scroller.clientHeight) this.scroller.scrollTop = top + ROW - this.scroller.clientHeight;
    this.stop = this.rows[wanted]?.key;
    this.draw();
    this.space.querySelector(`[data-n="${wanted}"]`)?.focus({ preventScroll: true });
    this.draw();
  }

  keys(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity }[event.key];
    const at = document.activeElement?.closest?.(".chat-row")?.querySelector(".open")?.dataset.n;
    if (!step || at === undefined) return;
    event.preventDefault();
    this.focusRow(Number(at) + step);
  }
}
