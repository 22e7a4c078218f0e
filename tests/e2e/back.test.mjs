// back.test.mjs - Back, Forward and a reload, on a phone, with and without JavaScript: what was saved once
// is there once, what was typed is not lost, and nothing is sent by itself.
import assert from 'node:assert/strict';
import { PHONE, WIDE, addressOf, browser, examine, follow, once, press, tab, test } from './helpers.mjs';
import { member } from './staff_session.mjs';
import { answer, draft, sql } from './wizard.mjs';

const NBSP = '\u00a0';
const main = (page) => page.locator('main').innerText();
const count = (query) => Number(sql(query));

/** What the browser sends by POST from now on. */
function posts(page) {
    const sent = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    return sent;
}

const ITEMS = [
    ['diplomes', 'diploma', /^Ajouter un diplôme/, 'school',
        { kind: 'deass', state: 'obtained', year: '2010', school: 'IRTS', country: 'France' }],
    ['experiences', 'experience', /^Ajouter une expérience/, 'role',
        { nature: 'volunteer', organisation: 'Les Amis', organisation_kind: 'association', role: 'Trésorier',
            field: 'culture', started: '9/2021', ended: '8/2024', working_time: '20' }],
];

const REQUEST = { kind: 'quote', payer: 'employer', module: 'yes', whom: 'self', addressee_name: 'Les Mille Pas',
    addressee_address: '1 rue du Port\n35000 Rennes', name: 'Zoé Lœuillet' };

for (const js of [true, false]) {
    const how = js ? 'with JavaScript' : 'without JavaScript';

    test(`a diploma and an experience saved, Back, saved again are one each, ${how}`, async () => {
        const page = await tab(await browser({ js, size: PHONE }));
        await draft(page, js ? 'Nolwenn Kerbrat' : 'Gaël Kerbrat');
        const path = /^\/candidature\/[\w-]+/.exec(new URL(page.url()).pathname)[0];
        for (const [list, table, add, changed, values] of ITEMS) {
            const there = () => count(`SELECT COUNT(*) FROM ${table} i JOIN candidacy c ON c.id = i.candidacy_id`
                + ` WHERE c.public_id = '${path.split('/').pop()}'`);
            await page.goto(`${path}/${list}`);
            await follow(page, add);
            await answer(page, values);
            await follow(page, 'Enregistrer et continuer');
            assert.equal(there(), 1);
            await page.goBack();
            assert.match(page.url(), new RegExp(`/${list}/[\\w-]{22}$`), 'it is the page of what was added');
            assert.equal(await page.locator(`[name="${changed}"]`).inputValue(), values[changed]);
            await examine(page, `retour-${list}`);
            await answer(page, { [changed]: 'Autre chose' });
            await follow(page, 'Enregistrer et continuer');
            assert.equal(there(), 1, 'saved again, it is the same');
            assert.match(await main(page), /Autre chose/);
            await page.goBack();
            await page.goForward();
            await page.reload();
            assert.equal(there(), 1);
            await follow(page, add);
            assert.equal(await page.locator(`[name="${changed}"]`).inputValue(), '', 'another one is another one');
        }
    });

    test(`a request for a quote is read again, and sent once, ${how}`, async () => {
        const page = await tab(await browser({ js, size: PHONE }));
        const email = addressOf(`retour-${js}`);
        const there = () => count(`SELECT COUNT(*) FROM quote_request WHERE email = '${email}'`);
        await page.goto('/devis');
        await answer(page, { ...REQUEST, email });
        await follow(page, 'Vérifier ma demande');
        assert.match(page.url(), /\/devis\?cle=[\w-]{22}&relire=1$/, 'the check page has an address');
        const sent = posts(page);
        await page.reload();
        await examine(page, 'retour-devis-verification');
        assert.match(await main(page), /Zoé Lœuillet/);
        await page.goBack();
        assert.equal(await page.locator('[name=name]').inputValue(), 'Zoé Lœuillet', 'the form is as it was left');
        assert.equal(await page.locator('[name=payer][value=employer]').isChecked(), true);
        await examine(page, 'retour-devis-formulaire');
        await page.goForward();
        assert.match(await main(page), /Zoé Lœuillet/);
        await follow(page, 'Modifier mes réponses');
        assert.equal(await page.locator('[name=name]').inputValue(), 'Zoé Lœuillet');
        await follow(page, 'Vérifier ma demande');
        assert.equal(there(), 0, 'nothing has left yet');
        await follow(page, 'Envoyer ma demande de devis');
        assert.equal(there(), 1);
        const mine = sent.length;
        await page.reload();
        await page.goBack();
        await page.goBack();
        await page.getByText('Votre demande était déjà envoyée').waitFor();
        await examine(page, 'retour-devis-envoye');
        await page.goForward();
        assert.equal(there(), 1);
        assert.equal(sent.length, mine, 'the browser has sent nothing by itself');
    });

    test(`a note of the staff is added once, ${how}`, async () => {
        const visitor = await tab(await browser({ js: false }));
        const email = addressOf(`note-${js}`);
        await visitor.goto('/devis');
        await answer(visitor, { kind: 'question', message: 'Peut-on commencer en janvier ?', name: 'Anaïs B.', email });
        await follow(visitor, 'Vérifier ma demande');
        await follow(visitor, 'Envoyer mon message');
        const id = sql(`SELECT public_id FROM quote_request WHERE email = '${email}'`);
        const notes = () => count('SELECT COUNT(*) FROM quote_message m JOIN quote_request r ON r.id = m.request_id'
            + ` WHERE r.public_id = '${id}' AND m.kind = 'note'`);
        const page = await tab(await browser({ js, size: PHONE }));
        await member(page, ['quotes'], 'Maël Le Goff');
        await page.goto(`/gestion/devis/${id}`);
        await page.locator('[name=note]').fill(`Rappeler lundi ${once}`);
        await follow(page, 'Ajouter la note');
        assert.equal(notes(), 1);
        await page.goBack();
        // A browser that kept the page as it was has the same key; one that asks again reads that it is there.
        if (await page.locator('[name=note]').count()) await follow(page, 'Ajouter la note');
        assert.equal(notes(), 1);
        await page.reload();
        await page.getByText('La note est ajoutée').or(page.getByText('Votre note est ajoutée')).first().waitFor();
        assert.equal(notes(), 1);
        await page.goto(`/gestion/devis/${id}/message`);
        await page.locator('[name=body]').fill('Bonjour, oui, en janvier.');
        await follow(page, 'Voir avant d’envoyer');
        assert.match(page.url(), /\/message\?cle=[\w-]{22}&relire=1$/);
        await page.reload();
        await examine(page, 'retour-gestion-relire');
        await page.goBack();
        assert.equal(await page.locator('[name=body]').inputValue(), 'Bonjour, oui, en janvier.');
        await page.goForward();
        await follow(page, 'Envoyer ce message');
        await page.goBack();
        await page.getByText('Le message est en route').waitFor();
        assert.equal(count('SELECT COUNT(*) FROM quote_message m JOIN quote_request r ON r.id = m.request_id'
            + ` WHERE r.public_id = '${id}' AND m.kind = 'staff'`), 1);
    });
}

test('a refused form stays where it is, and neither a reload nor Back sends it again', async () => {
    const page = await tab(await browser({ js: true, size: WIDE }));
    await page.goto('/devis');
    await answer(page, { kind: 'question', message: 'Et les horaires ?', name: 'Zoé Lœuillet' });
    await follow(page, 'Vérifier ma demande');
    assert.match(await page.title(), /^Erreur/);
    assert.equal(await page.locator('[name=message]').inputValue(), 'Et les horaires ?');
    await examine(page, 'retour-devis-refuse', { status: 422 });
    const sent = posts(page);
    await page.reload();
    assert.equal(await page.locator('[name=message]').inputValue(), 'Et les horaires ?', 'a reload loses nothing');
    assert.equal(await page.locator('[name=kind][value=question]').isChecked(), true);
    await page.goto('/aide');
    await page.goBack();
    assert.equal(await page.locator('[name=message]').inputValue(), 'Et les horaires ?', 'nor does Back');
    assert.equal(await page.locator('[name=name]').inputValue(), 'Zoé Lœuillet');
    assert.deepEqual(sent, [], 'nothing was sent again');
    await answer(page, { email: addressOf('refuse') });
    await follow(page, 'Vérifier ma demande');
    assert.match(await main(page), /Et les horaires/);
});

test('what was refused is put back to nobody else', async () => {
    const page = await tab(await browser({ js: true, size: WIDE }));
    const body = page.locator('[name=body]');
    await member(page, ['quotes'], 'Maël Le Goff');
    await page.goto('/gestion/textes/ajouter');
    await answer(page, { title: `Refus ${once}`, body: 'Bonjour [prenom], entre nous' });
    await follow(page, 'Ajouter ce texte');
    assert.match(await page.title(), /^Erreur/);
    await page.goto('/gestion/textes');
    await page.goBack();
    assert.equal(await body.inputValue(), 'Bonjour [prenom], entre nous', 'their own words are there');
    await follow(page, 'Me déconnecter');
    await member(page, ['quotes'], 'Nolwenn Kerbrat');
    await page.goBack();
    await page.getByText('Nolwenn Kerbrat').first().waitFor();
    assert.match(page.url(), /\/gestion\/textes\/ajouter\?cle=/);
    assert.equal(await body.inputValue(), '', 'the next person finds nothing');
});

test('nor, on a public page, after signing out', async () => {
    const page = await tab(await browser({ js: true, size: WIDE }));
    await draft(page, 'Gaël Kerbrat');
    await page.goto('/devis');
    await answer(page, { kind: 'question', message: 'Entre nous', name: 'Zoé Lœuillet' });
    await follow(page, 'Vérifier ma demande');
    assert.match(await page.title(), /^Erreur/);
    await page.locator('form[action="/deconnexion"] button').first().click();
    await page.waitForURL((url) => !url.pathname.startsWith('/devis'));
    await page.goBack();
    assert.match(page.url(), /\/devis\?cle=/);
    assert.equal(await page.locator('[name=message]').inputValue(), '', 'the next person finds nothing');
});

test('without JavaScript a refused form stays too, and says why', async () => {
    const page = await tab(await browser({ js: false, size: PHONE }));
    await page.goto('/devis');
    await answer(page, { kind: 'question', message: 'Et les horaires ?', name: 'Zoé Lœuillet' });
    await press(page, 'Vérifier ma demande', { name: 'retour-devis-refuse-sans-script', status: 422 });
    assert.match(await page.title(), /^Erreur/);
    assert.match(page.url(), /\/devis\?cle=[\w-]{22}$/, 'its address is the form’s');
    assert.equal(await page.locator('[name=message]').inputValue(), 'Et les horaires ?');
    assert.match(await main(page), new RegExp(`Saisissez votre adresse|adresse électronique${NBSP}?`));
});
