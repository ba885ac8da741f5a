/** Growth as a picture: an SVG written by hand, readable on light and on dark ground. */
import type { Grown } from "./growth.ts";

interface Line {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly number[];
}

const WIDTH = 640;
const HEIGHT = 260;
const PANEL = { width: 240, height: 170, top: 40 };
const LEFTS = [55, 375];
/** Middle tones: they stand out on white and on black alike. */
const GREY = "#808890";
const BLUE = "#3b82d6";
const ORANGE = "#d9822b";
const GREEN = "#2f9e63";

/** Two panels over the number of rules: the seconds, and the nodes. */
export function growthPlot(steps: readonly Grown[]): string {
  const seconds: readonly Line[] = [
    { name: "compile", colour: BLUE, values: steps.map(({ compileMs }) => compileMs / 1000) },
    { name: "prove", colour: ORANGE, values: steps.map(({ proofMs }) => proofMs / 1000) },
  ];
  const nodes: readonly Line[] = [
    { name: "nodes", colour: GREEN, values: steps.map((step) => step.nodes ?? 0) },
  ];
  const rules = steps.map((step) => step.rules);
  const facts = steps.map((step) => step.facts);
  const [first, last] = [facts[0] ?? 0, facts.at(-1) ?? 0];
  const title = `A growing policy: ${first} to ${last} facts, ${rules[0] ?? 0} to ${rules.at(-1) ?? 0} rules`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">`,
    `<g font-family="system-ui, sans-serif" font-size="12" fill="${GREY}">`,
    text(WIDTH / 2, 18, title, "middle"),
    panel(LEFTS[0] ?? 0, "seconds", rules, seconds),
    panel(LEFTS[1] ?? 0, "nodes of the diagram of tiers", rules, nodes),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function panel(
  left: number,
  unit: string,
  rules: readonly number[],
  lines: readonly Line[],
): string {
  const { width, height, top } = PANEL;
  const highest = roundedUp(Math.max(...lines.flatMap(({ values }) => values)));
  const widest = Math.max(...rules);
  const x = (count: number) => Math.round(left + (count / widest) * width);
  const y = (value: number) => Math.round(top + height - (value / highest) * height);
  const levels = [0, highest / 2, highest].map((value) =>
    [
      `<path d="M${left} ${y(value)}h${width}" stroke="${GREY}" stroke-opacity="0.3"/>`,
      text(left - 6, y(value) + 4, value.toLocaleString("en"), "end"),
    ].join(""),
  );
  const bottom = top + height;
  return [
    text(left, top - 8, unit, "start"),
    ...levels,
    ...rules.map((count) => text(x(count), bottom + 18, String(count), "middle")),
    text(left + width / 2, bottom + 38, "rules", "middle"),
    ...lines.map(
      ({ name, colour }, at) =>
        `<g fill="${colour}">${text(left + 12, top + 14 + at * 16, name, "start")}</g>`,
    ),
    ...lines.map((line) => drawn(line, rules, x, y)),
  ].join("\n");
}

function drawn(
  { colour, values }: Line,
  rules: readonly number[],
  x: (count: number) => number,
  y: (value: number) => number,
): string {
  const points = values.map((value, at) => [x(rules[at] ?? 0), y(value)] as const);
  const dots = points.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour}"/>`);
  const way = points.map((point) => point.join(",")).join(" ");
  return [
    `<polyline points="${way}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...dots,
  ].join("\n");
}

function text(x: number, y: number, words: string, anchor: string): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`;
}

/** To one, two or five times a power of ten. */
function roundedUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5].find((times) => times * power >= value) ?? 10) * power;
}
