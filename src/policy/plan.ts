/**
 * Which question comes next: the one after which, under the declared weights, the fewest questions are expected to
 * follow, within the flow of the talk. Every question is ranked by what it is expected to tell. Where many people pass,
 * the best few are also tried out: the rest of the talk is played through for the same made-up people after each of them
 * (a rollout: Bertsekas, Tsitsiklis and Wu 1997), and the one with the shortest talks is taken.
 */
import { askable } from "./ask.ts";
import type { NodeId } from "./diagram.ts";
import { NOTHING, type Residuals } from "./residual.ts";
import { weighed, type Shares } from "./weigh.ts";

/** A question as far as planning goes. */
export interface Askable {
  readonly id: string;
  readonly topic: string;
  /** Variables it sets. */
  readonly variables: readonly number[];
  /** Stands first in its topic whatever it tells. */
  readonly first: boolean;
}

export interface Effort {
  /** Questions are tried out where at least this share of people passes; above 1: never. */
  readonly sharedMin: number;
  /** People made up for trying out. */
  readonly people: number;
  /** Questions tried out at a place. */
  readonly candidates: number;
}

/** The talk leaves a topic for a question elsewhere that saves at least so many questions in expectation. */
const LEAVING_SAVES_MIN = 0.5;
const DRAWS_MAX = 40;
const SEED = 20_261_124;

let planners = 0;

export class Planner {
  /** Tells its notes from those of other planners over the same remains. */
  readonly #id = (planners += 1);
  readonly #residuals: Residuals;
  readonly #shares: Shares;
  readonly #questions: readonly Askable[];
  readonly #topics: readonly string[];
  readonly #effort: Effort;

  /** `questions` may be asked, `topics` is their order. */
  constructor(
    residuals: Residuals,
    shares: Shares,
    questions: readonly Askable[],
    topics: readonly string[],
    effort: Effort,
  ) {
    this.#residuals = residuals;
    this.#shares = shares;
    this.#questions = questions;
    this.#topics = topics;
    this.#effort = effort;
  }

  /** The question to ask, as a place in `questions`; -1 where none can change anything. `share`: people who pass here. */
  next(root: NodeId, topic: string | undefined, share: number): number {
    const ranked = this.#ranked(root);
    if (ranked.length < 2 || share < this.#effort.sharedMin) return this.#plainly(root, topic);
    const kind = `next ${this.#id} ${topic}`;
    return this.#residuals.noted(kind, root, () => this.#triedOut(root, topic, ranked));
  }

  /** The questions that can still change something, those that tell most first. */
  #ranked(root: NodeId): readonly number[] {
    return this.#residuals.noted(`ranked ${this.#id}`, root, () => {
      const asked = askable(this.#residuals, root);
      if (asked.size === 0) return [];
      const { gains } = weighed(this.#residuals, root, this.#shares);
      const told = this.#questions.map(({ variables }) =>
        variables.reduce(
          (bits, variable) => bits + (asked.has(variable) ? (gains[variable] as number) : 0),
          0,
        ),
      );
      return this.#questions
        .flatMap(({ variables }, i) =>
          variables.some((variable) => asked.has(variable)) ? [i] : [],
        )
        .sort((a, b) => (told[b] as number) - (told[a] as number) || a - b);
    });
  }

  /** The most telling question of the topic in hand, or of the first topic that has one. */
  #plainly(root: NodeId, topic: string | undefined): number {
    return this.#inFlow(this.#ranked(root), topic)[0] ?? -1;
  }

  #inFlow(ranked: readonly number[], topic: string | undefined): readonly number[] {
    const within = (wanted: string | undefined) =>
      ranked.filter((i) => this.#questions[i]?.topic === wanted);
    const here = within(topic);
    const found =
      here.length > 0 ? here : (this.#topics.map(within).find((list) => list.length > 0) ?? []);
    const first = found.find((i) => this.#questions[i]?.first === true);
    return first === undefined ? found : [first, ...found.filter((i) => i !== first)];
  }

  #triedOut(root: NodeId, topic: string | undefined, ranked: readonly number[]): number {
    const inFlow = this.#inFlow(ranked, topic);
    if (this.#questions[inFlow[0] ?? -1]?.first === true) return inFlow[0] as number;
    const here = inFlow.slice(0, this.#effort.candidates);
    const elsewhere = ranked.find((i) => !inFlow.includes(i));
    const people = this.#people(root);
    const length = (question: number) => {
      const { topic: entered } = this.#questions[question] as Askable;
      return (
        people.reduce((sum, person) => sum + this.#talk(root, question, entered, person), 0) /
        people.length
      );
    };
    const lengths = here.map((question) => [question, length(question)] as const);
    const [stay, staying] = lengths.reduce((best, one) => (one[1] < best[1] ? one : best));
    if (elsewhere === undefined) return stay;
    return length(elsewhere) <= staying - LEAVING_SAVES_MIN ? elsewhere : stay;
  }

  /** How many questions one person answers when `first` is asked now and the talk goes on plainly. */
  #talk(root: NodeId, first: number, topic: string, person: Uint8Array): number {
    let node = root;
    let count = 0;
    for (let question = first, at = topic; question >= 0; count += 1) {
      for (const variable of this.#questions[question]?.variables ?? [])
        node = this.#residuals.restrict(node, variable, person[variable] as number);
      question = this.#plainly(node, at);
      at = this.#questions[question]?.topic ?? at;
    }
    return count;
  }

  /** Situations that can occur, drawn by the declared weights; the same ones in every run. */
  #people(root: NodeId): readonly Uint8Array[] {
    const dice = repeatable(SEED);
    const people: Uint8Array[] = [];
    for (let draws = 0; people.length < this.#effort.people; draws += 1) {
      const person = Uint8Array.from(this.#shares, (shares) => drawn(shares, dice()));
      const { diagram } = this.#residuals;
      let node = root;
      while (!diagram.isTerminal(node))
        node = diagram.childOf(node, person[diagram.levelOf(node)] as number);
      if (diagram.valueOf(node) !== NOTHING || draws > DRAWS_MAX * this.#effort.people)
        people.push(person);
    }
    return people;
  }
}

function drawn(shares: readonly number[], dice: number): number {
  let left = dice;
  const at = shares.findIndex((share) => (left -= share) < 0);
  return at < 0 ? shares.length - 1 : at;
}

/** Numbers from 0 to below 1 that look random and are the same in every run (Park and Miller 1988). */
function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
