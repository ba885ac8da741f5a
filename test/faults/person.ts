/** A simulated person with a phone who does what their dice say. */
import type { Dice } from "../proof/dice.ts";
import type { Person } from "../support/bot-api.ts";
import type { ShownButton } from "../support/bot-api-person.ts";
import { isAgain, newMemory } from "./memory.ts";
import type { Memory } from "./memory.ts";
import { answerBy, isLine } from "./reading.ts";
import type { Asked, Reader } from "./reading.ts";

/** Chances in a hundred, each time someone does something. */
const PHOTO_PERCENT = 4;
const OLD_BUTTON_PERCENT = 5;
const START_PERCENT = 2;
const FORGET_PERCENT = 2;
const TYPED_PERCENT = 15;
const WHY_PERCENT = 5;
const TICK_PERCENT = 50;
const IMPATIENT_PERCENT = 15;
/** The impatient, each time they look and their last message is not taken yet. */
const HURRY_PERCENT = 20;

export interface Simulated {
  readonly id: number;
  readonly person: Person;
  readonly reader: Reader;
  readonly memory: Memory;
  /** What was sent since everything was last deleted. */
  sent(): number;
  /** Something is being deleted: earlier updates must not be handed out again until it is over. */
  forgetting(): boolean;
  /** Reads what is new, then does something. `waiting`: an update of theirs is not confirmed yet. */
  act(waiting: boolean): void;
  says(text: string): void;
}

interface State {
  sent: number;
  /** asked: deleting everything is on the table. confirmed: it was tapped, in the case named. */
  forgetting: "no" | "asked" | { readonly case: string | undefined };
  last: ShownButton | undefined;
  /** Will not wait quietly for what was sent last. */
  impatient: boolean;
}

interface Self {
  readonly person: Person;
  readonly reader: Reader;
  readonly memory: Memory;
  readonly dice: Dice;
  readonly state: State;
}

export function simulate(person: Person, reader: Reader, dice: Dice): Simulated {
  const memory = newMemory(person, reader);
  const state: State = { sent: 0, forgetting: "no", last: undefined, impatient: false };
  const self: Self = { person, reader, memory, dice, state };
  return {
    id: person.id,
    person,
    reader,
    memory,
    sent: () => state.sent,
    forgetting: () => state.forgetting !== "no",
    says: (text) => says(self, text),
    act: (waiting) => {
      memory.look();
      if (waiting) waitFor(self);
      else if (state.forgetting === "no") move(self);
      else forget(self, state.forgetting);
    },
  };
}

const happens = ({ dice }: Self, percent: number) => dice.below(100) < percent;

function says({ person, state }: Self, text: string): void {
  state.sent += 1;
  person.says(text);
}

function sendsPhoto({ person, state }: Self): void {
  state.sent += 1;
  person.sends("photo");
}

function press(self: Self, button: ShownButton): void {
  self.state.sent += 1;
  self.state.last = button;
  self.memory.gives(button, "tapped");
  self.person.presses(button);
}

/** The impatient tap once more, or send something, once while they wait. Nobody does while deleting. */
function waitFor(self: Self): void {
  const { last, forgetting, impatient } = self.state;
  if (forgetting !== "no" || !impatient || !happens(self, HURRY_PERCENT)) return;
  self.state.impatient = false;
  if (last !== undefined && happens(self, 50)) press(self, last);
  else sendsPhoto(self);
}

/** The buttons of the newest message that has any. */
function shownTo({ person }: Self): readonly ShownButton[] {
  const all = person.buttons();
  return all.filter(({ message }) => message === all.at(-1)?.message);
}

/** Deletes everything, then begins anew. */
function forget(self: Self, forgetting: Exclude<State["forgetting"], "no">): void {
  const { state, memory, reader } = self;
  const shown = shownTo(self);
  if (forgetting === "asked") {
    const erase = shown.find(({ label }) => label === reader.words.buttons.erase_yes);
    state.forgetting = erase === undefined ? "no" : { case: memory.newestCase() };
    if (erase === undefined) return says(self, "/start");
    press(self, erase);
    state.sent = 0;
    return;
  }
  // The tokens of a new case begin otherwise than those of the one before.
  if (memory.newestCase() !== forgetting.case) {
    state.forgetting = "no";
    return move(self);
  }
  const again = shown.find(isAgain);
  return again === undefined ? says(self, "/start") : press(self, again);
}

function move(self: Self): void {
  const { memory, dice, state } = self;
  state.impatient = happens(self, IMPATIENT_PERCENT);
  const shown = shownTo(self);
  const [first] = shown;
  if (first === undefined) return says(self, "/start");
  if (happens(self, PHOTO_PERCENT)) return sendsPhoto(self);
  const harmless = memory.old.filter((button) => !isRefused(self, button));
  if (harmless.length > 0 && happens(self, OLD_BUTTON_PERCENT))
    return press(self, dice.pick(harmless));
  if (happens(self, START_PERCENT)) return says(self, "/start");
  if (happens(self, FORGET_PERCENT)) {
    state.forgetting = "asked";
    return says(self, "/forget");
  }
  const asked = memory.askedAt(first)?.asked;
  return asked === undefined ? goOn(self, shown) : answerTo(self, asked, shown);
}

/** Whatever leads on; where nothing does, the talk is shown again. */
function goOn(self: Self, shown: readonly ShownButton[]): void {
  const open = shown.filter((button) => !isRefused(self, button));
  if (open.length > 0) press(self, self.dice.pick(open));
  else says(self, "/start");
}

function answerTo(self: Self, asked: Asked, shown: readonly ShownButton[]): void {
  const { dice, reader } = self;
  const labels = shown.map(({ label }) => label);
  const lines = shown.filter(({ label }) => isLine(label));
  if (lines.length > 0 && happens(self, TICK_PERCENT)) return press(self, dice.pick(lines));
  const why = shown.find(({ label }) => label === reader.words.buttons.why);
  if (why !== undefined && happens(self, WHY_PERCENT)) return press(self, why);
  const answers = shown.filter(({ label }) => answerBy(asked, labels, label, reader) !== undefined);
  if (answers.length === 0) return goOn(self, shown);
  const chosen = dice.pick(answers);
  if (!happens(self, TYPED_PERCENT)) return press(self, chosen);
  self.memory.gives(chosen, "typed");
  return says(self, chosen.label);
}

/** What takes an answer back or leads away from the questions is left alone: then what must be kept is plain. */
function isRefused({ reader }: Self, { label }: ShownButton): boolean {
  const { buttons } = reader.words;
  const away = [buttons.decline, buttons.lookup, buttons.disagree, buttons.help, buttons.language];
  const over = [buttons.restart, buttons.new_matter, buttons.erase, buttons.erase_yes];
  const back = [buttons.back, buttons.leave, buttons.keep, buttons.finish];
  return [...away, ...over, ...back].includes(label);
}
