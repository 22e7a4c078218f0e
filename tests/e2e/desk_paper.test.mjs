// A candidacy that came on paper: typed in whole by staff, then read again and submitted by the person
// it belongs to, on their telephone. From there on staff have no hand in it.
import assert from 'node:assert/strict';
import { PHONE, browser, examine, long, mail, press, tab, test, visit } from './helpers.mjs';
import { member } from './staff_session.mjs';
import { ELIGIBLE, answer, codeFor, click, identity, item, itemAgain, next, SIGN_IN, someone, sql, submit }
    from './wizard.mjs';

async function opened(page, who) {
    await visit(page, '/gestion/candidatures/saisir', { name: 'papier-saisir' });
    const today = new Date();
    const { email: whose, ...rest } = identity(who);
    await answer(page, { origin: 'paper', received_on: `${today.getUTCDate()}/${today.getUTCMonth() + 1}/` +
        `${today.getUTCFullYear()}`, email: whose, entry_note: 'Dossier de six pages, armoire B', ...rest });
    await press(page, 'Ouvrir, et saisir la suite d’abord', { name: 'papier-ouverte' });
    await page.getByText('La personne n’est pas encore prévenue').waitFor();
    return new URL(page.url()).pathname;
}

// Mended, and what asks before it is taken away: the answer is no.
async function again(page, kind, answers) {
    await itemAgain(page, kind, answers);
    await press(page, 'Retirer', { name: `papier-${kind}-retirer` });
    await press(page, 'Annuler et revenir à la liste', { name: `papier-${kind}s` });
    assert.ok((await page.locator('main').innerText()).includes(Object.values(answers)[0]));
}

async function typed(page) {
    await press(page, 'Diplômes', { name: 'papier-diplomes-vide' });
    await item(page, 'diplome', ELIGIBLE.diplomas[0]);
    await again(page, 'diplome', { school: 'IRTS de Bretagne' });
    await press(page, 'Continuer', { name: 'papier-experiences-vide' });
    await item(page, 'experience', ELIGIBLE.experiences[0]);
    await again(page, 'experience', { role: 'Directrice adjointe' });
    await press(page, 'Continuer', { name: 'papier-projet' });
    await answer(page, ELIGIBLE.project);
    await next(page, { name: 'papier-financement' });
    await answer(page, { payer: 'individual' });
    await next(page, { name: 'papier-module' });
    await answer(page, { wanted: 'yes' });
    await examine(page, 'papier-module-rempli');
    await next(page, { name: 'papier-saisie' });
}

for (const size of [undefined, PHONE]) {
    test(`typed by staff, submitted by its owner${size ? ', on a telephone without JavaScript' : ''}`, { skip: size && !long }, async () => {
        const who = someone('Maël Le Goff');
        const b = await browser({ size, js: !size });
        const page = await tab(b);
        await member(page, ['reviewer']);
        const path = await opened(page, who);
        await visit(page, `${path}/identite`, { name: 'papier-identite' });
        await page.goto(path);
        await typed(page);
        assert.equal(new URL(page.url()).pathname, path);
        await page.getByRole('heading', { name: /^Verdict/ }).waitFor();
        // One word of it was misread: to its very field, and back.
        await press(page, /^Modifier « Ville ou commune »/, { name: 'papier-commune' });
        assert.equal(await page.evaluate(() => document.activeElement.id), 'city');
        await answer(page, { city: 'Brest' });
        await press(page, 'Enregistrer et revenir à la candidature', { name: 'papier-corrigee' });
        assert.equal(page.url().replace(/.*(?=\/gestion)/, ''), `${path}#identite`);
        await page.getByText('Brest').first().waitFor();
        assert.equal(sql(`SELECT COUNT(*) FROM outbox WHERE recipient = '${who.email}'`), '0');
        // Opened for an address that was misread: the right one is typed, and the draft follows.
        await press(page, 'Corriger l’adresse', { name: 'papier-adresse' });
        await answer(page, { email: `juste-${who.email}` });
        await press(page, 'Corriger l’adresse', { name: 'papier-adresse-corrigee' });
        who.email = `juste-${who.email}`;
        await page.getByText(who.email).first().waitFor();
        // Papers are older than the sign-in that follows them by more than a second.
        sql(`UPDATE candidacy_entry e JOIN candidacy c ON c.id = e.candidacy_id JOIN account a ON a.id =
            c.account_id SET e.entered_at = e.entered_at - INTERVAL 1 HOUR, a.last_seen_at =
            a.last_seen_at - INTERVAL 1 HOUR WHERE a.email = '${who.email}'`);
        await press(page, 'Envoyer l’invitation', { name: 'papier-invitee' });
        const { text } = await mail(who.email, /candidature/);
        const link = /https?:\S+\/connexion\?\S+/.exec(text)[0];

        const theirs = await browser({ size: PHONE, js: !size });
        const own = await tab(theirs);
        await visit(own, new URL(link).pathname + new URL(link).search, { name: 'papier-connexion' });
        await answer(own, { email: who.email });
        await click(own, 'Recevoir mon code');
        await answer(own, { code: await codeFor(who, SIGN_IN) });
        await press(own, 'Me connecter', { name: 'papier-reprise' });
        await own.getByText(/^6\s+étapes sur\s+6$/).waitFor();
        await visit(own, `${new URL(own.url()).pathname}/verification`, { name: 'papier-relecture' });
        const { reference } = await submit(own);
        assert.match(reference, /^MOVSC-/);

        await visit(page, path, { name: 'papier-plus-a-nous', status: 404 });
        await visit(page, '/gestion/candidatures/saisies', { name: 'papier-saisies' });
        assert.equal(await page.getByText(who.email).count(), 0);
        await page.goto('/gestion/candidatures');
        await press(page, `Le Goff ${who.given}`, { name: 'papier-deposee' });
        await page.getByText('Dossier de six pages, armoire B').waitFor();
        await b.close();
        await theirs.close();
    });
}
