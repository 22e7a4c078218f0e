// A form with data-price: the server makes its price again as the answers change, and only that part
// of the page is replaced. Nothing but what the price depends on is sent.
const PRICED = ['csrf', 'kind', 'payer', 'module', 'module_payer', 'cpf_amount', 'whom',
  'headcount', 'intake', 'base', 'third_diploma', 'third_module'];

for (const form of document.querySelectorAll('form[data-price]')) {
  const here = form.querySelector('[data-price-here]');
  const button = form.querySelector('[value=recalc]');
  let timer;
  let latest = 0;
  const ask = async () => {
    const mine = ++latest;
    const body = new URLSearchParams({ then: 'recalc' });
    for (const [key, value] of new FormData(form)) if (PRICED.includes(key)) body.append(key, value);
    try {
      const answer = await fetch(form.action, { method: 'POST', body, credentials: 'same-origin', redirect: 'error' });
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-price-here]');
      button.hidden = answer.ok;
      if (answer.ok && fresh && mine === latest) here.replaceChildren(...fresh.childNodes);
    } catch {
      button.hidden = false; // the figures stay as they were
    }
  };
  button.hidden = true;
  form.addEventListener('input', (event) => {
    if (!PRICED.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, event.target.type === 'radio' ? 50 : 600);
  });
}
