// Shows how far a look-up is, and its result when it is there.

const PAUSE = 700; // milliseconds between two looks
const PATIENCE = 5; // looks in a row that may fail, before the page is simply loaded again

const line = document.querySelector("[data-look-up-progress]");
let failures = 0;

const look = async () => {
  try {
    const answer = await fetch(line.dataset.lookUpProgress, {
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) throw new Error(`The site answered ${answer.status}`);
    const { progress, is_over: isOver } = await answer.json();
    if (isOver) return window.location.reload();
    failures = 0;
    if (line.textContent !== progress) line.textContent = progress;
  } catch {
    failures += 1;
    if (failures === PATIENCE) return window.location.reload();
  }
  setTimeout(look, PAUSE);
};

if (line) setTimeout(look, PAUSE);
