/** The page's own words for tests. */
import type { Language } from "../../../src/dialogue/reply.ts";
import type { WebWords } from "../../../src/web/contract.ts";

const WORDS: Readonly<Record<Language, WebWords>> = {
  "zh-CN": {
    title: "明辨 · 三个区分开来自查",
    send: "发送",
    placeholder: "也可以直接打字",
    label: "您想说的话",
    skip: "跳到输入框",
    failed: "刚才那一步没有成功，您的回答还没记录。",
    again: "再发一次",
    download: "下载",
    preview: "看看内容",
    answered: "已答：",
    print: "打印这一页",
    offline: "连不上服务器，您的回答还没记录。",
    loading: "正在处理…",
  },
  en: {
    title: "distinguo · a self-check under the Three Distinctions",
    send: "Send",
    placeholder: "Or type your answer",
    label: "What you want to say",
    skip: "Skip to the text field",
    failed: "That step did not go through; your answer is not recorded yet.",
    again: "Send again",
    download: "Download",
    preview: "Preview",
    answered: "Answered:",
    print: "Print this page",
    offline: "The server cannot be reached; your answer is not recorded yet.",
    loading: "Working on it…",
  },
};

/** As `webChannel` wants them. */
export function webWords(language: Language): WebWords {
  return WORDS[language];
}
