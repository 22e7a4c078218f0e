// The answer to a form that was refused stands where the form was sent. Its entry in the browser's history
// becomes that of the page itself (data-at), so that Back and a reload send nothing again; what was typed
// goes with the entry and is put back, to whom it was typed by: nothing clears the history when one signs out,
// but the next person's forms carry another token (web/visit.c). Where the server keeps what is typed there is
// nothing to put back.
const { at } = document.documentElement.dataset;
const ours = () => [...document.querySelectorAll('main form[method=post]:not([data-autosave])')];
// Neither what the server hides in its forms, nor a secret.
const SECRET = ['hidden', 'password', 'submit', 'button', 'file'];
const free = (form) => [...form.elements].filter((e) => e.name && !SECRET.includes(e.type) && e.autocomplete !== 'one-time-code');
const place = (form) => new URL(form.getAttribute('action'), location).pathname;
const token = (form) => form.elements.csrf?.value;
const chosen = (e) => e.type === 'radio' || e.type === 'checkbox';

if (at) {
  const keep = () => history.replaceState({ typed: ours().filter(token).map((form) => [place(form), free(form)
    .filter((e) => !chosen(e) || e.checked).map((e) => [e.name, e.value]), token(form)]) }, '', at);
  keep();
  addEventListener('change', keep);
} else if (history.state?.typed) {
  for (const [where, pairs, whose] of history.state.typed) {
    const there = ours().find((one) => place(one) === where);
    const form = whose && there && token(there) === whose ? there : null;
    // What the browser itself puts back of it, later than this runs, goes too.
    if (there && !form) addEventListener('pageshow', () => there.reset());
    for (const e of form ? free(form) : []) {
      const mine = pairs.filter(([name]) => name === e.name).map(([, value]) => value);
      if (chosen(e)) e.checked = mine.includes(e.value);
      else if (mine.length) [e.value] = mine;
    }
  }
}
