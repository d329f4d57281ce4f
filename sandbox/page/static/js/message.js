// One message: a bubble, a notice of Telegram's own, or an album of several.

import { avatar, h, icon, iconButton } from "./dom.js";
import { formatted } from "./entities.js";
import { clock, day } from "./format.js";
import { t } from "./i18n.js";
import { followLink, inlineKeyboard } from "./keyboards.js";
import { media } from "./media.js";
import { oneLine, serviceText } from "./service.js";

const BARE = new Set(["sticker", "dice"]);
const VISUAL = new Set(["photo", "video", "animation", "location", "venue"]);

/**
 * @typedef {{menu: (message: any, anchor: Element) => void, cause: (message: any) => void, jump: (id: number) => void, say: (text: string) => void}} Acts
 */

/** @param {any[]} group one message, or an album's @param {{first: boolean, last: boolean, day: boolean, sender: boolean}} place
 * @param {import("./feed.js").Feed} feed @param {Acts} acts */
export function messageElement(group, place, feed, acts) {
  const message = group[0];
  const heading = place.day ? h("div", { class: "day" }, h("span", {}, day(message.date))) : null;
  if (message.kind === "service") {
    return h("div", { class: "entry", data: { id: message.message_id } }, heading, h("div", { class: "notice", tabindex: "-1" }, h("span", {}, serviceText(message.raw))));
  }
  const captioned = group.find((m) => m.text) || message;
  const bare = BARE.has(message.kind);
  const classes = ["bubble", bare ? "bare" : "", VISUAL.has(message.kind) ? "visual" : "", captioned.text || message.reply_to || message.forwarded_from ? "worded" : ""];
  const bubble = h("div", { class: classes.filter(Boolean).join(" ") },
    place.sender && place.first && !message.mine ? h("div", { class: `sender ink-${message.from.id % 7}` }, message.from.name) : null,
    message.forwarded_from ? h("div", { class: "forwarded" }, t("forwarded", { name: message.forwarded_from })) : null,
    message.reply_to ? quote(message.reply_to, acts) : null,
    group.length > 1 ? album(group) : media(message),
    captioned.text && !bare ? h("div", { class: "words", dir: "auto" }, h("span", { class: "text" }, formatted(captioned.text, captioned.entities, { command: acts.say, link: (address) => followLink(address, feed, acts.say) })), message.reactions?.length ? null : meta(group, acts)) : null,
    reactions(message), captioned.text && !bare && !message.reactions?.length ? null : meta(group, acts));
  const column = h("div", { class: "column" }, bubble, message.buttons.length ? inlineKeyboard(message, feed, acts.say) : null);
  const open = h("div", { class: "hover" }, iconButton(t("messageMenu"), "more", (event) => acts.menu(captioned, event.currentTarget), "tiny"));
  // With the keyboard both are in the menu that Enter opens on a message; Tab goes from one button of the bot to the next.
  open.firstElementChild.tabIndex = -1;
  const line = h("div", {
    class: `line${message.mine ? " mine" : ""}${place.last ? " last" : ""}${place.first ? " first" : ""}`, tabindex: "-1", role: "article",
    "aria-label": `${message.from.name}, ${clock(message.date)}: ${oneLine(captioned)}`,
    on: { contextmenu: (event) => { if (!getSelection()?.toString()) { event.preventDefault(); acts.menu(captioned, bubble); } } },
  }, place.sender && !message.mine ? (place.last ? avatar(message.from.name, message.from.id) : h("span", { class: "avatar-space" })) : null, column, open);
  return h("div", { class: "entry", data: { id: message.message_id } }, heading, line);
}

function quote(replied, acts) {
  return h("button", { type: "button", class: "quote", on: { click: () => acts.jump(replied.message_id) } }, h("b", {}, replied.name), h("span", {}, oneLine(replied)));
}

function album(group) {
  if (group.some((m) => m.kind === "document" || m.kind === "audio")) return h("div", { class: "papers" }, group.map((m) => media(m)));
  return h("div", { class: `album of-${Math.min(group.length, 10)}` }, group.map((m) => media(m, true)));
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  const counts = new Map();
  for (const { emoji } of message.reactions) counts.set(emoji, (counts.get(emoji) || 0) + 1);
  return h("div", { class: "reactions" }, [...counts].map(([emoji, n]) => h("span", {}, n > 1 ? `${emoji} ${n}` : emoji)));
}

function meta(group, acts) {
  const message = group[0];
  const seen = message.mine ? h("span", { class: "ticks", "aria-hidden": "true" }, "✓") : null;
  const why = message.cause ? h("button", { type: "button", class: "why", tabindex: "-1", "aria-label": t("cause"), title: t("cause"), on: { click: () => acts.cause(message) } }, icon("code")) : null;
  return h("div", { class: "meta" }, why, message.pinned ? icon("pinned") : null, group.some((m) => m.edited) ? h("span", { class: "edited" }, t("edited"), " ") : null, h("time", {}, clock(message.date)), seen);
}
