// A plain map of the regency, drawn here: its outline on a grid of degrees. Nothing is fetched from anywhere else.

import { h, iconButton, svg } from "./dom.js";
import { t } from "./i18n.js";
import { dialog } from "./overlay.js";
import { regency } from "./sim.js";

/** @type {{name: string, outline: [number, number][]}} */
let known = { name: "", outline: [] };
const HERE = { latitude: -6.8976, longitude: 112.0649 };
const SIZE = 400;

export async function loadMap() {
  known = await regency().catch(() => known);
}

function bounds() {
  if (known.outline.length < 3) return { west: HERE.longitude - 0.4, east: HERE.longitude + 0.4, south: HERE.latitude - 0.4, north: HERE.latitude + 0.4 };
  const longitudes = known.outline.map((p) => p[0]);
  const latitudes = known.outline.map((p) => p[1]);
  return { west: Math.min(...longitudes) - 0.05, east: Math.max(...longitudes) + 0.05, south: Math.min(...latitudes) - 0.05, north: Math.max(...latitudes) + 0.05 };
}

/** A view of `span` degrees around a point; x and y are in a square of SIZE. */
function view(center, span) {
  const scale = SIZE / span;
  return {
    x: (longitude) => SIZE / 2 + (longitude - center.longitude) * scale,
    y: (latitude) => SIZE / 2 - (latitude - center.latitude) * scale,
    at: (x, y) => ({ longitude: center.longitude + (x - SIZE / 2) / scale, latitude: center.latitude - (y - SIZE / 2) / scale }),
  };
}

function draw(root, center, span, point) {
  const to = view(center, span);
  const step = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005].find((s) => span / s >= 4) || 0.002;
  const nodes = [];
  if (known.outline.length >= 3) nodes.push(svg("polygon", { class: "land", points: known.outline.map(([lon, lat]) => `${to.x(lon)},${to.y(lat)}`).join(" ") }));
  for (let n = Math.ceil((center.longitude - span / 2) / step); n * step <= center.longitude + span / 2; n += 1) {
    const x = to.x(n * step);
    nodes.push(svg("path", { class: "grid", d: `M${x} 0V${SIZE}` }), label(x + 3, SIZE - 5, String(Number((n * step).toFixed(3)))));
  }
  for (let n = Math.ceil((center.latitude - span / 2) / step); n * step <= center.latitude + span / 2; n += 1) {
    const y = to.y(n * step);
    nodes.push(svg("path", { class: "grid", d: `M0 ${y}H${SIZE}` }), label(4, y - 3, String(Number((n * step).toFixed(3)))));
  }
  const x = to.x(point.longitude);
  const y = to.y(point.latitude);
  nodes.push(svg("path", { class: "pin", d: `M${x} ${y}c-9-12-13-17-13-24a13 13 0 0 1 26 0c0 7-4 12-13 24z` }), svg("circle", { class: "pin-eye", cx: x, cy: y - 24, r: 5 }));
  root.replaceChildren(...nodes);
}

function label(x, y, text) {
  const node = svg("text", { class: "degree", x, y });
  node.textContent = text;
  return node;
}

/** A small still map of a place. @param {{latitude: number, longitude: number}} point */
export function drawPlace(point) {
  const root = svg("svg", { viewBox: `0 100 ${SIZE} 200`, class: "map still", role: "img", "aria-label": t("location") });
  draw(root, point, 0.25, point);
  return root;
}

function inside({ longitude, latitude }) {
  let within = known.outline.length < 3;
  known.outline.forEach(([x1, y1], n) => {
    const [x2, y2] = known.outline[(n + 1) % known.outline.length];
    if (y1 > latitude !== y2 > latitude && longitude < ((x2 - x1) * (latitude - y1)) / (y2 - y1) + x1) within = !within;
  });
  return within;
}

/** Let the person choose a point. @param {(point: {latitude: number, longitude: number}) => Promise<any>} choose */
export function pickLocation(choose) {
  const edges = bounds();
  const center = { longitude: (edges.west + edges.east) / 2, latitude: (edges.south + edges.north) / 2 };
  let span = Math.max(edges.east - edges.west, edges.north - edges.south);
  const point = { ...HERE };
  const root = svg("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, class: "map", tabindex: "0", role: "application", "aria-label": t("mapHint") });
  const latitude = h("input", { type: "number", step: "any", name: "latitude" });
  const longitude = h("input", { type: "number", step: "any", name: "longitude" });
  const note = h("small", { class: "note", role: "status" });
  const show = (typed = false) => {
    draw(root, center, span, point);
    if (!typed) { latitude.value = point.latitude.toFixed(5); longitude.value = point.longitude.toFixed(5); }
    note.textContent = inside(point) ? t("mapHint") : t("outside", { name: known.name });
  };
  const move = (dx, dy) => { point.longitude += dx; point.latitude += dy; show(); };
  const zoomBy = (factor) => { span = Math.min(20, Math.max(0.01, span * factor)); Object.assign(center, point); show(); };
  root.addEventListener("click", (event) => {
    const place = root.getBoundingClientRect();
    Object.assign(point, view(center, span).at(((event.clientX - place.left) / place.width) * SIZE, ((event.clientY - place.top) / place.height) * SIZE));
    show();
  });
  root.addEventListener("keydown", (event) => {
    const step = span / 40;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] };
    if (moves[event.key]) move(...moves[event.key]);
    else if (event.key === "+") zoomBy(0.5);
    else if (event.key === "-") zoomBy(2);
    else if (event.key === "Enter") send.click();
    else return;
    event.preventDefault();
  });
  const typed = () => { Object.assign(point, { latitude: Number(latitude.value), longitude: Number(longitude.value) }); show(true); };
  latitude.addEventListener("input", typed);
  longitude.addEventListener("input", typed);
  show();
  const send = h("button", { type: "button", class: "button", on: { click: () => { box.close(); choose(point); } } }, t("sendLocation"));
  const box = dialog(t("mapTitle"), (close) => h("div", { class: "picker" }, h("div", { class: "map-frame" }, root, h("div", { class: "zoom-buttons" }, iconButton(t("zoomIn"), "add", () => zoomBy(0.5)), iconButton(t("zoomOut"), "close", () => zoomBy(2), "minus"))), note,
    h("div", { class: "pair" }, h("label", {}, h("span", {}, t("latitude")), latitude), h("label", {}, h("span", {}, t("longitude")), longitude)),
    h("footer", {}, h("button", { type: "button", class: "button quiet", on: { click: close } }, t("cancel")), send)));
  root.focus();
}
