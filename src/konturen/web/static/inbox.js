// The inbox: progress while something is read, and files that are dropped. Nothing here is needed to use it.
"use strict";

const jobsOf = (page) => page.getElementById("jobs");

// Take what has changed over from the page as it is now, unless something is being typed in its place.
const renew = async () => {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["jobs", "texts"]) {
    const old = document.getElementById(id);
    const now = page.getElementById(id);
    if (old && now && !old.contains(document.activeElement)) old.replaceWith(now);
    else if (old && now && id === "jobs") old.dataset.running = now.dataset.running;
  }
};

const told = (jobs) => {
  let changed = false;
  for (const one of jobs) {
    const item = document.querySelector(`[data-job="${one.job.id}"]`);
    if (!item) {
      changed = changed || !["done", "failed", "cancelled"].includes(one.job.state);
      continue;
    }
    const running = item.querySelector("progress");
    if (["done", "failed", "cancelled"].includes(one.job.state)) {
      changed = changed || item.classList.contains("job-runs");
      continue;
    }
    changed = changed || (running === null && one.job.state !== "waiting");
    const words = item.querySelector(".words");
    if (words.textContent !== one.said) words.textContent = one.said;
    if (running && one.part !== null) running.value = one.part;
    item.dataset.state = one.job.state;
  }
  return changed;
};

const follow = async () => {
  const section = jobsOf(document);
  if (!section || section.dataset.running === "0") return;
  try {
    const answer = await fetch("/jobs", { headers: { Accept: "application/json" } });
    if (answer.ok && told((await answer.json()).jobs)) await renew();
  } catch {
    // The server is away for a moment: ask again.
  }
  setTimeout(follow, 1000);
};
setTimeout(follow, 300);

// Files that are dropped anywhere on the page go to the form for files.
const form = document.querySelector("form[data-drop]");
const carries = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
if (form) {
  const field = form.querySelector("input[type=file]");
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    form.closest("details").open = true;
    form.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) form.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    form.classList.remove("over");
    field.files = event.dataTransfer.files;
    if (field.files.length) form.requestSubmit();
  });
}
