// eligibility.test.mjs - /eligibilite in a browser: with scripts and without, on a desk and a phone.
import assert from 'node:assert/strict';
import { PHONE, WIDE, addressOf, browser, choose, fill, long, mail, mailsTo, press, tab, test, visit }
    from './helpers.mjs';

const NBSP = '\u00a0';

// Answers one question a page: a list, radios, boxes or numbers; the last button leads to the verdict.
async function answer(page, name, how) {
    await how();
    await press(page, /^(Continuer|Voir le résultat)$/, { name });
}
const diploma = (page, label) => fill(page, { [`Quel est votre diplôme${NBSP}?`]: { option: label } });
const years = (page, work, social) => fill(page, {
    'Travail salarié, indépendant ou en apprentissage, en années': work,
    'Bénévolat associatif et mandats syndicaux, en années': social,
});

async function toVerdict(page, label) {
    await visit(page, '/eligibilite', { name: `${label}-diplome` });
    await answer(page, `${label}-obtention`, () => diploma(page, 'Master'));
    await answer(page, `${label}-experience`,
        () => choose(page, `L’avez-vous déjà${NBSP}?`, 'Oui, il est obtenu'));
    await answer(page, `${label}-payeur`, () => years(page, '8', ''));
    await answer(page, `${label}-resultat`, () =>
        choose(page, `Qui paierait la formation${NBSP}?`, 'Je ne sais pas encore'));
}

for (const [label, options] of [['bureau', { size: WIDE }], ['telephone', { size: PHONE }],
    ['sans-script', { size: PHONE, js: false }]]) {
    test(`who qualifies learns it in four questions, ${label}`, { skip: label === 'telephone' && !long }, async () => {
        const b = await browser(options);
        const page = await tab(b);
        await toVerdict(page, label);
        assert.match(new URL(page.url()).pathname, /resultat$/);
        const h1 = await page.locator('h1').textContent();
        assert.equal(h1, 'Vos conditions semblent remplies, d’après vos réponses');
        const text = await page.locator('main').innerText();
        for (const price of ['10\u202f005,00\u00a0€', '5\u202f000,50\u00a0€']) {
            assert.ok(text.includes(price), price);
        }
        // No trace: not even a cookie.
        assert.deepEqual(await b.cookies(), []);
        // The page can be opened again as it stands, here or elsewhere.
        const elsewhere = await tab(b);
        await visit(elsewhere, page.url(), { name: `${label}-favori` });
        assert.equal(await elsewhere.locator('h1').textContent(), h1);
        // One answer changed: straight back to the answer.
        await press(page, /^Modifier/, { name: `${label}-modifier` });
        assert.equal(await page.getByLabel(`Quel est votre diplôme${NBSP}?`).inputValue(), 'master');
        await answer(page, `${label}-modifie`, () => diploma(page, 'BTS'));
        assert.match(page.url(), /kind=bts/);
        // Back undoes it.
        await page.goBack();
        await page.goBack();
        assert.equal(await page.locator('h1').textContent(), h1);
        await b.close();
    });
}

test('near the threshold months are asked, and the future counts', async () => {
    const b = await browser();
    const page = await tab(b);
    await visit(page, '/eligibilite?kind=licence&state=obtained', { name: 'seuil-experience' });
    await answer(page, 'seuil-mois', () => years(page, '2', '0'));
    await answer(page, 'seuil-suite', () => fill(page, { 'Travail, en mois': '10' }));
    await answer(page, 'seuil-payeur', () => fill(page, { 'Mon activité professionnelle': true }));
    await answer(page, 'seuil-resultat', () => choose(page, `Qui paierait la formation${NBSP}?`,
        'Moi-même, à titre individuel'));
    assert.match(await page.locator('h1').textContent(), /^Vous aurez vos 3.ans en .*, avant la /);
    assert.ok((await page.locator('main').innerText()).includes('5\u202f000,50\u00a0€'));
    await press(page, 'Commencer ma candidature', { name: 'seuil-candidature' });
    const carried = await page.locator('form[action="/candidature"] input[type=hidden]')
        .evaluateAll((all) => Object.fromEntries(all.map((e) => [e.name, e.value])));
    assert.equal(carried.kind, 'licence');
    assert.equal(carried.state, 'obtained');
    assert.equal(carried.payer, 'individual');
    await b.close();
});

test('who is not there yet learns what helps, and may apply all the same', async () => {
    const b = await browser({ size: PHONE });
    const page = await tab(b);
    await visit(page, '/eligibilite/resultat?kind=bts&state=obtained&pro_years=3&social_years=1' +
        '&ongoing.none=1&payer=employer', { name: 'pas-encore' });
    assert.match(await page.locator('h1').textContent(), /^Il vous manque/);
    assert.ok(await page.getByRole('button', { name: 'Candidater quand même' }).isVisible());
    assert.ok(await page.getByRole('link', { name: 'Nous écrire au sujet de la VAE' }).isVisible());
    await b.close();
});

test('what was not answered is asked again, with what is missing', async () => {
    const b = await browser({ js: false });
    const page = await tab(b);
    await visit(page, '/eligibilite');
    await press(page, 'Continuer', { name: 'rien-choisi', status: 422 });
    assert.match(await page.title(), /^Erreur/);
    await visit(page, '/eligibilite?kind=licence&state=obtained&pro_years=beaucoup&de=experience',
        { name: 'pas-un-nombre', status: 422 });
    assert.equal(await page.locator('#pro-years').inputValue(), 'beaucoup');
    await visit(page, '/eligibilite?kind=licorne&payer=cpf', { name: 'inconnu', status: 422 });
    await b.close();
});

test('the result by mail, without the answers', async () => {
    const b = await browser({ size: PHONE });
    const page = await tab(b);
    const address = addressOf('resultat');
    await visit(page, '/eligibilite/resultat?kind=master&state=obtained&pro_years=8&social_years=0' +
        '&payer=individual', { name: 'envoi-resultat' });
    await press(page, 'M’envoyer ce résultat', { name: 'envoi' });
    await press(page, 'Envoyer le résultat', { name: 'envoi-vide', status: 422 });
    await fill(page, { 'Votre adresse électronique': address });
    await press(page, 'Envoyer le résultat', { name: 'envoi-fait' });
    assert.ok(await page.getByText('C’est envoyé').isVisible());
    assert.ok(!page.url().includes('exemple'));
    const got = await mail(address);
    assert.ok(got.text.includes('Vos conditions semblent remplies, d’après vos réponses'));
    assert.ok(got.html.includes('Vos conditions semblent remplies'));
    assert.ok(!/Master|pro_years/.test(got.text));
    await b.close();
});

test('the programme and its price to an employer, and nothing of the person', async () => {
    const b = await browser();
    const page = await tab(b);
    const address = addressOf('employeur');
    await visit(page, '/eligibilite/resultat?kind=none&pro_years=9&social_years=4&ongoing.none=1' +
        '&payer=employer', { name: 'employeur-resultat' });
    await press(page, 'Envoyer le programme et les prix à mon employeur', { name: 'employeur' });
    await fill(page, { 'Adresse électronique de votre employeur': address });
    await press(page, 'Envoyer le programme et les prix', { name: 'employeur-fait' });
    const got = await mail(address);
    assert.ok(got.text.includes('10\u202f005,00\u00a0€') && got.text.includes('400,00\u00a0€'));
    assert.ok(!/dérogation|Aucun diplôme|9 ans/.test(got.text));
    assert.equal(mailsTo(address).length, 1);
    await b.close();
});
