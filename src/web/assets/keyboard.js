/** Keys: digits pick a choice, Enter sends, Esc goes from the text field to the choices. */

/**
 * @typedef {{ readonly field: HTMLTextAreaElement, choices: () => HTMLButtonElement[], send: () => void }} Keyboard
 */

/**
 * Listens to the keys. Digits can be turned off by opening the page with `?keys=off` (for speech input).
 * @param {Keyboard} keyboard
 * @param {boolean} digits
 */
export function listenToKeys(keyboard, digits) {
  document.addEventListener("keydown", (event) => {
    if (isComposing(event)) return;
    const typing = event.target === keyboard.field;
    if (event.key === "Escape") goToChoices(keyboard);
    else if (typing && event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      keyboard.send();
    } else if (digits && !typing) pickByDigit(keyboard, event);
  });
}

/**
 * Within a Chinese input method Enter, Esc and digits choose words; they are not ours then.
 * @param {KeyboardEvent} event
 */
function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

/**
 * @param {Keyboard} keyboard
 * @param {KeyboardEvent} event
 */
function pickByDigit({ choices }, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (!/^[1-9]$/.test(event.key)) return;
  const button = choices()[Number(event.key) - 1];
  if (button === undefined) return;
  event.preventDefault();
  button.click();
}

/** @param {Keyboard} keyboard */
function goToChoices({ field, choices }) {
  field.blur();
  choices()[0]?.focus();
}
