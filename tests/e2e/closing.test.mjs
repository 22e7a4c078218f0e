// closing.test.mjs - an intake closes while somebody is there; no mail leaves any more. Both are so for
// everybody: nobody else is on the portal meanwhile (tests/check.sh).
import assert from 'node:assert/strict';
import { PHONE, browser, press, tab, test, visit } from './helpers.mjs';
import { member } from './staff_session.mjs';
import { answer, ready, someone, sql, submit } from './wizard.mjs';

const person = async (options) => tab(await browser(options));

test('an intake that closes meanwhile says so, and the draft stays', async () => {
    const page = await person();
    const who = someone('Yann Kerbrat');
    const path = await ready(page, who);
    const [id, closes] = sql('SELECT i.id, i.closes_at FROM intake i JOIN candidacy c '
        + `ON c.intake_id = i.id WHERE c.public_id = '${path.split('/').pop()}'`).split('\t');
    const close = (when) => sql(`UPDATE intake SET closes_at = ${when} WHERE id = ${id}`);
    try {
        close('UTC_TIMESTAMP() - INTERVAL 1 MINUTE');
        await answer(page, { explanation: 'Juste avant la clôture', declaration: true });
        await press(page, 'Déposer ma candidature', { status: 422, name: 'verification-close' });
        assert.match(await page.locator('main').innerText(), /n’a pas été déposé/);
        assert.match(sql(`SELECT state FROM candidacy WHERE public_id='${path.split('/').pop()}'`), /^draft$/);
        await visit(page, path, { name: 'liste-close' });
        assert.match(await page.locator('main').innerText(), /candidatures sont closes/i);
        const stranger = await person({ size: PHONE });
        await visit(stranger, '/candidature', { name: 'commencer-clos' });
        assert.equal(await stranger.getByRole('button', { name: 'Commencer' }).count(), 0);
    } finally {
        close(`'${closes}'`);
    }
    await page.goto(`${path}/verification`);
    await submit(page);
});

test('while no mail leaves, every page of the desk says so', async () => {
    for (const [name, options] of [['large', {}], ['etroit', { size: PHONE, js: false }]]) {
        const page = await person(options);
        await member(page, ['admin']);
        try {
            sql(`REPLACE INTO mail_way (id, closed_at, stage, why, tries, try_at) VALUES (1,
                UTC_TIMESTAMP(), 'login', '535 5.7.8', 3, UTC_TIMESTAMP() + INTERVAL 1 DAY)`);
            await visit(page, '/gestion/devis', { name: `desk-sans-courriel-${name}` });
            await page.getByText('refuse le compte du portail').waitFor();
        } finally {
            sql('UPDATE mail_way SET closed_at = NULL, stage = \'\'');
        }
        await page.goto('/gestion/devis');
        assert.equal(await page.getByText('Aucun courriel ne part').count(), 0);
    }
});
