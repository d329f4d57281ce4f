// The messages of one chat: groups albums, redraws only what changed, stays at the bottom, keeps the keyboard's place.

import { arrange, avatar, h, iconButton } from "./dom.js";
import { day } from "./format.js";
import { t } from "./i18n.js";
import { messageElement } from "./message.js";

const NEAR = 80;

export class Thread {
  /** @param {import("./feed.js").Feed} feed @param {import("./message.js").Acts} acts @param {() => void} onBottom */
  constructor(feed, acts, onBottom) {
    this.feed = feed;
    this.acts = { ...acts, jump: (id) => this.jump(id) };
    this.drawn = new Map();
    this.list = h("div", { class: "entries" });
    this.olderButton = h("button", { type: "button", class: "older", on: { click: () => this.older() } }, t("older"));
    this.scroller = h("div", { class: "scroller", tabindex: "0", role: "log", "aria-live": "off", "aria-label": t("messages"), on: { keydown: (event) => this.keys(event), scroll: () => this.scrolled() } }, this.olderButton, this.list);
    this.down = iconButton(t("newest"), "down", () => this.toBottom(), "to-bottom");
    this.element = h("div", { class: "thread" }, this.scroller, this.down);
    this.onBottom = onBottom;
    this.sticking = true;
    this.top = 0;
    const grown = new ResizeObserver(() => this.stick());
    grown.observe(this.list);
    grown.observe(this.scroller);
  }

  get atBottom() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR;
  }

  scrolled() {
    // Only a person scrolls up; growing pictures and bubbles do not take the thread from its end.
    const upwards = this.scroller.scrollTop < this.top - 2;
    this.top = this.scroller.scrollTop;
    if (upwards || this.atBottom) this.sticking = this.atBottom;
    this.down.hidden = this.sticking;
    if (this.sticking) this.onBottom();
  }

  stick() {
    if (this.sticking) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  toBottom() {
    this.sticking = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.down.hidden = true;
    this.feed.trim();
  }

  /** Where it is being read, for `resume`; undefined at its end. */
  place() {
    if (this.sticking || !this.feed.screen) return undefined;
    const top = this.scroller.getBoundingClientRect().top;
    const entry = [...this.list.children].find((node) => node.getBoundingClientRect().bottom > top);
    return entry && { limit: this.feed.limit, id: entry.dataset.id, from: entry.getBoundingClientRect().top - top };
  }

  /** Go on where it was read. @param {{id: string, from: number}} place */
  resume({ id, from }) {
    const entry = this.list.querySelector(`[data-id="${id}"]`);
    if (!entry) return this.toBottom();
    this.sticking = false;
    this.scroller.scrollTop += entry.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top - from;
    this.top = this.scroller.scrollTop;
    this.down.hidden = false;
  }

  async older() {
    const from = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.sticking = false;
    await this.feed.older();
    this.scroller.scrollTop = this.scroller.scrollHeight - from;
  }

  jump(id) {
    const line = this.list.querySelector(`[data-id="${id}"] .line`);
    if (!line) return;
    line.scrollIntoView({ block: "center" });
    line.classList.add("flash");
    line.focus({ preventScroll: true });
    setTimeout(() => line.classList.remove("flash"), 1500);
  }

  keys(event) {
    const target = /** @type {Element} */ (event.target);
    if (!["ArrowUp", "ArrowDown", "Enter"].includes(event.key) || target.closest("audio, video") || (event.key === "Enter" && target.closest("button, a, [role=button]"))) return;
    const lines = [...this.list.querySelectorAll(".line")];
    const at = lines.indexOf(document.activeElement?.closest(".line"));
    if (event.key === "Enter") {
      if (at >= 0) lines[at].querySelector(".hover button").click();
    } else {
      const next = at < 0 ? lines.length - 1 : at + (event.key === "ArrowUp" ? -1 : 1);
      lines[Math.max(0, Math.min(lines.length - 1, next))]?.focus();
    }
    event.preventDefault();
  }

  /** A message was drawn anew, or taken away, under the keyboard: stay at the same button, the same message, or the thread. */
  hold(old, id) {
    const line = this.list.querySelector(`[data-id="${id}"] .line`);
    const same = old.matches(".inline-button") && line ? [...line.querySelectorAll(".inline-button")].find((button) => button.textContent === old.textContent) : null;
    (same || line || this.scroller).focus({ preventScroll: true });
  }

  /** What stands in an empty chat. */
  introduction() {
    if (this.feed.id < 0) return h("p", { class: "empty" }, t("empty"));
    const { chat } = this.feed.screen;
    const who = [chat.first_name, chat.last_name].filter(Boolean).join(" ");
    return h("div", { class: "introduction" }, avatar(who, chat.id), h("p", {}, h("b", {}, t("yourPhone", { who }))), h("p", {}, t("yourPhoneMore", { start: t("start") })));
  }

  /** Bring the drawing up to date with the feed. */
  update() {
    const messages = this.feed.list;
    const groups = [];
    for (const message of messages) {
      const before = groups.at(-1);
      if (message.album && before?.[0].album === message.album) before.push(message);
      else groups.push([message]);
    }
    const inGroup = this.feed.id < 0;
    const wanted = new Map();
    const nodes = groups.map((group, n) => {
      const one = group[0];
      const before = groups[n - 1]?.[0];
      const after = groups[n + 1]?.[0];
      const together = (a, b) => a && b && a.from.id === b.from.id && a.kind !== "service" && b.kind !== "service" && Math.abs(a.date - b.date) < 600;
      const place = { first: !together(before, one), last: !together(one, after), day: !before || day(before.date) !== day(one.date), sender: inGroup };
      const mark = `${group.map((m) => `${m.message_id}.${m.seq}.${m.pinned}`).join()}|${place.first}${place.last}${place.day}`;
      const old = this.drawn.get(one.message_id);
      const drawn = old?.mark === mark ? old : { mark, node: messageElement(group, place, this.feed, this.acts) };
      wanted.set(one.message_id, drawn);
      return drawn.node;
    });
    this.drawn = wanted;
    const held = this.list.contains(document.activeElement) ? document.activeElement : null;
    const heldId = held?.closest(".entry")?.dataset.id;
    arrange(this.list, nodes);
    if (held && !held.isConnected) this.hold(held, heldId);
    if (!nodes.length) this.list.replaceChildren(this.introduction());
    this.olderButton.hidden = !this.feed.more;
    this.stick();
    this.down.hidden = this.sticking;
  }
}
