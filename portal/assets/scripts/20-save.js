// A form with data-autosave is kept as one types. One request at a time; a submit waits for it; the
// first failure is said out loud with what to do; leaving with unsaved words asks first.
const DELAY = 2500;
const SOON = 150; // a choice is made at once, a text goes on
const AGAIN = 15000;

for (const form of document.querySelectorAll('form[data-autosave]')) {
  const note = form.querySelector('[data-save-state]');
  const field = (name) => form.elements.namedItem(name);
  const typed = () => {
    const data = new URLSearchParams();
    for (const [key, value] of new FormData(form)) if (typeof value === 'string') data.append(key, value);
    return data;
  };
  // What the person wrote, without what the machine adds: tells whether there is anything to save.
  const words = () => {
    const data = typed();
    for (const name of ['csrf', 'base', 'key', 'vu']) data.delete(name);
    return data.toString();
  };
  let kept = words();
  const ask = asker(); // one request at a time: nothing newer is ever asked while one is under way
  let timer;
  let flight = null;
  let failed = false;
  let leaving = false;

  const say = (text, kind) => {
    note.hidden = false;
    note.className = kind === 'alert' ? 'save-state save-state--failed' : 'save-state';
    if (kind) note.setAttribute('role', kind);
    else note.removeAttribute('role');
    note.textContent = text;
  };

  const failure = (why) => {
    if (failed) return;
    failed = true;
    say(why, 'alert');
  };

  const reasons = {
    ended: 'Votre session est terminée : vos derniers mots ne sont pas encore enregistrés. Choisissez « Enregistrer » : vous pourrez vous reconnecter, et votre texte sera gardé.',
    other: 'Cette page n’est plus à jour : vos derniers mots ne sont pas encore enregistrés. Choisissez « Enregistrer » : votre texte vous sera montré, et un dernier geste l’enregistrera.',
    moved: 'Cette page a été modifiée dans un autre onglet ou sur un autre appareil. Choisissez « Enregistrer » : nous vous montrerons les deux versions.',
    refused: 'Vos derniers mots n’ont pas pu être enregistrés. Choisissez « Enregistrer » : nous vous dirons pourquoi, et votre texte reste dans la page.',
  };
  const offline = 'Vos derniers mots ne sont pas encore enregistrés : la connexion ne répond pas. Gardez cette page ouverte, nous réessayons. Vous pouvez aussi copier votre texte par précaution.';

  // What depends on the answers (a price, the months) is made again by the server, and only that
  // part of the page is replaced.
  const live = document.querySelector('[data-live]');
  const follow = live ? remake(live, '[data-live]') : () => {};

  // What the server doubts in what it has just kept stands beside its field, in the server's words; the form
  // carries that it was shown (`vu`), so that sending it does not show it again.
  const doubt = ({ doubts, seen }) => {
    const stale = [...form.querySelectorAll('[data-doubt]')].filter((p) => !doubts.some(({ id }) => p.id === `${id}-doute`));
    for (const p of stale) p.remove();
    for (const { id, text } of doubts) {
      const control = document.getElementById(id);
      let place = document.getElementById(`${id}-doute`);
      if (!place) {
        place = Object.assign(document.createElement('p'), { id: `${id}-doute`, className: 'other' });
        place.dataset.doubt = '';
        place.setAttribute('role', 'status');
        control.before(place);
        control.setAttribute('aria-describedby', [control.getAttribute('aria-describedby'), place.id].filter(Boolean).join(' '));
      }
      if (place.textContent !== text) setTimeout(() => { place.textContent = text; });
    }
    let shown = field('vu');
    if (!shown) {
      shown = Object.assign(document.createElement('input'), { type: 'hidden', name: 'vu' });
      form.prepend(shown);
    }
    shown.value = seen;
  };

  const save = async () => {
    clearTimeout(timer);
    if (flight || leaving) return;
    const now = words();
    if (now === kept) return;
    const body = typed();
    body.set('autosave', '1');
    if (!failed) say('Enregistrement…');
    let again = true;
    flight = (async () => {
      try {
        const { status, type, got } = await ask(form.action, {
          method: 'POST',
          body,
          headers: { Accept: 'application/json' },
          redirect: 'manual',
        }, async (answer) => ({ status: answer.status, type: answer.type, got: answer.ok ? await answer.json() : null }));
        if (got && got.saved) {
          kept = now;
          failed = false;
          if (got.base && field('base')) field('base').value = got.base;
          if (got.doubts) doubt(got); // none from a server of before, while versions change
          say(`Enregistré à ${got.at}`, 'status');
          follow(location.pathname);
        } else {
          // A redirect leads to the sign-in page; a 403 says that the token is not this session's.
          const ended = type === 'opaqueredirect' || status === 401;
          again = status >= 500 || status === 429;
          failure(ended ? reasons.ended : status === 403 ? reasons.other : status === 409 ? reasons.moved : again ? offline : reasons.refused);
        }
      } catch {
        failure(offline);
      }
    })();
    await flight;
    flight = null;
    if (!leaving && words() !== kept && (again || !failed)) timer = setTimeout(save, failed ? AGAIN : DELAY);
  };

  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(save, failed ? AGAIN : delay);
  };
  form.addEventListener('input', (event) => later(event.target.matches('[type=radio], [type=checkbox], select') ? SOON : DELAY));
  addEventListener('online', save);
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });

  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    leaving = true;
    if (!flight) return;
    event.preventDefault();
    const button = event.submitter;
    flight.finally(() => form.requestSubmit(button));
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) leaving = false;
  });
  addEventListener('beforeunload', (event) => {
    if (!leaving && words() !== kept) event.preventDefault();
  });
}
