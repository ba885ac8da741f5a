/**
 * The guided talk. Its states are parts of the talk, never single questions: which question is on the table comes
 * from the policy. Two regions: the talk itself, and an overlay (deleting, looking up, reviewing) that leaves the talk
 * where it stood; while one is open, the stepper keeps the talk's own events from it. Actions are names only; the
 * stepper carries them out.
 */
import { setup } from "xstate";

export type View =
  | "notice"
  | "declined"
  | "purpose"
  | "place"
  | "timing"
  | "telling"
  | "proposals"
  | "question"
  | "conflict"
  | "summary"
  | "correcting"
  | "verdict"
  | "steps"
  | "basis"
  | "copy"
  | "remedies"
  | "remedy"
  | "closed"
  | "erasing"
  | "lookup"
  | "found"
  | "entry"
  | "noting"
  | "review";

export type ConsultationEvent =
  | { readonly type: "consent" }
  | { readonly type: "decline" }
  | { readonly type: "choose"; readonly purpose: string }
  | { readonly type: "placed"; readonly purpose: string | undefined }
  | { readonly type: "timed" }
  | { readonly type: "told" }
  /** Facts were read out of what was typed, to be confirmed. */
  | { readonly type: "heard" }
  /** An answer was filed; what the account is like now. */
  | { readonly type: "answered"; readonly account: "open" | "done" | "contradictory" }
  /** The question on the table changed without an answer: an item was ticked, or the reason was asked for. */
  | { readonly type: "changed" }
  | { readonly type: "finish" }
  | { readonly type: "confirm" }
  | { readonly type: "correct" }
  | { readonly type: "pick" }
  | { readonly type: "steps" }
  | { readonly type: "basis" }
  | { readonly type: "result" }
  | { readonly type: "copy" }
  | { readonly type: "exported" }
  | { readonly type: "remedy" }
  | { readonly type: "thorough" }
  | { readonly type: "close" }
  | { readonly type: "back"; readonly answers: boolean }
  | { readonly type: "restart" }
  | { readonly type: "present" }
  | { readonly type: "erase" }
  | { readonly type: "erased" }
  | { readonly type: "leave" }
  | { readonly type: "lookup" }
  | { readonly type: "found" }
  | { readonly type: "review" }
  | { readonly type: "note" }
  | { readonly type: "entry" }
  | { readonly type: "reviewed" };

const present = (view: View) => ({ type: "present" as const, params: { view } });
export const consultation = setup({
  types: { events: {} as ConsultationEvent },
  actions: {
    /** Show a part of the talk; never executed here. */
    present: (_, _params: { view: View }) => {},
    /** Show the talk as it stands: nothing lies over it, or no longer. */
    presentTalk: () => {},
    /** Drop answers, narrative and dates; keep language and consent. */
    reset: () => {},
    /** Erase the case from the store. */
    forget: () => {},
  },
  guards: {
    contradictory: ({ event }) => event.type === "answered" && event.account === "contradictory",
    open: ({ event }) => event.type === "answered" && event.account === "open",
    hasAnswers: ({ event }) => event.type === "back" && event.answers,
    disagrees: ({ event }) => event.type === "choose" && event.purpose === "disagree",
    selfChecks: ({ event }) => event.type === "choose" && event.purpose === "inaction",
    looksUp: ({ event }) => event.type === "choose" && event.purpose === "lookup",
    precheck: ({ event }) => event.type === "placed" && event.purpose === "precheck",
  },
}).createMachine({
  id: "consultation",
  type: "parallel",
  context: {},
  states: {
    talk: {
      initial: "notice",
      on: { restart: { target: ".notice", actions: "reset" } },
      states: {
        notice: {
          entry: present("notice"),
          on: { consent: "purpose", decline: "declined" },
        },
        declined: {
          entry: present("declined"),
          on: { consent: "purpose" },
        },
        purpose: {
          entry: present("purpose"),
          on: {
            choose: [
              { guard: "disagrees", target: "remedies" },
              { guard: "selfChecks", target: "asking" },
              { guard: "looksUp", target: "purpose", reenter: false },
              { target: "place" },
            ],
          },
        },
        place: {
          entry: present("place"),
          on: {
            placed: [{ guard: "precheck", target: "telling" }, { target: "timing" }],
            back: "purpose",
          },
        },
        timing: {
          entry: present("timing"),
          on: { timed: "telling", back: "place" },
        },
        telling: {
          entry: present("telling"),
          on: { told: "asking", heard: "proposing", back: "place" },
        },
        proposing: {
          entry: present("proposals"),
          on: {
            changed: { actions: present("proposals") },
            heard: { actions: present("proposals") },
            answered: [
              { guard: "contradictory", target: "conflict" },
              { guard: "open", target: "asking" },
              { target: "summary" },
            ],
            finish: "summary",
            correct: "correcting",
            back: [{ guard: "hasAnswers", target: "asking" }, { target: "telling" }],
          },
        },
        asking: {
          entry: present("question"),
          on: {
            changed: { actions: present("question") },
            answered: [
              { guard: "contradictory", target: "conflict" },
              { guard: "open", target: "asking", reenter: true },
              { target: "summary" },
            ],
            heard: "proposing",
            finish: "summary",
            correct: "correcting",
            back: [{ guard: "hasAnswers", target: "asking", reenter: true }, { target: "purpose" }],
          },
        },
        conflict: {
          entry: present("conflict"),
          on: { pick: "asking" },
        },
        summary: {
          entry: present("summary"),
          on: {
            confirm: "verdict",
            correct: "correcting",
            back: [{ guard: "hasAnswers", target: "asking" }, { target: "purpose" }],
          },
        },
        correcting: {
          entry: present("correcting"),
          on: {
            pick: "asking",
            back: "summary",
            result: "summary",
          },
        },
        verdict: {
          entry: present("verdict"),
          on: {
            steps: "steps",
            basis: { actions: present("basis") },
            copy: "copy",
            correct: "correcting",
            thorough: "asking",
            close: "closed",
            back: "summary",
          },
        },
        steps: {
          entry: present("steps"),
          on: {
            result: "verdict",
            correct: "correcting",
            copy: "copy",
            close: "closed",
            back: "verdict",
          },
        },
        copy: {
          entry: present("copy"),
          on: {
            exported: { actions: present("copy") },
            result: "verdict",
            close: "closed",
            back: "verdict",
          },
        },
        remedies: {
          entry: present("remedies"),
          on: {
            remedy: { actions: present("remedy") },
            close: "closed",
            back: "purpose",
          },
        },
        closed: {
          entry: present("closed"),
          on: {
            result: "verdict",
            correct: "correcting",
          },
        },
      },
    },
    overlay: {
      initial: "none",
      // Beginning anew is meant for the talk, whatever lies over it.
      on: { restart: ".none" },
      states: {
        none: {
          on: {
            present: { actions: "presentTalk" },
            erase: "erasing",
            lookup: "lookup",
            choose: { guard: "looksUp", target: "lookup" },
            review: "review",
          },
        },
        erasing: {
          entry: present("erasing"),
          on: {
            present: { actions: present("erasing") },
            erased: { target: "none", actions: "forget" },
            leave: { target: "none", actions: "presentTalk" },
          },
        },
        lookup: {
          entry: present("lookup"),
          on: {
            present: { actions: present("lookup") },
            found: { actions: present("found") },
            erase: "erasing",
            leave: { target: "none", actions: "presentTalk" },
          },
        },
        review: {
          entry: present("review"),
          on: {
            present: { actions: present("review") },
            reviewed: { actions: present("review") },
            entry: "entry",
            erase: "erasing",
            leave: { target: "none", actions: "presentTalk" },
          },
        },
        entry: {
          entry: present("entry"),
          on: {
            present: { actions: present("entry") },
            entry: { actions: present("entry") },
            note: "noting",
            reviewed: "review",
            erase: "erasing",
            leave: { target: "none", actions: "presentTalk" },
          },
        },
        noting: {
          entry: present("noting"),
          on: { present: { actions: present("noting") }, entry: "entry", leave: "entry" },
        },
      },
    },
  },
});
