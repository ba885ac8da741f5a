import { describe, expect, it } from "vitest";
import { transition } from "xstate";
import type { AnyStateNode } from "xstate";
import { getShortestPaths } from "xstate/graph";
import { consultation } from "../../machines/consultation.ts";
import type { ConsultationEvent, View } from "../../machines/consultation.ts";
import { standingView, talkView } from "../../src/dialogue/standing.ts";
import { bundle } from "../support/dialogue-scene.ts";
import { asking } from "../support/dialogue-ways.ts";

/** Every event, with every value its fields may take: so the walk is bounded. */
const EVENTS: readonly ConsultationEvent[] = [
  ...bundle.policy.purposes.map(({ id }) => ({ type: "choose", purpose: id }) as const),
  { type: "placed", purpose: "mistake" },
  { type: "placed", purpose: "precheck" },
  { type: "answered", account: "open" },
  { type: "answered", account: "done" },
  { type: "answered", account: "contradictory" },
  { type: "back", answers: true },
  { type: "back", answers: false },
  ...(
    [
      ["consent", "decline", "timed", "told", "changed", "finish", "confirm", "correct", "pick"],
      ["steps", "basis", "result", "copy", "exported", "remedy", "thorough", "close", "restart"],
      ["present", "erase", "erased", "leave", "lookup", "found", "review", "note", "entry"],
      ["reviewed", "heard"],
    ] as const
  ).flatMap((types) => types.map((type) => ({ type }) as ConsultationEvent)),
];

/** Named once each; the compiler says when a view is missing here. */
const VIEWS: Readonly<Record<View, true>> = {
  notice: true,
  declined: true,
  purpose: true,
  place: true,
  timing: true,
  telling: true,
  proposals: true,
  question: true,
  conflict: true,
  summary: true,
  correcting: true,
  verdict: true,
  steps: true,
  basis: true,
  copy: true,
  remedies: true,
  remedy: true,
  closed: true,
  erasing: true,
  lookup: true,
  found: true,
  entry: true,
  noting: true,
  review: true,
};
/** What the stepper carries out. */
const EFFECTS = ["forget", "present", "presentTalk", "reset"];

const overlays = consultation.root.states["overlay"]?.states ?? {};
const overlayStates = Object.keys(overlays);
const talkStates = Object.keys(consultation.root.states["talk"]?.states ?? {});

const nodes = (node: AnyStateNode): readonly AnyStateNode[] => [
  node,
  ...Object.values(node.states).flatMap(nodes),
];

const reached = getShortestPaths(consultation, {
  events: [...EVENTS],
  serializeState: ({ value }) => JSON.stringify(value),
}).map(({ state }) => state);

const steps = reached.flatMap((from) =>
  EVENTS.map((event) => {
    const [to, actions] = transition(consultation, from, event);
    return { from, event, to, actions };
  }),
);

describe("the machine of the consultation", () => {
  it("is pure: nothing is invoked, nothing waits, nothing is remembered", () => {
    for (const node of nodes(consultation.root)) {
      expect(node.invoke, node.id).toEqual([]);
      expect(node.after, node.id).toEqual([]);
    }
    expect(new Set(steps.map(({ to }) => JSON.stringify(to.context)))).toEqual(new Set(["{}"]));
  });

  it("reaches every state of both regions", () => {
    const values = reached.map(({ value }) => value as { talk: string; overlay: string });
    expect(new Set(values.map(({ talk }) => talk))).toEqual(new Set(talkStates));
    expect(new Set(values.map(({ overlay }) => overlay))).toEqual(new Set(overlayStates));
  });

  it("has a view for every state", async () => {
    const { case: some } = await asking();
    for (const state of talkStates)
      expect(VIEWS, state).toHaveProperty(talkView({ ...some, state }));
    for (const overlay of overlayStates)
      expect(VIEWS, overlay).toHaveProperty(standingView({ ...some, overlay }));
  });

  it("names no action but those the stepper carries out", () => {
    const named = new Set(steps.flatMap(({ actions }) => actions.map(({ type }) => type)));
    expect([...named].sort()).toEqual(EFFECTS);
    expect(Object.keys(consultation.implementations.actions).sort()).toEqual(EFFECTS);
  });

  it("presents every view, and no other", () => {
    const presented = steps.flatMap(({ actions }) =>
      actions.flatMap(({ type, params }) =>
        type === "present" ? [(params as { readonly view: View }).view] : [],
      ),
    );
    expect(new Set(presented)).toEqual(new Set(Object.keys(VIEWS)));
  });

  it("shows at most one thing a step, so that one set of buttons lies on the table", () => {
    for (const { from, event, actions } of steps) {
      const { overlay } = from.value as { overlay: string };
      const own = overlays[overlay]?.ownEvents ?? [];
      // What the stepper keeps from a talk that something lies over.
      if (overlay !== "none" && event.type !== "restart" && !own.includes(event.type)) continue;
      const shown = actions.filter(({ type }) => type.startsWith("present"));
      expect(shown.length, `${JSON.stringify(from.value)} ${event.type}`).toBeLessThan(2);
    }
  });

  it("comes out of every overlay to the talk as it stood", () => {
    for (const { value } of reached) {
      const { talk } = value as { talk: string; overlay: string };
      let state = consultation.resolveState({ value, context: {} });
      // A note leads back to its entry first.
      for (let left = 0; left < 2; left += 1)
        [state] = transition(consultation, state, { type: "leave" });
      expect(state.value).toEqual({ talk, overlay: "none" });
    }
  });

  it("begins anew from everywhere", () => {
    for (const { event, to, actions } of steps.filter((one) => one.event.type === "restart")) {
      expect(event.type).toBe("restart");
      expect(to.value).toEqual({ talk: "notice", overlay: "none" });
      expect(actions.map(({ type }) => type).sort()).toEqual(["present", "reset"]);
    }
  });

  it("takes up every state again from its two names alone", () => {
    for (const known of reached) {
      const restored = consultation.resolveState({
        value: structuredClone(known.value),
        context: {},
      });
      for (const event of EVENTS) {
        const [first, firstActions] = transition(consultation, known, event);
        const [second, secondActions] = transition(consultation, restored, event);
        expect(second.value).toEqual(first.value);
        expect(secondActions.map(({ type }) => type)).toEqual(firstActions.map(({ type }) => type));
      }
      expect(restored.status).toBe("active");
    }
  });
});
