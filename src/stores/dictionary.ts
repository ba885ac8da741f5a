/**
 * What most cases have in common, so that deflating starts out knowing it: field names, and the questions and facts of
 * the day this version of the envelope was made. It shortens, no more: a case with other questions is stored as well, in
 * somewhat more bytes. It must never change for one version of the envelope, or no case could be read.
 */

/** Questions whose facts have values of their own: question, then the values. */
const VALUED = `stage before_acting decision_made under_inquiry before_any_inquiry
inaction_cause cannot will_not dare_not
error_kind inaction exploration unmet_expectation execution_deviation procedure_shortfall
status village_community institution_staff soe_manager civil_servant party_cadre
role collective_member supervisor executor decision_maker
loss none grave serious minor
fault intentional none negligent`;

/** Questions of a single fact of the same name, answered yes or no. */
const SINGLE = `zj_zdpyc_scope sd_harmed_public sd_xjdn_scope organisation_level no_causal_link minor_circumstances
good_result objected superior_decision filed_in_advance procedure_simplified due_procedure collective_decision
diligent public_purpose aligned_with_policy ban_known major_matter gain_for_unit_only allegation_unfounded duty_related`;

/** Questions with a list to tick: question, then its facts. */
const LISTS = `afterwards remedied self_reported cooperated
outside_causes force_majeure unforeseeable historical_legacy
procedure_context urgent reported_promptly
new_ground reform_or_pilot no_precedent policy_unclear policy_gap
limits expressly_prohibited breached_mandatory_rule beyond_authority misused_earmarked_funds
grave_conduct knew_it_was_violation persisted_after_ban arbitrary_decision order_plainly_illegal neglected_duty repeated
grave_matters crime_suspected discipline_red_line private_gain colluded_against_public fabricated obstructed grave_accident`;

const REVIEW =
  '"review":{"at":"","done":true,"findings":[{"entry":"","finding":"not_met","evidence":"contradicted","note":""},{"entry":"","finding":"met","evidence":"documented"},"asserted"corroborated"missing"]}';
const REPLY =
  '{"id":".0","language":"zh-CN","kind":"message","blocks":[{"type":"items","items":[{"text":"","detail":"","link":"https://{"type":"heading","text":""},{"type":"text","text":"。"}],"choices":[[{"label":"","token":"","role":"main"},{"label":"","token":"","role":"tool"}],[{"label":"不清楚","token":"","role":"answer","selected":false}]],"replaces":"","closes":{"reply":"","text":"","brief":""}}';
const PROPOSED =
  '"partial":true,"meanings":{"":2},"asking":{"question":"","ticked":["],"why":false},"proposed":{"from":"answer"narrative","facts":[{"fact":"","read":"yes","stands":{"as":"unsure"dropped"value","value":"no"},"quote":"';
const TAIL = `"thorough":true,"thorough":false,"receipt":{"index":0,"previous":"\u0001","day":"2026-","key":"\u0003","signature":"\u0004","salt":"\u0003"},"turn":,"offered":{"turn":,"reply":".1","view":"notice""purpose""place""timing""telling""summary""entry""question""verdict","actions":[{"do":"consent"},{"do":"choose","with":"mistake"},{"do":"back"},{"do":"why"},{"do":"language"},{"do":"tick","with":"},{"do":"answer","with":"yes"},{"do":"answer","with":"no"},{"do":"answer","with":"unsure"},{"do":"steps"},{"do":"basis"},{"do":"correct"},{"do":"copy"},{"do":"thorough"},{"do":"close"},{"do":"erase"}]},"handles":{".0":""},"seen":["\u0002","\u0002"],"outbox":[]}}`;
const HEAD = `{"revision":1,"case":{"format":1,"id":"telegram:web:","language":"en","language":"zh-CN","begunMs":17,"bundle":"\u0001","pack":"l-sd-xjdn","pack":null,"state":"asking","state":"verdict","overlay":"none","purpose":"precheck","purpose":"mistake","looking":"","narrative":"","acted":{"from":"20-01-01","until":"20-12-31"},"decided":"20","answers":[{"question":"`;

/** Every question answered twice: not sure, and with the likeliest value. */
function answersOf(): string {
  const words = (text: string) => text.split("\n").map((line) => line.split(" "));
  const answer = (question: string, facts: readonly string[], value: string) => {
    const quoted = facts.map((fact) => `"${fact}"`).join(",");
    const filled = facts.map((fact) => `"${fact}":"${value}"`).join(",");
    return `{"question":"${question}","facts":{},"unsure":[${quoted}]},{"question":"${question}","facts":{${filled}},"unsure":[]},`;
  };
  const valued = words(VALUED).map(([question = "", ...values]) =>
    [
      ...values.map((value) => `"${value}"`),
      answer(question, [question], values.at(-1) ?? ""),
    ].join(""),
  );
  const single = words(SINGLE)
    .flat()
    .map((question) => answer(question, [question], "yes"));
  const lists = words(LISTS).map(([question = "", ...facts]) => answer(question, facts, "no"));
  return [...valued, ...single, ...lists].join("");
}

/** What comes last is the cheapest to refer to. */
export const DICTIONARY = Buffer.from(
  `${REPLY}${REVIEW}${PROPOSED}"facts":{},"unsure":[""]},${answersOf()}${TAIL}${HEAD}`,
);
