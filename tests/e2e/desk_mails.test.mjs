// desk_mails.test.mjs - mails that failed: seen in the file that they are about and sent again from there, or
// from the list of all of them; and they arrive.
import assert from 'node:assert/strict';
import { PHONE, WIDE, addressOf, browser, choose, examine, fill, once, press, tab, test, untilMail, visit }
    from './helpers.mjs';
import { member } from './staff_session.mjs';
import { sql } from './wizard.mjs';

const NBSP = '\u00a0';

/** A message of somebody's, whose acknowledgement then failed for good: the mail's row. */
async function lost(who) {
    const b = await browser({ js: false });
    const page = await tab(b);
    const email = addressOf(who);
    await page.goto('/devis');
    await choose(page, `Que souhaitez-vous${NBSP}?`, 'Une autre question');
    await fill(page, { 'Vos prénom et nom': `${who} ${once}`, 'Votre adresse électronique': email,
        'Votre message': 'Y a-t-il des places en janvier, merci.' });
    await page.getByRole('button', { name: /Vérifier/ }).click();
    await page.getByRole('button', { name: 'Envoyer mon message' }).click();
    await page.getByText('Votre message est bien arrivé').first().waitFor();
    await b.close();
    const state = () => sql(`SELECT state FROM outbox WHERE recipient = '${email}'`);
    await untilMail(() => state() === 'sent', 60, 'the acknowledgement leaves');
    sql(`UPDATE outbox SET state = 'failed', trouble = 'refused', sent_at = NULL, attempts = 9,
        refused_at = created_at, last_error = 'given up after four days: 550 5.7.26 unauthenticated mail'
        WHERE recipient = '${email}'`);
    const [id, request] = sql(`SELECT o.id, r.public_id FROM outbox o JOIN quote_request r ON r.id = o.object_id
        WHERE o.recipient = '${email}' AND o.object_kind = 'quote_request'`).split('\t');
    return { id, email, state, path: `/gestion/devis/${request}` };
}

async function desk(roles, options) {
    const page = await tab(await browser(options));
    await member(page, roles);
    return page;
}

for (const [name, options] of [['large', { size: WIDE }], ['etroit', { size: PHONE, js: false }]]) {
    test(`a request shows the mail that failed, and sends it again, ${name}`, async () => {
        const mail = await lost(`perdu-${name}`);
        const page = await desk(['quotes'], options);
        await visit(page, mail.path, { name: `courriel-echec-${name}` });
        await page.getByText('550 5.7.26').waitFor();
        await press(page, /^Renvoyer ce courriel/, { name: `courriel-renvoye-${name}` });
        await page.getByText('remis à envoyer').waitFor();
        await untilMail(() => mail.state() === 'sent', 60, 'it leaves');
        await page.reload();
        assert.equal(await page.getByRole('button', { name: /Renvoyer/ }).count(), 0);
        await page.getByText('Courriel renvoyé').waitFor();
    });

    test(`an administrator sees all of them, ${name}`, async () => {
        const again = await lost(`rendu-${name}`);
        const aside = await lost(`regle-${name}`);
        const page = await desk(['admin'], options);
        await visit(page, '/gestion/courriels', { name: `courriels-${name}` });
        const row = (mail) => page.getByRole('listitem').filter({ hasText: mail.email });
        await page.getByRole('button', { name: /^Renvoyer tous les courriels en échec/ }).waitFor();
        await Promise.all([page.waitForEvent('load'), row(again).getByRole('button', { name: /^Renvoyer/ }).click()]);
        await examine(page, `courriels-renvoi-${name}`);
        await page.getByText('remis à envoyer').waitFor();
        await untilMail(() => again.state() === 'sent', 60, 'it leaves');
        await Promise.all([page.waitForEvent('load'),
            row(aside).getByRole('button', { name: /^Réglé autrement/ }).click()]);
        await examine(page, `courriels-regle-${name}`);
        await page.getByText('n’attend plus personne').waitFor();
        assert.equal(await row(aside).count(), 0);
        await page.goto(aside.path); // it stays in its file
        await page.getByText('550 5.7.26').waitFor();
        sql(`UPDATE outbox SET state = 'sent', sent_at = created_at WHERE id = ${aside.id}`);
    });
}
