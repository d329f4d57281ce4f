// The page's words in Indonesian and English.

import { pref, setPref } from "./prefs.js";
import { TEXTS } from "./texts.js";

let chosen = pref("language", "id");
const listeners = new Set();

/** @returns {"id"|"en"} */
export const language = () => chosen;

/** @param {"id"|"en"} wanted */
export function setLanguage(wanted) {
  chosen = wanted;
  setPref("language", wanted);
  document.documentElement.lang = wanted;
  for (const listener of listeners) listener();
}

/** @param {() => void} listener */
export function onLanguage(listener) {
  listeners.add(listener);
}

/** A text in the chosen language; `{name}` is filled in. @param {string} key @param {Record<string, any>} [values] */
export function t(key, values = {}) {
  const pair = TEXTS[key];
  const text = pair ? pair[chosen === "en" ? 1 : 0] : key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}
