// typing.test.mjs - what is doubtful is said beside its field: at once where there is a script, on the page that
// comes back once where there is none; it never stops anybody. And the counter counts as the server does.
import assert from 'node:assert/strict';
import { PHONE, browser, examine, press, tab, test } from './helpers.mjs';
import { answer, click, dossier, draft, next } from './wizard.mjs';

const person = async (options) => tab(await browser(options));
const DOUBT = /Ce numéro SIRET semble contenir une faute de frappe/;

test('a SIRET in doubt is said while one types, and is in nobody’s way', async () => {
    const page = await person();
    const { path } = await draft(page, 'Nadia Berthier');
    await page.goto(`${path}/financement`);
    await answer(page, { payer: 'employer', agreement: 'none', payer_siret: '11122233344455' });
    const doubt = page.locator('#payer-siret-doute');
    await doubt.filter({ hasText: DOUBT }).waitFor();
    assert.match(await page.locator('#payer-siret').getAttribute('aria-describedby'), /payer-siret-doute/);
    await examine(page, 'financement-siret-douteux');
    await answer(page, { payer_siret: '197 534 712 00017' });
    await doubt.waitFor({ state: 'detached' });
    await answer(page, { payer_siret: '00000000000000' });
    await doubt.filter({ hasText: DOUBT }).waitFor();
    await click(page, 'Enregistrer et continuer'); // it has been said: nothing is said twice
    assert.equal(new URL(page.url()).pathname, `${path}/module`);
    await page.goto(`${path}/verification`);
    assert.match(await page.locator('.govuk-summary-list__row', { hasText: 'Numéro SIRET' }).innerText(), DOUBT);
    await examine(page, 'verification-siret-douteux');
});

test('without a script the page comes back once, saved, and goes on as it is', async () => {
    const page = await person({ js: false, size: PHONE });
    await page.goto('/candidature');
    await click(page, 'Commencer ma candidature');
    const path = dossier(page);
    await page.goto(`${path}/financement`);
    await answer(page, { payer: 'employer', agreement: 'none', payer_siret: '111 222 333 44455' });
    await next(page, { name: 'financement-siret-revient' });
    assert.equal(new URL(page.url()).pathname, `${path}/financement`);
    assert.match(await page.locator('#payer-siret-doute').innerText(), DOUBT);
    assert.match(await page.locator('main').innerText(), /Votre réponse est enregistrée/);
    await click(page, 'Enregistrer et continuer');
    assert.equal(new URL(page.url()).pathname, `${path}/module`);
});

test('a slip in an address is asked about, and taken as it is when it comes again', async () => {
    const page = await person({ js: false, size: PHONE });
    await page.goto('/connexion');
    await answer(page, { email: 'essai.frappe@gmial.com' });
    await press(page, 'Recevoir mon code', { name: 'connexion-frappe' });
    assert.match(await page.locator('#email-doute').innerText(), /Vouliez-vous dire «\s?essai\.frappe@gmail\.com/);
    assert.equal(await page.locator('#email').inputValue(), 'essai.frappe@gmial.com');
    await click(page, 'Recevoir mon code');
    assert.equal(new URL(page.url()).pathname, '/connexion/code');
});

test('the counter counts as the server does', async () => {
    const page = await person();
    const { path } = await draft(page, 'Lucas Perrot');
    await page.goto(`${path}/projet`);
    // 3000 once composed and cleaned: accents apart, what is invisible, spaces and line ends in rows
    const text = `  ${'e\u0301'.repeat(1000)}\ufe0f\u200b\n\n\n\n${'a \u00a0\u2003b'.repeat(500)}${'x'.repeat(498)}\u00ad \n`;
    await answer(page, { objects: ['unknown'], project: text, expectations: 'Du recul' });
    assert.match(await page.locator('#project-compte').innerText(), /Il vous reste 0 caractère/);
    await answer(page, { project: `${text}y` });
    assert.match(await page.locator('#project-compte').innerText(), /1 caractère de trop|2 caractères de trop/);
    await answer(page, { project: text });
    await click(page, 'Enregistrer et continuer');
    assert.equal(new URL(page.url()).pathname, `${path}/financement`);
    await page.goto(`${path}/projet`);
    assert.equal([...await page.locator('#project').inputValue()].length, 3000);
});
