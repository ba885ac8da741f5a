/** The text field and its button. What was typed stays in the field until the server has stored it. */
import { byId } from "./dom.js";

/** @typedef {import("../contract.ts").WebWords} WebWords */

/** Lines of text shown before the field itself scrolls, as pixels. */
const HEIGHT_MAX_PX = 180;

/** @param {(text: string) => void} onSend */
export function openComposer(onSend) {
  const form = byId("composer", HTMLFormElement);
  const field = byId("field", HTMLTextAreaElement);
  const send = byId("send", HTMLButtonElement);
  const submit = () => {
    const text = field.value.trim();
    if (text !== "") onSend(text);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", () => grow(field));
  return {
    field,
    submit,
    /** @param {WebWords} words */
    label(words) {
      byId("label", HTMLLabelElement).textContent = words.label;
      field.placeholder = words.placeholder;
      send.textContent = words.send;
      form.hidden = false;
    },
    /** @param {boolean} busy a turn is under way; one may go on typing, but not send */
    hold(busy) {
      send.setAttribute("aria-disabled", String(busy));
    },
    /** Empties the field, unless something else was typed since. @param {string} text */
    sent(text) {
      if (field.value.trim() !== text) return;
      field.value = "";
      grow(field);
    },
    /** @param {string} text */
    fill(text) {
      field.value = text;
      grow(field);
    },
  };
}

/** @param {HTMLTextAreaElement} field */
function grow(field) {
  field.style.height = "auto";
  const border = field.offsetHeight - field.clientHeight;
  field.style.height = `${Math.min(field.scrollHeight + border, HEIGHT_MAX_PX)}px`;
}
