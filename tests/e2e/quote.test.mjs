// quote.test.mjs - a quote as a person on a phone meets it: /devis, its secret link, the page, the PDF
// and the mail, which all say the same amounts; accepting, writing, finding again, checking.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { PHONE, WIDE, addressOf, amountsAre, browser, choose, examine, fill, follow, lateAnswerLoses, long,
    mail, mailsTo, once, press, tab, test, visit } from './helpers.mjs';

const NBSP = '\u00a0';
const STAFF = 'par_cestes@lecnam.net';
const euros = (text) => text.replaceAll('\u202f', ' ').replaceAll(NBSP, ' ');
const WHAT = `Que souhaitez-vous${NBSP}?`;
const WHO = `Qui paierait la formation${NBSP}?`;
const WHOM = `Qui suivrait la formation${NBSP}?`;
const MODULE = `Faut-il ajouter le module complémentaire${NBSP}?`;
const MODULE_PAYER = `Avec ce module, qui le paierait${NBSP}?`;
const LINK = /^\/devis\/[\w-]{22}\/[\w-]{32}$/;
const ORGANISATION = { 'Organisme à qui adresser le devis': 'Les Mille Pas',
    'Adresse postale': '1 rue du Port\n35000 Rennes' };

// programme.md "Prices": who pays, then the total without and with the module.
const THIRD = ['10 005,00 €', '10 405,00 €'];
const PAYERS = [
    ['L’employeur', THIRD], ['Un OPCO (opérateur de compétences)', THIRD],
    ['Une institution ou une collectivité', THIRD], ['France Travail', THIRD],
    ['Transitions Pro', THIRD], ['La Région', THIRD], ['Un autre organisme', THIRD],
    ['La personne formée, à titre individuel', ['5 000,50 €', '5 200,50 €']],
    ['Le compte personnel de formation (CPF)', ['10 005,00 €', '10 005,00 €']],
];

async function write(page, { payer, module, address, more = {}, whom, apart }) {
    await choose(page, WHAT, 'Un devis');
    await choose(page, WHO, payer);
    await choose(page, MODULE, module);
    if (apart) await choose(page, MODULE_PAYER, apart);
    if (whom) await choose(page, WHOM, whom);
    await fill(page, { 'Vos prénom et nom': 'Zoé Lœuillet', 'Votre adresse électronique': address, ...more });
}

/** Does that mail to staff speak of this person? They answer by its header: in its text the address is no link. */
const isAbout = (m, address) => m.headers['reply-to']?.includes(address) && !m.text.includes(address);
const pdfText = (bytes) => euros(execFileSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' }));
const has = (text, words, where) => assert.ok(euros(text).includes(words), `${words} ${where}:\n${euros(text).slice(0, 3000)}`);

/** The PDF behind the link of the page: its bytes. */
async function pdfOf(page) {
    const href = await page.getByRole('link', { name: /Télécharger le PDF/ }).first().getAttribute('href');
    const answer = await page.request.get(href);
    assert.equal(answer.status(), 200);
    assert.equal(answer.headers()['content-type'], 'application/pdf');
    return answer.body();
}

// Each tariff, with the module and without, in one browser that has no script; each payer in ./dev check
// --long. What every payer pays is walked whole in tests/flow/test_flow_quote_prices.c.
const TARIFFS = PAYERS.filter(([, totals], i) => totals !== PAYERS[i - 1]?.[1]);
for (const [payer, totals] of PAYERS) {
    test(`amounts are the same everywhere: ${payer}`, { skip: !long && !TARIFFS.some(([p]) => p === payer) }, async () => {
        const b = await browser({ js: false, size: PHONE });
        const page = await tab(b);
        const cpf = payer.includes('CPF');
        const third = totals === THIRD;
        for (const [i, module] of ['Non', 'Oui'].entries()) {
            const address = addressOf(`p${PAYERS.findIndex(([p]) => p === payer)}${i}`);
            const apart = cpf && i ? 'La personne formée' : undefined;
            await page.goto('/devis');
            await write(page, { payer, module, address, apart, whom: third ? 'Moi-même' : undefined,
                more: third ? ORGANISATION : cpf ? {} : { 'Adresse postale': '2 rue Basse' } });
            await follow(page, 'Vérifier ma demande');
            has(await page.locator('main').innerText(), totals[i], 'before sending');
            assert.deepEqual(mailsTo(address), [], 'nothing is sent before the last button');
            await follow(page, 'Envoyer ma demande de devis');
            assert.match(new URL(page.url()).pathname, LINK);
            const link = await page.locator('main').innerText();
            has(link, totals[i], 'on the link');
            has(link, cpf ? 'Votre information tarifaire est prête' : 'Votre devis est prêt', 'on the link');
            const number = link.match(/[DI]-\d{4}-\d{6}/)[0];
            assert.equal(number[0], cpf ? 'I' : 'D');
            const pdf = await pdfOf(page);
            const paper = pdfText(pdf);
            await follow(page, `Lire ${number}`);
            if (i) await examine(page, `lire-${third ? 'tiers' : cpf ? 'cpf' : 'individuel'}`);
            const twin = await page.locator('main').innerText();
            const got = await mail(address);
            const attached = Buffer.from(got.files[0].base64, 'base64');
            assert.ok(got.files[0].name.endsWith(`${number}.pdf`), got.files[0].name);
            assert.deepEqual(createHash('sha256').update(attached).digest('hex'),
                createHash('sha256').update(pdf).digest('hex'), 'the mail carries the very PDF of the link');
            const amounts = [totals[i], ...(i ? [third ? '400,00 €' : '200,00 €'] : [])];
            for (const words of amounts) {
                for (const [text, where] of [[twin, 'in the twin'], [paper, 'in the PDF'],
                    [got.text, 'in the mail'], [got.html, 'in the mail’s HTML']]) {
                    has(text, words, where);
                }
            }
            const others = ['10 405,00', '10 005,00', '5 200,50', '5 000,50']
                .filter((a) => !cpf && !amounts.join().includes(a) && !(i && totals[0].startsWith(a)));
            for (const other of others) {
                assert.ok(!euros(twin).includes(other) && !paper.includes(other), `${other} is of another quote`);
            }
            has(got.text, number, 'in the mail');
            assert.ok(got.text.includes('Zoé Lœuillet') && got.text.includes('/refus'), 'who asked, how to object');
            if (third) has(got.text, 'Le programme en bref', 'in the mail');
            if (cpf) {
                has(paper, 'ne vaut pas devis', 'in the PDF');
                assert.ok(!/bon pour accord/i.test(paper + twin), 'nothing to sign');
            }
        }
        await b.close();
    });
}

for (const [payer, says] of [['Plusieurs payeurs à la fois', /plusieurs/i], ['Ce n’est pas encore décidé', /qui paie/]]) {
    test(`held, with its reason and a delay: ${payer}`, async () => {
        const b = await browser({ size: PHONE });
        const page = await tab(b);
        const address = addressOf(`tenu-${says.source.length}`);
        await visit(page, '/devis', { name: 'tenu-devis' });
        await write(page, { payer, module: 'Non', address, whom: 'Moi-même', more: payer.startsWith('Plus')
            ? { [`Qui paierait quoi${NBSP}?`]: 'Mon employeur la moitié, moi le reste' } : {} });
        await follow(page, 'Vérifier ma demande');
        await press(page, 'Envoyer ma demande de devis', { name: 'tenu-lien' });
        const text = await page.locator('main').innerText();
        assert.match(text, says);
        has(text, 'Votre demande est entre nos mains', 'on the link');
        has(text, 'sous 5 jours ouvrés', 'on the link');
        const got = await mail(address);
        assert.deepEqual(got.files, []);
        assert.match(got.text, says);
        await b.close();
    });
}

for (const js of [true, false]) {
    test(`from the request to the acceptance, on a phone, ${js ? 'with' : 'without'} scripts`, async () => {
        const b = await browser({ js, size: PHONE });
        const page = await tab(b);
        const address = addressOf(`accord-${js ? 'js' : 'nu'}`);
        await visit(page, '/devis', { name: 'accord-devis' });
        await write(page, { payer: 'L’employeur', module: 'Oui', address, whom: 'Plusieurs personnes', more: {
            ...ORGANISATION, [`Combien de personnes${NBSP}?`]: '2', 'Leurs prénoms et noms (facultatif)': 'Ana B.' } });
        await page.getByText('Références pour la facturation').click();
        await fill(page, { 'Votre référence d’achat (facultatif)': 'BC-2026-17',
            'Code service Chorus Pro (facultatif)': 'FAC_ZX12' });
        await press(page, 'Vérifier ma demande', { name: 'accord-verification' });
        has(await page.locator('main').innerText(), '20 810,00 €', 'for two');
        await press(page, 'Envoyer ma demande de devis', { name: 'accord-lien' });
        const home = page.url();
        const number = (await page.locator('main').innerText()).match(/D-\d{4}-\d{6}/)[0];
        const paper = pdfText(await pdfOf(page));
        for (const words of ['20 810,00 €', 'BC-2026-17', 'FAC_ZX12', 'Ana B.', 'Les Mille Pas']) has(paper, words, 'in the PDF');
        await press(page, `Accepter ce devis ${number}`, { name: 'accord-formulaire' });
        await fill(page, { 'Vos prénom et nom (obligatoire)': 'Ana Bréhat' });
        await press(page, 'Accepter ce devis', { name: 'accord-incomplet', status: 422 });
        assert.equal(await page.getByLabel('Vos prénom et nom (obligatoire)').inputValue(), 'Ana Bréhat');
        await fill(page, { 'Votre fonction (obligatoire)': 'Directrice' });
        await page.getByRole('checkbox').check();
        await press(page, 'Accepter ce devis', { name: 'accord-fait' });
        has(await page.locator('main').innerText(), 'Ce devis est accepté', 'on the link');
        const confirmed = await mail(address, /accepté/);
        const staff = await mail(STAFF, new RegExp(`accepté.*${number}`));
        const prints = confirmed.text.match(/\b[0-9a-f]{64}\b/g);
        assert.equal(prints.length, 2);
        assert.ok(prints.every((p) => staff.text.includes(p)));
        assert.equal(staff.headers['reply-to'], address);
        // Somebody else checks it, and learns nothing more.
        const other = await browser({ js, size: PHONE });
        const desk = await tab(other);
        await visit(desk, '/verifier', { name: 'verifier' });
        await fill(desk, { 'Référence ou numéro (obligatoire)': number.toLowerCase(), 'Empreinte (obligatoire)': prints[0] });
        await press(desk, 'Vérifier', { name: 'verifier-bon' });
        const said = await desk.locator('main').innerText();
        has(said, 'Ce document est authentique', 'said');
        assert.ok(!said.includes('Mille Pas') && !euros(said).includes('810,00'));
        await fill(desk, { 'Référence ou numéro (obligatoire)': number, 'Empreinte (obligatoire)': prints[1] });
        await press(desk, 'Vérifier', { name: 'verifier-faux' });
        has(await desk.locator('main').innerText(), 'ne vont pas ensemble', 'said');
        await other.close();
        // What is accepted stays; one may still write.
        await page.goto(home);
        assert.equal(await page.getByRole('link', { name: /Accepter/ }).count(), 0);
        await press(page, 'Demander une autre version', { name: 'accord-message' });
        await press(page, 'Envoyer mon message', { name: 'accord-message-vide', status: 422 });
        await fill(page, { 'Votre message (obligatoire)': 'Une personne de plus, s’il vous plaît.' });
        await press(page, 'Envoyer mon message', { name: 'accord-message-envoye' });
        has(await page.locator('main').innerText(), 'Une personne de plus', 'in the thread');
        await mail(STAFF, (m) => /autre version/.test(m.subject) && isAbout(m, address));
        await b.close();
    });
}

test('declined, with a reason; what belongs to the mailbox, and to nobody who only has the link', async () => {
    const b = await browser({ size: WIDE });
    const page = await tab(b);
    const address = addressOf('refus');
    await visit(page, '/devis?kind=quote&payer=employer', { name: 'refus-devis' });
    await write(page, { payer: 'L’employeur', module: 'Non', address, whom: 'Moi-même', more: ORGANISATION });
    await follow(page, 'Vérifier ma demande');
    await press(page, 'Envoyer ma demande de devis', { name: 'refus-lien' });
    const asker = page.url();
    await press(page, /Ne pas donner suite/, { name: 'refus-formulaire' });
    await fill(page, { [`Pourquoi${NBSP}? (facultatif)`]: 'Budget refusé' });
    await press(page, 'Ne pas donner suite', { name: 'refus-fait' });
    has(await page.locator('main').innerText(), 'Budget refusé', 'on the link');
    // The link alone refuses nothing: it says how to prove the mailbox.
    await press(page, 'Ne plus recevoir de message au sujet d’un devis', { name: 'objection' });
    has(await page.locator('main').innerText(), 'demandez-y un code', 'with the asker’s link');
    assert.equal(await page.locator('main form').count(), 0);
    // Whoever reads the mail has its own link: here on a telephone, without scripts.
    const owner = await browser({ js: false, size: PHONE });
    const box = await tab(owner);
    const refuse = (await mail(address, /devis/)).text.match(/\S+\/refus/)[0];
    assert.ok(!refuse.startsWith(asker));
    await visit(box, new URL(refuse).pathname, { name: 'boite' });
    await press(box, 'Valider', { name: 'boite-vide', status: 422 });
    await choose(box, `Que voulez-vous faire${NBSP}?`, 'Changer le lien de la demande');
    await press(box, 'Valider', { name: 'boite-lien' });
    has(await box.locator('body').innerText(), 'l’ancien ne montre plus rien', 'in the mailbox’s page');
    await visit(page, new URL(asker).pathname, { name: 'lien-ancien', status: 410 });
    const fresh = (await mail(address, /nouveau lien/)).text.match(/\S+\/devis\/\S+/)[0];
    await visit(page, new URL(fresh).pathname, { name: 'lien-nouveau' });
    await choose(box, `Que voulez-vous faire${NBSP}?`, 'Ne plus recevoir de message au sujet d’un devis');
    await press(box, 'Valider', { name: 'boite-refus' });
    await press(box, 'Recevoir de nouveau ces messages', { name: 'boite-reprise' });
    await choose(box, `Que voulez-vous faire${NBSP}?`, 'Dire que cette demande ne vient pas de moi');
    await press(box, 'Valider', { name: 'boite-pas-moi' });
    await owner.close();
    // The same without that mail at hand: a code, then the list.
    await visit(page, new URL(fresh).pathname, { name: 'lien-desavoue', status: 410 });
    await press(page, 'Retrouver mes devis', { name: 'objection-prouver' });
    await fill(page, { 'Votre adresse électronique': address });
    await follow(page, 'Recevoir mon code');
    const got = await mail(address, /retrouver vos devis/);
    await fill(page, { 'Code à six chiffres': got.subject.slice(0, 7) });
    await press(page, 'Voir mes devis', { name: 'objection-liste' });
    await press(page, 'Recevoir de nouveau ces messages', { name: 'objection-reprise' });
    await press(page, 'Ne plus recevoir ces messages', { name: 'objection-arret' });
    await press(page, /Changer son lien/, { name: 'objection-boite' });
    has(await page.locator('main').innerText(), 'Cette adresse ne reçoit plus de message', 'from the list');
    await b.close();
});

test('the longest names neither overflow nor vanish', async () => {
    const b = await browser({ js: false, size: { width: 320, height: 640 } });
    const page = await tab(b);
    const address = addressOf('long');
    const name = `Association ${'Œuvres-sociales-et-culturelles-'.repeat(8)}`.slice(0, 199) + 'Z';
    assert.equal([...name].length, 200);
    await page.goto('/devis');
    await write(page, { payer: 'Un OPCO (opérateur de compétences)', module: 'Oui', address, whom: 'Moi-même', more: {
        ...ORGANISATION, 'Organisme à qui adresser le devis': name, 'Nom de l’OPCO (facultatif)': 'Uniformation',
        'Référence donnée par l’OPCO (facultatif)': 'DOSSIER-2026-000042' } });
    await press(page, 'Vérifier ma demande', { name: 'long-verification' });
    await press(page, 'Envoyer ma demande de devis', { name: 'long-lien' });
    const flat = (text) => text.replace(/[\s\u00ad-]/g, '');
    const paper = pdfText(await pdfOf(page));
    assert.ok(flat(paper).includes('Œuvressocialesetculturelles'.repeat(6)), 'the whole name is in the PDF');
    has(paper, 'Uniformation', 'in the PDF');
    has(paper, 'DOSSIER-2026-000042', 'in the PDF');
    await press(page, /^Lire/, { name: 'long-lire' });
    assert.ok(flat(await page.locator('main').innerText()).includes(flat(name)));
    await b.close();
});

for (const js of [true, false]) {
    test(`found again by a code, ${js ? 'with' : 'without'} scripts`, { skip: js && !long }, async () => {
        const b = await browser({ js, size: PHONE });
        const page = await tab(b);
        const address = addressOf(`retrouver-${js ? 'js' : 'nu'}`);
        await page.goto('/devis');
        await write(page, { payer: 'La personne formée, à titre individuel', module: 'Non', address,
            more: { 'Adresse postale': '2 rue Basse' } });
        await follow(page, 'Vérifier ma demande');
        await follow(page, 'Envoyer ma demande de devis');
        const home = new URL(page.url()).pathname;
        await b.clearCookies();
        await visit(page, '/devis/retrouver', { name: 'retrouver' });
        await fill(page, { 'Votre adresse électronique': address });
        await press(page, 'Recevoir mon code', { name: 'retrouver-code' });
        const got = await mail(address, /retrouver vos devis/);
        await fill(page, { 'Code à six chiffres': '12' });
        await press(page, 'Voir mes devis', { name: 'retrouver-faux', status: 422 });
        await fill(page, { 'Code à six chiffres': got.subject.slice(0, 7) });
        await press(page, 'Voir mes devis', { name: 'retrouver-liste' });
        await press(page, /Devis n°/, { name: 'retrouver-lien' });
        assert.equal(new URL(page.url()).pathname, home);
        await b.close();
    });
}

// The notice that staff received about this requester.
function notice(address) {
    return mailsTo(STAFF).find((m) => isAbout(m, address));
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

test('a price that comes late does not replace a newer one', async () => {
    const page = await tab(await browser());
    await page.goto('/devis');
    await choose(page, WHAT, 'Un devis');
    await choose(page, MODULE, 'Non');
    await lateAnswerLoses(page, (request) => request.resourceType() === 'fetch' &&
        /payer=employer/.test(request.postData() ?? ''),
    () => choose(page, WHO, 'L’employeur'),
    () => choose(page, WHO, 'La personne formée, à titre individuel'),
    () => amountsAre(page, '#prix', ['10 005,00 €', '5 000,50 €'], ['5 000,50 €']));
});

test('a SIRET that looks wrong is said once, and taken', async () => {
    const b = await browser();
    const page = await tab(b);
    const address = addressOf('siret');
    await visit(page, '/devis?kind=quote&payer=opco', { name: 'siret-devis' });
    await choose(page, MODULE, 'Non');
    await choose(page, WHOM, 'Moi-même');
    await fill(page, { 'Adresse postale': '3 quai du Port\n29200 Brest', 'Organisme à qui adresser le devis': 'Coopérative du Port',
        'Numéro SIRET de cet organisme (facultatif)': '197 534 712 00018', 'Vos prénom et nom': 'Zoé Lœuillet',
        'Votre adresse électronique': address });
    await press(page, 'Vérifier ma demande', { name: 'siret-doute', status: 422 });
    assert.ok(await page.getByText('Ce numéro SIRET semble contenir une erreur').isVisible());
    await press(page, 'Vérifier ma demande', { name: 'siret-verification' });
    await press(page, 'Envoyer ma demande de devis', { name: 'siret-lien' });
    await mail(address);
    assert.ok(notice(address).text.includes('À vérifier'));
    await b.close();
});

for (const [label, kind, path, js] of [['vae', 'VAE', '/devis?kind=vae', true],
    ['question', 'question générale', '/devis?kind=question', false]]) {
    test(`a message by the same door: ${label}`, async () => {
        const b = await browser({ js, size: PHONE });
        const page = await tab(b);
        const address = addressOf(label);
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
