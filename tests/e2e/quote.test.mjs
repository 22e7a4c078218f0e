// quote.test.mjs - /devis in a browser: each payer's price on the page and in both mails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PHONE, WIDE, browser, choose, examine, fill, mail, mailsTo, press, tab, visit } from './helpers.mjs';

const NBSP = '\u00a0';
const STAFF = 'par_cestes@lecnam.net';
const once = Date.now().toString(36);
const euros = (text) => text.replaceAll('\u202f', ' ').replaceAll(NBSP, ' ');
const WHAT = `Que souhaitez-vous${NBSP}?`;
const WHO = `Qui paierait la formation${NBSP}?`;
const MODULE = `Faut-il ajouter le module complémentaire${NBSP}?`;

async function ask(page, { payer, module, address, more = {}, label }) {
    await choose(page, WHAT, 'Un devis');
    await choose(page, WHO, payer);
    await choose(page, MODULE, module);
    await fill(page, { 'Vos prénom et nom': 'Zoé Lœuillet', 'Votre adresse électronique': address,
        ...more });
    await press(page, 'Vérifier ma demande', { name: `${label}-verification` });
}

// The notice that staff received about this requester.
function notice(address) {
    return mailsTo(STAFF).find((m) => m.text.includes(address));
}

const cases = [
    { label: 'tiers', payer: 'L’employeur', module: 'Oui',
        more: { 'Organisme à qui adresser le devis': 'Les Mille Pas' },
        page: ['10 005,00 €', '400,00 €', '10 405,00 €'], mail: ['Total : 10 405,00 €'], js: true, size: WIDE },
    { label: 'individuel', payer: 'La personne formée, à titre individuel', module: 'Oui',
        page: ['5 000,50 €', '200,00 €', '5 200,50 €'], mail: ['Total : 5 200,50 €'], js: false, size: PHONE },
    { label: 'cpf', payer: 'Le compte personnel de formation (CPF)', module: 'Oui',
        page: ['10 005,00 €', 'Le module, à part'],
        mail: ['Total : 10 005,00 €', '400,00 € (à part', '200,00 € (à part', 'information tarifaire'],
        js: true, size: PHONE },
    { label: 'inconnu', payer: 'Ce n’est pas encore décidé', module: 'Non',
        page: ['10 005,00 €', '5 000,50 €'], mail: ['10 005,00 €', '5 000,50 €'], none: /Total/,
        js: false, size: WIDE },
    { label: 'plusieurs', payer: 'Plusieurs payeurs à la fois', module: 'Non',
        more: { [`Qui paierait quoi${NBSP}?`]: 'Mon employeur la moitié, moi le reste' },
        page: ['quelle part relève de quel tarif'], mail: ['quelle part relève de quel tarif'],
        none: /Total|\d €/, js: true, size: PHONE },
];

for (const c of cases) {
    test(`a quote, ${c.label}`, async () => {
        const b = await browser({ js: c.js, size: c.size });
        const page = await tab(b);
        const address = `${c.label}-${once}@exemple.fr`;
        await visit(page, '/devis', { name: `${c.label}-devis` });
        await ask(page, { ...c, address });
        const check = euros(await page.locator('main').innerText());
        for (const words of c.page) {
            assert.ok(check.includes(words), `${c.label}: ${words} before sending`);
        }
        assert.deepEqual(mailsTo(address), [], 'nothing is sent before the last button');
        await press(page, 'Envoyer ma demande de devis', { name: `${c.label}-recu` });
        assert.match(new URL(page.url()).pathname, /^\/devis\/[\w-]{22}\/recu$/);
        const done = await page.locator('main').innerText();
        const reference = done.match(/D-[0-9A-Z]{4}-[0-9A-Z]{4}/)[0];
        assert.ok(!done.includes(address) && !done.includes('Lœuillet'));
        const got = await mail(address);
        const staff = await mail(STAFF, new RegExp(reference));
        for (const words of c.mail) {
            assert.ok(euros(got.text).includes(words), `${c.label}: ${words} in ${euros(got.text)}`);
            for (const [amount] of words.matchAll(/[\d ]*\d,\d\d €/g)) {
                assert.ok(euros(got.html).includes(amount.trim()), `${c.label}: ${amount} in HTML`);
            }
        }
        if (c.none) {
            assert.doesNotMatch(euros(got.text), c.none);
        }
        assert.equal(staff.headers['reply-to'], address);
        assert.ok(staff.text.includes('Zoé Lœuillet') && notice(address));
        // Reload and Back send nothing again.
        await page.reload();
        await examine(page, `${c.label}-recu-encore`);
        assert.equal(mailsTo(address).length, 1);
        await b.close();
    });
}

test('the price follows the answers, without scripts by a button', async () => {
    const b = await browser({ js: false });
    const page = await tab(b);
    await visit(page, '/devis', { name: 'recalcul-devis' });
    await choose(page, WHAT, 'Un devis');
    await choose(page, WHO, 'La personne formée, à titre individuel');
    await choose(page, MODULE, 'Oui');
    await press(page, 'Recalculer le prix', { name: 'recalcul' });
    assert.ok(euros(await page.locator('#prix').innerText()).includes('5 200,50 €'));
    await choose(page, MODULE, 'Non');
    await press(page, 'Recalculer le prix', { name: 'recalcul-sans-module' });
    assert.ok(!euros(await page.locator('#prix').innerText()).includes('5 200,50 €'));
    await b.close();
});

test('the price follows the answers at once, with scripts', async () => {
    const b = await browser({ size: PHONE });
    const page = await tab(b);
    await visit(page, '/devis', { name: 'direct-devis' });
    await choose(page, WHAT, 'Un devis');
    await choose(page, WHO, 'L’employeur');
    await choose(page, MODULE, 'Oui');
    await page.locator('#prix').getByText('10\u202f405,00').waitFor();
    await choose(page, WHO, 'La personne formée, à titre individuel');
    await page.locator('#prix').getByText('5\u202f200,50').waitFor();
    await examine(page, 'direct-prix');
    await b.close();
});

test('a SIRET that looks wrong is said once, and taken', async () => {
    const b = await browser();
    const page = await tab(b);
    const address = `siret-${once}@exemple.fr`;
    await visit(page, '/devis?kind=quote&payer=opco', { name: 'siret-devis' });
    await choose(page, MODULE, 'Non');
    await fill(page, { 'Organisme à qui adresser le devis': 'Coopérative du Port',
        'Numéro SIRET de cet organisme (facultatif)': '197 534 712 00018', 'Vos prénom et nom': 'Zoé Lœuillet',
        'Votre adresse électronique': address });
    await press(page, 'Vérifier ma demande', { name: 'siret-doute' });
    assert.ok(await page.getByText('Ce numéro SIRET semble contenir une erreur').isVisible());
    await press(page, 'Vérifier ma demande', { name: 'siret-verification' });
    await press(page, 'Envoyer ma demande de devis', { name: 'siret-recu' });
    await mail(address);
    assert.ok(notice(address).text.includes('À vérifier'));
    await b.close();
});

for (const [label, kind, path, js] of [['vae', 'VAE', '/devis?kind=vae', true],
    ['question', 'question générale', '/devis?kind=question', false]]) {
    test(`a message by the same door: ${label}`, async () => {
        const b = await browser({ js, size: PHONE });
        const page = await tab(b);
        const address = `${label}-${once}@exemple.fr`;
        await visit(page, path, { name: `${label}-devis` });
        assert.ok(!(await page.locator('#prix').isVisible()), 'no price for a message');
        assert.ok(!(await page.getByRole('group', { name: WHO }).isVisible()));
        await press(page, 'Vérifier ma demande', { name: `${label}-vide`, status: 422 });
        await fill(page, { 'Vos prénom et nom': 'Zoé Lœuillet', 'Votre adresse électronique': address,
            'Votre message': 'Dix ans à la tête d’une épicerie solidaire.\nJe cherche par où commencer.' });
        await press(page, 'Vérifier ma demande', { name: `${label}-verification` });
        await press(page, 'Envoyer mon message', { name: `${label}-recu` });
        const got = await mail(address);
        assert.ok(got.text.includes(`Sujet${NBSP}: ${kind}`) || got.text.includes(`Sujet : ${kind}`));
        await b.close();
    });
}
