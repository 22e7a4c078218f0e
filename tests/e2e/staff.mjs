// staff.mjs - somebody of the staff in a real browser: invited by portal-admin, enrolled with codes
// of oathtool, which is not ours, and signed in.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { addressOf, follow, site } from './helpers.mjs';

const app = process.env.PORTAIL_APP;
const conf = process.env.PORTAIL_CONF;

let people = 0;

export const PASSWORD = 'quatre mots sans rapport';

/** portal-admin staff …: what it says. */
export function admin(...args) {
    const program = ['sbin', 'bin'].map((dir) => join(app, dir, 'portal-admin')).find(existsSync);
    return execFileSync(program, ['--config', conf, 'staff', ...args], { encoding: 'utf8' });
}

/** Somebody new with these roles ("quotes,admin"): nothing chosen yet, only a way in. */
export function invite(roles, name = 'Zoé L’Hermite') {
    const email = addressOf(`equipe${people += 1}`);
    const said = admin('add', email, name, roles);
    const link = said.trim().split('\n').at(-1);
    assert.match(link, /\/gestion\/invitation\/[\w-]{43}$/);
    return { email, name, roles, link, password: PASSWORD, key: '', recovery: [], last: '' };
}

const HALF_MINUTE = 30_000;

/**
 * A code by oathtool that has not served yet: that of now, then that of the half minute to come, which
 * is taken as well (sys/totp.h). Whoever needs a third waits for it.
 */
export async function code(person) {
    const step = Math.max(Math.floor(Date.now() / HALF_MINUTE), (person.step ?? 0) + 1);
    await sleep(Math.max(0, (step - 1) * HALF_MINUTE - Date.now()));
    const at = new Date(step * HALF_MINUTE).toISOString().replace('T', ' ').replace(/\..*/, ' UTC');
    person.step = step;
    person.last = execFileSync('oathtool', ['--totp', '-b', '--now', at, '-'],
        { input: person.key, encoding: 'utf8' }).trim();
    return person.last;
}

/** From the invitation to the first page, ten recovery codes noted. */
export async function enrol(page, person) {
    await page.goto(person.link);
    await page.fill('#password', person.password);
    await page.fill('#again', person.password);
    await follow(page, 'Continuer');
    person.key = (await page.textContent('.enrol__key code')).replaceAll(' ', '');
    await page.fill('#code', await code(person));
    await follow(page, 'Terminer');
    person.recovery = await page.$$eval('.codes code', (all) => all.map((c) => c.textContent));
    assert.equal(person.recovery.length, 10);
    return person;
}

/** Both factors, from the door. */
export async function signIn(page, person) {
    await page.goto(`${site}/gestion/connexion`);
    await page.fill('#email', person.email);
    await page.fill('#password', person.password);
    await send(page);
    await page.fill('#code', await code(person));
    await send(page);
}

/** The button of the page's form, whatever it says, and the page that follows. */
export const send = (page) => Promise.all([page.waitForEvent('load'), page.click('main button[type=submit]')]);

/** Somebody of the staff, enrolled and signed in on this page. */
export async function staff(page, roles, name) {
    return enrol(page, invite(roles, name));
}
