// The reference library as the editor sees it: searched by words, looked up by id.

import { settings } from "articles/words";

const known = new Map();
const waiting = new Set();
const listeners = new Set();
let timer = null;

const ask = async (parameters, signal) => {
  const address = new URL(settings.search, document.baseURI);
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  const answer = await fetch(address, {
    signal,
    credentials: "same-origin",
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) throw new Error(`The library answered ${answer.status}`);
  const { results } = await answer.json();
  for (const result of results) known.set(Number(result.id), result);
  return results;
};

const tell = () => {
  for (const listener of listeners) listener();
};

const lookUpWaiting = async () => {
  timer = null;
  const ids = [...waiting];
  waiting.clear();
  try {
    await ask({ ids: ids.join(",") });
  } catch (problem) {
    console.warn("The names of citations could not be loaded.", problem);
  }
  tell();
};

export const isRetracted = (reference) => reference?.retraction === "retracted";

export const search = (words, signal) => ask({ q: words }, signal);

/** What is known of a reference; what is not yet is asked for, all of a page in one request. */
export const reference = (id) => {
  if (!known.has(id)) {
    known.set(id, null);
    waiting.add(id);
    timer ??= setTimeout(lookUpWaiting, 0);
  }
  return known.get(id);
};

export const forget = (id) => known.delete(id);

export const onNews = (listener) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
