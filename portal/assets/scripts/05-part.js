// A part of the page that the server makes again (a price, the months). What was asked last is what is
// shown: an answer that is no longer waited for is dropped, however late it comes. Shared by the other
// scripts, so it stands outside their blocks (assets/build.mjs).
//
// Gives a function that asks and says what came of it: true when the part was replaced, false when it
// could not be, undefined when something newer was asked meanwhile.
const remake = (place, selector) => {
  let asked;
  return async (url, options) => {
    asked?.abort();
    const mine = new AbortController();
    asked = mine;
    try {
      const answer = await fetch(url, { credentials: 'same-origin', redirect: 'error', signal: mine.signal, ...options });
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector(selector);
      if (mine.signal.aborted) return undefined;
      if (answer.ok && fresh) place.replaceChildren(...fresh.childNodes);
      return answer.ok && Boolean(fresh);
    } catch {
      return mine.signal.aborted ? undefined : false; // the figures stay as they were
    }
  };
};
