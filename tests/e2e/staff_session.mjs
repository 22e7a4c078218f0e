// staff_session.mjs - somebody of the staff who is already signed in, for tests that are about
// something else: their row, their roles and a session, written as the portal writes them.
import { createHash, randomBytes } from 'node:crypto';
import { addressOf, site } from './helpers.mjs';
import { sql } from './wizard.mjs';

/** A new member with these roles, signed in with both factors in the browser of that page. */
export async function member(page, roles, name = 'Zoé L’Hermite') {
    const token = randomBytes(16).toString('hex');
    const tag = token.slice(0, 16);
    const cookie = `s.${token}`;
    const hash = createHash('sha256').update(cookie).digest('hex');
    const id = sql(`INSERT INTO staff (public_id, email, name, state, password, password_at,
        totp_sealed, totp_at, created_at) VALUES ('${tag}', '${addressOf(tag)}', '${name}',
        'active', 'scrypt$0$0$0$$', UTC_TIMESTAMP(), 'x', UTC_TIMESTAMP(), UTC_TIMESTAMP());
        SELECT LAST_INSERT_ID()`);
    for (const role of roles) {
        sql(`INSERT INTO staff_role (staff_id, role, given_at) VALUES (${id}, '${role}', UTC_TIMESTAMP())`);
    }
    sql(`INSERT INTO staff_session (public_id, token_hash, staff_id, stage, proved_at, created_at,
        last_seen_at, idle_ends_at, absolute_ends_at) SELECT '${tag}', UNHEX('${hash}'), ${id}, 'full',
        t, t, t, t + INTERVAL 30 MINUTE, t + INTERVAL 8 HOUR FROM (SELECT UTC_TIMESTAMP() t) x`);
    await page.context().addCookies([{ name: '__Host-gestion', value: cookie, secure: true,
        url: site.replace('http:', 'https:'), httpOnly: true, sameSite: 'Lax' }]);
}
