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

// Fields for an actor suggest those whom the texts name, as one types.
for (const field of document.querySelectorAll("input[data-actors]")) {
  const known = field.list;
  let waiting = 0;
  let asked = "";
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const q = field.value.trim();
    if (!known || q.length < 2 || q === asked) return;
    waiting = setTimeout(async () => {
      asked = q;
      const answer = await fetch(`/actors?as=json&q=${encodeURIComponent(q)}`);
      if (!answer.ok || field.value.trim() !== q) return;
      const found = (await answer.json()).actors.slice(0, 12);
      const names = found.map((one) => one.name);
      known.replaceChildren(
        ...found.map((one, at) => {
          const option = document.createElement("option");
          // Of two with one name the id says which is meant.
          option.value = names.indexOf(one.name) === at ? one.name : one.id;
          option.label = one.country ? `${one.name}, ${one.country}` : one.name;
          return option;
        }),
      );
    }, 150);
  });
}
