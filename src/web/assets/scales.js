/** One distinction as a small pair of scales: the answers are weights, the beam leans to the side they settle. */
import { html, svg } from "./dom.js";

/** @typedef {import("../../dialogue/reply.ts").DistinctionRow} DistinctionRow */
/** @typedef {{ readonly x: number, readonly y: number }} Point */
/** @typedef {"tolerable" | "culpable"} Pan */

const WIDTH = 132;
const HEIGHT = 92;
const PIVOT = { x: WIDTH / 2, y: 17 };
const ARM = 42;
const STRING = 33;
const PAN_HALF = 19;
const BASE_Y = 86;
const WEIGHT_RADIUS = 4.2;
const WEIGHTS_A_ROW = 3;
/** More weights than this would leave the pan; the words beside name them all. */
const WEIGHTS_DRAWN_MAX = 6;
const LEAN_DEGREES = 11;

/** Downwards on the left is positive. */
const LEAN = { tolerable: LEAN_DEGREES, culpable: -LEAN_DEGREES, open: 0, neither: 0 };
const MARKS = { tolerable: "●", culpable: "○" };

/**
 * The scales and, beside them, all they show in words.
 * @param {DistinctionRow} row
 * @returns {HTMLElement}
 */
export function drawDistinction(row) {
  const side = html("p", { class: "side" }, [
    html("span", { class: "mark", "aria-hidden": "true" }, [row.mark]),
    html("strong", {}, [row.sideName]),
  ]);
  return html("li", { class: "distinction", "data-side": row.side }, [
    drawScales(row),
    html("div", { class: "reading" }, [
      html("p", { class: "name" }, [row.name]),
      side,
      html("p", { class: "reason" }, [row.reason]),
      drawWeightNames(row),
    ]),
  ]);
}

/** @param {DistinctionRow} row */
function drawWeightNames(row) {
  const names = (/** @type {Pan} */ pan) =>
    row[pan].map((name) =>
      html("li", { "data-pan": pan }, [
        html("span", { class: "mark", "aria-hidden": "true" }, [MARKS[pan]]),
        name,
      ]),
    );
  const all = [...names("tolerable"), ...names("culpable")];
  return all.length === 0 ? undefined : html("ul", { class: "weights" }, all);
}

/** @param {DistinctionRow} row */
function drawScales(row) {
  const radians = (LEAN[row.side] * Math.PI) / 180;
  const reach = { x: ARM * Math.cos(radians), y: ARM * Math.sin(radians) };
  const left = { x: PIVOT.x - reach.x, y: PIVOT.y + reach.y };
  const right = { x: PIVOT.x + reach.x, y: PIVOT.y - reach.y };
  const size = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: `${WIDTH}`, height: `${HEIGHT}` };
  return svg("svg", { class: "scales", "aria-hidden": "true", focusable: "false", ...size }, [
    line({ x: PIVOT.x, y: PIVOT.y }, { x: PIVOT.x, y: BASE_Y }, "post"),
    line({ x: PIVOT.x - 15, y: BASE_Y }, { x: PIVOT.x + 15, y: BASE_Y }, "post"),
    line(left, right, "beam"),
    svg("circle", { class: "pivot", cx: `${PIVOT.x}`, cy: `${PIVOT.y}`, r: "3.4" }),
    ...drawPan(left, "tolerable", row.tolerable.length),
    ...drawPan(right, "culpable", row.culpable.length),
  ]);
}

/**
 * @param {Point} hook
 * @param {Pan} pan
 * @param {number} count
 */
function drawPan(hook, pan, count) {
  const floor = hook.y + STRING;
  const bowl = `M${hook.x - PAN_HALF} ${floor} Q${hook.x} ${floor + 11} ${hook.x + PAN_HALF} ${floor} Z`;
  const weights = Array.from({ length: Math.min(count, WEIGHTS_DRAWN_MAX) }, (_, index) => {
    const { x, y } = weightPlace(index, Math.min(count, WEIGHTS_DRAWN_MAX));
    return svg("circle", {
      class: `weight ${pan}`,
      cx: `${hook.x + x}`,
      cy: `${floor - WEIGHT_RADIUS - 1 - y}`,
      r: `${WEIGHT_RADIUS}`,
    });
  });
  return [
    line(hook, { x: hook.x - PAN_HALF, y: floor }, "string"),
    line(hook, { x: hook.x + PAN_HALF, y: floor }, "string"),
    svg("path", { class: "bowl", d: bowl }),
    ...weights,
  ];
}

/**
 * Rows of three, each centred, one upon the other.
 * @param {number} index
 * @param {number} count
 * @returns {Point}
 */
function weightPlace(index, count) {
  const row = Math.floor(index / WEIGHTS_A_ROW);
  const inRow = Math.min(WEIGHTS_A_ROW, count - row * WEIGHTS_A_ROW);
  const step = WEIGHT_RADIUS * 2 + 1;
  return { x: ((index % WEIGHTS_A_ROW) - (inRow - 1) / 2) * step, y: row * step };
}

/**
 * @param {Point} from
 * @param {Point} to
 * @param {string} name
 */
function line(from, to, name) {
  return svg("line", {
    class: name,
    x1: `${from.x}`,
    y1: `${from.y}`,
    x2: `${to.x}`,
    y2: `${to.y}`,
  });
}
