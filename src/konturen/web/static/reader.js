// The reader: j and k go from sentence to sentence, buttons copy. Without scripts links and selecting do the same.
"use strict";

const sentences = [...document.querySelectorAll(".reading a.number-of")];
const status = document.querySelector("[data-said]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || (event.key !== "j" && event.key !== "k")) return;
  if (event.target.closest("input, textarea, select, [contenteditable]") || !sentences.length) return;
  const asked = document.querySelector("#at .number-of");
  const at = Math.max(sentences.indexOf(document.activeElement), sentences.indexOf(document.activeElement) < 0 && asked ? sentences.indexOf(asked) : -1);
  const next = event.key === "j" ? Math.min(at + 1, sentences.length - 1) : Math.max(at - 1, 0);
  event.preventDefault();
  sentences[next].focus({ preventScroll: true });
  sentences[next].scrollIntoView({ block: "center" });
});

const select = (node) => {
  const range = document.createRange();
  range.selectNodeContents(node);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
};

const copy = async (text, node) => {
  try {
    await navigator.clipboard.writeText(text);
    if (status) {
      status.textContent = status.dataset.said;
      status.classList.remove("hidden");
    }
  } catch {
    select(node);
  }
};

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  const node = document.getElementById(button.dataset.copy);
  button.addEventListener("click", () => copy(node.textContent, node));
}
for (const button of document.querySelectorAll("[data-copy-link]")) {
  button.hidden = false;
  const link = button.parentElement.querySelector("[data-link]");
  button.addEventListener("click", () => copy(link.href, link));
}
