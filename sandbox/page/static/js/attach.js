// What can be sent besides text: files, places, voices, and the small things.

import { h, icon } from "./dom.js";
import { t } from "./i18n.js";
import { pickLocation } from "./map.js";
import { attempt, form, menu } from "./overlay.js";
import * as sim from "./sim.js";

/** @param {Element} anchor @param {(fields: any) => Promise<any>} send @param {(files: File[]) => void} sendFiles */
export function attachMenu(anchor, send, sendFiles) {
  const item = (key, drawing, act) => ({ label: t(key), drawing: icon(drawing), act });
  const now = (fields) => () => attempt(() => send(fields));
  menu(anchor, [
    item("photoOrVideo", "photo", () => choose("image/*,video/*", sendFiles)),
    item("samplePhoto", "photo", now({ photo: true })),
    item("sampleAlbum", "photo", now({ album: [{ photo: true }, { photo: true }, { photo: true }] })),
    item("document", "file", () => choose("", sendFiles)),
    item("location", "pin", () => pickLocation((location) => attempt(() => send({ location })))),
    item("contact", "person", () => form(t("contact"), t("send"), [{ name: "first_name", label: t("name"), required: true }, { name: "phone_number", label: t("phone"), required: true }], (contact) => send({ contact }))),
    item("poll", "chart", () => form(t("poll"), t("send"), [{ name: "question", label: t("question"), required: true }, { name: "options", label: t("options"), long: true, value: "Ya\nTidak" }], ({ question, options }) => send({ poll: { question, options: options.split("\n").filter(Boolean) } }))),
    item("sticker", "smile", now({ sticker: { emoji: "🙂" } })),
    item("dice", "dice", now({ dice: {} })),
  ]);
}

function choose(accept, sendFiles) {
  const input = h("input", { type: "file", multiple: true, accept: accept || null });
  input.addEventListener("change", () => input.files.length && sendFiles([...input.files]));
  input.click();
}

/** Which kind of message a file becomes. @param {File} file */
export function kindOf(file) {
  if (/^image\/(png|jpeg)$/.test(file.type)) return "photo";
  return file.type.startsWith("video/") ? "video" : "document";
}

async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let n = 0; n < bytes.length; n += 32768) text += String.fromCharCode(...bytes.subarray(n, n + 32768));
  return btoa(text);
}

/** Send chosen files, several as albums of ten at most. @param {File[]} files @param {any} where @param {string} caption */
export async function sendFiles(files, where, caption) {
  const first = kindOf(files[0]);
  const alike = files.every((file) => (kindOf(file) === "document") === (first === "document"));
  if (files.length > 1 && alike) {
    for (let n = 0; n < files.length; n += 10) {
      const items = await Promise.all(files.slice(n, n + 10).map(async (file, i) => ({ [kindOf(file)]: { data: await base64(file), file_name: file.name, mime_type: file.type }, ...(n + i === 0 && caption ? { caption } : {}) })));
      await sim.post("messages", { ...where, ...(items.length > 1 ? { album: items } : items[0]) });
    }
    return;
  }
  for (const [n, file] of files.entries()) await sim.upload({ ...where, [kindOf(file)]: true, ...(n === 0 && caption ? { caption } : {}) }, file, file.name);
}

let recorder = null;
/** Begin or end a voice message; where there is no microphone, one of three seconds is made up. */
export async function voice(where, onState) {
  if (recorder) return recorder.stop();
  const stream = await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => null);
  if (!stream) return attempt(() => sim.post("messages", { ...where, voice: { duration: 3 } }));
  const parts = [];
  const began = Date.now();
  recorder = new MediaRecorder(stream);
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.onstop = () => {
    recorder = null;
    onState(false);
    for (const track of stream.getTracks()) track.stop();
    const duration = Math.max(1, Math.round((Date.now() - began) / 1000));
    attempt(() => sim.upload({ ...where, voice: { duration } }, new Blob(parts), "suara.ogg"));
  };
  recorder.start();
  onState(true);
}
