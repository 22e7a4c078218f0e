// candidacy_keep.test.mjs - nothing that a person typed is lost: stopping and resuming elsewhere,
// saving while one types, no network, two devices, a session that ends.
import assert from 'node:assert/strict';
import { PHONE, amountsAre, browser, examine, lateAnswerLoses, mail, press, tab, test, visit }
    from './helpers.mjs';
import { CONFIRM, ELIGIBLE, SIGN_IN, answer, begin, click, codeFor, confirmAddress, dossier, draft,
    identity, next, signIn, someone, sql, stop, submit } from './wizard.mjs';

const person = async (options) => tab(await browser(options));
/** Does `act`, then waits until a save that holds `text` has been answered, and said. */
async function saved(page, text, act) {
    await Promise.all([act(), page.waitForResponse((response) => response.ok() &&
        new URLSearchParams(response.request().postData() ?? '').toString()
            .includes(new URLSearchParams({ x: text }).toString().slice(2)))]);
    await page.getByText(/^Enregistré à \d+\sh\s\d\d$/).waitFor();
}

test('stopped half-way, resumed in another browser with a code, submitted there', async () => {
    const page = await person();
    const who = someone('Gwénaëlle Le Goff');
    await begin(page);
    await answer(page, { given_names: who.given, email: who.email });
    await stop(page);
    const path = dossier(page);
    const elsewhere = await person({ size: PHONE, js: false });
    await visit(elsewhere, path, { name: 'connexion-demandee' });
    assert.match(elsewhere.url(), /\/connexion\?suite=/, 'nobody else’s');
    await signIn(elsewhere, who);
    assert.equal(dossier(elsewhere), path);
    await visit(elsewhere, `${path}/identite`, { name: 'identite-reprise' });
    assert.equal(await elsewhere.getByLabel('Prénoms').inputValue(), who.given);
    await page.goto(path);
    assert.match(page.url(), /\/connexion\?suite=/, 'the session that began it has ended');
    await answer(elsewhere, identity(who));
    await next(elsewhere, { name: 'diplomes' });
    for (const [segment, values] of [['diplomes/ajouter', ELIGIBLE.diplomas[0]],
        ['experiences/ajouter', ELIGIBLE.experiences[0]], ['projet', ELIGIBLE.project],
        ['financement', ELIGIBLE.funding], ['module', ELIGIBLE.module]]) {
        await elsewhere.goto(`${path}/${segment}`);
        await answer(elsewhere, values);
        await click(elsewhere, 'Enregistrer et continuer');
    }
    await visit(elsewhere, `${path}/verification`, { name: 'verification' });
    await submit(elsewhere);
    await press(elsewhere, 'Me déconnecter', { name: 'deconnexion' });
    await elsewhere.goto(path);
    assert.match(elsewhere.url(), /\/connexion/);
});

test('the link of a sign-in mail: shown first, used once, only where it was asked for', async () => {
    const page = await person();
    const { who, path } = await draft(page, 'Chloé Ferrand');
    await click(page, 'Me déconnecter');
    await page.goto('/connexion');
    await answer(page, { email: who.email });
    await click(page, 'Recevoir mon code');
    const message = await mail(who.email, SIGN_IN);
    const [link] = /http:\/\/\S+\/lien\/\S+/.exec(message.text);
    assert.match(message.html, new RegExp(link.replace(/[.?]/g, '\\$&')), 'the same in both parts');
    const other = await person({ size: PHONE });
    await visit(other, link, { name: 'lien-ailleurs' });
    assert.equal(await other.locator('main button').count(), 0);
    await visit(page, link, { name: 'lien-connexion' });
    await press(page, 'Me connecter', { name: 'liste' });
    assert.equal(dossier(page), path);
    await page.goto(link);
    assert.match(await page.locator('h1').textContent(), /plus valable/);
});

test('saved while one types, also something new; a reload shows it', async () => {
    const page = await person();
    const { path } = await draft(page, 'Maëlle Dubois-Çelik');
    await page.goto(`${path}/projet`);
    await saved(page, 'solidaire', () => answer(page, { objects: ['critique'],
        project: 'Une épicerie "solidaire", à deux' }));
    await examine(page, 'projet-enregistre');
    await page.reload();
    assert.equal(await page.locator('[name=project]').inputValue(), 'Une épicerie "solidaire", à deux');
    assert.ok(await page.locator('[name="objects.critique"]').isChecked());
    await page.goto(`${path}/diplomes/ajouter`);
    await saved(page, 'Sociologie', () => answer(page, { kind: 'licence', title: 'Sociologie' }));
    await saved(page, 'Roubaix', () => answer(page, { school: 'Université de Roubaix' }));
    await visit(page, `${path}/diplomes`, { name: 'diplomes-un' });
    assert.equal(await page.locator('.govuk-summary-card').count(), 1, 'one, not two');
    assert.match(await page.locator('.govuk-summary-card').innerText(), /Sociologie/);
});

test('an address kept while one types gets its code at the next step all the same', async () => {
    const page = await person();
    const who = someone('Fatoumata Diallo');
    await page.goto('/candidature');
    await click(page, 'Commencer ma candidature');
    await saved(page, who.email, () => answer(page, { ...identity(who), email: who.email }));
    await saved(page, 'Roubaix', () => answer(page, { city: 'Roubaix' }));
    assert.equal(sql(`SELECT COUNT(*) FROM challenge WHERE email = '${who.email}'`), '0',
        'not while typing');
    await click(page, 'Enregistrer et continuer');
    await confirmAddress(page, who);
});

test('the price follows who pays, at once', async () => {
    const page = await person();
    const { path } = await draft(page, 'Inès Bouvier');
    await page.goto(`${path}/module`);
    await answer(page, { wanted: 'yes' });
    await click(page, 'Enregistrer et continuer');
    await page.goto(`${path}/financement`);
    const both = ['10 405,00 €', '5 200,50 €'];
    for (const [payer, wanted] of [['employer', both.slice(0, 1)], ['individual', both.slice(1)],
        ['unknown', both]]) {
        await answer(page, { payer });
        await amountsAre(page, '[data-live]', both, wanted);
    }
    await answer(page, { payer: 'cpf', agreement: 'none', cpf_amount: '6 000,50' });
    await page.locator('[data-live]').getByText(/4.004,50.€ à votre charge/).waitFor();
    await examine(page, 'financement-cpf');
});

test('a price that comes late does not replace a newer one', async () => {
    const page = await person();
    const { path } = await draft(page, 'Joëlle Ansart');
    await page.goto(`${path}/financement`);
    await lateAnswerLoses(page, (request) => request.resourceType() === 'fetch' &&
        request.method() === 'GET' && request.url().endsWith('/financement'),
    () => answer(page, { payer: 'employer' }), () => answer(page, { payer: 'individual' }),
    () => amountsAre(page, '[data-live]', ['10 005,00 €', '5 000,50 €'], ['5 000,50 €']));
});

test('without network an alert says so, nothing is lost, and it is saved when the network is back', async () => {
    const page = await person();
    const { path } = await draft(page, 'Théo Garnier');
    await page.goto(`${path}/projet`);
    await page.route('**/projet', (route) => route.request().method() === 'POST'
        ? route.abort('connectionfailed') : route.continue());
    await answer(page, { project: 'Une ressourcerie' });
    await page.getByRole('alert').filter({ hasText: 'ne sont pas encore enregistrés' }).waitFor();
    page.complaints.splice(0);
    await examine(page, 'projet-hors-ligne');
    assert.equal(await page.locator('[name=project]').inputValue(), 'Une ressourcerie');
    await page.unroute('**/projet');
    await saved(page, 'ressourcerie', () => page.evaluate(() => dispatchEvent(new Event('online'))));
    assert.equal(await page.getByRole('alert').count(), 0);
    await page.reload();
    assert.equal(await page.locator('[name=project]').inputValue(), 'Une ressourcerie');
});

test('two devices: the second sees both texts and chooses', async () => {
    const page = await person({ js: false });
    const { who, path } = await draft(page, 'Sofía Martín');
    const phone = await person({ size: PHONE, js: false });
    await signIn(phone, who);
    await page.goto(`${path}/projet`);
    await phone.goto(`${path}/projet`);
    await answer(phone, { project: 'Écrit sur le téléphone' });
    await stop(phone);
    await answer(page, { project: 'Écrit sur l’ordinateur', expectations: 'Du temps' });
    await press(page, 'Enregistrer et continuer', { status: 422, name: 'projet-deux-appareils' });
    const shown = await page.locator('main').innerText();
    assert.match(shown, /Écrit sur le téléphone/);
    assert.equal(await page.locator('[name=project]').inputValue(), 'Écrit sur l’ordinateur');
    assert.equal(await page.locator('[name=expectations]').inputValue(), 'Du temps');
    await answer(page, { objects: ['unknown'] });
    await next(page, { name: 'financement' });
    await phone.reload();
    await phone.goto(`${path}/projet`);
    assert.equal(await phone.locator('[name=project]').inputValue(), 'Écrit sur l’ordinateur');
});

for (const js of [false, true]) {
    test(`a session that ends while one types${js ? '' : ', without JavaScript'}: what was sent is offered after signing in`, async () => {
        const page = await person({ js });
        const { who, path } = await draft(page, 'Raphaël Lemoine');
        await page.goto(`${path}/projet`);
        sql(`UPDATE session s JOIN account a ON a.id = s.account_id
            SET s.idle_ends_at = UTC_TIMESTAMP() - INTERVAL 1 MINUTE WHERE a.email = '${who.email}'`);
        await answer(page, { objects: ['similar'], project: 'Un tiers-lieu à Roubaix',
            expectations: 'Une méthode' });
        if (js) {
            await page.getByRole('alert').filter({ hasText: 'Votre session est terminée' }).waitFor();
            page.complaints.splice(0);
        }
        await press(page, 'Enregistrer et continuer', { name: 'connexion-gardee' });
        assert.match(await page.locator('main').innerText(), /gardé pendant une heure/);
        await answer(page, { email: who.email });
        await press(page, 'Recevoir mon code', { name: 'code' });
        await answer(page, { code: await codeFor(who, SIGN_IN) });
        await press(page, 'Me connecter', { name: 'reprise' });
        assert.match(page.url(), /\/connexion\/reprise$/);
        await press(page, 'Enregistrer ces réponses', { name: 'financement' });
        await visit(page, `${path}/projet`, { name: 'projet-rempli' });
        assert.equal(await page.locator('[name=project]').inputValue(), 'Un tiers-lieu à Roubaix');
        await page.goto('/connexion/reprise');
        assert.doesNotMatch(page.url(), /reprise/, 'offered once');
    });
}

test('the address is confirmed in another tab: typing in the first goes on being saved', async () => {
    const page = await person();
    const who = someone('Awa Traoré');
    await begin(page);
    await answer(page, identity(who));
    await next(page);
    const path = dossier(page);
    await page.goto(`${path}/projet`);
    const other = await tab(page.context());
    await other.goto(`${path}/adresse`);
    await confirmAddress(other, who);
    await saved(page, 'jardin', () => answer(page, { project: 'Un jardin' }));
});

test('signed out and in again in another tab: what the first one sends is shown again', async () => {
    const page = await person({ js: false });
    const { who, path } = await draft(page, 'Basile Fournier');
    await page.goto(`${path}/projet`);
    await answer(page, { objects: ['similar'], project: 'Une ressourcerie', expectations: 'Du recul' });
    const other = await tab(page.context());
    await other.goto(path);
    await click(other, 'Me déconnecter');
    await signIn(other, who);
    await press(page, 'Enregistrer et continuer', { name: 'relire', status: 403 });
    assert.match(await page.locator('main').innerText(), /Une ressourcerie/);
    await press(page, 'Envoyer maintenant', { name: 'financement' });
    await page.goto(`${path}/projet`);
    assert.equal(await page.locator('[name=project]').inputValue(), 'Une ressourcerie');
});

test('an address that already has a candidacy: the person chooses which goes on', async () => {
    const page = await person();
    const { who, path } = await draft(page, 'Nora Haddad');
    const other = await person({ size: PHONE });
    await begin(other);
    await answer(other, { email: who.email, given_names: 'Nora' });
    await stop(other);
    const second = dossier(other);
    await other.goto(`${second}/adresse`);
    await answer(other, { code: await codeFor(who, CONFIRM, 2) });
    await press(other, 'Confirmer mon adresse', { name: 'choix' });
    assert.match(other.url(), /\/choix$/);
    await press(other, 'Reprendre ma première candidature', { name: 'liste' });
    assert.equal(dossier(other), path);
});
