import { it } from "vitest";
import { consulted, allKnown, asking } from "../support/dialogue-ways.ts";
import { textsOf } from "../support/dialogue-scene.ts";
it("x", async () => {
  for (const purpose of ["mistake", "precheck", "inaction"]) {
    const t0 = performance.now();
    const scene = await consulted(purpose, allKnown());
    console.log(
      purpose,
      performance.now() - t0,
      scene.shown.length,
      JSON.stringify(scene.case).length,
      scene.state,
      scene.verdict.presumed,
      scene.verdict.settled,
    );
    console.log(JSON.stringify({ ...scene.case, outbox: undefined }));
    console.log(textsOf(scene.shown).join("\n").slice(0, 6000));
  }
  const scene = await asking();
  await scene.does("finish");
  await scene.does("erase");
  await scene.sends("sticker");
  console.log(JSON.stringify(scene.last.map((r) => [r.id, r.choices.flat()])));
});
