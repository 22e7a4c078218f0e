// candidacy_submit.test.mjs - submitting: once, whatever one does; taken back, corrected, submitted
// again; one person behind two accounts; the acknowledgement, checked by anybody.
import assert from 'node:assert/strict';
import { PHONE, browser, mail, mailsTo, press, tab, test, visit } from './helpers.mjs';
import { answer, click, next, ready, someone, sql, submit } from './wizard.mjs';

const STAFF = 'candidatures.demonstration@portail.example';
const person = async (options) => tab(await browser(options));
const submissions = (path) => Number(sql('SELECT COUNT(*) FROM submission s JOIN candidacy c '
    + `ON c.id = s.candidacy_id WHERE c.public_id = '${path.split('/').pop()}'`));

for (const js of [true, false]) {
    test(`two clicks make one submission${js ? '' : ', without JavaScript'}; reloading and going back make no other`, async () => {
        const page = await person({ js });
        const who = someone('Élodie Grandjean');
        const path = await ready(page, who);
        await answer(page, { declaration: true });
        // The second click ends the first one's request: what counts is where one arrives.
        await page.getByRole('button', { name: 'Déposer ma candidature' }).dblclick();
        const reference = await page.locator('.receipt .reference').textContent();
        assert.match(page.url(), /\/confirmation$/);
        assert.equal(submissions(path), 1);
        await page.reload();
        assert.equal(await page.locator('.receipt .reference').textContent(), reference);
        await page.goBack();
        await page.goto(`${path}/verification`);
        assert.doesNotMatch(page.url(), /verification/, 'there is nothing left to submit');
        await visit(page, `${path}/confirmation`, { name: 'confirmation-plus-tard' });
        assert.equal(await page.locator('.receipt .reference').textContent(), reference);
        assert.equal(submissions(path), 1);
        await mail(who.email, /^Votre candidature est déposée/);
        assert.equal(mailsTo(who.email).filter((m) => /déposée/.test(m.subject)).length, 1);
    });
}

test('taken back, corrected, submitted again: the second version, the first one kept', async () => {
    const page = await person();
    const who = someone('Margaux Lévêque');
    const path = await ready(page, who);
    const first = await submit(page);
    await visit(page, path, { name: 'liste-deposee' });
    await visit(page, `${path}/reprise`, { name: 'reprise' });
    assert.match(await page.locator('main').innerText(), /déposé à nouveau avant la clôture/);
    await press(page, 'Reprendre mon dossier', { name: 'liste-reprise' });
    assert.match(await page.locator('main').innerText(), /à déposer à nouveau/);
    await mail(who.email, /^Vous avez repris/);
    await visit(page, `${path}/confirmation`, { name: 'confirmation-precedente' });
    assert.equal(await page.locator('.receipt .reference').textContent(), first.reference);
    await page.goto(`${path}/module`);
    await answer(page, { wanted: 'yes' });
    await next(page, { name: 'verification' });
    const second = await submit(page);
    assert.notEqual(second.reference, first.reference);
    assert.notEqual(second.fingerprint, first.fingerprint);
    assert.match(await page.locator('main').innerText(), /2, après correction/);
    assert.equal(submissions(path), 2);
    const again = await mail(who.email, /^Votre candidature est déposée/, 2);
    assert.match(again.text, /corrigée/);
    assert.match((await mail(STAFF, new RegExp(second.reference))).text, /déposée de nouveau/);
});

test('the funding can change after submission, and the staff is told', async () => {
    const page = await person({ size: PHONE });
    const who = someone('Karim Benali');
    const path = await ready(page, who);
    const made = await submit(page);
    await press(page, 'Modifier le financement', { name: 'financement-apres-depot' });
    assert.equal(await page.evaluate(() => document.activeElement.name), 'payer');
    await answer(page, { payer: 'opco', payer_name: 'Uniformation', agreement: 'agreed' });
    await press(page, 'Enregistrer et revenir à l’accusé de réception', { name: 'confirmation-financement' });
    assert.match(page.url(), /\/confirmation#financement$/);
    assert.match(await page.locator('#financement').innerText(), /Vous l’avez modifié[^]*Uniformation/);
    // It leaves at the end of the minute, and covers all of it: that is now.
    sql(`UPDATE outbox SET next_try_at = UTC_TIMESTAMP() WHERE kind = 'funding_changed' AND
        params LIKE '%${made.reference}%'`);
    await mail(STAFF, (m) => /financement/i.test(m.subject) && m.text.includes(made.reference));
    await page.goto(`${path}/identite`);
    assert.doesNotMatch(page.url(), /identite/, 'the rest only after taking it back');
});

test('one person behind two addresses: both received, the second said neutrally, plainly to staff', async () => {
    const page = await person();
    const who = someone('Bérengère Chauvin');
    const path = await ready(page, who);
    const first = await submit(page);
    assert.doesNotMatch(await page.locator('main').innerText(), /même personne/);
    const other = await person({ size: PHONE });
    // the same human by another address, in capitals and without accents
    const twin = { ...someone('BERENGERE CHAUVIN'), born: who.born };
    const theirs = await ready(other, twin);
    const second = await submit(other);
    assert.notEqual(theirs, path);
    const said = await other.locator('main').innerText();
    assert.match(said, /semble avoir été déposée par la même personne/);
    assert.match(said, /vous n’avez rien à faire/);
    assert.doesNotMatch(said, /trancher|doublon|fraude/i);
    assert.ok(!said.includes(who.email) && !said.includes(first.reference), 'nothing of the other');
    assert.match((await mail(twin.email, /déposée/)).text, /Les deux sont reçues et datées/);
    assert.match((await mail(STAFF, new RegExp(second.reference))).text, /À trancher/);
    assert.equal(sql(`SELECT GROUP_CONCAT(contested ORDER BY id) FROM candidacy WHERE public_id IN
        ('${path.split('/').pop()}', '${theirs.split('/').pop()}')`), '0,1');
});

test('anybody may check an acknowledgement, and learns nothing else', async () => {
    const page = await person();
    const who = someone('Solène Picard');
    await ready(page, who);
    const made = await submit(page);
    const stranger = await person({ size: PHONE, js: false });
    await visit(stranger, '/verifier', { name: 'verifier' });
    await press(stranger, 'Vérifier', { status: 422, name: 'verifier-vide' });
    const check = async (reference, fingerprint, name) => {
        await answer(stranger, { reference, fingerprint });
        await press(stranger, 'Vérifier', { name });
        return stranger.locator('.notice').innerText();
    };
    assert.match(await check(made.reference, made.fingerprint, 'verifier-bon'), /authentique/);
    assert.match(await check(made.reference.toLowerCase().replace(/-/g, ' '),
        made.fingerprint.toUpperCase().replace(/(.{8})/g, '$1 '), 'verifier-espace'), /authentique/);
    const wrong = await check(made.reference, made.fingerprint.replace(/^./, (c) => c === '0' ? '1' : '0'),
        'verifier-faux');
    assert.match(wrong, /ne vont pas ensemble/);
    assert.equal(await check('MOVSC-2222-2222', made.fingerprint, 'verifier-inconnu'), wrong,
        'unknown and wrong look the same');
    const page2 = await stranger.content();
    assert.ok(!page2.includes(who.family) && !page2.includes(who.email));
    await click(page, 'Me déconnecter');
});
