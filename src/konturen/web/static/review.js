// Single keys of the review: each presses the button that bears it. A key that is held down counts once.
"use strict";

let pressed = false;

document.addEventListener("keydown", (event) => {
  if (pressed || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  if (button.tagName === "SUMMARY") {
    button.parentElement.open = true;
    button.parentElement.querySelector("select, input:not([type=hidden])").focus();
    return;
  }
  pressed = true;
  button.click();
});
