// Fields that depend on another come and go; a counter follows long texts; the error summary takes
// the focus. Everything also works without this file.
const root = document.documentElement;
root.classList.add('js');

// The values that a field of the form holds now, its name being `name` ("objects.critique" counts
// as the value "critique" of "objects").
const held = (form, name) => [...new FormData(form)].flatMap(([key, value]) => {
  if (key === name) return String(value).split(' ').filter(Boolean);
  return key.startsWith(`${name}.`) ? [key.slice(name.length + 1)] : [];
});

for (const form of document.querySelectorAll('form')) {
  const whens = [...form.querySelectorAll('[data-when]')];
  const follow = () => {
    const shut = new Set();
    for (const box of whens) {
      const { when, whenIs } = box.dataset;
      const has = shut.has(when) ? [] : held(form, when);
      const open = !shut.has(when) && (whenIs ? whenIs.split(' ').some((v) => has.includes(v)) : !has.length);
      // What must be emptied before it may go is not hidden while something is in it, nor under the cursor.
      const kept = 'whenKept' in box.dataset && (box.contains(document.activeElement)
        || [...box.querySelectorAll('[name]')].some((e) => e.value));
      box.hidden = !open && !kept;
      if (!open) for (const e of box.querySelectorAll('[name]')) shut.add(e.name.split('.')[0]);
    }
  };
  if (whens.length) {
    follow();
    form.addEventListener('input', follow);
    form.addEventListener('change', follow);
    addEventListener('pageshow', follow);
  }
}

const number = new Intl.NumberFormat('fr-FR');
const plural = (n, word) => `${number.format(n)} ${word}${n > 1 ? 's' : ''}`;

// As the server counts (utf8_clean_text): composed, without what is invisible, spaces as one, line ends as
// two at most.
const cleaned = (text) => text
  .replace(/[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]/gu, '')
  .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
  .replace(/[^\S\n]+|\u2800+/gu, ' ')
  .replace(/ *\n */g, '\n')
  .replace(/ {2,}/g, ' ')
  .replace(/\n{3,}/g, '\n\n')
  .trim()
  .normalize('NFC');

for (const area of document.querySelectorAll('[data-counter]')) {
  const most = Number(area.dataset.counter);
  const note = document.getElementById(`${area.id}-compte`);
  if (!note) continue;
  const said = document.createElement('p');
  said.className = 'govuk-visually-hidden';
  said.setAttribute('role', 'status');
  note.after(said);
  let wait;
  const count = () => {
    const left = most - [...cleaned(area.value)].length;
    const text = left < 0
      ? `${plural(-left, 'caractère')} de trop, sur ${number.format(most)} au plus`
      : `Il vous reste ${plural(left, 'caractère')}`;
    note.textContent = text;
    note.classList.toggle('count--over', left < 0);
    clearTimeout(wait);
    wait = setTimeout(() => { if (left < 100 || left % 500 < 5) said.textContent = text; }, 1200);
  };
  area.addEventListener('input', count);
  if (area.value) count();
}

const faults = document.getElementById('erreurs');
if (faults) {
  // Browsers that know autofocus only on fields.
  if (!('autofocus' in HTMLElement.prototype)) faults.focus();
  faults.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const legend = field.closest('fieldset');
    (legend || field.closest('.govuk-form-group') || field).scrollIntoView();
    field.focus({ preventScroll: true });
  });
}
