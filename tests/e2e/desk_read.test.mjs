// Candidacies as reviewers read them: submitted in one browser, found, opened and taken away in
// another a minute later; the quotes role stays outside. What is taken away is re-read by readers
// that are not ours: Python's csv and openpyxl.
import assert from 'node:assert/strict';
import { read, take } from './exports.mjs';
import { PHONE, browser, examine, press, tab, test, visit } from './helpers.mjs';
import { member } from './staff_session.mjs';
import { ELIGIBLE, ready, someone, submit } from './wizard.mjs';

const UNION = { nature: 'union', role: 'Déléguée du personnel', field: 'social', started: '9/2021',
    ended: '1/2022' };

async function applies(who, answers = {}) {
    const context = await browser();
    const page = await tab(context);
    await ready(page, who, { ...ELIGIBLE, experiences: [...ELIGIBLE.experiences, UNION],
        module: { wanted: 'yes' }, ...answers });
    const receipt = await submit(page);
    await context.close();
    return receipt;
}

/** Somebody of the staff in a browser of their own. */
async function desk(role, options = {}) {
    const context = await browser(options);
    const page = await tab(context);
    await member(page, [role]);
    return { context, page };
}

test('found, opened and exported by a reviewer a minute later', async () => {
    const who = someone('Rozenn Kerguelen');
    const { reference } = await applies(who);
    const { context, page } = await desk('reviewer');
    await visit(page, '/gestion/candidatures', { name: 'gestion-candidatures' });
    const row = page.getByRole('row', { name: reference });
    assert.equal(await row.getByRole('link', { name: 'Kerguelen Rozenn' }).count(), 1);

    for (const typed of ['kergu', who.email, reference.toLowerCase(), 'rozenn kerguelen']) {
        await page.goto('/gestion/candidatures');
        await page.getByLabel('Rechercher', { exact: true }).fill(typed);
        await press(page, 'Rechercher', { name: 'gestion-candidatures-trouvees' });
        assert.match(page.url(), /\?vue=[\w-]{22}$/, 'nothing of what was typed is in the address');
        assert.equal(await page.locator('tbody tr').count(), 1, typed);
    }
    const csv = await take(page, 'CSV');
    const xlsx = await take(page, 'tableur (XLSX)');
    assert.match(csv.name, /^candidatures-\d{4}-\d\d-\d\d\.csv$/);
    assert.match(xlsx.name, /^candidatures-\d{4}-\d\d-\d\d\.xlsx$/);
    const rows = read(csv, 'csv');
    assert.deepEqual(read(xlsx, 'xlsx'), rows);
    assert.equal(rows.length, 1);
    assert.equal(rows[0]['Référence'], reference);
    assert.equal(rows[0]['Nom de naissance'], 'Kerguelen');
    assert.equal(rows[0]['Adresse électronique'], who.email);
    assert.equal(rows[0].Verdict, 'Conditions remplies');
    assert.equal(rows[0].Module, 'Avec');
    assert.match(rows[0]['Déposée le (heure de Paris)'], /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    assert.ok(!JSON.stringify(rows).includes('Déléguée'), 'a mandate stays in the file');

    await press(page, 'Kerguelen Rozenn', { name: 'gestion-candidature' });
    assert.match(page.url(), /\/gestion\/candidatures\/[\w-]{22}\?vue=/);
    const text = await page.locator('main').innerText();
    for (const words of [reference, 'Rozenn Kerguelen', 'Maison de quartier de Wazemmes',
        'Déléguée du personnel', 'Un café associatif à Lille', 'Conditions remplies',
        'Accusé de réception de la candidature', 'Candidature déposée', 'Règle 2026']) {
        assert.ok(text.includes(words), `the file says « ${words} »`);
    }
    assert.equal(await page.locator('svg.draw').first().isVisible(), true, 'the months as a picture');
    await page.emulateMedia({ media: 'print' });
    await examine(page, 'gestion-candidature-imprimee', { axe: false });
    assert.ok(!await page.getByRole('navigation').first().isVisible(), 'no menu on paper');
    await page.emulateMedia({ media: null });
    await press(page, 'Retour à la liste', { name: 'gestion-candidatures-retour' });
    assert.equal(await page.locator('tbody tr').count(), 1, 'the search is still there');
    await context.close();
});

test('the quotes role opens none of it', async () => {
    const { reference } = await applies(someone('Maël Le Bihan'));
    const reviewer = await desk('reviewer');
    await reviewer.page.goto('/gestion/candidatures');
    const path = await reviewer.page.getByRole('row', { name: reference }).getByRole('link')
        .getAttribute('href');
    const { context, page } = await desk('quotes');
    for (const door of [path, '/gestion/candidatures', '/gestion/candidatures/export.csv',
        '/gestion/candidatures/export.xlsx']) {
        await visit(page, door, { status: 403, name: 'gestion-refus' });
        assert.ok(!(await page.locator('body').innerText()).includes('Bihan'));
    }
    assert.equal(await page.getByRole('link', { name: 'Candidatures', exact: true }).count(), 0);
    await reviewer.context.close();
    await context.close();
});

test('what was typed to be a formula stays a text; ticked rows alone; on a phone', async () => {
    const who = someone('+Zoé =HYPERLINK(A1)');
    const { reference } = await applies(who);
    const { context, page } = await desk('admin', { size: PHONE });
    await visit(page, '/gestion/candidatures', { name: 'gestion-candidatures-360' });
    await page.getByRole('row', { name: reference }).getByRole('checkbox').check();
    const [download] = await Promise.all([page.waitForEvent('download'),
        page.getByRole('button', { name: 'Exporter en CSV' }).click()]);
    const rows = read({ path: await download.path() }, 'csv');
    assert.equal(rows.length, 1);
    assert.equal(rows[0]['Référence'], reference);
    assert.match(rows[0]['Nom de naissance'], /^'=HYPERLINK/);
    assert.match(rows[0]['Prénoms'], /^'\+Zoé/);
    await Promise.all([page.waitForEvent('load'),
        page.getByRole('row', { name: reference }).getByRole('link').click()]);
    await examine(page, 'gestion-candidature-360');
    await context.close();
});
