// candidacy_states.test.mjs - every page of the wizard on a desk and on a phone: empty, with every
// mistake that its form can have, and filled; at 320 px nothing is wider than the window and no
// amount is cut in two.
import assert from 'node:assert/strict';
import { PHONE, WIDE, browser, examine, press, tab, test, visit } from './helpers.mjs';
import { ELIGIBLE, answer, click, dossier, identity, ready, someone } from './wizard.mjs';

const long = 'anticonstitutionnellement'.repeat(4);

// `wrong`: answers that must be refused, and how many lines the summary of mistakes then has.
const STEPS = [
    { segment: 'identite', wrong: { birth_name: '', given_names: long, birth_date: '31/2/1985',
        email: 'nadège@exemple', phone: '12', street: '', postal_code: '', city: '', country: '' },
    lines: 8 },
    { segment: 'diplomes/ajouter', wrong: { kind: 'foreign', year: '12', recognition: 'requested',
        recognition_on: '3/4/2050' }, lines: 7 },
    { segment: 'experiences/ajouter', wrong: { nature: 'employee', started: '9/2021',
        ended: '3/2020', working_time: '250' }, lines: 6 },
    { segment: 'projet', wrong: { project: 'x'.repeat(3001) }, lines: 3 },
    { segment: 'financement', wrong: { payer: 'employer', payer_siret: '123' }, lines: 2 },
    { segment: 'module', wrong: {}, lines: 1 },
    { segment: 'adresse', wrong: { code: '12' }, lines: 1 },
];

/** The summary has the focus, each of its links leads to a field that says what is wrong. */
async function readFaults(page, lines) {
    await page.waitForFunction(() => document.activeElement?.id === 'erreurs');
    assert.match(await page.title(), /^Erreur\s: /);
    const links = page.locator('.govuk-error-summary__list a');
    const said = await links.allTextContents();
    assert.equal(said.length, lines, said.join(' | '));
    for (let i = 0; i < said.length; i += 1) {
        await links.nth(i).click();
        const found = await page.evaluate(() => {
            const field = document.activeElement;
            const near = (e) => e && (e.querySelector('.govuk-error-message')?.textContent ?? near(e.parentElement));
            return { name: field.getAttribute('name'), error: near(field.closest('.govuk-form-group')) };
        });
        assert.ok(found.name, `« ${said[i]} » leads to a field`);
        assert.ok(found.error?.includes(said[i]), `« ${said[i]} » is said beside its field too`);
    }
}

for (const [label, size] of [['on a desk', WIDE], ['on a phone', PHONE]]) {
    test(`every step empty and with its mistakes, ${label}`, async () => {
        const context = await browser({ size });
        const page = await tab(context);
        const who = someone('Agnès Thévenot');
        await page.goto('/candidature');
        await click(page, 'Commencer ma candidature');
        const path = dossier(page);
        for (const step of STEPS) {
            const name = step.segment.replace('/', '-');
            if (step.segment === 'adresse') {
                await page.goto(`${path}/identite`);
                await answer(page, identity(who, { phone: '' }));
                await click(page, 'Enregistrer et continuer');
            }
            await visit(page, `${path}/${step.segment}`, { name: `${name}-vide` });
            await answer(page, step.wrong);
            await press(page, step.segment === 'adresse' ? 'Confirmer mon adresse'
                : 'Enregistrer et continuer', { status: 422, name: `${name}-fautes` });
            await readFaults(page, step.lines);
            for (const [field, value] of Object.entries(step.wrong)) {
                const box = page.locator(`form.form [name="${field}"]`);
                if (typeof value === 'string' && await box.count() === 1) {
                    assert.equal(await box.inputValue(), value, `${field} is kept as typed`);
                }
            }
        }
        await visit(page, `${path}/verification`, { name: 'verification-manque' });
        assert.ok(await page.locator('#manque').isVisible());
        await visit(page, `${path}/adresse/renvoi`, { name: 'renvoi' });
        await visit(page, path, { name: 'liste-en-cours' });
    });
}

// Long words and every payer, in the narrowest window.
test('at 320 px long answers and prices stay within the window, amounts on one line', async () => {
    const context = await browser({ size: { width: 320, height: 640 } });
    const page = await tab(context);
    const who = someone(`Jean ${long.slice(0, 90)}`);
    const path = await ready(page, who, { ...ELIGIBLE,
        experiences: [{ ...ELIGIBLE.experiences[0], organisation: long, role: long, tasks: long }],
        project: { ...ELIGIBLE.project, project: long.repeat(3) } });
    const whole = async (name) => {
        await examine(page, name);
        assert.deepEqual(await page.evaluate(() => [...document.querySelectorAll('.amount, .reference')]
            .filter((e) => {
                const range = document.createRange();
                range.selectNodeContents(e);
                return new Set([...range.getClientRects()].map((r) => Math.round(r.top))).size > 1;
            }).map((e) => e.textContent)), [], `${name}: cut in two`);
    };
    await whole('verification-etroite');
    for (const [payer, more] of [['employer', { payer_name: long, payer_siret: '19753471200017',
        agreement: 'asked' }], ['cpf', { agreement: 'none', cpf_amount: '6000',
        module_payer: 'third' }], ['several', { agreement: 'none', mix: long }]]) {
        await page.goto(`${path}/financement`);
        await answer(page, { payer, ...more });
        await click(page, 'Enregistrer et continuer');
        await page.goto(`${path}/module`);
        await answer(page, { wanted: 'yes' });
        await click(page, 'Enregistrer et continuer');
        await whole(`verification-etroite-${payer}`);
        await page.goto(`${path}/financement`);
        await whole(`financement-etroit-${payer}`);
    }
    for (const segment of ['', '/diplomes', '/experiences', '/module']) {
        await page.goto(path + segment);
        await whole(`etroite${segment.replace('/', '-')}`);
    }
    await page.goto(`${path}/verification`);
    await answer(page, { declaration: true });
    await click(page, 'Déposer ma candidature');
    // A reference is drawn by lot: the widest letters it can have must fit as well.
    await page.evaluate(() => document.querySelectorAll('.reference').forEach((e) => {
        e.textContent = 'MOVSC-WWWW-WWWW';
    }));
    await whole('confirmation-etroite');
    await page.goto(path);
    await whole('liste-deposee-etroite');
});
