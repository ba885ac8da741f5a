/** Every place where something comes in from outside. */
import { accountBorders } from "./border-accounts.ts";
import { fileBorders } from "./border-files.ts";
import { telegramBorders } from "./border-telegram.ts";
import { webBorders } from "./border-web.ts";
import type { Border } from "./border.ts";

export async function openBorders(): Promise<readonly Border[]> {
  return [
    ...(await telegramBorders()),
    ...(await webBorders()),
    ...(await fileBorders()),
    ...(await accountBorders()),
  ];
}
