/** An entry of the transcript as an element of the page. */
import { drawChoices, renewChoices } from "./choices.js";
import { html } from "./dom.js";
import { drawDistinction } from "./scales.js";

/** @typedef {import("../../dialogue/reply.ts").Block} Block */
/** @typedef {import("../../dialogue/reply.ts").Reply} Reply */
/** @typedef {import("../contract.ts").WebWords} WebWords */
/** @typedef {import("./transcript.js").Entry} Entry */
/** @typedef {import("./transcript.js").Said} Said */

/**
 * Draws an entry.
 * @param {Entry} entry
 * @param {WebWords} words in the entry's language
 * @returns {HTMLElement}
 */
export function drawEntry(entry, words) {
  if (entry.from === "person") {
    return html("div", { class: "entry typed", id: entry.key, tabindex: "-1" }, [entry.text]);
  }
  if (entry.fold !== undefined) return drawFold(entry, entry.fold, words);
  const { reply } = entry;
  const element = html(
    reply.kind === "verdict" ? "article" : "div",
    { class: `entry said ${reply.kind}`, id: entry.key, lang: reply.language, tabindex: "-1" },
    [drawBlocks(reply), drawFile(reply, words), entry.spent ? undefined : drawChoices(reply)],
  );
  if (reply.kind === "verdict") element.append(drawPrint(words));
  return element;
}

/**
 * Brings a drawn entry up to date without drawing it anew, where only its buttons changed.
 * @param {HTMLElement} element
 * @param {Entry} entry
 * @returns {boolean} false: it must be drawn anew
 */
export function renewEntry(element, entry) {
  if (entry.from === "person" || entry.fold !== undefined) return false;
  const choices = element.querySelector(":scope > .choices");
  if (entry.spent) {
    choices?.remove();
    return true;
  }
  const blocks = element.querySelector(":scope > .blocks");
  const same = blocks?.isEqualNode(drawBlocks(entry.reply)) === true;
  return (
    same && entry.reply.file === undefined && choices !== null && renewChoices(choices, entry.reply)
  );
}

/**
 * @param {Said} entry
 * @param {string} fold
 * @param {WebWords} words
 */
function drawFold({ key, reply, answered }, fold, words) {
  return html("p", { class: "entry fold", id: key, lang: reply.language, tabindex: "-1" }, [
    html("span", { class: "tick", "aria-hidden": "true" }, [answered === true ? "✓" : ""]),
    answered === true ? html("span", { class: "unseen" }, [`${words.answered} `]) : undefined,
    html("span", { class: "line" }, [fold]),
  ]);
}

/** @param {Reply} reply */
function drawBlocks({ blocks }) {
  return html("div", { class: "blocks" }, blocks.map(drawBlock));
}

/**
 * @param {Block} block
 * @returns {HTMLElement}
 */
function drawBlock(block) {
  switch (block.type) {
    case "text":
      return html("p", {}, [block.text]);
    case "heading":
      return html("h2", {}, [block.text]);
    case "items":
      return html("ul", { class: "items" }, block.items.map(drawItem));
    default:
      return html("ul", { class: "distinctions" }, block.rows.map(drawDistinction));
  }
}

/** @param {{ readonly text: string, readonly detail?: string | undefined, readonly link?: string | undefined }} item */
function drawItem({ text, detail, link }) {
  // A link comes from data; only the web's own schemes are ever followed.
  const follow = link !== undefined && /^https?:/i.test(link);
  const words = follow
    ? html("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, [text])
    : html("span", {}, [text]);
  return html("li", {}, [
    words,
    detail === undefined ? undefined : html("span", { class: "detail" }, [detail]),
  ]);
}

/**
 * @param {Reply} reply
 * @param {WebWords} words
 */
function drawFile({ file }, words) {
  if (file === undefined) return undefined;
  // Spreadsheets take a CSV without this mark for the machine's old code page and garble Chinese.
  const mark = file.mediaType === "text/csv" && !file.text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const blob = new Blob([mark, file.text], { type: `${file.mediaType};charset=utf-8` });
  const link = { class: "download", href: URL.createObjectURL(blob), download: file.name };
  return html("div", { class: "attachment" }, [
    html("a", link, [
      html("span", { "aria-hidden": "true" }, ["↓"]),
      html("span", {}, [words.download]),
      html("span", { class: "name" }, [file.name]),
    ]),
    file.mediaType === "text/plain" ? drawPreview(file.text, words) : undefined,
  ]);
}

/**
 * @param {string} text
 * @param {WebWords} words
 */
function drawPreview(text, words) {
  return html("details", {}, [
    html("summary", {}, [words.preview]),
    html("pre", { tabindex: "0" }, [text]),
  ]);
}

/** @param {WebWords} words */
function drawPrint(words) {
  return html("button", { type: "button", class: "print", "data-print": "" }, [words.print]);
}
