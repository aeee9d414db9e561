// Shows how far the work on an upload is, and the whole page when it is done.

const PAUSE = 1500; // milliseconds between two looks

const line = document.querySelector("[data-progress]");

const look = async () => {
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`The site answered ${answer.status}`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-progress]");
    if (!now) return window.location.reload();
    if (line.textContent !== now.textContent) line.textContent = now.textContent;
  } catch {
    // The site is away for a moment: what is shown stays, and the next look tells.
  }
  setTimeout(look, PAUSE);
};

if (line) setTimeout(look, PAUSE);
