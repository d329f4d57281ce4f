// A text with its entities, as elements. Offsets are UTF-16 units, which is how JavaScript counts too.

import { h, icon } from "./dom.js";
import { t } from "./i18n.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", blockquote: "blockquote" };
// They stand on lines of their own: the line break behind them is theirs.
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
// An expandable quotation of no more than this is shown whole.
const SHORT_LINES = 3;
const SHORT_LETTERS = 120;
const SAFE_LINK = /^(https?:|tg:|mailto:|tel:)/i;

/** A link's address if it is of a kind that cannot run anything. @param {string} address */
export function safeLink(address) {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  return SAFE_LINK.test(full) ? full : "";
}

/**
 * @param {string} text @param {any[]} entities
 * @param {{command: (text: string) => void, link: (address: string) => void}} acts
 * @returns {Node[]}
 */
export function formatted(text, entities, acts) {
  const sorted = [...entities].filter((e) => e.length > 0).sort((a, b) => a.offset - b.offset || b.length - a.length);
  return part(text, 0, text.length, sorted, acts);
}

function part(text, from, to, entities, acts) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    let next = i + 1;
    while (next < entities.length && entities[next].offset < end) next += 1;
    if (end > start) {
      if (start > at) nodes.push(document.createTextNode(text.slice(at, start)));
      const inner = part(text, start, end, entities.slice(i + 1, next), acts);
      nodes.push(wrap(entity, text.slice(start, end), inner, acts));
      at = BLOCKS.has(entity.type) && text[end] === "\n" && end < to ? end + 1 : end;
    }
    i = next;
  }
  if (at < to) nodes.push(document.createTextNode(text.slice(at, to)));
  return nodes;
}

function wrap(entity, text, inner, acts) {
  const plain = PLAIN[entity.type];
  if (plain) return h(plain, {}, inner);
  switch (entity.type) {
    case "pre":
      return h("pre", {}, entity.language ? h("small", {}, entity.language) : null, h("code", {}, inner));
    case "spoiler": {
      const cover = h("span", { class: "spoiler" }, h("span", {}, inner));
      pressable(cover, t("spoiler"), () => {
        cover.classList.add("open");
        for (const name of ["role", "aria-label", "tabindex"]) cover.removeAttribute(name);
      });
      return cover;
    }
    case "expandable_blockquote": {
      if (text.length <= SHORT_LETTERS && text.split("\n").length <= SHORT_LINES) return h("blockquote", {}, inner);
      const whole = h("blockquote", { class: "expandable" }, inner);
      const toggle = h("button", { type: "button", class: "unfold", "aria-expanded": "false", "aria-label": t("unfold"), on: { click: () => toggle.setAttribute("aria-expanded", String(whole.classList.toggle("unfolded"))) } }, icon("down"));
      return h("div", { class: "foldable" }, whole, toggle);
    }
    case "bot_command":
      return h("button", { type: "button", class: "link", on: { click: () => acts.command(text) } }, inner);
    case "text_link":
    case "url":
    case "email": {
      const address = entity.type === "email" ? `mailto:${text}` : safeLink(entity.url || text);
      if (!address) return h("span", {}, inner);
      return h("a", { href: address, target: "_blank", rel: "noopener noreferrer", on: { click: (event) => { event.preventDefault(); acts.link(address); } } }, inner);
    }
    case "mention":
    case "text_mention":
    case "hashtag":
    case "phone_number":
      return h("span", { class: "mention" }, inner);
    default:
      return h("span", {}, inner);
  }
}

/** Let something be pressed once like a button. @param {HTMLElement} element @param {string} label @param {() => void} act */
export function pressable(element, label, act) {
  element.setAttribute("role", "button");
  element.setAttribute("tabindex", "0");
  element.setAttribute("aria-label", label);
  const press = (event) => {
    if (!element.hasAttribute("role") || (event.type === "keydown" && !["Enter", " "].includes(event.key))) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  element.addEventListener("click", press);
  element.addEventListener("keydown", press);
}
