/** A copy to keep: the talk's own words as text, or the verdict as data. */
import { reportOf } from "../../policy/report.ts";
import { accountOf, answerLine } from "../answers.ts";
import { button, message, type Draft } from "../draft.ts";
import { groundsFor, verdictFor } from "../findings.ts";
import { plainText } from "../plain.ts";
import { currentReceipt } from "../receipt.ts";
import type { ReplyFile } from "../reply.ts";
import { fill, type Talk } from "../world.ts";
import { basisView, stepsView } from "./basis.ts";
import { inOrder } from "./question.ts";
import { verdictView } from "./verdict.ts";

export function copyView(talk: Talk): Draft {
  const { buttons, verdict } = talk.words;
  return message(
    [verdict.copy],
    [
      [
        button(buttons.copy_text, "keep_copy", "main", "text"),
        button(buttons.copy_json, "keep_copy", "answer", "json"),
      ],
      [button(buttons.result, "result"), button(buttons.close, "close", "tool")],
    ],
  );
}

export function copyFile(talk: Talk, format: "text" | "json"): Draft {
  return {
    kind: "file",
    blocks: [],
    rows: [],
    file: format === "json" ? jsonFile(talk) : textFile(talk),
  };
}

function textFile(talk: Talk): ReplyFile {
  const { words, case: current } = talk;
  const sections = [
    words.verdict.copy_title,
    plainText(verdictView(talk).blocks),
    current.narrative === undefined ? "" : `${words.verdict.copy_narrative}\n${current.narrative}`,
    [
      words.verdict.copy_answers,
      ...inOrder(talk).map((answer) => `- ${answerLine(talk, answer)}`),
    ].join("\n"),
    plainText(stepsView(talk).blocks),
    plainText(basisView(talk).blocks),
    fill(words.verdict.copy_bundle, { bundle: current.bundle }),
    receiptLine(talk),
  ];
  return {
    name: "distinguo.txt",
    mediaType: "text/plain",
    text: `${sections.filter((part) => part !== "").join("\n\n")}\n`,
  };
}

/** Enough to find the entry again; checking it takes the data. */
function receiptLine(talk: Talk): string {
  const receipt = currentReceipt(talk);
  if (receipt === undefined) return "";
  return fill(talk.words.verdict.copy_receipt, { ...receipt.entry, day: receipt.head.day });
}

function jsonFile(talk: Talk): ReplyFile {
  const { case: current } = talk;
  const account = accountOf(talk);
  const verdict = verdictFor(talk);
  const body = {
    purpose: current.purpose,
    account,
    narrative: current.narrative,
    answers: current.answers,
    verdict: reportOf(talk.compiled, account, verdict, current.bundle, "person", groundsFor(talk)),
    receipt: currentReceipt(talk),
  };
  return {
    name: "distinguo.json",
    mediaType: "application/json",
    text: `${JSON.stringify(body, null, 2)}\n`,
  };
}
