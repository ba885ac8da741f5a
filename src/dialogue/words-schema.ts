/** What the files under prompts/<language>/ may hold: every word the bot itself says. */
import * as z from "zod";
import { MovedWords } from "./carry-words.ts";
import { LinkWords } from "./words-link.ts";
import { ProposalWords } from "./words-proposals.ts";
import { WEB_WORDS } from "./words-web.ts";

const Line = z.string().min(1).max(600);
const Label = z.string().min(1).max(30);

/** Words of one question. `choices` for a single fact (by value), `items` for a checklist (by fact id). */
export const QuestionWords = z.strictObject({
  ask: Line,
  /** How a pre-check asks it; absent: it is not sensible to ask before acting, so a pre-check leaves it out. */
  before: Line.optional(),
  why: Line,
  /** Names the question in the one-line fold and in the summary. */
  short: Label,
  choices: z.record(z.string(), Label).optional(),
  items: z.record(z.string(), z.string().min(1).max(120)).optional(),
});
export type QuestionWords = z.infer<typeof QuestionWords>;
export const QuestionWordsFile = z.strictObject({ questions: z.record(z.string(), QuestionWords) });

const lines = <const K extends readonly string[]>(keys: K) =>
  z.strictObject(
    Object.fromEntries(keys.map((key) => [key, Line])) as Record<K[number], typeof Line>,
  );
const labels = <const K extends readonly string[]>(keys: K) =>
  z.strictObject(
    Object.fromEntries(keys.map((key) => [key, Label])) as Record<K[number], typeof Label>,
  );

/** Labels of buttons; also accepted when typed. */
export const BUTTONS = [
  "consent",
  "decline",
  "mistake",
  "precheck",
  "inaction",
  "disagree",
  "lookup",
  "national",
  "this_year",
  "last_year",
  "year_before",
  "skip_time",
  "skip_telling",
  "use_kept",
  "done",
  "none_of_these",
  "unsure",
  "rest_unsure",
  "why",
  "back",
  "finish",
  "confirm",
  "correct",
  "steps",
  "basis",
  "result",
  "copy",
  "copy_text",
  "copy_json",
  "thorough",
  "close",
  "restart",
  "erase",
  "erase_yes",
  "keep",
  "leave",
  "language",
  "help",
  "review_start",
  "review_finish",
  "review_skip",
  "review_note",
  "review_export_csv",
  "review_export_json",
  "review_back",
  "met",
  "not_met",
  "not_applicable",
  "open_finding",
  "new_matter",
] as const;

/** Sentences; the braces in them name what is filled in. */
export const SAID = [
  "notice",
  "notice_secrets",
  "notice_seen",
  "notice_no_report",
  "notice_not_ruling",
  "notice_kept",
  "declined",
  "purpose",
  "place",
  "timing",
  "timing_not_understood",
  "telling",
  "telling_before",
  "telling_kept",
  "kept",
  "told",
  "question_left",
  "question_checklist",
  "not_understood",
  "noted_unsure",
  "conflict",
  "conflict_pick",
  "summary",
  "summary_empty",
  "summary_narrative",
  "summary_settled",
  "summary_open",
  "correcting",
  "closed",
  "help",
  "help_commands",
  "stale",
  "unsupported_photo",
  "unsupported_voice",
  "unsupported_sticker",
  "unsupported_file",
  "unsupported_edit",
  "unsupported_other",
  "language_changed",
  "held",
  "erasing",
  "gone",
  "erased",
  "apology",
  "too_fast",
  "too_long",
] as const;

export const VERDICT_LINES = [
  "settled",
  "open",
  "contradictory",
  "who_decides",
  "not_refuge",
  "line",
  "line_open",
  "reasons",
  "decisive",
  "decisive_open",
  "decisive_more",
  "in_hand",
  "in_hand_more",
  "distinctions",
  "presumptions",
  "presumption",
  "evidence",
  "evidence_of",
  "law_same",
  "law_differs",
  "law_unknown",
  "law_undated",
  "pack_met",
  "pack_missing",
  "pack_condition_met",
  "pack_condition_open",
  "pack_condition_missing",
  "precheck",
  "precheck_red_line",
  "inaction",
  "inaction_protection",
  "human_sides",
  "spared",
  "leniency",
  "refer_next",
  "basis",
  "basis_paraphrase",
  "basis_quoted",
  "basis_validity_unknown",
  "basis_validity",
  "basis_default",
  "cite",
  "cite_quoted",
  "steps",
  "steps_person",
  "steps_unit",
  "steps_implementing_body",
  "step_due",
  "step_no_due",
  "steps_none",
  "copy",
  "copy_title",
  "copy_narrative",
  "copy_answers",
  "copy_unsure",
  "copy_bundle",
  "copy_receipt",
  "remedies",
  "remedy_period",
  "remedy_no_period",
  "lookup",
  "found",
  "found_none",
  "found_too_short",
] as const;

export const REVIEW_LINES = [
  "start",
  "progress",
  "entry",
  "entry_evidence",
  "entry_state",
  "entry_note",
  "noting",
  "note_kept",
  "result",
  "missing",
  "missing_none",
  "elements",
  "element",
  "changes_in_hand",
  "changes_over",
  "change",
  "table_ready",
  "not_met_items",
] as const;

export const COMMANDS = [
  "start",
  "help",
  "why",
  "back",
  "edit",
  "result",
  "lookup",
  "language",
  "restart",
  "mydata",
  "forget",
  "checklist",
  "link",
] as const;
export type CommandName = (typeof COMMANDS)[number];
/** Those for menus and help. `link` is for people with an account of the console, and the console shows it to them. */
export const OFFERED_COMMANDS: readonly CommandName[] = COMMANDS.filter((name) => name !== "link");
const Command = z.strictObject({ line: Label, typed: z.array(z.string().min(1).max(20)) });

export const EVIDENCE_STATES = [
  "asserted",
  "documented",
  "corroborated",
  "contradicted",
  "missing",
] as const;
export const TABLE_HEADS = ["item", "fact", "finding", "evidence", "note"] as const;

export const DialogueWords = z.strictObject({
  buttons: labels(BUTTONS),
  said: lines(SAID),
  verdict: lines(VERDICT_LINES),
  review: lines(REVIEW_LINES),
  moved: MovedWords,
  proposals: ProposalWords,
  link: LinkWords,
  web: lines(WEB_WORDS),
  commands: z.strictObject(
    Object.fromEntries(COMMANDS.map((name) => [name, Command])) as Record<
      CommandName,
      typeof Command
    >,
  ),
  sides: labels(["tolerable", "culpable", "neither", "open"]),
  evidence_states: labels(EVIDENCE_STATES),
  table: labels(TABLE_HEADS),
  yes_no: z.strictObject({ yes: Label, no: Label }),
  /** What a person may type for yes, no, not sure and none of these, beside the labels. */
  typed: z.strictObject({
    /** What confirms readings on the table. */
    agreed: z.array(Label).min(1),
    yes: z.array(Label).min(1),
    no: z.array(Label).min(1),
    unsure: z.array(Label).min(1),
    none: z.array(Label).min(1),
    /** Words that take a leading yes or no back, or leave it open. */
    doubts: z.array(Label).min(1),
  }),
  /** Between items of a list inside a sentence, and between a name and its value. */
  marks: z.strictObject({
    and: z.string().min(1).max(4),
    colon: z.string().min(1).max(3),
    to: z.string().min(1).max(6),
  }),
});
export type DialogueWords = z.infer<typeof DialogueWords>;

/** All words of one language, put together from its files. */
export interface WordsOf extends DialogueWords {
  readonly questions: Readonly<Record<string, QuestionWords>>;
}
