// What lies over the page: dialogs, menus, toasts. Esc closes each; focus goes back to where it was.

import { append, h, iconButton } from "./dom.js";
import { t } from "./i18n.js";

/**
 * Show a dialog; `close()` ends it. @param {string} title @param {(close: () => void) => any} content
 * @param {{extra?: string}} [options]
 */
export function dialog(title, content, { extra = "" } = {}) {
  const before = document.activeElement;
  const box = /** @type {HTMLDialogElement} */ (h("dialog", { class: `dialog ${extra}`, "aria-label": title }));
  const close = () => box.close();
  append(box, [h("header", {}, h("h2", {}, title), iconButton(t("close"), "close", close)), content(close)]);
  box.addEventListener("click", (event) => event.target === box && close());
  box.addEventListener("close", () => {
    if (box.querySelector("#toasts")) document.body.append(document.getElementById("toasts"));
    box.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  });
  document.body.append(box);
  box.showModal();
  return box;
}

/** A dialog of fields. @param {string} title @param {string} action
 * @param {{name: string, label: string, value?: string, type?: string, required?: boolean, long?: boolean, options?: [string|number, string][]}[]} fields
 * @param {(values: Record<string, string>) => Promise<void>} act */
export function form(title, action, fields, act) {
  return dialog(title, (close) => {
    const inputs = fields.map((f, n) => f.options ? h("select", { name: f.name, required: f.required }, f.options.map(([value, label]) => h("option", { value }, label))) : h(f.long ? "textarea" : "input", { name: f.name, type: f.long ? null : f.type || "text", required: f.required, rows: f.long ? 3 : null, autocomplete: "off", maxlength: 1024, autofocus: n === 0 }));
    inputs.forEach((input, n) => { if (!fields[n].options) /** @type {any} */ (input).value = fields[n].value || ""; });
    const submit = async (event) => {
      event.preventDefault();
      const values = Object.fromEntries(inputs.map((input, n) => [fields[n].name, /** @type {any} */ (input).value.trim()]));
      if (await attempt(() => act(values))) close();
    };
    return h("form", { class: "form", on: { submit } },
      fields.map((f, n) => h("label", {}, h("span", {}, f.label), inputs[n])),
      h("footer", {}, h("button", { type: "button", class: "button quiet", on: { click: close } }, t("cancel")), h("button", { type: "submit", class: "button" }, action)));
  });
}

/** Close the menu that is open, if one is. */
let closeOpen = () => {};

/** A menu at an element. @param {Element} anchor @param {({label: string, drawing?: Node, act: () => void, danger?: boolean}|null)[]} items @param {Node} [head] */
export function menu(anchor, items, head) {
  closeOpen();
  const before = document.activeElement;
  const buttons = items.filter((item) => item !== null).map((item) =>
    h("button", { type: "button", role: "menuitem", class: item.danger ? "danger" : "", on: { click: () => { close(); item.act(); } } }, item.drawing, h("span", {}, item.label)));
  const box = h("div", { class: "menu", role: "menu", on: { keydown: keys } }, head, buttons);
  const outside = (event) => !box.contains(event.target) && close();
  function close() {
    box.remove();
    document.removeEventListener("pointerdown", outside, true);
    closeOpen = () => {};
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  }
  function keys(event) {
    const all = [...box.querySelectorAll("button")];
    const at = all.indexOf(document.activeElement);
    if (event.key === "Escape" || event.key === "Tab") close();
    else if (event.key === "ArrowDown" || event.key === "ArrowRight") all[(at + 1) % all.length].focus();
    else if (event.key === "ArrowUp" || event.key === "ArrowLeft") all[(at - 1 + all.length) % all.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  closeOpen = close;
  document.body.append(box);
  const place = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  box.style.left = `${Math.max(8, Math.min(place.left, innerWidth - width - 8))}px`;
  box.style.top = `${place.bottom + height + 8 < innerHeight ? place.bottom + 4 : Math.max(8, Math.min(place.top - height - 4, innerHeight - height - 8))}px`;
  document.addEventListener("pointerdown", outside, true);
  (buttons[0] || box).focus();
}

/** Say something to those who listen instead of looking. @param {string} text */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}

const TOAST_MS = 4500;
/** A short notice that goes away by itself. @param {string} text */
export function toast(text) {
  const box = h("div", { class: "toast" }, text);
  const holder = document.getElementById("toasts");
  // A dialog lies over everything that is not in it.
  const over = [...document.querySelectorAll("dialog[open]")].at(-1);
  if (over && !over.contains(holder)) over.append(holder);
  // Said again, it is not said twice.
  if (holder.lastChild?.textContent === text) holder.lastChild.remove();
  holder.append(box);
  while (holder.children.length > 4) holder.firstChild.remove();
  setTimeout(() => box.remove(), TOAST_MS);
}

/** A bot's alert. @param {string} title @param {string} text */
export function alertBox(title, text) {
  dialog(title, (close) => [h("p", { class: "alert-text" }, text), h("footer", {}, h("button", { type: "button", class: "button", autofocus: true, on: { click: close } }, "OK"))], { extra: "alert" });
}

/** Try something that /sim may refuse; say why if it does. @param {() => Promise<any>} act */
export async function attempt(act) {
  try {
    await act();
    return true;
  } catch (error) {
    toast(t("failed", { why: error.message }));
    return false;
  }
}
