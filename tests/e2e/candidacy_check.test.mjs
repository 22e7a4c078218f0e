// candidacy_check.test.mjs - the check page as the way to mend what is wrong: one click to the very field,
// one to save and be back, for each of its rows; names and experiences that there are not, with scripts.
import assert from 'node:assert/strict';
import { PHONE, browser, examine, press, tab, test } from './helpers.mjs';
import { ELIGIBLE, answer, click, draft, next, ready, someone, submit } from './wizard.mjs';

const person = async (options) => tab(await browser(options));
const BACK = 'Enregistrer et revenir à la vérification';

/** What has the focus, and whether its question is in sight with it. */
const focused = (page) => page.evaluate(() => {
    const field = document.activeElement;
    const group = field.closest('.govuk-form-group') ?? field;
    const asked = group.querySelector('legend, label') ?? field;
    const seen = (element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
    };
    return { id: field.id, seen: seen(field) && seen(asked) };
});

/** Every « Modifier » of the check page, one after the other, with what it costs. */
async function everyRow(page, path) {
    const rows = page.locator('.govuk-summary-list__actions a');
    const count = await rows.count();
    for (let i = 0; i < count; i += 1) {
        const row = rows.nth(i);
        const what = (await row.innerText()).replace(/\s+/g, ' ');
        const { hash } = new URL(await row.getAttribute('href'), page.url());
        let clicks = 0;
        const once = async (target) => {
            clicks += 1;
            await Promise.all([page.waitForEvent('load'), target.click()]);
        };
        await once(row);
        if (hash) {
            const at = await focused(page);
            assert.deepEqual(at, { id: hash.slice(1), seen: true }, what);
            await once(page.getByRole('button', { name: BACK }));
        } else {
            await once(page.getByRole('button', { name: 'Revenir à la vérification' }));
        }
        assert.equal(clicks, 2, what);
        const back = new URL(page.url());
        assert.equal(back.pathname, `${path}/verification`, what);
        assert.ok(await page.locator(`[id="${back.hash.slice(1)}"]`).isVisible(), `${what}: its section`);
    }
    return count;
}

// Without scripts: the fragment alone gives the focus.
test('each row of the check page: one click to its field, one back', async () => {
    const page = await person({ js: false, size: PHONE });
    const path = await ready(page, someone('Maud Kerleau'));
    await examine(page, 'verification');
    assert.ok(await everyRow(page, path) > 30);
    await submit(page);
});

test('a postcode is mended in two clicks, also after a mistake; an experience is added on the way', async () => {
    const page = await person();
    const path = await ready(page, someone('Yves Lannoy'));
    await press(page, /^Modifier « Code postal »/, { name: 'identite-depuis-verification' });
    assert.deepEqual(await focused(page), { id: 'postal-code', seen: true });
    await answer(page, { postal_code: '' });
    await press(page, BACK, { status: 422, name: 'identite-depuis-verification-fautes' });
    await answer(page, { postal_code: '59800' });
    await press(page, BACK, { name: 'verification-corrigee' });
    assert.equal(new URL(page.url()).hash, '#identite');
    assert.match(await page.locator('#identite').innerText(), /59800/);
    await press(page, /^Modifier la liste des expériences/, { name: 'experiences-depuis-verification' });
    await click(page, 'Ajouter une expérience');
    await answer(page, { ...ELIGIBLE.experiences[0], role: 'Directrice' });
    await press(page, 'Enregistrer et revenir à la liste', { name: 'experiences-depuis-verification' });
    await click(page, 'Revenir à la vérification');
    assert.match(page.url(), new RegExp(`${path}/verification#experiences$`));
    await page.getByText('Directrice').waitFor();
    await press(page, /^Modifier « Mois de début » \(Expérience 2\)/, { name: 'experience-depuis-verification' });
    assert.deepEqual(await focused(page), { id: 'started-m', seen: true });
    await click(page, 'Vérifier et déposer'); // the way back without saving
    assert.match(page.url(), new RegExp(`${path}/verification#i-`));
});

test('with scripts, a box puts its field away, but never what is written in it', async () => {
    const page = await person();
    const { path } = await draft(page, 'Ana Sukarno');
    await page.goto(`${path}/identite`);
    const field = page.locator('#given-names');
    await answer(page, { given_names: 'Ana', no_given_names: true });
    assert.ok(await field.isVisible(), 'it holds a name');
    await press(page, 'Enregistrer et continuer', { status: 422, name: 'identite-deux-reponses' });
    assert.match(await page.locator('.govuk-error-summary').innerText(), /Décochez .* ou effacez vos prénoms/);
    await field.fill('');
    await page.locator('#city').focus();
    await answer(page, { no_given_names: false });
    assert.ok(await field.isVisible());
    await answer(page, { no_given_names: true });
    assert.ok(await field.isHidden(), 'nothing is in it');
    await examine(page, 'identite-un-nom', { status: 422 });
    await answer(page, { birth_name: 'Soekarno' });
    await next(page, { name: 'diplomes-vide' });
    await press(page, 'Enregistrer et continuer', { status: 422, name: 'diplomes-rien-dit' });
    await answer(page, { none: true });
    await press(page, 'Enregistrer et continuer', { name: 'experiences-vide' });
    await answer(page, { none: true });
    await press(page, 'Enregistrer et continuer', { name: 'projet' });
    await page.goBack();
    await page.reload();
    await examine(page, 'experiences-aucune');
});
