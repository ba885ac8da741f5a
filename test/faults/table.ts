/** What came of a siege, as a table and as the promises that broke. */
import type { Outcome } from "./siege.ts";

export function tableOf(outcome: Outcome): string {
  const injected = [...outcome.faults].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const rows: readonly (readonly [string, string | number])[] = [
    ["seed", outcome.seed],
    ["people", outcome.people],
    ["seconds", outcome.seconds],
    ["kills", outcome.kills],
    ["starts", outcome.starts],
    ["updates", outcome.updates],
    ["redelivered", outcome.redelivered],
    ...injected,
    ["acknowledged answers", outcome.acknowledged],
    ["lost", outcome.lost.length],
    ["twice", outcome.twice.length],
    ["messages missed", outcome.missed.length],
    ["wrong question", outcome.wrongQuestion.length],
    ["unreadable", outcome.unreadable.length],
    ["last message unanswered", outcome.unanswered],
    ["crashes", outcome.crashes.length],
    ["repeated messages", outcome.repeated],
  ];
  return ["| | |", "|---|---:|", ...rows.map(([what, figure]) => `| ${what} | ${figure} |`)].join(
    "\n",
  );
}

/** One line for each promise that broke; none is as it should be. */
export function breachesOf(outcome: Outcome): readonly string[] {
  const { lost, twice, missed, wrongQuestion, unreadable, unanswered, crashes } = outcome;
  return [
    ...lost.map((line) => `lost: ${line}`),
    ...twice.map((line) => `twice: ${line}`),
    ...missed.map((line) => `missed: ${line}`),
    ...wrongQuestion.map((line) => `wrong question: ${line}`),
    ...crashes.map((line) => `crash: ${line}`),
    ...unreadable.map((line) => `unreadable: ${line}`),
    ...(unanswered === 0 ? [] : [`unanswered: ${unanswered}`]),
  ];
}
