// A text with its entities, as elements. Offsets are UTF-16 units, which is how JavaScript counts too.

import { h } from "./dom.js";
import { t } from "./i18n.js";

const PLAIN = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", blockquote: "blockquote", expandable_blockquote: "blockquote" };
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
      at = end;
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
      return h("pre", {}, h("code", { "data-language": entity.language || null }, inner));
    case "spoiler": {
      const cover = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("spoiler") }, inner);
      const open = (event) => {
        if (event.type === "keydown" && event.key !== "Enter") return;
        cover.classList.add("open");
        cover.removeAttribute("role");
        cover.removeAttribute("aria-label");
      };
      cover.addEventListener("click", open);
      cover.addEventListener("keydown", open);
      return cover;
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
