// Making elements. Text only ever becomes a text node: nothing that people or bots write is parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. `props`: `class`, `on` (listeners by event), `data` (dataset), anything else is an attribute
 * (true: present, false or null: absent).
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Node|string|number|null|false|undefined|Array<any>)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (name === "data") Object.assign(element.dataset, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

/** @param {Node} parent @param {Array<any>} children */
export function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Give an element these children in this order. One that stays in its place is not moved: it would lose the focus. @param {Element} parent @param {Node[]} children */
export function arrange(parent, children) {
  const kept = new Set(children);
  for (const old of [...parent.childNodes]) if (!kept.has(old)) old.remove();
  let at = parent.firstChild;
  for (const child of children) {
    if (child === at) at = at.nextSibling;
    else parent.insertBefore(child, at);
  }
}

/** Make an SVG element. @param {string} tag @param {Record<string, any>} attributes @param {...Node} children */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  for (const child of children) element.appendChild(child);
  return element;
}

const PATHS = {
  back: "M15 5l-7 7 7 7", close: "M6 6l12 12M18 6L6 18", more: "M12 5.500v.010M12 12v.010M12 18.500v.010",
  send: "M4 12l16-7-5 15-3.500-6zM11.500 14L20 5", attach: "M8 12.500l6.500-6.500a3 3 0 0 1 4.300 4.300l-8 8a5 5 0 0 1-7-7L11 4",
  voice: "M12 4a2.500 2.500 0 0 1 2.500 2.500v5a2.500 2.500 0 0 1-5 0v-5A2.500 2.500 0 0 1 12 4zM6 11.500a6 6 0 0 0 12 0M12 17.500V21",
  keyboard: "M3.500 7h17v10h-17zM7 10.500h.010M10.500 10.500h.010M14 10.500h.010M17 10.500h.010M8.500 14h7",
  slash: "M14.500 5l-5 14", reply: "M10 6l-6 5.500L10 17v-3.500c5 0 8 1.500 10 4.500-.500-5-4-8-10-8.500z",
  edit: "M5 19l1-4L16.500 4.500l3 3L9 18zM14 7l3 3", trash: "M5 7h14M9.500 7V4.500h5V7M7 7l1 13h8l1-13",
  pin: "M12 21s6.500-6.200 6.500-11a6.500 6.500 0 0 0-13 0C5.500 14.800 12 21 12 21zM12 12.300a2.300 2.300 0 1 0 0-4.600 2.300 2.300 0 0 0 0 4.600z",
  photo: "M4 6h16v12H4zM4 15.500l4.500-4.500 4 4 2.500-2.500 5 5M15.500 9.500h.010", file: "M7 3.500h7l4 4V20.500H7zM14 3.500v4h4",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600L7 7M17 17l1.400 1.400M18.400 5.600L17 7M7 17l-1.400 1.400",
  gauge: "M4 17a8 8 0 1 1 16 0M12 17l4-6", person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500a7.500 7.500 0 0 1 15 0",
  add: "M12 5v14M5 12h14", split: "M4 5h16v14H4zM12 5v14", search: "M11 4.500a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM16 16l4.500 4.500",
  out: "M8 16L17 7M9.500 7H17v7.500", pinned: "M9 4h6l-.5 6 3 3.500h-11l3-3.500zM12 13.500V20", check: "M5 12.500l4.500 4.500L19 7.500", warn: "M12 4.500l8.500 15h-17zM12 10v4.500M12 17v.010",
  code: "M8.500 8L4.500 12l4 4M15.500 8l4 4-4 4", down: "M6 10l6 6 6-6", play: "M8 5.500l11 6.500-11 6.500z", stop: "M7 7h10v10H7z",
  smile: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM8.500 14a4.500 4.500 0 0 0 7 0M9.500 9.800h.010M14.500 9.800h.010",
  chart: "M5 20V12M12 20V5M19 20v-6", dice: "M5 5h14v14H5zM9 9h.010M15 15h.010M12 12h.010", copy: "M8 8h11v12H8zM5 16V4h11",
  block: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM6.500 6.500l11 11", group: "M9 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 19.500a6.500 6.500 0 0 1 13 0M16 5a3.500 3.500 0 0 1 0 6.500M18 14a6.500 6.500 0 0 1 3.500 5.500",
};

/** One of the page's own line drawings. @param {keyof typeof PATHS} name */
export function icon(name) {
  return svg("svg", { viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true" }, svg("path", { d: PATHS[name] }));
}

/** A round button with a drawing. @param {string} label @param {keyof typeof PATHS} drawing @param {(event: Event) => void} act @param {string} [extra] */
export function iconButton(label, drawing, act, extra = "") {
  return h("button", { type: "button", class: `icon-button ${extra}`, "aria-label": label, title: label, on: { click: act } }, icon(drawing));
}

/** A round picture made of initials; its colour follows from the id. @param {string} name @param {number} id */
export function avatar(name, id) {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const initials = words.slice(0, 2).map((word) => [...word.replace(/[^\p{L}\p{N}]/gu, "")][0]).join("").toUpperCase();
  return h("span", { class: `avatar tone-${Math.abs(id) % 7}`, "aria-hidden": "true" }, initials || "?");
}
