/** Every place where something comes in from outside. */
import { accountBorders } from "./border-accounts.ts";
import { caseFileBorders } from "./border-cases.ts";
import { consoleBorders } from "./border-console.ts";
import { fileBorders } from "./border-files.ts";
import { narrativeBorders } from "./border-narratives.ts";
import { receiptBorders } from "./border-receipts.ts";
import { telegramBorders } from "./border-telegram.ts";
import { webBorders } from "./border-web.ts";
import type { Border } from "./border.ts";

export async function openBorders(): Promise<readonly Border[]> {
  return [
    ...(await telegramBorders()),
    ...(await webBorders()),
    ...(await consoleBorders()),
    ...(await fileBorders()),
    ...(await accountBorders()),
    ...(await caseFileBorders()),
    ...receiptBorders(),
    ...narrativeBorders(),
  ];
}
