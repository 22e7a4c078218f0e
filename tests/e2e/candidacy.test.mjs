// candidacy.test.mjs - whole candidacies, from /candidature to the mails: who applies, who pays,
// with and without JavaScript. One journey, rows of people.
import assert from 'node:assert/strict';
import { PHONE, WIDE, browser, examine, long, mail, mailsTo, press, site, tab, test, visit } from './helpers.mjs';
import { ELIGIBLE, answer, begin, codeFor, confirmAddress, dossier, fillSteps, someone, sql,
    submit } from './wizard.mjs';

const STAFF = 'candidatures.demonstration@portail.example';
const nbsp = (text) => text.replace(/[\u00a0\u202f]/g, ' ');
const job = (started, ended, more = {}) => ({ nature: 'employee', role: 'Coordinatrice',
    organisation: 'Régie de quartier du Faubourg', organisation_kind: 'association',
    field: 'integration', started, ...(ended ? { ended } : { ongoing: true }), working_time: '100',
    ...more });

// `prices`: what the check page and the receipt must say, and nothing that they must not.
const PEOPLE = [
    {
        what: 'DEES and 41 months, employer, with the module',
        name: 'Nadège Lefèvre-Åström',
        answers: { ...ELIGIBLE,
            funding: { payer: 'employer', payer_name: 'Mairie de Lille', agreement: 'asked' },
            module: { wanted: 'yes' } },
        months: /^41 mois comptés/,
        verdict: 'Vos conditions semblent remplies',
        prices: ['10 405,00 €', '10 005,00 €', '400,00 €'],
        never: ['5 000,50 €', '200,00 €'],
    },
    {
        what: 'no diploma and 73 professional months, paying herself, with the module',
        name: 'Zoé Müller Şahin',
        answers: { ...ELIGIBLE, diplomas: [],
            experiences: [job('1/2015', '12/2018'), job('1/2020', '1/2022')],
            funding: { payer: 'individual' }, module: { wanted: 'yes' } },
        months: /^73 mois comptés/,
        verdict: 'Une dérogation peut être envisagée',
        prices: ['5 200,50 €', '5 000,50 €', '200,00 €'],
        never: ['10 005,00 €', '400,00 €'],
    },
    {
        what: 'no experience, with an explanation, CPF and the module apart',
        name: 'Jean-Noël D’Arœuf',
        answers: { ...ELIGIBLE, experiences: [],
            funding: { payer: 'cpf', agreement: 'none', cpf_amount: '3000',
                module_payer: 'individual' },
            module: { wanted: 'yes' } },
        explanation: 'Il me manque du temps, mais l’association m’attend, voici pourquoi.',
        verdict: 'Il vous manque',
        prices: ['10 005,00 €', '200,00 €'],
        never: ['10 205,00 €', '10 405,00 €', '400,00 €'],
        review: ['7 005,00 €', '5 000,50 €'],
    },
    {
        what: 'one name only, a union mandate beside the job, payer not known yet',
        name: ' Żółć',
        answers: { ...ELIGIBLE, identity: { given_names: '', no_given_names: true },
            experiences: [job('3/2021', '2/2023'), { nature: 'union', role: 'Déléguée',
                field: 'social', started: '1/2022', ended: '12/2024' }] },
        months: /^46 mois comptés/,
        verdict: 'Vos conditions semblent remplies',
        prices: ['10 005,00 €', '5 000,50 €'],
        never: ['400,00 €', '200,00 €'],
    },
];

/** The receipt and the staff's notice, read by a parser that is not ours. */
async function readMails(who, path, made, row) {
    const receipt = await mail(who.email, /^Votre candidature est déposée/);
    for (const part of [receipt.text, receipt.html]) {
        const said = nbsp(part);
        assert.ok(said.includes(made.reference), 'the reference');
        assert.ok(said.replace(/\s/g, '').includes(made.fingerprint), 'the page’s own fingerprint');
        assert.ok(said.includes(`${site}${path}/confirmation`), 'a link to the receipt');
        assert.match(said, /heure de Paris/);
        for (const secret of ['Égalité', who.family, ELIGIBLE.project.project, 'Wazemmes',
            row.explanation ?? 'Faubourg']) {
            assert.ok(!said.includes(secret), `no answer in the mail: ${secret}`);
        }
    }
    assert.ok(receipt.text.startsWith(who.given ? `Bonjour ${who.given},` : 'Bonjour,'),
        `the first name, accents kept, if there is one: ${receipt.text.slice(0, 40)}`);
    assert.ok(receipt.subject.includes(made.reference));
    const notices = await noticesOf(made.reference);
    assert.equal(notices.length, 1, 'one notice to the staff');
    assert.ok(nbsp(notices[0].text).includes(row.verdict));
    assert.doesNotMatch(notices[0].text, /trancher/i);
    assert.ok(!notices[0].text.includes(who.family), 'no name in it');
}
async function noticesOf(reference) {
    await mail(STAFF, new RegExp(reference));
    return mailsTo(STAFF).filter((m) => `${m.subject}${m.text}`.includes(reference));
}

async function pricesOn(page, row, more = []) {
    const said = nbsp(await page.locator('main').innerText());
    for (const amount of [...row.prices, ...more]) {
        assert.ok(said.includes(amount), `${page.url()}: ${amount}`);
    }
    for (const amount of row.never) {
        assert.ok(!new RegExp(`(?<![\\d ])${amount}`).test(said), `${page.url()}: not ${amount}`);
    }
}

async function journey(row, options) {
    const page = await tab(await browser(options));
    const who = someone(row.name);
    await begin(page);
    await fillSteps(page, who, row.answers, async () => {
        if (row.months) {
            assert.match(nbsp(await page.locator('#mois-comptes').textContent()), row.months);
        } else {
            assert.equal(await page.locator('#mois-comptes').count(), 0, 'nothing is counted');
        }
    });
    const path = dossier(page);
    assert.equal(await page.getByRole('button', { name: 'Déposer ma candidature' }).count(), 0,
        'nothing is submitted from an unproved address');
    await confirmAddress(page, who);
    await press(page, 'Continuer', { name: 'verification' });
    assert.ok(nbsp(await page.locator('main').innerText()).includes(row.verdict), 'the verdict');
    await pricesOn(page, row, row.review);
    await press(page, 'Déposer ma candidature', { status: 422, name: 'verification-fautes' });
    const made = await submit(page, row.explanation ? { explanation: row.explanation } : {});
    assert.match(made.reference, /^[A-Z]+-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
    assert.match(made.fingerprint, /^[0-9a-f]{64}$/);
    await pricesOn(page, row);
    assert.equal(sql(`SELECT HEX(sha256) FROM submission WHERE reference='${made.reference}'`)
        .toLowerCase(), made.fingerprint);
    await readMails(who, path, made, row);
    await press(page, 'Suivre ma candidature', { name: 'liste-deposee' });
}

// Four people, four ways to look: each once, and each of the sixteen in ./dev check --long. What differs
// by person alone (verdict, months, prices) is walked whole in tests/flow.
const WAYS = [[true, WIDE], [false, PHONE], [true, PHONE], [false, WIDE]];
for (const [i, row] of PEOPLE.entries()) {
    for (const [j, [js, size]] of WAYS.entries()) {
        test(`${row.what}, ${js ? 'with' : 'without'} JavaScript, ${size.width} px`,
            { skip: !long && i !== j }, () => journey(row, { js, size }));
    }
}

test('the link of the mail confirms the address, in the browser that asked and in no other', async () => {
    const [here, elsewhere] = [await browser(), await browser({ size: PHONE })];
    const page = await tab(here);
    const who = someone('Aurélie Benoît');
    await page.goto('/candidature');
    await begin(page);
    await answer(page, { email: who.email });
    await press(page, 'Enregistrer et continuer plus tard', { name: 'liste-enregistree' });
    assert.match(await page.locator('[role=status]').textContent(), /enregistré/);
    await codeFor(who, /confirmer/);
    const [link] = /http:\/\/\S+\/lien\/\S+/.exec((await mail(who.email, /confirmer/)).text);
    const other = await tab(elsewhere);
    await visit(other, link, { name: 'lien-ailleurs' });
    assert.match(await other.locator('h1').textContent(), /Saisissez plutôt le code/);
    assert.equal(await other.locator('main button').count(), 0, 'nothing to press there');
    await visit(page, link, { name: 'lien' });
    assert.match(sql(`SELECT account_id IS NULL FROM candidacy WHERE draft_email='${who.email}'`), /1/,
        'opening it does nothing yet');
    await press(page, 'Confirmer mon adresse', { name: 'liste-confirmee' });
    assert.match(await page.locator('.session').innerText(), new RegExp(who.email));
    await visit(page, link, { name: 'lien-deja-servi' });
    assert.match(await page.locator('h1').textContent(), /plus valable/);
    await examine(page, 'lien-deja-servi');
});
