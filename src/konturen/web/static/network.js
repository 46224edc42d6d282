// The network by keys and pointer: arrow keys lead from an actor to her pairs and on to the other end; what is
// looked at stands out. Without this file every part is still a link.
"use strict";

const drawing = document.querySelector(".network svg");
if (drawing) {
  const nodes = [...drawing.querySelectorAll(".node")];
  const edges = [...drawing.querySelectorAll(".edge")];
  const endsOf = (edge) => edge.dataset.ends.split(" ").map(Number);
  const edgesOf = (number) => edges.filter((edge) => endsOf(edge).includes(number));
  let from = 0;

  const show = (part) => {
    drawing.classList.toggle("looking", Boolean(part));
    for (const one of drawing.querySelectorAll(".near")) one.classList.remove("near");
    if (!part) return;
    part.classList.add("near");
    const numbers = part.dataset.node ? [Number(part.dataset.node)] : endsOf(part);
    const shown = part.dataset.node ? edgesOf(numbers[0]) : [part];
    for (const edge of shown) {
      edge.classList.add("near");
      for (const end of endsOf(edge)) nodes[end].classList.add("near");
    }
  };

  drawing.addEventListener("focusin", (event) => show(event.target.closest(".node, .edge")));
  drawing.addEventListener("focusout", () => show(null));
  drawing.addEventListener("pointerover", (event) => show(event.target.closest(".node, .edge")));
  drawing.addEventListener("pointerleave", () => show(null));
  drawing.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const part = event.target.closest(".node, .edge");
    if (!step || !part) return;
    event.preventDefault();
    if (part.dataset.node) {
      from = Number(part.dataset.node);
      const own = edgesOf(from);
      if (own.length) own[step > 0 ? 0 : own.length - 1].focus();
      return;
    }
    const [one, other] = endsOf(part);
    if (event.key === "ArrowRight") {
      nodes[one === from ? other : one].focus();
      return;
    }
    if (event.key === "ArrowLeft") {
      nodes[from === other ? other : one].focus();
      return;
    }
    const own = edgesOf(from);
    own[(own.indexOf(part) + step + own.length) % own.length].focus();
  });
}
