// Asking the server from a page: the one place of all scripts that does (tests/golden/names.sh). What
// was asked last is what counts: an answer that is no longer waited for is dropped, however late it
// comes. Shared by the other scripts, so it stands outside their blocks (assets/build.mjs).

// Gives a function that asks and hands on what `read` makes of the answer; undefined when something
// newer was asked meanwhile. It throws when the server cannot be reached.
const asker = () => {
  let asked;
  return async (url, options, read) => {
    asked?.abort();
    const mine = new AbortController();
    asked = mine;
    try {
      const answer = await fetch(url, { credentials: 'same-origin', redirect: 'error', signal: mine.signal, ...options });
      const got = await read(answer);
      return mine.signal.aborted ? undefined : got;
    } catch (error) {
      if (mine.signal.aborted) return undefined;
      throw error;
    }
  };
};

// A part of the page that the server makes again (a price, the months). Gives a function that asks and
// says what came of it: true when the part was replaced, false when it could not be, undefined when
// something newer was asked meanwhile.
const remake = (place, selector) => {
  const ask = asker();
  return async (url, options) => {
    try {
      const fresh = await ask(url, options, async (answer) => ({ ok: answer.ok,
        part: new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector(selector) }));
      if (!fresh) return undefined;
      if (fresh.ok && fresh.part) place.replaceChildren(...fresh.part.childNodes);
      return fresh.ok && Boolean(fresh.part);
    } catch {
      return false; // the figures stay as they were
    }
  };
};
