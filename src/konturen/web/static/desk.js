// Keys of the desk: g and a letter leads to a page, / to the search. Nothing here is needed to use it.
"use strict";

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
let led = 0;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const find = document.getElementById("find");
    if (find) {
      event.preventDefault();
      find.focus();
    }
    return;
  }
  if (event.key === "g") {
    led = event.timeStamp;
    return;
  }
  if (led && event.timeStamp - led < 1500) {
    led = 0;
    const number = "123456789".indexOf(event.key);
    const pages = document.querySelectorAll(".top nav a");
    if (number >= 0 && pages[number]) {
      event.preventDefault();
      pages[number].click();
    }
  }
});

// A filter is sent as soon as it is changed; without scripts its button does it.
for (const form of document.querySelectorAll("form[data-at-once]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
