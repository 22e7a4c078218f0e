// closing.test.mjs - an intake closes while somebody is there. It closes for everybody, so nobody else
// is on the portal meanwhile (tests/check.sh).
import assert from 'node:assert/strict';
import { PHONE, browser, press, tab, test, visit } from './helpers.mjs';
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
