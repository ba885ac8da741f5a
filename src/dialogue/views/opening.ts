/** The first rooms of the talk: notice, purpose, place, time, own words; and the last one. */
import { shortened } from "../characters.ts";
import { button, inRows, message, type Button, type Draft } from "../draft.ts";
import { stageOf } from "../retention.ts";
import { fill, inLanguage, type Talk } from "../world.ts";

export function noticeView({ words, world }: Talk): Draft {
  const { said, buttons } = words;
  return message(
    [
      said.notice,
      said.notice_secrets,
      said.notice_seen,
      world.readElsewhere === true ? words.proposals.elsewhere : undefined,
      said.notice_no_report,
      said.notice_not_ruling,
      fill(said.notice_kept, world.retention),
    ],
    [
      [button(buttons.consent, "consent", "main"), button(buttons.decline, "decline")],
      [button(buttons.language, "language", "tool")],
    ],
  );
}

export function declinedView({ words }: Talk): Draft {
  return message([words.said.declined], [[button(words.buttons.consent, "consent", "main")]]);
}

export function purposeView({ words, world }: Talk): Draft {
  const rows = world.policy.purposes.map(({ id }) => [
    button(words.buttons[id], "choose", "answer", id),
  ]);
  const tools = [
    button(words.buttons.language, "language", "tool"),
    button(words.buttons.help, "help", "tool"),
  ];
  return message([words.said.purpose], [...rows, tools]);
}

export function placeView(talk: Talk): Draft {
  const { words, world } = talk;
  const packs = world.packs.map((pack) => [
    button(shortened(inLanguage(pack.name, talk.case.language), 60), "place", "answer", pack.id),
  ]);
  return message(
    [words.said.place],
    [...packs, [button(words.buttons.national, "place", "answer", "none")], [back(talk)]],
  );
}

export function timingView(talk: Talk): Draft {
  const { buttons, said } = talk.words;
  const years: readonly Button[] = [
    button(buttons.this_year, "year", "answer", "0"),
    button(buttons.last_year, "year", "answer", "1"),
    button(buttons.year_before, "year", "answer", "2"),
    button(buttons.skip_time, "year", "answer", "none"),
  ];
  return message([said.timing], [...inRows(years, 4), [back(talk)]]);
}

/** Of what was written before it was asked for. */
const KEPT_SHOWN_CHARACTERS_MAX = 60;

export function tellingView(talk: Talk): Draft {
  const { buttons, said } = talk.words;
  const { narrative } = talk.case;
  if (narrative !== undefined) {
    const text = shortened(narrative.replaceAll(/\s+/g, " "), KEPT_SHOWN_CHARACTERS_MAX);
    return message(
      [said.telling_kept, fill(said.summary_narrative, { text })],
      [
        [button(buttons.use_kept, "tell_kept")],
        [button(buttons.skip_telling, "skip")],
        [back(talk)],
      ],
    );
  }
  const ask = talk.case.purpose === "precheck" ? said.telling_before : said.telling;
  return message([ask], [[button(buttons.skip_telling, "skip")], [back(talk)]]);
}

export function closedView({ words, world, case: current }: Talk): Draft {
  const again =
    current.purpose === "disagree" || current.purpose === undefined
      ? []
      : [button(words.buttons.result, "result")];
  return message(
    [fill(words.said.closed, { days: world.retention[stageOf(current)] })],
    [
      [...again, button(words.buttons.new_matter, "restart")],
      [button(words.buttons.erase, "erase", "tool")],
    ],
  );
}

export function erasingView({ words }: Talk): Draft {
  return message(
    [words.said.erasing],
    [[button(words.buttons.erase_yes, "erased"), button(words.buttons.keep, "leave", "main")]],
  );
}

export function back({ words }: Talk): Button {
  return button(words.buttons.back, "back", "tool");
}
