// A list of the desk by keyboard: j and k go from one to the next, Enter opens it, as it opens any
// link. Nothing is lost without: Tab reaches the same links.
const listed = [...document.querySelectorAll('.desk__table tbody th a')];

if (listed.length) {
  document.addEventListener('keydown', (event) => {
    const step = { j: 1, k: -1 }[event.key];
    const typing = event.target.closest('input:not([type=checkbox]), select, textarea');
    if (!step || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = listed.findIndex((a) => a.closest('tr').contains(document.activeElement));
    const next = listed[at < 0 ? (step > 0 ? 0 : listed.length - 1) : at + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
