// A list of the desk by keyboard: while the focus is in its table, j and k go from one to the next;
// Enter opens it, as it opens any link. Nothing is lost without: Tab reaches the same links.
const listed = [...document.querySelectorAll('.desk__table tbody th a')];

if (listed.length) {
  const table = listed[0].closest('.scroll');
  const help = document.querySelector('[data-keys]');
  if (help) help.hidden = false;
  table.addEventListener('keydown', (event) => {
    const step = { j: 1, k: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = listed.findIndex((a) => a.closest('tr').contains(document.activeElement));
    const next = listed[at < 0 ? (step > 0 ? 0 : listed.length - 1) : at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
