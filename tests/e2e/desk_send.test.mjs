// desk_send.test.mjs - the quote desk at work, from a request that has just come by /devis to what
// its person reads: answered from a ready text, amended, shared between payers, accepted, called off,
// entered from paper; the figures; what is taken away, re-read by others. Staff sign in with codes of
// oathtool; each page is judged.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { PHONE, WIDE, addressOf, browser, choose, examine, fill, follow, mail, once, press, tab, test, visit }
    from './helpers.mjs';
import { read, take } from './exports.mjs';
import { staff } from './staff.mjs';

const NBSP = '\u00a0';
const plain = (text) => text.replaceAll('\u202f', ' ').replaceAll(NBSP, ' ');
const main = async (page) => plain(await page.locator('main').innerText());
const says = async (page, words) => {
    const text = await main(page);
    assert.ok(text.includes(words), `« ${words} » is not on ${page.url()}:\n${text.slice(0, 3000)}`);
};
const pdfText = (bytes) => plain(execFileSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' }));

/** What a person asks for at the front door: the address they gave, and what the mails link to. */
async function ask(payer, name, more = {}) {
    const b = await browser({ js: false, size: PHONE });
    const page = await tab(b);
    const address = addressOf(name.toLowerCase().replace(/[^a-z]/g, ''));
    await page.goto('/devis');
    await choose(page, `Que souhaitez-vous${NBSP}?`, 'Un devis');
    await choose(page, `Qui paierait la formation${NBSP}?`, payer);
    await choose(page, `Faut-il ajouter le module complémentaire${NBSP}?`, 'Oui');
    if (!payer.startsWith('La personne')) await choose(page, `Qui suivrait la formation${NBSP}?`, 'Moi-même');
    await fill(page, { 'Vos prénom et nom': name, 'Votre adresse électronique': address, ...more });
    await follow(page, 'Vérifier ma demande');
    await follow(page, /^Envoyer ma demande/);
    const url = page.url();
    await b.close();
    return { address, url, name };
}
const ORGANISATION = { 'Organisme à qui adresser le devis': 'Les Mille Pas',
    'Adresse postale': '1 rue du Port\n35000 Rennes' };

/** The desk in a browser of its own, and that person's file on screen. */
async function desk(options = {}) {
    const context = await browser(options);
    const page = await tab(context);
    await staff(page, 'quotes', 'Gaël Le Bihan');
    return { context, page };
}
async function open(page, name) {
    await page.goto('/gestion/devis');
    await page.getByLabel('Rechercher').fill(name);
    await follow(page, 'Rechercher');
    await follow(page, name);
}
/** Fields by how their label begins: « (obligatoire) » comes and goes with the other fields. */
async function type(page, values) {
    for (const [label, value] of Object.entries(values)) {
        await page.getByLabel(new RegExp(`^${label}`)).first().fill(value);
    }
}
const act = (page, label, name) => press(page, label, { name });

test('answered from a ready text, amended, sent; the person accepts what they were sent last', async () => {
    const asked = await ask('L’employeur', `Rozenn Répondue ${once}`, ORGANISATION);
    const first = await mail(asked.address, /devis/);
    const number = first.subject.match(/D-\d{4}-\d{6}/)?.[0] ?? first.text.match(/D-\d{4}-\d{6}/)[0];
    const { context, page } = await desk();

    await visit(page, '/gestion/textes', { name: 'textes' });
    await act(page, 'Ajouter un texte', 'textes-ajouter');
    await follow(page, 'Ajouter ce texte');
    await examine(page, 'textes-ajouter-vide', { status: 422 });
    await type(page, { Titre: `Merci ${once}`,
        Texte: 'Bonjour,\n\nMerci de votre patience, nous relisons votre demande.' });
    await act(page, 'Ajouter ce texte', 'textes-ajoute');
    await act(page, `Merci ${once}`, 'textes-un');
    await act(page, 'Retirer ce texte', 'textes-retirer');

    await open(page, asked.name);
    await examine(page, 'demande-envoyee');
    await act(page, 'Écrire à la personne', 'message');
    await page.getByLabel('Texte prêt').selectOption({ label: `Merci ${once}` });
    await act(page, 'Insérer ce texte', 'message-texte');
    assert.match(await page.getByLabel('Votre message').inputValue(), /nous relisons votre demande/);
    await act(page, 'Voir avant d’envoyer', 'message-apercu');
    await says(page, 'nous relisons votre demande');
    await act(page, 'Envoyer ce message', 'message-envoye');
    const answer = await mail(asked.address, /./, 2);
    assert.match(answer.text, /nous relisons votre demande/);
    assert.ok(answer.text.includes('/devis/'), 'the link to the request');

    await act(page, 'Changer le lien de la demande', 'changer-lien');
    await act(page, 'Changer le lien', 'lien-change');
    const moved = await mail(asked.address, /nouveau lien/);
    asked.url = moved.text.match(/\S+\/devis\/\S+/)[0];

    await act(page, 'Modifier et envoyer une version', 'version');
    await fill(page, { 'Organisme à qui adresser le devis': 'Les Mille Pas et Compagnie',
        'Texte imprimé sur le document (facultatif)': 'Convention à établir avant la rentrée.' });
    await act(page, 'Voir avant d’envoyer', 'version-apercu');
    await says(page, 'Les Mille Pas et Compagnie');
    await says(page, 'Convention à établir avant la rentrée.');
    await says(page, '10 405,00 €');
    await act(page, 'Envoyer cette version', 'version-envoyee');
    await says(page, `${number}-2`);
    const version = await mail(asked.address, /./, 4);
    assert.match(version.subject + version.text, new RegExp(`${number}-2`));
    const paper = pdfText(Buffer.from(version.files[0].base64, 'base64'));
    for (const words of [`${number}-2`, 'Les Mille Pas et Compagnie', '10 405,00', 'Convention à établir']) {
        assert.ok(paper.includes(words), `${words} in the PDF`);
    }
    await context.close();

    const b = await browser({ js: false, size: PHONE });
    const person = await tab(b);
    await visit(person, new URL(asked.url).pathname, { name: 'lien-version' });
    await says(person, `${number}-2`);
    await act(person, `Accepter ce devis ${number}-2`, 'lien-accord');
    await type(person, { 'Vos prénom et nom': 'Maël Guivarch', 'Votre fonction': 'Directeur' });
    for (const box of await person.getByRole('checkbox').all()) await box.check();
    await act(person, 'Accepter ce devis', 'lien-accepte');
    await says(person, 'Ce devis est accepté');
    const agreed = await mail(asked.address, /accepté/);
    assert.match(agreed.text, new RegExp(`${number}-2`));
    await b.close();
});

test('a mix is shared to the cent, and each payer has their document', async () => {
    const asked = await ask('Plusieurs payeurs à la fois', `Solenn Partagée ${once}`,
        { [`Qui paierait quoi${NBSP}?`]: 'Mon employeur les deux tiers, moi le reste' });
    const { context, page } = await desk({ js: false, size: WIDE });
    await open(page, asked.name);
    await examine(page, 'demande-partage');
    await act(page, 'Répartir entre les payeurs', 'parts');
    await follow(page, 'Voir les deux documents');
    await examine(page, 'parts-vides', { status: 422 });
    await choose(page, `Sur quel tarif calculer le total${NBSP}?`, 'Le tarif des organismes');
    await page.getByLabel(`Quel organisme paie une part${NBSP}?`).selectOption({ index: 1 });
    await fill(page, { 'Part de l’organisme pour le diplôme': '6670,01', ...ORGANISATION });
    const optional = { 'Prénom et nom de la personne qui paie l’autre part': 'Solenn Partagée',
        'Son adresse postale': '2 rue Basse\n29000 Quimper' };
    await fill(page, optional);
    await act(page, 'Voir les deux documents', 'parts-apercu');
    for (const amount of ['6 670,01 €', '3 334,99 €', '400,00 €']) await says(page, amount);
    await act(page, 'Confirmer et envoyer les deux documents', 'parts-envoyees');
    const got = await mail(asked.address, /devis/i, 2);
    assert.ok(got.files.length >= 1, 'with its PDF');
    await context.close();
});

const today = () => {
    const [d, m, y] = new Date().toLocaleDateString('fr-FR', { timeZone: 'Europe/Paris' }).split('/');
    return { d, m, y };
};
async function dated(page, name) {
    for (const [part, value] of Object.entries(today())) {
        await page.locator(`[name="${name}.${part}"]`).fill(value);
    }
}

test('a request on paper is entered and its quote issued; its accord is noted; another is called off', async () => {
    const { context, page } = await desk({ js: false, size: PHONE });
    const name = `Yann Papier ${once}`, address = addressOf('papier');
    await visit(page, '/gestion/devis/saisir', { name: 'saisir' });
    await follow(page, 'Enregistrer la demande');
    await examine(page, 'saisir-vide', { status: 422 });
    await choose(page, `Comment est-elle arrivée${NBSP}?`, 'Par courrier ou sur place');
    await dated(page, 'received_on');
    await choose(page, `Que demande la personne${NBSP}?`, 'Un devis');
    await choose(page, `Qui paierait la formation${NBSP}?`, 'L’employeur');
    await choose(page, `Faut-il ajouter le module complémentaire${NBSP}?`, 'Non');
    await choose(page, `Qui suivrait la formation${NBSP}?`, 'La personne qui demande');
    await fill(page, { 'Prénom et nom de la personne': name, 'Son adresse électronique': address, ...ORGANISATION });
    await act(page, 'Enregistrer la demande', 'emettre');
    await says(page, name);
    await says(page, '10 005,00 €');
    await act(page, 'Émettre le devis et l’envoyer', 'emis');
    const sent = await mail(address, /devis/i);
    const number = sent.text.match(/D-\d{4}-\d{6}/)[0];
    assert.ok(pdfText(Buffer.from(sent.files[0].base64, 'base64')).includes('10 005,00'));

    await act(page, 'Noter un accord', 'accord');
    await follow(page, 'Noter l’accord');
    await examine(page, 'accord-vide', { status: 422 });
    await type(page, { 'Prénom et nom de qui a accepté': 'Maël Guivarch', 'Sa fonction': 'Directeur' });
    await dated(page, 'signed_on');
    await choose(page, `Comment l’accord nous est-il parvenu${NBSP}?`, 'Devis signé reçu par courrier');
    await act(page, 'Noter l’accord', 'accord-note');
    await says(page, 'Maël Guivarch');
    assert.match((await mail(address, /./, 2)).text, new RegExp(number));

    // what is listed is taken away, and read by others
    await page.goto('/gestion/devis');
    await page.getByLabel('Rechercher').fill(name);
    await follow(page, 'Rechercher');
    const rows = read(await take(page, 'CSV'), 'csv');
    assert.equal(rows.length, 1);
    // a spreadsheet has a number where the CSV has an amount's text
    assert.deepEqual(read(await take(page, 'tableur (XLSX)'), 'xlsx'), [{ ...rows[0],
        'Montant en euros': '10005' }]);
    assert.equal(rows[0]['Montant en euros'], '10005,00');
    assert.ok(Object.values(rows[0]).includes(number) && Object.values(rows[0]).includes(address), JSON.stringify(rows[0]));

    const other = await ask('La personne formée, à titre individuel', `Nolwenn Annulée ${once}`,
        { 'Adresse postale': '2 rue Basse\n29000 Quimper' });
    await open(page, other.name);
    await act(page, 'Relancer la personne', 'relance');
    await act(page, 'Envoyer ce message', 'relance-envoyee');
    await mail(other.address, /./, 2);
    await act(page, 'Annuler la demande', 'annuler');
    await follow(page, 'Annuler la demande');
    await examine(page, 'annuler-vide', { status: 422 });
    await type(page, { 'Pourquoi l’annuler': 'Demandée deux fois.' });
    await act(page, 'Annuler la demande', 'annulee');
    await says(page, 'Demandée deux fois.');
    await context.close();
});

test('the figures, wide and on a phone', async () => {
    for (const size of [WIDE, PHONE]) {
        const { context, page } = await desk({ js: size === WIDE, size });
        await visit(page, '/gestion/chiffres', { name: `chiffres-${size.width}` });
        await says(page, 'Demandes par semaine');
        const room = await page.getByRole('table').evaluateAll((all) => all.map((e) =>
            e.scrollWidth - e.parentElement.clientWidth));
        assert.ok(size === PHONE || room.every((over) => over <= 1), `cut tables: ${room}`);
        await press(page, 'Un an', { name: `chiffres-an-${size.width}` });
        await context.close();
    }
});
