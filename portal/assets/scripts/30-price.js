// A form with data-price: the server makes its price again as the answers change, and only that part
// of the page is replaced. Nothing but what the price depends on is sent.
const PRICED = ['csrf', 'kind', 'payer', 'module', 'module_payer', 'cpf_amount', 'whom',
  'headcount', 'intake', 'base', 'third_diploma', 'third_module'];

for (const form of document.querySelectorAll('form[data-price]')) {
  const button = form.querySelector('[value=recalc]');
  const follow = remake(form.querySelector('[data-price-here]'), '[data-price-here]');
  let timer;
  const ask = async () => {
    const body = new URLSearchParams({ then: 'price' });
    for (const [key, value] of new FormData(form)) if (PRICED.includes(key)) body.append(key, value);
    const shown = await follow(form.action, { method: 'POST', body });
    if (shown !== undefined) button.hidden = shown;
  };
  button.hidden = true;
  form.addEventListener('input', (event) => {
    if (!PRICED.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, event.target.type === 'radio' ? 50 : 600);
  });
}
