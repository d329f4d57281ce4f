// Times and sizes as people read them, in the regency's time zone.

import { language } from "./i18n.js";
import { world } from "./store.js";

const formats = new Map();
function formatter(options) {
  const key = language() + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language() === "id" ? "id-ID" : "en-GB", { timeZone: world.settings.timezone, ...options }));
  return formats.get(key);
}

/** @param {number} seconds since 1970 */
export const clock = (seconds) => formatter({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(seconds * 1000);
/** @param {number} seconds */
export const day = (seconds) => formatter({ day: "numeric", month: "long", year: "numeric" }).format(seconds * 1000);
/** @param {number} seconds */
export const moment = (seconds) => formatter({ weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(seconds * 1000);

/** The hour for today, else the date. @param {number} seconds @param {number} now */
export function brief(seconds, now) {
  return day(seconds) === day(now) ? clock(seconds) : formatter({ day: "numeric", month: "short" }).format(seconds * 1000);
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** @param {number} seconds */
export const duration = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** The parts of a moment on the wall clock of the regency. @param {number} seconds */
export function wall(seconds) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: world.settings.timezone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  }).formatToParts(seconds * 1000);
  const at = Object.fromEntries(parts.map((part) => [part.type, part.value]));
  return { date: `${at.year}-${at.month}-${at.day}`, time: `${at.hour}:${at.minute}`, asUtc: Date.UTC(+at.year, +at.month - 1, +at.day, +at.hour, +at.minute, +at.second) / 1000 };
}

/** Seconds since 1970 of a date and hour on the regency's wall clock. @param {string} date 2026-11-24 @param {string} time 08:00 */
export function fromWall(date, time) {
  const wished = Date.parse(`${date}T${time}:00Z`) / 1000;
  return wished - (wall(wished).asUtc - wished);
}
