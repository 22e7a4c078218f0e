// The staff's own journey: an invitation, a password, a second factor with codes of oathtool, out and
// in again, a lost telephone, a wrong code; an administrator who invites, and who disables.
import assert from 'node:assert/strict';
import { PHONE, browser, examine, follow, press, site, tab, test, visit } from './helpers.mjs';
import { admin, code, enrol, invite, PASSWORD, send, signIn } from './staff.mjs';
import { sql } from './wizard.mjs';

const heading = (page) => page.textContent('h1');

// The code of the enrolment, again at once: it is known as used while its half minute lasts.
async function servedCode(person) {
    const context = await browser();
    const page = await tab(context);
    await page.goto(`${site}/gestion/connexion`);
    await page.fill('#email', person.email);
    await page.fill('#password', PASSWORD);
    await send(page);
    await page.fill('#code', person.last);
    await send(page);
    await examine(page, 'staff-second-used', { status: 422 });
    assert.match(await page.textContent('main'), /a déjà servi/);
    await context.close();
}

test('from an invitation to the desk, and back', async () => {
    const context = await browser();
    const page = await tab(context);
    const person = invite('quotes,reviewer');
    await page.goto(person.link);
    await examine(page, 'staff-invitation');
    await page.fill('#password', 'Motdepasse2026');
    await page.fill('#again', 'Motdepasse2026');
    await send(page);
    await examine(page, 'staff-invitation-refused', { status: 422 });
    assert.match(await page.textContent('#password-erreur'), /mot courant/);
    assert.equal(await page.inputValue('#password'), '');
    await page.fill('#password', PASSWORD);
    await page.fill('#again', PASSWORD);
    await send(page);
    await examine(page, 'staff-enrol');
    assert.ok(await page.isVisible('svg.qr'));
    person.key = (await page.textContent('.enrol__key code')).replaceAll(' ', '');
    await page.fill('#code', '000000');
    await send(page);
    await examine(page, 'staff-enrol-wrong', { status: 422 });
    await page.fill('#code', await code(person));
    await send(page);
    person.recovery = await page.$$eval('.codes code', (all) => all.map((c) => c.textContent));
    await servedCode(person); // at once: a code lives half a minute
    await examine(page, 'staff-codes');
    await page.goto(`${site}/gestion/compte`);
    await examine(page, 'staff-account');
    assert.match(await page.textContent('main'), /Devis, Candidatures/);
    await page.check('#notice-daily');
    await send(page);
    assert.ok(await page.isChecked('#notice-daily'));
    await follow(page, 'Me déconnecter');
    await examine(page, 'staff-signin');
    assert.equal(await heading(page), 'Se connecter');

    // in again: a wrong password, then the right one
    await page.goto(`${site}/gestion/compte`);
    assert.match(page.url(), /\/gestion\/connexion\?suite=/);
    await page.fill('#email', person.email);
    await page.fill('#password', 'quatre mots qui ne vont pas');
    await send(page);
    await examine(page, 'staff-signin-refused', { status: 422 });
    assert.equal(await page.inputValue('#email'), person.email);
    await page.fill('#password', PASSWORD);
    await send(page);
    await examine(page, 'staff-second');
    await page.fill('#code', await code(person));
    await send(page);
    assert.equal(page.url(), `${site}/gestion/compte`);

    // the telephone is lost: a recovery code, once
    const leaveAndReturn = async () => {
        await follow(page, 'Me déconnecter');
        await page.goto(`${site}/gestion/compte`);
        await page.fill('#email', person.email);
        await page.fill('#password', PASSWORD);
        await send(page);
    };
    await leaveAndReturn();
    await page.fill('#code', person.recovery[0].toLowerCase().replace('-', ' '));
    await send(page);
    assert.equal(page.url(), `${site}/gestion/compte`);
    assert.match(await page.textContent('main'), /Il vous reste 9\s+codes de secours/);
    await leaveAndReturn();
    await page.fill('#code', person.recovery[0]);
    await send(page);
    await examine(page, 'staff-recovery-used', { status: 422 });
    await page.fill('#code', person.recovery[1]);
    await send(page);
    assert.match(await page.textContent('main'), /Il vous reste 8\s+codes de secours/);
    await context.close();
});

test('an administrator invites, resets and disables, without scripts and on a phone', async () => {
    const context = await browser({ js: false, size: PHONE });
    const page = await tab(context);
    const boss = await enrol(page, invite('admin', 'Amina Haddad'));
    await page.goto(`${site}/gestion/equipe/inviter`);
    await examine(page, 'team-invite');
    await send(page);
    await examine(page, 'team-invite-empty', { status: 422 });
    const email = boss.email.replace('@', '.b@');
    await page.fill('#name', 'Basile Kervella');
    await page.fill('#email', email);
    await page.check('#roles');
    await send(page);
    await examine(page, 'team-invited');
    const person = { email, password: PASSWORD, link: (await page.textContent('main code')).trim(), last: '' };
    const other = await browser();
    const theirs = await tab(other);
    await enrol(theirs, person);
    await page.goto(`${site}/gestion/equipe`);
    await examine(page, 'team');
    await Promise.all([page.waitForEvent('load'), page.click('text=Basile Kervella >> nth=-1')]);
    await examine(page, 'team-member');
    const path = new URL(page.url()).pathname;

    // what one may not do says so
    await theirs.goto(`${site}${path}`);
    await examine(theirs, 'team-refused', { status: 403 });

    await follow(page, 'Désactiver ce compte');
    assert.match(await page.textContent('main'), /Désactivé/);
    await theirs.goto(`${site}/gestion/compte`);
    assert.match(theirs.url(), /\/gestion\/connexion/);
    await follow(page, 'Créer une nouvelle invitation');
    person.link = (await page.textContent('main code')).trim();
    await enrol(theirs, person);
    await theirs.goto(`${site}/gestion/compte`);
    assert.equal(await heading(theirs), 'Mon compte');
    await follow(page, 'Me déconnecter');
    await signIn(page, boss);
    assert.equal(new URL(page.url()).pathname, '/gestion/devis');
    assert.match(admin('disable', email), /désactivé/);
    await other.close();
    await context.close();
});

test('one’s own account a day after signing in: identity asked again, new codes, another password', async () => {
    const context = await browser({ js: false, size: PHONE });
    const page = await tab(context);
    const person = await enrol(page, invite('quotes', 'Corentin Abgrall'));
    await visit(page, '/gestion/compte/codes', { name: 'staff-codes-new' });
    sql(`UPDATE staff_session SET proved_at = proved_at - INTERVAL 1 DAY
        WHERE staff_id = (SELECT id FROM staff WHERE email = '${person.email}')`);
    await press(page, 'Obtenir dix nouveaux codes', { name: 'staff-identity' });
    assert.match(await page.textContent('main'), /Votre demande est gardée/);
    await page.fill('#password', PASSWORD);
    await page.fill('#code', person.recovery[0]);
    await send(page);
    await examine(page, 'staff-kept');
    await press(page, 'Envoyer maintenant', { name: 'staff-codes-made' });
    const made = await page.$$eval('.codes code', (all) => all.map((c) => c.textContent));
    assert.equal(made.length, 10);

    await visit(page, '/gestion/compte/mot-de-passe', { name: 'staff-password' });
    person.password = 'une autre petite phrase';
    await page.fill('#password', person.password);
    await page.fill('#again', person.password);
    await press(page, 'Changer mon mot de passe', { name: 'staff-password-changed' });
    assert.match(await page.textContent('body'), /Votre mot de passe est changé/);
    await follow(page, 'Me déconnecter');
    await page.fill('#email', person.email);
    await page.fill('#password', person.password);
    await send(page);
    await page.fill('#code', person.recovery[1]); // one of the former ten
    await send(page);
    await examine(page, 'staff-recovery-former', { status: 422 });
    await page.fill('#code', made[0]);
    await send(page);
    assert.equal(new URL(page.url()).pathname, '/gestion/devis');
    await context.close();
});
