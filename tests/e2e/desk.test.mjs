// desk.test.mjs - the quote desk in a browser: a message that has just come by /devis is found,
// searched, taken in hand, noted and closed; with and without JavaScript, wide and on a phone.
import assert from 'node:assert/strict';
import { PHONE, WIDE, addressOf, browser, choose, examine, fill, follow, once, press, tab, test, untilMail,
    visit } from './helpers.mjs';
import { member } from './staff_session.mjs';
import { sql } from './wizard.mjs';

const NBSP = '\u00a0';

// Nothing is on its way any more to whoever asked here.
const delivered = () => untilMail(() => sql(`SELECT COUNT(*) FROM outbox WHERE recipient =
    '${addressOf('q')}' AND state IN ('queued', 'sending')`) === '0', 60, 'the mails leave');

// Somebody who has signed in: how one does is another file's business.
async function desk(name, options, roles = ['quotes']) {
    const page = await tab(await browser(options));
    await member(page, roles, `${name} Le Goff`);
    return page;
}
/** The list, of nothing but what this run of the file asked: others fill it meanwhile. */
async function listed(page, words) {
    await page.goto('/gestion/devis');
    await page.getByLabel('Rechercher').fill(`${once} ${words}`);
    await follow(page, 'Rechercher');
}

async function ask(name) {
    const b = await browser({ js: false });
    const page = await tab(b);
    await page.goto('/devis');
    await choose(page, `Que souhaitez-vous${NBSP}?`, 'Une autre question');
    await fill(page, { 'Vos prénom et nom': name, 'Votre adresse électronique': addressOf('q'),
        'Votre message': 'Peut-on commencer en janvier, avec deux jours par semaine. Merci.' });
    await page.getByRole('button', { name: /Vérifier/ }).click();
    await page.getByRole('button', { name: 'Envoyer mon message' }).click();
    await page.getByText('Votre message est bien arrivé').first().waitFor();
    await b.close();
}

const cases = [{ who: 'Maëlle', js: true, size: WIDE }, { who: 'Yann', js: false, size: PHONE }];
for (const c of cases) {
    test(`the desk, ${c.js ? 'with' : 'without'} JavaScript, ${c.size.width} px`, async () => {
        const name = `Anaïs Quéméneur-${c.who} ${once}`;
        await ask(name);
        const page = await desk(c.who, c);
        await visit(page, '/gestion/devis', { name: `desk-${c.who}-liste` });
        await page.getByLabel('Rechercher').fill(`${once} quemeneur-${c.who.toLowerCase()}`);
        await press(page, 'Rechercher', { name: `desk-${c.who}-recherche` });
        assert.match(page.url(), /[?&]vue=[\w-]{22}$/, 'an opaque address');
        assert.doesNotMatch(page.url(), /quem/i);
        assert.equal(await page.locator('tbody tr').count(), 1, 'found, and alone');
        await press(page, name, { name: `desk-${c.who}-demande` });
        await page.getByText('Peut-on commencer en janvier').waitFor();
        await page.getByText('Accusé de réception').first().waitFor();
        await press(page, 'Je m’en occupe', { name: `desk-${c.who}-attribuee` });
        await page.getByText('La demande est attribuée.').waitFor();
        await page.getByLabel('Ajouter une note').fill('');
        await press(page, 'Ajouter la note', { name: `desk-${c.who}-note-vide`, status: 422 });
        await page.getByLabel('Ajouter une note').fill('Rappelée, elle écrira lundi.');
        await press(page, 'Ajouter la note', { name: `desk-${c.who}-note` });
        await page.getByText('Rappelée, elle écrira lundi.').waitFor();
        await press(page, 'Clore la demande', { name: `desk-${c.who}-close` });
        await press(page, 'Retour à la liste', { name: `desk-${c.who}-retour` });
        await page.getByText('Recherche en cours').waitFor();
        await page.getByText('Filtrer et trier').click();
        await page.getByLabel('État').selectOption('new');
        await press(page, 'Appliquer', { name: `desk-${c.who}-rien` });
        await page.getByText('Aucune demande ne correspond').waitFor();
        await visit(page, '/gestion/devis?qui=moi', { name: `desk-${c.who}-filtre` });
        await page.getByText('Garder cette vue').click();
        await page.getByLabel('Nom de la vue').fill('Mes demandes');
        await press(page, 'Garder', { name: `desk-${c.who}-vue` });
        await page.getByRole('checkbox').first().check();
        await page.getByLabel('Les attribuer à').selectOption('personne');
        await press(page, 'Attribuer', { name: `desk-${c.who}-lot` });
        await page.getByText(`C’est fait pour 1${NBSP}demande.`).waitFor();
    });
}

test('the keyboard goes through the list: j, k and Enter', async () => {
    await ask(`Clavier Premier ${once}`);
    await ask(`Clavier Second ${once}`);
    const page = await desk('Gwenn', { js: true, size: WIDE });
    await listed(page, 'clavier');
    // Anywhere else on the page a letter is nobody's shortcut.
    await page.keyboard.press('j');
    assert.equal(await page.evaluate(() => document.activeElement.tagName), 'BODY');
    await page.getByText('Au clavier, une fois dans le tableau').waitFor();
    await page.locator('.scroll:has(.desk__table)').focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Clavier Premier/);
    await page.keyboard.press('k');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Clavier Second/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /Clavier Second/ }).waitFor();
    await page.goBack();
    // What is typed into a field is text.
    await page.getByLabel('Rechercher').fill('');
    await page.getByLabel('Rechercher').press('j');
    assert.equal(await page.getByLabel('Rechercher').inputValue(), 'j');
});

// Mails that came back, several reminders confirmed first, a candidacy on paper: on a phone, without
// JavaScript.
test('what staff are told before they act', async () => {
    await ask(`Retour Courrier ${once}`);
    const page = await desk('Nolwenn', { js: false, size: PHONE }, ['quotes', 'reviewer']);
    await delivered(); // what was on its way arrives before the address is doubted
    sql(`INSERT INTO address_state (email, hard_bounces, last_at, why) VALUES
         ('${addressOf('q')}', 2, UTC_TIMESTAMP(), '550 5.1.1 inconnu')`);
    await listed(page, 'retour');
    await examine(page, 'desk-adresse-liste');
    await page.getByText('Adresse à vérifier').first().waitFor();
    await page.getByRole('checkbox').first().check();
    await press(page, 'Relancer', { name: 'desk-relancer-plusieurs' });
    await page.getByRole('heading', { name: `Relancer cette personne${NBSP}?` }).waitFor();
    await press(page, 'Envoyer les relances', { name: 'desk-relancer-fini' });
    await page.getByText('aucun devis n’attend de réponse').waitFor();
    await listed(page, 'retour');
    await press(page, `Retour Courrier ${once}`, { name: 'desk-adresse-demande' });
    await press(page, 'Écrire à la personne', { name: 'desk-adresse-message' });
    await page.getByText('le portail n’y écrit plus').waitFor();
    await page.goBack();
    await press(page, 'L’adresse est bonne', { name: 'desk-adresse-bonne' });
    await page.getByText('les courriels y repartent').waitFor();
    await page.goto('/gestion/candidatures');
    await press(page, 'Saisir une candidature', { name: 'desk-candidature-saisir' });
    const today = new Date();
    await page.getByLabel('Par courrier ou sur place').check();
    await fill(page, { Jour: `${today.getUTCDate()}`, Mois: `${today.getUTCMonth() + 1}`,
        Année: `${today.getUTCFullYear()}` });
    await fill(page, { 'Adresse électronique de la personne': addressOf('saisie') });
    await page.getByLabel('Ce qui est arrivé').fill('Dossier papier, armoire B');
    await press(page, 'Ouvrir la candidature et prévenir la personne', { name: 'desk-candidature-saisie' });
    await page.getByText('Dossier papier, armoire B').waitFor();
});
