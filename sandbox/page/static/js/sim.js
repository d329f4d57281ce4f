// Requests to the local Telegram's /sim (docs/sandbox.md). One that cannot be carried out throws Refused with its sentence.

import { t } from "./i18n.js";

export class Refused extends Error {
  /** @param {string} why @param {number} status of the answer, 0 if there was none */
  constructor(why, status) {
    super(why);
    this.status = status;
  }
}

/** @param {string} method @param {string} path @param {{body?: any, query?: Record<string, any>, form?: FormData}} [options] */
async function request(method, path, { body, query, form } = {}) {
  const given = Object.entries(query || {}).filter(([, value]) => value !== undefined && value !== null);
  const search = given.length ? `?${new URLSearchParams(given.map(([k, v]) => [k, String(v)]))}` : "";
  const init = { method, body: form };
  if (body !== undefined) Object.assign(init, { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  const response = await fetch(`/sim/${path}${search}`, init).catch(() => { throw new Refused(t("unreachable"), 0); });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(answer.error || `HTTP ${response.status}`, response.status);
  return answer;
}

/** @param {string} path @param {Record<string, any>} [query] */
export const get = (path, query) => request("GET", path, { query });
/** Where somebody at this page last did something: the chat's id. */
export const acted = { chat: 0 };
const actListeners = new Set();
/** Be told when somebody at this page writes or taps in a chat; returns how to be told no more. @param {(chat: number) => void} listener */
export function onActed(listener) {
  actListeners.add(listener);
  return () => actListeners.delete(listener);
}

function note(path, body) {
  if (path !== "messages" && path !== "taps") return;
  acted.chat = body.chat_id;
  for (const listener of actListeners) listener(body.chat_id);
}

/** @param {string} path @param {any} body */
export function post(path, body) {
  note(path, body);
  return request("POST", path, { body });
}
/** @param {string} path @param {Record<string, any>} [query] */
export const remove = (path, query) => request("DELETE", path, { query });

/** Send a message with a file beside it. @param {any} fields @param {Blob} file @param {string} name */
export function upload(fields, file, name) {
  note("messages", fields);
  const form = new FormData();
  form.set("json", JSON.stringify(fields));
  form.set("file", file, name);
  return request("POST", "messages", { form });
}

/** @returns {Promise<{world: string, timezone: string, demo: boolean}>} */
export async function settings() {
  return (await fetch("/page/settings.json", { cache: "no-store" })).json();
}

/** @returns {Promise<{name: string, outline: [number, number][]}>} */
export async function regency() {
  return (await fetch("/page/map.json")).json();
}
