// Pictures, films, voices and files inside bubbles.

import { h, icon, svg } from "./dom.js";
import { duration, size } from "./format.js";
import { t } from "./i18n.js";
import { dialog, toast } from "./overlay.js";
import { drawPlace } from "./map.js";

/** @param {any} message @param {boolean} [tile] whether it is one of an album */
export function media(message, tile = false) {
  const file = message.file;
  switch (message.kind) {
    case "photo": return photo(message, file, tile);
    case "video": case "animation": return film(message, file, tile);
    case "video_note": return film(message, file, false, "round");
    case "voice": case "audio": return sound(message, file);
    case "document": return paper(file);
    case "sticker": return h("div", { class: "sticker", role: "img", "aria-label": t("sticker") }, file.emoji || "🙂");
    case "location": return place(message.location, "", "");
    case "venue": return place(message.venue.location, message.venue.title, message.venue.address);
    case "contact": return h("div", { class: "paper" }, h("span", { class: "paper-icon" }, icon("person")), h("span", { class: "paper-text" }, h("b", {}, [message.contact.first_name, message.contact.last_name].filter(Boolean).join(" ")), h("small", {}, message.contact.phone_number)));
    case "poll": return poll(message.poll);
    case "dice": return h("div", { class: "sticker", role: "img", "aria-label": `${t("dice")}: ${message.dice.value}` }, message.dice.emoji, h("small", {}, String(message.dice.value)));
    default: return null;
  }
}

function photo(message, file, tile) {
  const image = h("img", { src: file.url, alt: message.text || t("photo"), loading: "lazy", decoding: "async", width: file.width, height: file.height });
  const covered = Boolean(message.raw.has_media_spoiler);
  const show = () => {
    if (frame.classList.contains("covered")) {
      frame.classList.remove("covered");
      frame.setAttribute("aria-label", t("photo"));
    } else zoom(message.text, frame.firstElementChild.cloneNode(true));
  };
  const frame = h("button", { type: "button", class: `photo${tile ? " tile" : ""}${covered ? " covered" : ""}`, "aria-label": t(covered ? "coveredPhoto" : "photo"), on: { click: show } }, image);
  frame.style.aspectRatio = tile ? "" : `${file.width || 4} / ${file.height || 3}`;
  image.addEventListener("load", () => {
    // The stand-in that the local Telegram makes up is a single grey dot.
    if (image.naturalWidth <= 1) frame.replaceChildren(standIn(message.message_id));
  });
  image.addEventListener("error", () => frame.replaceChildren(standIn(message.message_id)));
  return frame;
}

function standIn(seed) {
  const hue = (seed * 47) % 360;
  const sky = svg("rect", { width: 120, height: 90, fill: `hsl(${hue} 38% 72%)` });
  return svg("svg", { viewBox: "0 0 120 90", class: "stand-in", preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" }, sky,
    svg("circle", { cx: 92, cy: 22, r: 9, fill: "#fff", opacity: 0.75 }),
    svg("path", { d: "M0 72L34 38l26 26 18-15 42 36v5H0z", fill: `hsl(${hue} 30% 48%)` }),
    svg("path", { d: "M0 82l40-22 32 20 22-11 26 14v7H0z", fill: `hsl(${hue} 32% 36%)` }));
}

function zoom(text, picture) {
  dialog(text || t("photo"), () => picture, { extra: "zoom" });
}

/** Fetch a file and give it its own type: the local Telegram only offers it for download. */
async function blobUrl(file, kind) {
  const response = await fetch(file.url);
  return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: file.mime_type || kind }));
}

/** A player that fetches its file when it is first played, and lets go of it when it leaves the page. */
function player(tag, file, kind, frame, props = {}) {
  const element = h(tag, { controls: true, preload: "none", ...props });
  blobUrl(file, kind).then((url) => {
    element.src = url;
    element.play().catch(() => {});
    element.addEventListener("error", () => { URL.revokeObjectURL(url); toast(t("cannotPlay")); frame.classList.add("broken"); });
    element.addEventListener("emptied", () => URL.revokeObjectURL(url));
  });
  return element;
}

function film(message, file, tile, extra = "") {
  const frame = h("div", { class: `film ${extra}${tile ? " tile" : ""}` });
  frame.style.aspectRatio = tile ? "" : `${file.width || file.length || 4} / ${file.height || file.length || 3}`;
  frame.append(standIn(message.message_id), h("button", { type: "button", class: "play", "aria-label": t("play"), on: { click: () => frame.replaceChildren(player("video", file, "video/mp4", frame, { playsinline: true })) } }, icon("play")), h("span", { class: "film-length" }, duration(file.duration || 0)));
  return frame;
}

function sound(message, file) {
  const bars = Array.from({ length: 26 }, (_, n) => svg("rect", { x: n * 5, width: 3, rx: 1.5, y: 14 - wave(message.message_id, n), height: 2 * wave(message.message_id, n) }));
  const frame = h("div", { class: "sound" });
  frame.append(
    h("button", { type: "button", class: "play small", "aria-label": t("play"), on: { click: () => frame.replaceChildren(player("audio", file, "audio/ogg", frame)) } }, icon("play")),
    h("span", { class: "sound-body" }, svg("svg", { viewBox: "0 0 130 28", class: "wave", "aria-hidden": "true" }, ...bars), h("small", {}, message.kind === "audio" && (file.title || file.file_name) ? `${file.title || file.file_name} · ` : "", duration(file.duration || 0))));
  return frame;
}

const wave = (seed, n) => 2 + Math.abs(Math.sin(seed * 1.7 + n * 1.31) * Math.cos(n * 0.43)) * 10;

function paper(file) {
  const name = file.file_name || t("document");
  return h("a", { class: "paper", href: file.url, download: name }, h("span", { class: "paper-icon" }, icon("file")), h("span", { class: "paper-text" }, h("b", {}, name), h("small", {}, size(file.file_size || 0))));
}

function place(location, title, address) {
  return h("div", { class: "place" }, drawPlace(location), h("div", { class: "place-text" }, title ? h("b", {}, title) : null, address ? h("span", {}, address) : null, h("small", {}, `${location.latitude.toFixed(5)}, ${location.longitude.toFixed(5)}`)));
}

function poll(value) {
  return h("div", { class: "poll" }, h("b", {}, value.question), value.options.map((option) => h("div", { class: "poll-option" }, h("span", {}, option.text), h("small", {}, t("votes", { n: option.voter_count })))));
}
