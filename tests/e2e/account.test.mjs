// account.test.mjs - what lies beside the way through a candidacy: one's account and its address, an item
// mended and taken away, a candidacy given up and taken up again.
import assert from 'node:assert/strict';
import { PHONE, browser, mail, press, tab, test, visit } from './helpers.mjs';
import { ELIGIBLE, answer, codeFor, draft, item, itemAgain, signIn } from './wizard.mjs';

test('another address, proved on a phone; the other device is signed out', async () => {
    const first = await tab(await browser());
    const { who } = await draft(first, 'Maëlle Quéré');
    await visit(first, '/compte', { name: 'compte' });
    const phone = await tab(await browser({ size: PHONE, js: false }));
    await signIn(phone, who);
    await visit(phone, '/compte', { name: 'compte-deux' });
    await press(phone, 'Déconnecter les autres appareils', { name: 'compte-seul' });
    await first.reload();
    assert.match(first.url(), /\/connexion/);

    const next = { email: who.email.replace('@', '.nouvelle@') };
    await press(phone, 'Changer d’adresse', { name: 'compte-adresse' });
    await answer(phone, { email: who.email });
    await press(phone, 'Recevoir les deux codes', { name: 'compte-adresse-la-meme', status: 422 });
    await answer(phone, next);
    await press(phone, 'Recevoir les deux codes', { name: 'compte-codes' });
    await answer(phone, { code_old: await codeFor(who, /pour changer d’adresse électronique$/),
        code_new: await codeFor(next, /pour confirmer votre nouvelle adresse$/) });
    await press(phone, 'Changer d’adresse', { name: 'compte-adresse-changee', exact: true });
    assert.match(await phone.locator('body').innerText(), /Votre adresse est changée/);
    assert.equal(await phone.locator('main strong.typed').innerText(), next.email);
    await mail(who.email, /^L’adresse électronique de votre candidature a changé$/);
});

test('an item mended and taken away; the form for a quote knows the draft; given up, taken up again', async () => {
    const page = await tab(await browser({ size: PHONE }));
    const { who, path } = await draft(page, 'Youenn Le Scouarnec');
    for (const [kind, one, again, remove] of [
        ['diplome', ELIGIBLE.diplomas[0], { school: 'IRTS de Bretagne' }, 'Retirer ce diplôme'],
        ['experience', ELIGIBLE.experiences[0], { role: 'Directrice adjointe' }, 'Retirer cette expérience']]) {
        await visit(page, `${path}/${kind}s`, { name: `${kind}s-vide` });
        await item(page, kind, one);
        await itemAgain(page, kind, again);
        assert.ok((await page.locator('main').innerText()).includes(Object.values(again)[0]));
        await press(page, 'Retirer', { name: `${kind}-retirer` });
        await press(page, remove, { name: `${kind}s-vide` });
        assert.equal(await page.getByText(Object.values(again)[0]).count(), 0);
    }
    await visit(page, `${path}/devis`, { name: 'devis-candidature' });
    assert.equal(await page.getByLabel('Votre adresse électronique').inputValue(), who.email);
    await visit(page, `${path}/retrait`, { name: 'retrait' });
    await press(page, 'Retirer ma candidature', { name: 'liste-retiree' });
    await page.getByText('Vous avez retiré cette candidature').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Votre identité' }).count(), 0);
    await visit(page, `${path}/recommencer`, { name: 'recommencer' });
    await press(page, 'Reprendre ma candidature', { name: 'liste-recommencee' });
    assert.equal(await page.getByRole('link', { name: 'Votre identité' }).count(), 1);
});
